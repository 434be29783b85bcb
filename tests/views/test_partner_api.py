"""The partners' API through the test client: fields, refusals, and one shape for every answer."""

import json
import time
from collections.abc import Callable
from typing import Any

import pytest

from actions import partners
from models import Attendance, AuditEntry, Partner, RedeemCode, Submission
from queries import partners as found
from tests.partner_calls import BASE, STATUS, compact, headers_for
from tests.people import bought_by

COMMIT = f"{BASE}/payment/redeem-code/commit"
RESET = f"{BASE}/payment/redeem-code/reset"
URL = f"{BASE}/oauth/url-generate"
TASK = f"{BASE}/tpm/submission"
FEEDBACK = f"{BASE}/tpm/feedback/submission"
TASK_STATUS = f"{BASE}/tpm/submission/status"
ALL = (STATUS, COMMIT, RESET, URL, TASK, FEEDBACK, TASK_STATUS)
BACK = "http://127.0.0.1:9000/kembali?kelas=3"

Call = Callable[..., Any]


@pytest.fixture
def partner(room: str) -> tuple[Partner, str]:
    """An institution and its key."""
    return partners.add("LEMBAGA", "Lembaga Uji", "provider", [BACK])


@pytest.fixture
def call(app, partner) -> Call:
    """A signed call; whatever comes back has the one shape of all answers."""
    client = app.test_client()

    def post(path: str, body: Any, **changed: Any) -> Any:
        raw = body if isinstance(body, bytes) else compact(body)
        who, key = partner
        headers = headers_for(who.code, changed.pop("key", key), path, raw)
        headers |= changed.pop("headers", {})
        return checked(client.post(path, data=raw, headers=headers, **changed))

    return post


def checked(answer: Any) -> Any:
    """Every answer is JSON of one of two shapes, sets no cookie and leads nowhere."""
    assert answer.mimetype == "application/json"
    assert "Set-Cookie" not in answer.headers
    assert "Location" not in answer.headers
    if answer.status_code == 200:
        assert set(answer.json) == {"success", "message", "data"}
        assert answer.json["success"] is True and answer.json["message"] == "OK"
    else:
        assert set(answer.json) == {"code", "message", "success"}
        assert answer.json["success"] is False
        assert answer.json["code"].startswith("ERR")
        assert str(answer.status_code) in answer.json["code"]
        assert answer.json["message"].endswith(".")
        assert all(len(said.split()) <= 15 for said in answer.json["message"].split(". "))
    return answer


@pytest.fixture
def code(partner) -> Callable[[str], str]:
    """A fresh test code of a case."""
    return lambda case: partners.make_test_codes(partner[0], case, 1)[0]


def rows() -> tuple[int, int, int, int]:
    """What a refused call may not change."""
    used = RedeemCode.select().where(RedeemCode.redeemed_at.is_null(False))
    counted = (used, Attendance.select(), Submission.select(), AuditEntry.select())
    return tuple(query.count() for query in counted)  # type: ignore[return-value]


# --- The way of an online class ------------------------------------------------------------------


def test_status_of_a_fresh_code_has_the_published_fields(call: Call, code) -> None:
    name = code("TC2-001-200")
    data = call(STATUS, {"redeem_code": name}).json["data"]
    kinds = {
        "redeem_code": str,
        "course_code": str,
        "invoice_code": str,
        "schedule_code": str,
        "status": int,
        "attendance_status": int,
        "dp_platform": str,
        "schedule_start_end": str,
        "course_type": int,
        "course_type_label": str,
        "course_learning_method": str,
        "is_online_attendance": bool,
        "sequence": int,
    }
    assert set(data) == {*kinds, "redeem_at"}
    assert {name: type(data[name]) for name in kinds} == kinds
    assert (data["status"], data["attendance_status"], data["redeem_at"]) == (0, 0, None)
    assert data["sequence"] == 1
    asked = call(STATUS, {"redeem_code": name, "sequence": 999}).json["data"]
    assert asked["sequence"] == 999


def test_a_session_from_the_address_to_the_status(call: Call, code) -> None:
    name = code("TC2-001-200")
    body = {"redeem_code": name, "sequence": 1, "redirect_uri": BACK, "email": "sari@example.com"}
    data = call(URL, body).json["data"]
    assert data["url"].endswith(f"/kehadiran/{data['state']}")
    assert data["course"] == {"type": 2, "learning_method": data["course"]["learning_method"]}
    assert isinstance(data["course"]["learning_method"], str)
    after = call(STATUS, {"redeem_code": name, "sequence": 1}).json["data"]
    assert (after["status"], after["attendance_status"]) == (1, 1)
    assert len(after["redeem_at"]) == 20 and after["redeem_at"].endswith("Z")
    again = call(RESET, {"redeem_code": name}).json["data"]
    assert (again["status"], again["attendance_status"], again["redeem_at"]) == (0, 0, None)
    assert call(COMMIT, {"redeem_code": name}).json["data"]["status"] == 1


