"""The partners' API at the shipped server and behind nginx: exact bytes, forgeries, a race for one code.

Quick: 2,000 forged requests; DEEP=1: 10,000.
"""

import json
import os
import random
import shutil
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import pytest

import clock
import migrations
import rooms
from actions import partners
from models import AuditEntry, Partner, RedeemCode, Submission, Training
from tests.partner_calls import (
    BASE,
    STATUS,
    Reply,
    compact,
    headers_for,
    raw_request,
    send,
    sign,
)
from tests.people import Someone, bought_by, wib
from tests.server import ROOT, free_port, serving, tracebacks, wait_for

DEEP = os.environ.get("DEEP") == "1"
FORGERIES = 10_000 if DEEP else 2_000
NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")
BACK = "http://127.0.0.1:9000/kembali?a=1&b=<2>"
COMMIT = f"{BASE}/payment/redeem-code/commit"
FEEDBACK = f"{BASE}/tpm/feedback/submission"

Spelling = Callable[[Any], tuple[bytes, bytes]]


class House(NamedTuple):
    """A served room: the ports it can be reached at, a partner, and codes that are not used yet."""

    data_dir: Path
    ports: dict[str, int]
    client: str
    key: str
    codes: list[str]
    code: str  # redeemed already, so that tasks may be handed in


