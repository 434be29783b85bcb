"""The simulated provider's API: every answer, every refusal, every manner, and its lies."""

import hmac
import json
import socket
import threading
from base64 import b64encode
from collections import Counter
from contextlib import closing
from http.client import HTTPConnection, RemoteDisconnected
from pathlib import Path
from queue import Queue

import pytest
from werkzeug.serving import make_server

from disburser import app as provider
from disburser.app import create_app, from_file
from disburser.outcomes import BY_NUMBER, SENT_BACK
from tests.server import disbursing

KEY = "kunci-uji-yang-panjang-sekali-0123456789"


class Provider:
    """The API with a clock that stands still, and everything it calls back."""

    def __init__(self, folder: Path, lies: float = 0.0, seed: int = 0) -> None:
        self.moment, self.status = 1_700_000_000.0, 200
        self.told: list[tuple[str, dict, dict]] = []
        self.app = create_app(
            str(folder / "buku.db"),
            KEY,
            "http://kami.test/kabar",
            lies=lies,
            seed=seed,
            works=False,
            now=lambda: self.moment,
            post=self.hear,
        )
        self.worker, self.client = self.app.extensions["worker"], self.app.test_client()

    def hear(self, url: str, body: bytes, headers: dict[str, str]) -> int:
        self.told.append((url, json.loads(body), headers))
        stamp = headers["X-Callback-Timestamp"].encode()
        wanted = hmac.new(KEY.encode(), stamp + b"." + body, "sha256").hexdigest()
        assert headers["X-Callback-Signature"] == wanted
        return self.status

    def later(self, seconds: float = 1.0) -> None:
        """Time passes, and the worker does what is due."""
        self.moment += seconds
        self.worker.do_due()

    def events(self) -> list[str]:
        return [body["event"] for _, body, _ in self.told]

    def ask(self, method: str, path: str, key: str = KEY, **more):
        name = b64encode(f"{key}:".encode()).decode()
        headers = {"Authorization": f"Basic {name}", **more.pop("headers", {})}
        return self.client.open(path, method=method, headers=headers, **more)

    def pay(self, body: dict | None = None, simulate: str = "", **changes):
        sent = {**(body or BODY), **changes}
        headers = {"Idempotency-Key": str(sent.get("reference_id")), "X-Simulate": simulate}
        return self.ask("POST", "/v2/payouts", json=sent, headers=headers)

    def find(self, reference: str = "G21-a"):
        return self.ask("GET", f"/v2/payouts?reference_id={reference}")

    def book(self) -> dict:
        return self.ask("GET", "/book").json


BODY = {
    "reference_id": "G21-a",
    "channel_code": "ID_DANA",
    "channel_properties": {"account_number": "081234567890", "account_holder_name": "Sari"},
    "amount": 600_000,
    "currency": "IDR",
    "description": "Insentif Prakerja",
}


def to(number: str) -> dict:
    return {"account_number": number, "account_holder_name": "Sari"}


@pytest.fixture
def api(tmp_path: Path) -> Provider:
    return Provider(tmp_path)


def test_a_payout_is_taken_then_sent_then_told(api: Provider) -> None:
    answer = api.pay()
    assert answer.status_code == 200
    said = answer.json
    assert said.pop("id").startswith("disb-") and said.pop("created")
    assert said == {
        "reference_id": "G21-a",
        "amount": 600_000,
        "currency": "IDR",
        "channel_code": "ID_DANA",
        "status": "ACCEPTED",
    }
    assert api.find().json["data"][0]["status"] == "ACCEPTED" and api.told == []
    api.later()
    (found,) = api.find().json["data"]
    assert found["status"] == "SUCCEEDED"
    ((url, body, _),) = api.told
    assert url == "http://kami.test/kabar"
    assert (body["event"], body["data"]) == ("payout.succeeded", found)