def test_a_second_commit_is_refused_and_changes_nothing(call: Call, code) -> None:
    name = code("TC1-001-200")
    assert call(COMMIT, {"redeem_code": name}).json["data"]["redeem_code"] == name
    before = rows()
    second = call(COMMIT, {"redeem_code": name})
    assert (second.status_code, second.json["code"]) == (400, "ERRPLT40003")
    assert rows() == before


def test_tasks_are_pending_first(call: Call, code) -> None:
    name = code("TC1-001-200")
    call(COMMIT, {"redeem_code": name})
    task = {"redeem_code": name, "scope": "tpm", "sequence": 1}
    none = call(TASK_STATUS, task).json["data"]
    assert none == {"assignment": {**task, "status": 0}, "feedback": {**task, "status": 0}}
    file = "https://example.com/tugas?a=1&b=2"
    handed = call(TASK, {**task, "url_file": file}).json["data"]
    assert handed == {"id": handed["id"], **task, "status": 1, "url_file": file}
    assert type(handed["id"]) is int
    said = call(FEEDBACK, {**task, "url_file": "", "notes": "Baik & <rapi>"}).json["data"]
    assert said == {"id": said["id"], **task, "status": 1, "url_file": "", "notes": "Baik & <rapi>"}
    both = call(TASK_STATUS, task).json["data"]
    assert both["assignment"]["status"] == both["feedback"]["status"] == 1


@pytest.mark.parametrize("nothing", [0, False, [], {}, " "])
def test_the_file_of_feedback_is_text_or_missing(call: Call, code, nothing) -> None:
    task = {"redeem_code": code("TC1-001-200"), "scope": "tpm", "sequence": 1, "notes": "Baik"}
    call(TASK, {**task, "url_file": "https://example.com/tugas"})
    before = rows()
    told = call(FEEDBACK, {**task, "url_file": nothing})
    assert (told.status_code, told.json["code"]) == (400, "ERRREQ40002")
    assert rows() == before
    for given in ({}, {"url_file": None}, {"url_file": ""}):
        assert call(FEEDBACK, {**task, **given}).json["data"]["url_file"] == ""


def test_codes_of_others_are_told_like_codes_that_do_not_exist(call: Call, room: str) -> None:
    other, _ = partners.add("LAIN", "Lembaga Lain", "provider", [])
    theirs = partners.make_test_codes(other, "TC1-001-200", 1)[0]
    before = rows()
    for path in (STATUS, COMMIT, RESET):
        told = [call(path, {"redeem_code": one}) for one in (theirs, "PRAT-TIADA0", "ABCD")]
        assert {(answer.status_code, answer.data) for answer in told} == {(400, told[0].data)}
        assert told[0].json["code"] == "ERRPLT40001"
    assert rows() == before


def test_a_bought_code_is_never_reset(call: Call, partner, someone) -> None:
    bought = bought_by(someone.with_course())[0]
    Partner.update(provider=bought.course.provider).execute()
    before = rows()
    told = call(RESET, {"redeem_code": bought.redeem_code})
    assert told.json["code"] == "ERRPLT40010"
    assert rows() == before
    assert call(STATUS, {"redeem_code": bought.redeem_code}).json["data"]["status"] == 0


# --- Fields --------------------------------------------------------------------------------------

GOOD_TASK = {"redeem_code": "PRAT-ABC123", "scope": "tpm", "sequence": 1}
GOOD_URL = {"redeem_code": "PRAT-ABC123", "redirect_uri": BACK, "email": "a@example.com"}