@contextmanager
def nginx_before(port: int, folder: Path) -> Iterator[int]:
    """The shipped example of nginx, its names and certificate replaced by a port of this machine."""
    own = free_port()
    shipped = (ROOT / "docs" / "nginx.conf").read_text()
    first, _, _ = shipped.partition("\nserver {\n    listen 80;")
    site = first.replace("server 127.0.0.1:8000;", f"server 127.0.0.1:{port};")
    site = site.replace("listen 443 ssl;", f"listen 127.0.0.1:{own};")
    # All tests come from one address, which is many clients in one.
    site = site.replace("rate=50r/s", "rate=100000r/s")
    kept = [line for line in site.splitlines() if "ssl_certificate" not in line]
    site = "\n".join(kept).replace("server_name NAME;", "server_name _;")
    folder.mkdir()
    file = folder / "nginx.conf"
    temporary = "".join(
        f"{kind}_temp_path {folder}/{kind};\n"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    user = "user root;\n" if os.geteuid() == 0 else ""  # the test's folders are its own
    file.write_text(
        f"{user}pid {folder}/pid;\nerror_log {folder}/error.log warn;\nworker_processes 1;\n"
        f"events {{}}\nhttp {{\naccess_log {folder}/access.log;\n{temporary}{site}\n}}\n"
    )
    process = subprocess.Popen(
        [str(NGINX), "-e", str(folder / "error.log"), "-c", str(file), "-g", "daemon off;"]
    )
    try:
        wait_for(f"http://127.0.0.1:{own}/healthz", process)
        yield own
    finally:
        process.terminate()
        process.wait(20)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A room with one institution, served by gunicorn alone and behind nginx."""
    data_dir = tmp_path_factory.mktemp("mitra")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rooms, "home", lambda: data_dir / "rooms")
        partner, key, codes = furnish(data_dir)
        with serving(data_dir) as address:
            port = urlsplit(address).port
            assert port
            ports = {"gunicorn": port}
            house = House(data_dir, ports, partner, key, codes, codes.pop())
            committed = call(house, port, COMMIT, {"redeem_code": house.code})
            assert committed.status == 200, committed
            if NGINX is None:
                yield house
            else:
                with nginx_before(port, data_dir / "nginx") as own:
                    ports["nginx"] = own
                    yield house
        assert not tracebacks(data_dir)
        told = (data_dir / "server.log").read_text()
        assert key not in told and house.code not in told


def furnish(data_dir: Path) -> tuple[str, str, list[str]]:
    """Make the room; returns client code, key and test codes."""
    (data_dir / "rooms" / rooms.DEFAULT).mkdir(parents=True)
    keys = rooms.settings.data_dir / "keys.json"
    (data_dir / "keys.json").write_text(keys.read_text())
    with rooms.enter(rooms.DEFAULT):
        migrations.migrate(rooms.database)
        rooms.set_offset(wib("2021-10-18 09:00:00") - clock.real_now())
        partner, key = partners.add("LEMBAGA", "Lembaga Uji", "provider", [BACK])
        codes = partners.make_test_codes(partner, "TC1-001-200", 60)
        rooms.remember_clock()
        return partner.code, key, codes


@pytest.fixture(params=["gunicorn", "nginx"])
def port(request: pytest.FixtureRequest, house: House) -> int:
    """Where to knock."""
    if request.param not in house.ports:
        pytest.skip("no nginx on this machine")
    return house.ports[request.param]


def call(
    house: House,
    port: int,
    path: str,
    body: Any,
    signed: bytes | None = None,
    sent_to: str | None = None,
    **changed: Any,
) -> Reply:
    """A signed call with bytes of our choice; a JSON answer."""
    raw = body if isinstance(body, bytes) else compact(body)
    headers = headers_for(house.client, house.key, path, raw, signed, **changed)
    return checked(send(port, raw_request(sent_to or path, headers, raw)))


def checked(reply: Reply) -> Reply:
    """Whatever was sent: JSON, below 500, no cookie, no detour."""
    assert reply.headers["content-type"].startswith("application/json"), reply
    assert reply.status < 500, reply
    assert not {"set-cookie", "location"} & set(reply.headers)
    assert reply.data["success"] is (reply.status == 200)
    return reply


# --- Every spelling ------------------------------------------------------------------------------

NOTES = {"notes": "Rapi & <jelas> – «ok» é\u2028/", "url_file": "https://example.com/a?b=1&c=2"}


def spaced(body: Any) -> bytes:
    """As Python's json writes it."""
    return json.dumps(body).encode()


def go(body: Any) -> bytes:
    """As Go's json.Marshal writes it."""
    text = compact(body).decode()
    for letter in "&<>\u2028\u2029":
        text = text.replace(letter, f"\\u{ord(letter):04x}")
    return text.encode()


def php(body: Any) -> bytes:
    """As PHP's json_encode writes it."""
    return json.dumps(body, separators=(",", ":")).replace("/", "\\/").encode()


SPELLINGS: dict[str, Spelling] = {
    "node and Java: one text": lambda body: (compact(body), compact(body)),
    "Python: sent with spaces, signed without": lambda body: (
        spaced(body),
        json.dumps(body, separators=(",", ":")).encode(),
    ),
    "Python: spaces, signed as UTF-8": lambda body: (spaced(body), compact(body)),
    "Python: one text with spaces": lambda body: (spaced(body), spaced(body)),
    "Go: escapes signed, plain sent": lambda body: (compact(body), go(body)),
    "Go: escapes signed, sent by hand with lines": lambda body: (
        json.dumps(body, ensure_ascii=False, indent=1).encode(),
        go(body),
    ),
    "Go: escapes on both sides": lambda body: (go(body), go(body)),
    "PHP: slashes escaped on both sides": lambda body: (php(body), php(body)),
    "PHP: signed escaped, sent plain": lambda body: (compact(body), php(body)),
    "PHP: signed plain, sent escaped": lambda body: (php(body), compact(body)),
    "a line's end after it": lambda body: (compact(body) + b"\n", compact(body)),
}


@pytest.mark.parametrize("spelling", SPELLINGS)
@pytest.mark.parametrize("turned", [False, True])
def test_every_spelling_of_a_body(house: House, port: int, spelling: str, turned: bool) -> None:
    task = {"redeem_code": house.code, "scope": "tpm", "sequence": 1}
    assert (
        call(house, port, f"{BASE}/tpm/submission", {**task, "url_file": NOTES["url_file"]}).status
        == 200
    )
    body: dict[str, Any] = {**task, **NOTES}
    if turned:
        body = dict(reversed(body.items()))
    sent, signed = SPELLINGS[spelling](body)
    reply = call(house, port, FEEDBACK, sent, signed)
    assert reply.status == 200, reply
    assert reply.data["data"]["notes"] == NOTES["notes"]
    assert reply.data["data"]["url_file"] == NOTES["url_file"]


@pytest.mark.parametrize(
    "name", ["client_code", "Client_code", "CLIENT_CODE", "Client-Code", "client-code"]
)
def test_every_spelling_of_the_header(house: House, port: int, name: str) -> None:
    reply = call(house, port, STATUS, {"redeem_code": house.code}, name=name)
    assert reply.status == 200, reply


def test_both_spellings_at_once_are_an_unknown_client(house: House, port: int) -> None:
    raw = compact({"redeem_code": house.code})
    headers = headers_for(house.client, house.key, STATUS, raw)
    for other in (house.client, "lain", ""):
        reply = checked(send(port, raw_request(STATUS, {**headers, "Client-Code": other}, raw)))
        assert reply.status == 401, other
    twice = [*headers.items(), ("client_code", house.client)]
    assert checked(send(port, raw_request(STATUS, twice, raw))).status == 401


@pytest.mark.parametrize("path", ["/" + STATUS, "///" + STATUS])
def test_more_slashes_at_the_start(house: House, port: int, path: str) -> None:
    assert call(house, port, STATUS, {"redeem_code": house.code}, sent_to=path).status == 200


@pytest.mark.parametrize("authorization", ["Payment abc.def-1", "Bearer x"])
@pytest.mark.parametrize("signed", [False, True])
def test_authorization_signed_or_not(
    house: House, port: int, authorization: str, signed: bool
) -> None:
    raw = compact({"redeem_code": house.code})
    headers = headers_for(house.client, house.key, STATUS, raw)
    if signed:
        moment = headers["timestamp"]
        headers["signature"] = sign(house.key, house.client, moment, STATUS, raw, authorization)
    headers["Authorization"] = authorization
    assert checked(send(port, raw_request(STATUS, headers, raw))).status == 200


def test_a_body_in_chunks(house: House, port: int) -> None:
    raw = compact({"redeem_code": house.code})
    headers = headers_for(house.client, house.key, STATUS, raw)
    head = raw_request(STATUS, headers, b"").replace(
        b"Content-Length: 0", b"Transfer-Encoding: chunked"
    )
    body = b"".join(b"%x\r\n%s\r\n" % (1, raw[i : i + 1]) for i in range(len(raw)))
    assert checked(send(port, head + body + b"0\r\n\r\n")).status == 200


def test_what_a_client_accepts_changes_nothing(house: House, port: int) -> None:
    raw = compact({"redeem_code": "TIADA-KODE"})
    headers = headers_for(house.client, house.key, STATUS, raw)
    told = set()
    for accept in ("text/html, image/gif, *; q=.2", "*/*", "application/json", ""):
        reply = checked(send(port, raw_request(STATUS, {**headers, "Accept": accept}, raw)))
        told.add((reply.status, reply.body))
    assert len(told) == 1 and told.pop()[0] == 400


# --- Refusals ------------------------------------------------------------------------------------


def test_one_answer_for_all_that_is_not_signed_right(house: House, port: int) -> None:
    raw = compact({"redeem_code": house.code})
    right = headers_for(house.client, house.key, STATUS, raw)
    now = int(time.time())
    away = [
        headers_for(house.client, house.key, STATUS, raw, moment=moment)
        for moment in (str(now - 310), str(now + 310), f"{now}.0", f"+{now}", f"0{now}", "", "é")
    ]
    changes: list[dict[str, str]] = [
        {"client_code": "G21-TIADA"},
        {"client_code": "tiada"},
        {"client_code": ""},
        {"client_code": "é" * 30},
        {"client_code": "G70-LEMBAGA"},
        {"signature": right["signature"].upper()},
        {"signature": "é" + right["signature"][1:]},
        {"signature": ""},
        {"signature": sign("", house.client, right["timestamp"], STATUS, raw)},
        {"signature": sign("salah", house.client, right["timestamp"], STATUS, raw)},
        *away,
    ]
    told = {
        (reply.status, reply.body)
        for change in changes
        for reply in [checked(send(port, raw_request(STATUS, {**right, **change}, raw)))]
    }
    without = {
        (reply.status, reply.body)
        for name in ("client_code", "signature", "timestamp")
        for reply in [
            checked(
                send(
                    port,
                    raw_request(STATUS, {n: v for n, v in right.items() if n != name}, raw),
                )
            )
        ]
    }
    query = checked(send(port, raw_request(f"{STATUS}?a=1", right, raw)))
    assert told == without == {(query.status, query.body)}
    assert query.status == 401


def test_a_question_cannot_become_an_answer(house: House, port: int) -> None:
    question = f"{BASE}/tpm/submission/status"
    body = {
        "redeem_code": house.code,
        "scope": "tpm",
        "sequence": 7,
        "url_file": "https://example.com/x",
    }
    raw = compact(body)
    headers = headers_for(house.client, house.key, question, raw)
    assert checked(send(port, raw_request(question, headers, raw))).status == 200
    moved = {**headers, "Authorization": "/status"}
    assert checked(send(port, raw_request(f"{BASE}/tpm/submission", moved, raw))).status == 401


@pytest.mark.parametrize(
    ("raw", "status"),
    [
        (b"", 400),
        (b"[]", 400),
        (b"{", 400),
        (b"[" * 5000 + b"]" * 5000, 400),
        (b'{"a":' * 5000 + b"1" + b"}" * 5000, 400),
        (b'{"redeem_code":"ABCD","redeem_code":"ABCD"}', 400),
        (b'{"redeem_code":NaN}', 400),
        (b"\xef\xbb\xbf{}", 400),
        (b'{"a":"\\ud800"}', 400),
        (b"\xff\xfe\x00", 400),
        (b'{"a":"' + b"x" * 70_000 + b'"}', 413),
        (b'{"a":"' + b"x" * 10_000_000 + b'"}', 413),
    ],
)
def test_signed_bodies_that_are_not_read(house: House, port: int, raw: bytes, status: int) -> None:
    assert call(house, port, STATUS, raw).status == status


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", STATUS, 405),
        ("PUT", STATUS, 405),
        ("OPTIONS", STATUS, 405),
        ("POST", "/api/", 404),
        ("POST", f"/{BASE}/tiada", 404),
        ("GET", "//api/v1", 404),
        ("POST", STATUS.replace("/v1/", "/v1//"), 404),
        ("POST", STATUS.replace("/payment/", "/%00/"), 404),
        ("POST", "/api/%ff%C3", 404),
    ],
)
def test_addresses_and_methods(
    house: House, port: int, method: str, path: str, status: int
) -> None:
    request = raw_request(path, {"Content-Type": "application/json"}, b"{}")
    reply = send(port, request.replace(b"POST", method.encode(), 1))
    if port == house.ports.get("nginx") and ("%00" in path or "//" in path[2:]):
        assert checked(reply).status in (400, 401, 404)  # nginx refuses the one, folds the other
        return
    assert checked(reply).status == status