@pytest.mark.parametrize(("last", "code"), BY_NUMBER.items())
def test_the_number_says_how_it_fails(api: Provider, last: str, code: str) -> None:
    api.pay(channel_properties=to(f"08123456{last}"))
    api.later()
    (found,) = api.find().json["data"]
    assert (found["status"], found["failure_code"]) == ("FAILED", code)
    assert api.events() == ["payout.failed"]


def test_a_reference_that_nobody_sent_is_absent(api: Provider) -> None:
    api.pay()
    assert api.find("G21-b").json == {"data": []}


def test_the_same_request_again_is_the_same_payout(api: Provider) -> None:
    first = api.pay().json
    assert api.pay(simulate="fail=ACCOUNT_CLOSED; manner=timeout").json == first
    api.later()
    assert api.pay().json == {**first, "status": "SUCCEEDED"}
    book = api.book()
    assert (book["count"], book["data"][0]["asked"]) == (1, 3)
    assert api.events() == ["payout.succeeded"]


@pytest.mark.parametrize(
    "change",
    [
        {"amount": 600_001},
        {"channel_code": "ID_OVO"},
        {"channel_properties": to("081234567891")},
        {"channel_properties": {**to("081234567890"), "account_holder_name": "Budi"}},
        {"description": "lain"},
        {"more": 1},
    ],
)
def test_the_same_reference_with_another_body_is_a_conflict(api: Provider, change: dict) -> None:
    api.pay()
    answer = api.pay(**change)
    assert (answer.status_code, answer.json["error_code"]) == (409, "DUPLICATE_ERROR")
    assert (api.book()["count"], api.book()["amount"]) == (1, 600_000)


@pytest.mark.parametrize(
    "change",
    [
        {"reference_id": ""},
        {"reference_id": "a b"},
        {"reference_id": "a" * 61},
        {"reference_id": 5},
        {"channel_code": "ID_BRI"},
        {"channel_code": None},
        {"channel_code": ["ID_DANA"]},
        {"channel_properties": None},
        {"channel_properties": {"account_number": "081234567890"}},
        {"channel_properties": to("0812")},
        {"channel_properties": to("0812x4567890")},
        {"channel_properties": to("٠٨١٢٣٤٥٦٧٨")},
        {"channel_properties": {**to("081234567890"), "account_holder_name": ""}},
        {"amount": 0},
        {"amount": -1},
        {"amount": 600_000.0},
        {"amount": "600000"},
        {"amount": True},
        {"amount": 10**12},
        {"currency": "USD"},
        {"currency": None},
        {"description": None},
        {"description": "a" * 101},
    ],
)
def test_a_bad_body_is_refused_and_nothing_is_kept(api: Provider, change: dict) -> None:
    answer = api.pay(**change)
    assert (answer.status_code, answer.json["error_code"]) == (400, "API_VALIDATION_ERROR")
    assert api.book()["count"] == 0


@pytest.mark.parametrize("body", [b"", b"<x>", b"[]", b"1", b"null", b"\xff", b"[" * 9000])
def test_what_is_no_object_is_refused(api: Provider, body: bytes) -> None:
    for path in ("/v2/payouts", "/v2/accounts/inquiry"):
        assert api.ask("POST", path, data=body).json["error_code"] == "API_VALIDATION_ERROR"


def test_an_idempotency_key_that_differs_or_lacks_is_refused(api: Provider) -> None:
    for headers in ({}, {"Idempotency-Key": "G21-b"}):
        answer = api.ask("POST", "/v2/payouts", json=BODY, headers=headers)
        assert answer.json["error_code"] == "API_VALIDATION_ERROR"
    assert api.pay(simulate="manner=dance").status_code == 400
    assert api.ask("GET", "/v2/payouts").status_code == 400
    assert api.book()["count"] == 0


def test_what_is_too_long_or_nowhere_is_refused_in_json(api: Provider) -> None:
    assert api.ask("POST", "/v2/payouts", data=b"x" * 20_000).status_code == 413
    for answer, status in ((api.ask("GET", "/x"), 404), (api.ask("PUT", "/v2/payouts"), 405)):
        assert (answer.status_code, "error_code" in answer.json) == (status, True)