@pytest.mark.parametrize(
    ("path", "body", "field"),
    [
        *[
            (path, {"redeem_code": value}, "redeem_code")
            for path in ALL
            for value in (None, "", "abc", "x" * 65, 1234, True, ["ABCD"], {"a": 1}, "A B C")
        ],
        *[(path, {}, "redeem_code") for path in ALL],
        *[
            (STATUS, {"redeem_code": value}, "redeem_code")
            for value in ("ABCD\n", "ABCD ", "ÀBCD", "AB\0CD", "' OR 1=1--", "ABCD\u200b")
        ],
        *[
            (path, {**GOOD_URL, "sequence": value}, "sequence")
            for path in (STATUS, URL)
            for value in ("1", 1.0, True, False, 0, 11, 998, 1000, -1, [1], {}, 10**30)
        ],
        *[
            (TASK, {**GOOD_TASK, "sequence": value}, "sequence")
            for value in (None, "1", 1.5, True, 0, 999, 1000)
        ],
        (TASK, {**GOOD_TASK, "scope": "uk"}, "sequence"),
        *[(TASK, {**GOOD_TASK, "scope": value}, "scope") for value in (None, "", "UK", 1, [])],
        *[(TASK, {**GOOD_TASK, "url_file": value}, "url_file") for value in (None, "", 5, "\0")],
        *[(FEEDBACK, {**GOOD_TASK, "notes": value}, "notes") for value in (None, "", " ", 5, [])],
        (FEEDBACK, {**GOOD_TASK, "notes": "ok", "url_file": [1]}, "url_file"),
        *[
            (URL, {**GOOD_URL, "redirect_uri": value}, "redirect_uri")
            for value in (None, "", 1, "x" * 2001)
        ],
        *[(URL, {**GOOD_URL, "email": value}, "email") for value in (None, "", 1, "x" * 255)],
    ],
)
def test_types_are_exact(call: Call, path: str, body: dict[str, Any], field: str) -> None:
    before = rows()
    answer = call(path, body)
    assert (answer.status_code, answer.json["code"]) == (400, "ERRREQ40002")
    assert f"«{field}»" in answer.json["message"]
    assert rows() == before


def test_fields_nobody_knows_are_passed_over(call: Call, code) -> None:
    name = code("TC1-001-200")
    body = {"sequence": None, "redeem_code": name, "lain": {"a": [1]}}
    assert call(STATUS, body).status_code == 200


@pytest.mark.parametrize(
    ("raw", "status"),
    [
        (b"", 400),
        (b"[]", 400),
        (b"null", 400),
        (b"{", 400),
        (b'{"redeem_code":"ABCD","redeem_code":"ABCE"}', 400),
        (b'{"redeem_code":NaN}', 400),
        (b"[" * 5000 + b"]" * 5000, 400),
        (b'{"a":' * 5000 + b"1" + b"}" * 5000, 400),
        (b"\xef\xbb\xbf{}", 400),
        (b'{"a":"\\ud800"}', 400),
        (b"\xff\xfe", 400),
        (b'{"a":"' + b"x" * 65536 + b'"}', 413),
        (b'{"a":"' + b"x" * 10_000_000 + b'"}', 413),
    ],
)
def test_signed_bodies_that_are_not_read(call: Call, raw: bytes, status: int) -> None:
    assert call(STATUS, raw).status_code == status


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "", "json"]
)
def test_another_content_type(call: Call, kind: str) -> None:
    answer = call(STATUS, {"redeem_code": "ABCD"}, headers={"Content-Type": kind})
    assert (answer.status_code, answer.json["code"]) == (415, "ERRREQ41501")


@pytest.mark.parametrize("kind", ["application/json; charset=utf-8", "Application/JSON"])
def test_content_type_with_words(call: Call, kind: str) -> None:
    assert call(STATUS, {"redeem_code": "ABCD"}, headers={"Content-Type": kind}).status_code == 400


# --- Who signed ----------------------------------------------------------------------------------


def test_every_wrong_signature_has_the_same_answer(call: Call, code, partner) -> None:
    name = code("TC1-001-200")
    now = int(time.time())
    body = {"redeem_code": name}
    late, early = (
        headers_for(partner[0].code, partner[1], STATUS, compact(body), moment=str(now + away))
        for away in (-302, 310)
    )
    told = [
        call(STATUS, body, key="salah"),
        call(STATUS, body, headers={"client_code": "U-TIADA"}),
        call(STATUS, body, headers={"client_code": ""}),
        call(STATUS, body, headers={"client_code": f"{partner[0].code},{partner[0].code}"}),
        call(STATUS, body, headers={"client_code": partner[0].code.lower()}),
        call(STATUS, body, headers={"signature": ""}),
        call(STATUS, body, headers={"signature": "é" * 40}),
        call(STATUS, body, headers={"timestamp": "é"}),
        call(STATUS, body, headers={"timestamp": str(now - 7)}),
        call(STATUS, body, headers=late),
        call(STATUS, body, headers=early),
        call(STATUS, body, query_string="a=1"),
        call(STATUS, b"{", key="salah"),
    ]
    assert {(answer.status_code, answer.data) for answer in told} == {(401, told[0].data)}
    assert told[0].json["code"] == "ERRAUT40101"
    assert call(STATUS, body).status_code == 200