def test_another_content_type(house: House, port: int) -> None:
    raw = compact({"redeem_code": house.code})
    headers = headers_for(house.client, house.key, STATUS, raw)
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data"):
        reply = checked(send(port, raw_request(STATUS, {**headers, "Content-Type": kind}, raw)))
        assert reply.status == 415


# --- Forgeries -----------------------------------------------------------------------------------


def forged(chance: random.Random, house: House) -> bytes | None:
    """A signed request with one thing changed that matters; None when it came out the same."""
    body: dict[str, Any] = {"redeem_code": chance.choice(house.codes)}
    path = chance.choice([COMMIT, STATUS, f"{BASE}/payment/redeem-code/reset"])
    raw = compact(body)
    headers = headers_for(house.client, house.key, path, raw)
    what = chance.choice(["client_code", "timestamp", "signature", "path", "body", "body", "key"])
    sent_path, sent = path, raw
    if what == "path":
        sent_path = "/" + mutated(chance, path[1:].encode()).decode("latin-1")
        sent_path = "".join(letter for letter in sent_path if "!" <= letter <= "~")
        if sent_path.lstrip("/").partition("#")[0] == path[1:] or sent_path.rstrip("?") == path:
            return None
    elif what == "body":
        sent = mutated(chance, raw)
        try:
            if json.loads(sent) == body:
                return None
        except (ValueError, RecursionError):
            pass
    elif what == "key":
        key = mutated(chance, house.key.encode()).decode("latin-1")
        headers["signature"] = sign(key, house.client, headers["timestamp"], path, raw)
    else:
        value = mutated(chance, headers[what].encode()).decode("latin-1")
        value = "".join(letter for letter in value if letter >= " " and letter != "\x7f").strip()
        if value == headers[what]:
            return None
        headers[what] = value
    if key_is_right(house, headers, path, raw) and (sent_path, sent) == (path, raw):
        return None
    return raw_request(sent_path, headers, sent)