@pytest.mark.parametrize(
    "sent",
    ["", "Basic", "Basic !", "Bearer x", "Basic " + b64encode(KEY.encode() + b":x").decode()]
    + ["Basic " + b64encode(name).decode() for name in (b"", b":", b"lain:", b"\xff:")],
)
def test_without_the_key_there_is_nothing(api: Provider, sent: str) -> None:
    headers = {"Authorization": sent, "Idempotency-Key": "G21-a"}
    asked = [
        api.client.post("/v2/payouts", json=BODY, headers=headers),
        api.client.get("/v2/payouts?reference_id=G21-a", headers=headers),
        api.client.get("/v2/payouts?cursor=0", headers=headers),
        api.client.post("/v2/accounts/inquiry", json={}, headers=headers),
        api.client.get("/book", headers=headers),
    ]
    assert {answer.status_code for answer in asked} == {401}
    assert api.book()["count"] == 0


def test_the_front_page_says_that_it_is_a_simulation(api: Provider) -> None:
    answer = api.client.get("/")
    assert "simulasi" in answer.text and "Tidak ada uang sungguhan" in answer.text
    assert api.client.get("/healthz").text == "ok"


def inquiry(api: Provider, simulate: str = "", **changes):
    body = {"channel_code": "ID_BNI", **to("081234567890"), "identity_number": "9" * 16, **changes}
    headers = {"X-Simulate": simulate}
    return api.ask("POST", "/v2/accounts/inquiry", json=body, headers=headers)


def test_an_account_is_valid_or_says_why_not(api: Provider) -> None:
    assert inquiry(api).json == inquiry(api, identity_number="").json == {"status": "VALID"}
    for last, code in BY_NUMBER.items():
        answer = inquiry(api, account_number=f"08123456{last}")
        assert answer.json == {"status": "INVALID", "failure_code": code}
    answer = inquiry(api, "fail=ACCOUNT_NOT_KYC", account_number="081234569001")
    assert answer.json["failure_code"] == "ACCOUNT_NOT_KYC"


@pytest.mark.parametrize(
    "change",
    [
        {"channel_code": "BNI"},
        {"account_number": 812},
        {"account_holder_name": None},
        {"identity_number": "9" * 15},
        {"identity_number": None},
    ],
)
def test_an_inquiry_that_lacks_something_is_refused(api: Provider, change: dict) -> None:
    assert inquiry(api, **change).status_code == 400


# --- Manners -------------------------------------------------------------------------------------


def test_a_delayed_one_ends_twenty_seconds_later(api: Provider) -> None:
    api.pay(simulate="manner=delay; fail=ACCOUNT_INACTIVE")
    api.later(19.9)
    assert api.find().json["data"][0]["status"] == "ACCEPTED"
    api.later(0.2)
    assert api.find().json["data"][0]["failure_code"] == "ACCOUNT_INACTIVE"


def test_one_that_says_error_was_done(api: Provider) -> None:
    assert api.pay(simulate="manner=error").status_code == 500
    assert api.pay(simulate="manner=error").json["status"] == "ACCEPTED"
    api.later()
    assert api.find().json["data"][0]["status"] == "SUCCEEDED"


def test_one_that_never_answers_was_done(api: Provider, monkeypatch) -> None:
    monkeypatch.setattr(provider, "LINE_KEPT_OPEN", 0.01)
    api.pay(simulate="manner=timeout")
    api.later()
    assert api.find().json["data"][0]["status"] == "SUCCEEDED"


def test_twice_is_told_twice(api: Provider) -> None:
    api.pay(simulate="manner=twice")
    api.later()
    assert api.events() == ["payout.succeeded"] * 2
    assert api.told[0][1] == api.told[1][1]


def test_an_early_one_is_told_before_the_answer(api: Provider) -> None:
    answer = api.pay(simulate="manner=early")
    assert api.events() == ["payout.succeeded"]
    assert answer.json["status"] == "ACCEPTED"
    api.later()
    assert len(api.told) == 1