def test_both_keys_open_until_one_is_ended(call: Call, code, partner) -> None:
    name = code("TC1-001-200")
    _, second = partners.new_key(partner[0])
    for key, status in ((partner[1], 200), (second, 200), ("salah", 401)):
        assert call(STATUS, {"redeem_code": name}, key=key).status_code == status
    partners.end_oldest_key(found.by_code(partner[0].code))
    for key, status in ((partner[1], 401), (second, 200)):
        assert call(STATUS, {"redeem_code": name}, key=key).status_code == status
    Partner.update(active=False).execute()
    assert call(STATUS, {"redeem_code": name}, key=second).status_code == 401


def test_another_partners_key_does_not_open(call: Call, room: str) -> None:
    _, key = partners.add("LAIN", "Lembaga Lain", "provider", [])
    assert call(STATUS, {"redeem_code": "ABCD"}, key=key).status_code == 401


def test_the_limit_is_told_in_json(call: Call, code, monkeypatch) -> None:
    monkeypatch.setattr(partners, "count_request", lambda _partner: 17)
    answer = call(STATUS, {"redeem_code": "ABCD"})
    assert (answer.status_code, answer.json["code"]) == (429, "ERRREQ42901")
    assert answer.headers["Retry-After"] == "17"
    assert call(STATUS, {"redeem_code": "ABCD"}, key="salah").status_code == 401


# --- Everything below /api/ ----------------------------------------------------------------------


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "PATCH", "OPTIONS"])
def test_other_methods(app, partner, method: str) -> None:
    answer = checked(app.test_client().open(STATUS, method=method))
    assert answer.status_code == 405
    assert answer.headers["Allow"] == "POST"


@pytest.mark.parametrize(
    "path", ["/api", "/api/", "/api/v1", f"{BASE}/payment/lain", f"{BASE}//payment/redeem-code"]
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_addresses_that_are_not_there(app, room: str, path: str, method: str) -> None:
    answer = app.test_client().open(
        path, method=method, headers={"Accept": "text/html", "Sec-Fetch-Site": "cross-site"}
    )
    assert checked(answer).status_code == 404


def test_two_slashes_inside_are_no_redirect(app, room: str) -> None:
    answer = app.test_client().post(STATUS.replace("/v1/", "/v1//"), data=b"{}")
    assert checked(answer).status_code == 404


def test_pages_elsewhere_stay_pages(app, room: str) -> None:
    assert app.test_client().get("/apiary").mimetype == "text/html"


def test_a_browsers_cookies_and_origin_mean_nothing(app, call: Call, code) -> None:
    name = code("TC1-001-200")
    strange = {"Origin": "https://example.com", "Sec-Fetch-Site": "cross-site", "Cookie": "ruang=x"}
    assert call(STATUS, {"redeem_code": name}, headers=strange).status_code == 200


def test_faults_of_ours_are_json_without_a_word_about_the_call(
    app, call: Call, monkeypatch
) -> None:
    from actions import redeeming
    from ledger import Unavailable

    def broken(*_: object) -> None:
        raise RuntimeError("rahasia")

    def busy(*_: object) -> None:
        raise Unavailable("locked")

    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
    monkeypatch.setattr(redeeming, "find", broken)
    answer = call(STATUS, {"redeem_code": "ABCD"})
    assert (answer.status_code, answer.json["code"]) == (500, "ERRSYS50001")
    assert b"rahasia" not in answer.data
    monkeypatch.setattr(redeeming, "find", busy)
    answer = call(STATUS, {"redeem_code": "ABCD"})
    assert (answer.status_code, answer.json["code"]) == (503, "ERRSYS50301")
    assert answer.headers["Retry-After"] == "5"


def test_a_rule_the_list_does_not_know_is_still_told(app, call: Call, monkeypatch) -> None:
    from actions import redeeming
    from rules.refusals import Refused

    def no(*_: object) -> None:
        raise Refused("not_finished")

    monkeypatch.setattr(redeeming, "find", no)
    assert call(STATUS, {"redeem_code": "ABCD"}).json["code"] == "ERRPLT40099"


def test_every_code_is_told_once() -> None:
    from formats.refusals import study
    from formats.refusals.partner import ANSWERS, OTHER_CODE, REFUSAL_CODES

    codes = [answer.code for answer in ANSWERS.values()] + [*REFUSAL_CODES.values(), OTHER_CODE]
    assert len(set(codes)) == len(codes)
    assert set(REFUSAL_CODES) <= set(study.SENTENCES)
    assert json.dumps(codes)