def key_is_right(house: House, headers: dict[str, str], path: str, raw: bytes) -> bool:
    """Whether nothing was changed after all."""
    moment, client = headers["timestamp"], headers["client_code"]
    return client == house.client and headers["signature"] == sign(
        house.key, client, moment, path, raw
    )


def mutated(chance: random.Random, text: bytes) -> bytes:
    """One to three bytes changed, dropped, doubled, swapped, or put in."""
    made = bytearray(text)
    for _ in range(chance.choice([1, 1, 1, 2, 3])):
        place = chance.randrange(len(made)) if made else 0
        kind = chance.randrange(5)
        if kind == 0 and made:
            made[place] = chance.randrange(256)
        elif kind == 1 and made:
            del made[place]
        elif kind == 2 and made:
            made.insert(place, made[place])
        elif kind == 3 and len(made) > 1:
            other = chance.randrange(len(made))
            made[place], made[other] = made[other], made[place]
        else:
            made.insert(place, chance.choice(b'"\\{}[]:,\x00 AZaz09%&/\xff'))
    return bytes(made)


def test_no_forgery_is_taken_and_none_breaks_anything(house: House) -> None:
    chance = random.Random(20_26)
    requests = [forged(chance, house) for _ in range(FORGERIES * 2)]
    whole = [request for request in requests if request is not None][:FORGERIES]
    assert len(whole) == FORGERIES
    before = state_of_the_room()
    answers: Counter[int] = Counter()
    lock = threading.Lock()
    ports = list(house.ports.values())

    def fire(number: int) -> None:
        try:
            reply = send(ports[number % len(ports)], whole[number])
        except (OSError, IndexError, ValueError) as error:
            raise AssertionError(f"no answer to {whole[number]!r}") from error
        with lock:
            answers[reply.status] += 1
        # 400: a line that is no HTTP, which the app never saw. Any other would mean «signed right».
        unread = reply.status == 400 and b'"code":"ERRREQ40000"' in reply.body.replace(b" ", b"")
        unread |= reply.status == 400 and b"Invalid" in reply.body
        assert unread or reply.status in (401, 404, 405), (whole[number], reply)

    with ThreadPoolExecutor(8) as crowd:
        list(crowd.map(fire, range(FORGERIES)))
    assert state_of_the_room() == before
    assert answers[401] > FORGERIES * 0.7
    print(f"\nforgeries: {FORGERIES} sent, answers {dict(answers)}")