def test_an_early_one_that_nobody_hears_is_told_again(api: Provider) -> None:
    api.status = 503
    api.pay(simulate="manner=early")
    api.status = 200
    api.later()
    assert api.events() == ["payout.succeeded"] * 2
    assert api.book()["callbacks"] == {"delivered": 1}


def test_a_reversed_one_arrives_first(api: Provider) -> None:
    api.pay(simulate="manner=reverse")
    api.later(0.4)
    assert api.find().json["data"][0]["status"] == "SUCCEEDED"
    api.later(2)
    assert api.find().json["data"][0]["status"] == "REVERSED"
    assert api.events() == ["payout.succeeded", "payout.reversed"]
    api.later(100)
    assert len(api.told) == 2


def test_a_number_that_sends_back_does_so_without_being_asked(api: Provider) -> None:
    account = {"account_number": f"08123456{SENT_BACK}", "account_holder_name": "Sari"}
    assert inquiry(api, account_number=account["account_number"]).json == {"status": "VALID"}
    api.pay(channel_properties=account)
    api.later()
    assert api.find().json["data"][0]["status"] == "SUCCEEDED"
    api.later(5)
    assert api.find().json["data"][0]["status"] == "REVERSED"
    assert api.events() == ["payout.succeeded", "payout.reversed"]


def test_one_that_fails_is_never_reversed(api: Provider) -> None:
    api.pay(simulate="manner=reverse; fail=ACCOUNT_CLOSED")
    for _ in range(5):
        api.later(5)
    assert api.events() == ["payout.failed"]


# --- The book ------------------------------------------------------------------------------------


def test_the_book_counts_everything_and_keeps_no_account_number(api, tmp_path: Path) -> None:
    numbers = ["081234567890", "081234569001", "081277778888", "081234567890"]
    for place, number in enumerate(numbers):
        simulate = "manner=reverse" if place == 2 else ""
        account = {**to(number), "account_holder_name": "Sariwangi"}
        changes = {"reference_id": f"r{place}", "amount": place + 1, "channel_properties": account}
        api.pay(simulate=simulate, **changes)
    api.later(0.5)
    api.later(5)
    book = api.book()
    assert (book["count"], book["amount"]) == (4, 10)
    assert book["by_status"] == {
        "ACCEPTED": {"count": 0, "amount": 0},
        "SUCCEEDED": {"count": 2, "amount": 5},
        "FAILED": {"count": 1, "amount": 2},
        "REVERSED": {"count": 1, "amount": 3},
    }
    rows = book["data"]
    assert [row["account_last_four"] for row in rows] == [number[-4:] for number in numbers]
    assert rows[0]["account_hash"] == rows[3]["account_hash"] != rows[2]["account_hash"]
    kept = b"".join(path.read_bytes() for path in tmp_path.glob("buku.db*"))
    assert b"Sariwangi" not in kept
    assert not [number for number in numbers if number.encode() in kept]
    assert (tmp_path / "buku.db").stat().st_mode & 0o077 == 0


# --- What changed --------------------------------------------------------------------------------

EVER = "2001-01-01T00:00:00%2B07:00"


def changes(api: Provider, query: str = f"updated_after={EVER}"):
    return api.ask("GET", f"/v2/payouts?{query}")


def walk(api: Provider, query: str, limit: int) -> list[tuple[str, str]]:
    """(reference, status) of every page, from the first to the last."""
    found = []
    while True:
        said = changes(api, f"{query}&limit={limit}").json
        assert len(said["data"]) <= limit
        found += [(row["reference_id"], row["status"]) for row in said["data"]]
        if not said["has_more"]:
            assert said["next_cursor"] is None
            return found
        query = f"cursor={said['next_cursor']}"


def test_what_changed_stands_in_the_order_of_its_last_change(api: Provider) -> None:
    for name in "abcde":
        api.pay(reference_id=name, simulate="manner=delay" if name == "b" else "")
    names = [name for name, _ in walk(api, f"updated_after={EVER}", 2)]
    assert names == list("abcde")
    api.later(1)
    wanted = [("b", "ACCEPTED"), *((name, "SUCCEEDED") for name in "acde")]
    assert walk(api, f"updated_after={EVER}", 2) == walk(api, f"updated_after={EVER}", 4) == wanted
    api.later(30)
    assert walk(api, f"updated_after={EVER}", 1)[-1] == ("b", "SUCCEEDED")


def test_what_changes_while_somebody_reads_is_still_to_come(api: Provider) -> None:
    for name in "abc":
        api.pay(reference_id=name)
    page = changes(api, f"updated_after={EVER}&limit=1").json
    api.later(1)
    rest = walk(api, f"cursor={page['next_cursor']}", 1)
    assert rest == [(name, "SUCCEEDED") for name in "abc"]


def test_a_reversal_long_after_is_the_only_change_since(api: Provider) -> None:
    api.pay(reference_id="a", simulate="manner=reverse")
    api.pay(reference_id="b")
    api.later(0.4)
    last = changes(api).json["data"][-1]["updated"].replace("+", "%2B")
    assert changes(api, f"updated_after={last}").json["data"] == []
    api.later(30 * 24 * 3600)
    (found,) = changes(api, f"updated_after={last}").json["data"]
    assert (found["reference_id"], found["status"]) == ("a", "REVERSED")


@pytest.mark.parametrize(
    "query",
    [
        "updated_after=",
        "updated_after=kemarin",
        "updated_after=2021-12-01T00:00:00",
        "cursor=x",
        "cursor=-1",
        "cursor=" + "9" * 17,
        f"cursor=x&updated_after={EVER}",
        "cursor=0&limit=0",
        "cursor=0&limit=101",
        "cursor=0&limit=x",
        "limit=5",
    ],
)
def test_a_list_asked_for_wrongly_is_refused(api: Provider, query: str) -> None:
    assert changes(api, query).json["error_code"] == "API_VALIDATION_ERROR"


def test_a_list_suffers_and_tells_less_but_leaves_nobody_out(tmp_path: Path) -> None:
    api = Provider(tmp_path, lies=0.6, seed=3)
    for place in range(3):
        while api.pay(reference_id=f"r{place}").status_code != 200:
            pass
    api.later(60)
    seen: Counter[str] = Counter()
    for _ in range(60):
        answer = changes(api)
        seen[str(answer.status_code)] += 1
        if answer.status_code == 200:
            assert len(answer.json["data"]) == 3
            seen.update(row["status"] for row in answer.json["data"])
    assert set(seen) == {"200", "500", "ACCEPTED", "SUCCEEDED"}


# --- Lies ----------------------------------------------------------------------------------------


def test_lies_are_many_and_never_about_the_end(tmp_path: Path) -> None:
    api = Provider(tmp_path, lies=0.6, seed=7)
    seen: Counter[str] = Counter()
    for place in range(150):
        number = "081234569001" if place % 3 == 0 else "081234567890"
        end = "FAILED" if place % 3 == 0 else "SUCCEEDED"
        told_before = len(api.told)
        answer = api.pay(reference_id=f"r{place}", channel_properties=to(number))
        seen["early"] += len(api.told) > told_before
        seen[f"{answer.status_code}{'' if answer.data else ' empty'}"] += 1
        api.later(0.5)
        seen[f"{len(api.told) - told_before} callbacks"] += 1
        found = api.find(f"r{place}")
        if found.status_code == 200:
            status = found.json["data"][0]["status"]
            assert status in (end, "ACCEPTED")
            assert ("failure_code" in found.json["data"][0]) == (status == "FAILED")
            seen[f"GET {status}"] += 1
        again = api.pay(reference_id=f"r{place}", channel_properties=to(number))
        assert again.status_code == 500 or again.json["status"] in (end, "ACCEPTED")
    assert set(seen) >= {"200", "500", "500 empty", "0 callbacks", "1 callbacks", "2 callbacks"}
    assert min(seen[word] for word in ("early", "GET ACCEPTED", "GET SUCCEEDED", "GET FAILED")) > 3
    book = api.book()
    assert book["by_status"]["FAILED"]["count"] == 50
    assert book["by_status"]["SUCCEEDED"]["count"] == 100