def state_of_the_room() -> tuple[int, ...]:
    """What a forgery would have changed."""
    with rooms.enter(rooms.DEFAULT):
        used = RedeemCode.select().where(RedeemCode.redeemed_at.is_null(False))
        counted = (used, Submission.select(), AuditEntry.select())
        return tuple(query.count() for query in counted)


# --- Races ---------------------------------------------------------------------------------------


def test_the_same_commit_a_hundred_times_is_one(house: House) -> None:
    name = house.codes[0]
    raw = compact({"redeem_code": name})
    request = raw_request(COMMIT, headers_for(house.client, house.key, COMMIT, raw), raw)
    with ThreadPoolExecutor(50) as crowd:
        told = list(
            crowd.map(lambda _: checked(send(house.ports["gunicorn"], request)), range(100))
        )
    assert Counter(reply.status for reply in told) == {200: 1, 400: 99}
    assert {reply.data["code"] for reply in told if reply.status == 400} == {"ERRPLT40003"}


@pytest.fixture
def bought(house: House) -> tuple[str, int]:
    """The redeem code of a bought self-paced course, and its institution."""
    with rooms.enter(rooms.DEFAULT):
        purchase = bought_by(Someone().with_course())[0]
        course = purchase.course
        type(course).update(method="spl").where(type(course).id == course.id).execute()
        return purchase.redeem_code, course.provider_id