def test_the_same_seed_tells_the_same_lies(tmp_path: Path) -> None:
    told = []
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        api = Provider(tmp_path / name, lies=0.5, seed=3)
        told.append([api.pay(reference_id=f"r{place}").status_code for place in range(40)])
    assert told[0] == told[1] and len(set(told[0])) > 1


def test_inquiries_suffer_but_never_lie(tmp_path: Path) -> None:
    api = Provider(tmp_path, lies=0.5)
    answers = [inquiry(api, account_number="081234569001") for _ in range(40)]
    said = {answer.json["status"] for answer in answers if answer.status_code == 200}
    assert said == {"INVALID"}
    assert any(answer.status_code == 500 for answer in answers)


def test_an_honest_provider_never_lies(tmp_path: Path) -> None:
    api = Provider(tmp_path)
    assert {api.pay(reference_id=f"r{place}").status_code for place in range(50)} == {200}


# --- On a real line ------------------------------------------------------------------------------


def test_it_hangs_up_on_a_real_line_under_werkzeug_too(tmp_path: Path) -> None:
    facts = {"file": str(tmp_path / "b.db"), "key": KEY, "callback_url": "", "lies": 1.0, "pace": 9}
    (tmp_path / "d.json").write_text(json.dumps(facts))
    app = from_file(str(tmp_path / "d.json"))
    server = make_server("127.0.0.1", 0, app, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        outcomes = {_inquire(server.server_port, KEY) for _ in range(20)}
    finally:
        server.shutdown()
        server.server_close()
        app.extensions["worker"].close()
    assert outcomes == {500, RemoteDisconnected}


def _inquire(port: int, key: str) -> object:
    body = {"channel_code": "ID_BNI", **to("081234567890"), "identity_number": "9" * 16}
    name = b64encode(f"{key}:".encode()).decode()
    with closing(HTTPConnection("127.0.0.1", port, timeout=5)) as line:
        try:
            headers = {"Authorization": f"Basic {name}"}
            line.request("POST", "/v2/accounts/inquiry", json.dumps(body), headers)
            return line.getresponse().status
        except (RemoteDisconnected, ConnectionResetError):
            return RemoteDisconnected


def test_as_shipped_it_settles_by_itself_calls_back_and_remembers(tmp_path: Path) -> None:
    heard: Queue[bytes] = Queue()
    with socket.create_server(("127.0.0.1", 0)) as ear:
        threading.Thread(target=_hear, args=(ear, heard), daemon=True).start()
        url = f"http://127.0.0.1:{ear.getsockname()[1]}/kabar"
        with disbursing(tmp_path, url) as (address, key):
            assert _post(address, key)["status"] == "ACCEPTED"
            told = heard.get(timeout=10)
        assert b"payout.succeeded" in told and b"X-Callback-Signature: " in told
        with disbursing(tmp_path, url) as (address, again):
            assert again != key
    log = (tmp_path / "disburser.log").read_text()
    assert "Traceback" not in log, log
    book = Provider.__new__(Provider)
    book.app = create_app(str(tmp_path / "disburser.db"), KEY, url, works=False)
    book.client = book.app.test_client()
    assert book.book()["by_status"]["SUCCEEDED"] == {"count": 1, "amount": 600_000}


def _hear(ear: socket.socket, heard: "Queue[bytes]") -> None:
    line, _ = ear.accept()
    with line:
        said = b""
        while b"payout." not in said:
            said += line.recv(65536)
        line.sendall(b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n")
    heard.put(said)


def _post(address: str, key: str) -> dict:
    name = b64encode(f"{key}:".encode()).decode()
    headers = {"Authorization": f"Basic {name}", "Idempotency-Key": "G21-a"}
    with closing(HTTPConnection(address.removeprefix("http://"), timeout=5)) as line:
        line.request("POST", "/v2/payouts", json.dumps(BODY), headers)
        return json.loads(line.getresponse().read())