def race(house: House, code: str, rivals: list[tuple[str, str]]) -> dict[str, list[Reply]]:
    """Fifty threads for each rival commit one code at once."""
    raw = compact({"redeem_code": code})
    start = threading.Barrier(50 * len(rivals))

    def fire(rival: tuple[str, str]) -> tuple[str, Reply]:
        request = raw_request(COMMIT, headers_for(*rival, COMMIT, raw), raw)
        start.wait(60)
        return rival[0], checked(send(house.ports["gunicorn"], request))

    told: dict[str, list[Reply]] = {client: [] for client, _ in rivals}
    with ThreadPoolExecutor(50 * len(rivals)) as crowd:
        for client, reply in crowd.map(fire, rivals * 50):
            told[client].append(reply)
    return told


def test_two_that_may_both_teach_race_for_one_code(house: House, bought: tuple[str, int]) -> None:
    code, provider = bought
    with rooms.enter(rooms.DEFAULT):
        rivals = []
        for name in ("KEMBAR-A", "KEMBAR-B"):
            partner, key = partners.add(name, f"Lembaga {name}", "provider", [])
            Partner.update(provider=provider).where(Partner.id == partner.id).execute()
            rivals.append((partner.code, key))
    told = [reply for replies in race(house, code, rivals).values() for reply in replies]
    assert Counter(reply.status for reply in told) == {200: 1, 400: 99}
    losing = {reply.body for reply in told if reply.status != 200}
    assert len(losing) == 1
    said = losing.pop().decode()
    assert "ERRPLT40003" in said and "KEMBAR" not in said
    with rooms.enter(rooms.DEFAULT):
        row = RedeemCode.get(RedeemCode.code == code)
        assert row.redeemed_by.code in [client for client, _ in rivals]
        done = AuditEntry.select().where(
            AuditEntry.action == "code_redeemed", AuditEntry.subject == f"redeem_code:{row.id}"
        )
        assert done.count() == 1
        assert Training.get(Training.purchase == row.purchase_id).started_at is not None


def test_a_stranger_in_the_race_learns_nothing(house: House, bought: tuple[str, int]) -> None:
    code, provider = bought
    with rooms.enter(rooms.DEFAULT):
        owner, owner_key = partners.add("PEMILIK", "Lembaga Pemilik", "provider", [])
        Partner.update(provider=provider).where(Partner.id == owner.id).execute()
        stranger, stranger_key = partners.add("ASING", "Lembaga Asing", "provider", [])
    told = race(house, code, [(owner.code, owner_key), (stranger.code, stranger_key)])
    assert Counter(reply.status for reply in told[owner.code]) == {200: 1, 400: 49}
    nothing = call(house, house.ports["gunicorn"], COMMIT, {"redeem_code": "TIADASEKALI0"})
    assert {(reply.status, reply.body) for reply in told[stranger.code]} == {
        (nothing.status, nothing.body)
    }
    assert nothing.data["code"] == "ERRPLT40001"
