"""Payouts over HTTP: with the simulated provider as shipped, and with one that says anything at all."""

import json
import logging
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from pathlib import Path
from queue import Queue
from types import SimpleNamespace

import pytest

from actions import training_room
from disburser import outcomes
from gateways import payouts
from models import Setting
from rules.incentives import SAID_BY_PROVIDERS
from rules.payouts import Entry, Page, Reply, callback_signature
from tests.server import disbursing

UNKNOWN = Reply("unknown")
NIK = "9999993112950001"
EVER = "2020-01-01T00:00:00+07:00"
numbers = count()


def row(number: str = "081234567890", amount: int = 600_000, reference: str = ""):
    """A payout as the gateway sees one; every reference is new unless given."""
    person = SimpleNamespace(name="Sari Rahasia")
    account = SimpleNamespace(partner="dana", number=number, participant=person)
    reference = reference or f"G21-{next(numbers)}"
    return SimpleNamespace(
        reference=reference, amount=amount, account=account, state="open", failure=None
    )


@pytest.fixture
def fault(room):
    """Switch on what the trainer can."""

    def switch(**faults: str) -> None:
        for name, value in faults.items():
            Setting.insert(key=f"fault_payout_{name}", value=value).on_conflict_replace().execute()

    return switch


def set_up(monkeypatch, **changes: str) -> None:
    monkeypatch.setattr(payouts, "settings", replace(payouts.settings, **changes))


# --- One truth in three places -------------------------------------------------------------------


def test_both_programs_have_the_same_table_and_the_same_codes() -> None:
    theirs = {last: payouts.FAILURE_CODES[code] for last, code in outcomes.BY_NUMBER.items()}
    assert theirs == payouts.BY_NUMBER
    assert set(payouts.FAILURE_CODES) == set(outcomes.FAILURE_CODES)
    assert set(payouts.FAILURE_CODES.values()) == set(SAID_BY_PROVIDERS)
    assert training_room.FAULTS["payout_manner"] == outcomes.MANNERS
    assert set(training_room.FAULTS["payout_failure"]) == set(SAID_BY_PROVIDERS)


# --- Without a provider --------------------------------------------------------------------------


@pytest.mark.parametrize(("last", "failure"), payouts.BY_NUMBER.items())
def test_in_training_the_number_decides(room, last: str, failure: str) -> None:
    payout = row(f"08123456{last}")
    assert payouts.send(payout) == payouts.look_up(payout) == Reply("failed", failure, 600_000)
    assert payouts.inquire("ovo", payout.account.number, "Sari", NIK) == failure


def test_in_training_any_other_number_is_fine(room) -> None:
    assert payouts.send(row()) == payouts.look_up(row()) == Reply("succeeded", None, 600_000)
    assert payouts.inquire("ovo", "081234567890", "Sari", NIK) == "ok"


def test_in_training_the_fault_wins(fault) -> None:
    fault(failure="not_kyc", manner="error")
    payout = row("081234569001")
    assert payouts.send(payout) == payouts.look_up(payout) == Reply("failed", "not_kyc", 600_000)
    assert payouts.inquire("ovo", "081234567890", "Sari", NIK) == "not_kyc"


@pytest.mark.parametrize(
    ("state", "failure", "status"),
    [("paid", None, "succeeded"), ("failed", "limit", "failed"), ("reversed", None, "reversed")],
)
def test_in_training_what_ended_stays_as_it_ended(fault, state, failure, status) -> None:
    fault(failure="not_kyc")
    payout = row("081234569001")
    payout.state, payout.failure = state, failure
    assert payouts.look_up(payout) == Reply(status, failure, 600_000)


def test_in_training_a_number_that_is_sent_back_elsewhere_is_fine(room) -> None:
    assert payouts.send(row(f"08123456{outcomes.SENT_BACK}")).status == "succeeded"


@pytest.mark.parametrize("value", ["", "not_linked", "returned", "x"])
def test_a_fault_that_is_off_or_unknown_changes_nothing(fault, value: str) -> None:
    fault(failure=value)
    assert payouts.send(row()).status == "succeeded"


def test_production_without_a_provider_knows_nothing(monkeypatch) -> None:
    set_up(monkeypatch, mode="production")
    assert payouts.send(row()) == payouts.look_up(row()) == UNKNOWN
    assert payouts.inquire("ovo", "081234569001", "Sari", NIK) == "unknown"


# --- With the simulated provider -----------------------------------------------------------------


class Ear(ThreadingHTTPServer):
    """Hears callbacks, and says which with which reference."""

    daemon_threads, block_on_close = True, False

    def __init__(self) -> None:
        self.heard: Queue[tuple[dict, dict, bytes]] = Queue()
        ear = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                ear.heard.put((json.loads(body), dict(self.headers), body))
                self.send_response(200)
                self.end_headers()

            def log_message(self, *_args: object) -> None:
                pass

        super().__init__(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.serve_forever, args=(0.02,), daemon=True).start()

    def event(self, payout) -> str:
        """The next event of this payout; those of others, that tests before left, are passed over."""
        while True:
            body, _, _ = self.heard.get(timeout=10)
            if body["data"]["reference_id"] == payout.reference:
                return body["event"]

    def close(self) -> None:
        self.shutdown()
        self.server_close()


Shipped = tuple[str, str, Ear]


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shipped]:
    folder: Path = tmp_path_factory.mktemp("penyedia")
    with closing(Ear()) as ear:
        url = f"http://127.0.0.1:{ear.server_port}/kabar"
        with disbursing(folder, url) as (address, key):
            yield address, key, ear
    log = (folder / "disburser.log").read_text()
    assert "Traceback" not in log and "Sari" not in log, log


@pytest.fixture
def ear(shipped: Shipped, room, monkeypatch) -> Ear:
    """The simulated provider is ours; what it calls back is heard here."""
    address, key, ear = shipped
    set_up(monkeypatch, payout_url=address, payout_key=key)
    while not ear.heard.empty():
        ear.heard.get()
    return ear


def test_a_payout_is_taken_then_arrives_and_is_told(ear: Ear) -> None:
    payout = row()
    assert payouts.look_up(payout) == Reply("absent")
    taken = payouts.send(payout)
    assert (taken.status, taken.amount) == ("accepted", 600_000)
    while (heard := ear.heard.get(timeout=10))[0]["data"]["reference_id"] != payout.reference:
        pass
    body, headers, raw = heard
    assert body["event"] == "payout.succeeded"
    key = payouts.settings.payout_key
    signed = callback_signature(key, headers["X-Callback-Timestamp"], raw)
    assert headers["X-Callback-Signature"] == signed
    assert payouts.look_up(payout) == Reply("succeeded", None, 600_000, taken.provider_id)
    assert payouts.send(payout) == payouts.look_up(payout)


@pytest.mark.parametrize(("last", "failure"), payouts.BY_NUMBER.items())
def test_the_number_says_how_it_fails(ear: Ear, last: str, failure: str) -> None:
    payout = row(f"08123456{last}")
    assert payouts.send(payout).status == "accepted"
    assert ear.event(payout) == "payout.failed"
    reply = payouts.look_up(payout)
    assert (reply.status, reply.failure, reply.amount) == ("failed", failure, 600_000)
    assert payouts.inquire("bni", payout.account.number, "Sari", NIK) == failure


def test_the_trainers_fault_wins_over_the_number(ear: Ear, fault) -> None:
    fault(failure="limit", manner="early")
    payout = row("081234569001")
    payouts.send(payout)
    assert payouts.look_up(payout).failure == "limit"
    assert payouts.inquire("bca", "081234567890", "Sari", NIK) == "limit"


def test_another_body_under_the_same_reference_is_refused(ear: Ear) -> None:
    payout = row()
    payouts.send(payout)
    assert payouts.send(row(amount=700_000, reference=payout.reference)) == Reply("refused")
    assert payouts.send(row("0812", reference="G21-pendek")) == Reply("refused")
    assert payouts.look_up(row(reference="G21-pendek")) == Reply("absent")


def test_another_key_is_no_answer_at_all(ear: Ear, monkeypatch) -> None:
    set_up(monkeypatch, payout_key="lain")
    assert payouts.send(row()) == payouts.look_up(row()) == UNKNOWN
    assert payouts.inquire("bca", "081234567890", "Sari", NIK) == "unknown"
    assert payouts.changes(EVER, "") is None


def test_what_changed_is_read_page_by_page(ear: Ear, monkeypatch) -> None:
    monkeypatch.setattr(payouts, "LISTED_AT_ONCE", 2)
    rows = [row() for _ in range(5)]
    for payout in rows:
        payouts.send(payout)
        ear.event(payout)
    found: list[Entry] = []
    cursor: str | None = ""
    while cursor is not None:
        page = payouts.changes(EVER, cursor)
        assert len(page.entries) <= 2
        found, cursor = [*found, *page.entries], page.cursor
    latest = found[-5:]  # tests before left theirs
    assert [one.reference for one in latest] == [payout.reference for payout in rows]
    assert {(one.status, one.amount) for one in latest} == {("succeeded", 600_000)}
    assert [one.updated for one in found] == sorted(one.updated for one in found)
    assert payouts.changes(latest[2].updated.isoformat(), "").entries == tuple(latest[3:])


def test_delayed(ear: Ear, fault) -> None:
    fault(manner="delay")
    payout = row()
    assert payouts.send(payout).status == payouts.look_up(payout).status == "accepted"


def test_timed_out_after_doing_it(ear: Ear, fault, monkeypatch) -> None:
    fault(manner="timeout")
    monkeypatch.setattr(payouts, "TIMEOUT", 0.5)
    payout = row()
    assert payouts.send(payout) == UNKNOWN
    assert ear.event(payout) == "payout.succeeded"
    assert payouts.look_up(payout).status == "succeeded"


def test_error_after_doing_it(ear: Ear, fault) -> None:
    fault(manner="error")
    payout = row()
    assert payouts.send(payout) == UNKNOWN
    assert ear.event(payout) == "payout.succeeded"
    assert payouts.look_up(payout).status == "succeeded"


def test_told_twice(ear: Ear, fault) -> None:
    fault(manner="twice")
    payout = row()
    payouts.send(payout)
    assert [ear.event(payout), ear.event(payout)] == ["payout.succeeded"] * 2


def test_told_before_the_answer(ear: Ear, fault) -> None:
    fault(manner="early")
    payout = row()
    assert payouts.send(payout).status == "accepted"
    told = [said["data"]["reference_id"] for said, _, _ in ear.heard.queue]
    assert told.count(payout.reference) == 1
    assert payouts.look_up(payout).status == "succeeded"


def test_taken_back_later(ear: Ear, fault) -> None:
    fault(manner="reverse")
    payout = row()
    payouts.send(payout)
    assert ear.event(payout) == "payout.succeeded"
    assert payouts.look_up(payout).status == "succeeded"
    assert ear.event(payout) == "payout.reversed"
    assert payouts.look_up(payout) == Reply(
        "reversed", None, 600_000, payouts.send(payout).provider_id
    )


def test_a_number_that_is_paid_and_then_sent_back(ear: Ear) -> None:
    payout = row(f"08123456{outcomes.SENT_BACK}")
    assert payouts.inquire("dana", payout.account.number, "Sari", NIK) == "ok"
    assert payouts.send(payout).status == "accepted"
    assert [ear.event(payout) for _ in range(2)] == ["payout.succeeded", "payout.reversed"]
    assert payouts.look_up(payout).status == "reversed"


def test_a_name_longer_than_the_provider_takes_is_paid_all_the_same(ear: Ear) -> None:
    payout = row()
    payout.account.participant.name = "Sari " * 24
    assert payouts.send(payout).status == "accepted"
    assert payouts.send(payout).status in ("accepted", "succeeded")
    assert payouts.inquire("dana", payout.account.number, "Sari " * 24, NIK) == "ok"


def test_production_never_asks_for_a_simulation(ear: Ear, fault, monkeypatch) -> None:
    fault(failure="closed", manner="error")
    set_up(monkeypatch, mode="production")
    payout = row()
    assert payouts.send(payout).status == "accepted"
    assert ear.event(payout) == "payout.succeeded"


def test_one_that_lies_in_half_its_answers_never_lies_about_the_end(
    room, tmp_path: Path, monkeypatch
) -> None:
    with closing(Ear()) as ear:
        url = f"http://127.0.0.1:{ear.server_port}/kabar"
        with disbursing(tmp_path, url, lies=0.5, seed=2) as (address, key):
            set_up(monkeypatch, payout_url=address, payout_key=key)
            rows = [
                row("081234569001" if place % 4 == 0 else "081234567890") for place in range(40)
            ]
            sent = Counter(payouts.send(payout).status for payout in rows)
            assert set(sent) == {"accepted", "unknown"} and sent["unknown"] > 3
            ends = {}
            while len(ends) < len(rows):  # the answers themselves are what is waited for
                for payout in rows:
                    reply = payouts.look_up(payout)
                    assert reply.status in ("accepted", "unknown", "succeeded", "failed")
                    if reply.status in ("succeeded", "failed"):
                        ends.setdefault(payout.reference, reply.status)
                        assert ends[payout.reference] == reply.status
            wanted = ["failed" if place % 4 == 0 else "succeeded" for place in range(40)]
            assert [ends[payout.reference] for payout in rows] == wanted
    log = (tmp_path / "disburser.log").read_text()
    assert "Traceback" not in log, log


# --- With one that says anything -----------------------------------------------------------------


class Anyone(ThreadingHTTPServer):
    """Answers as it is told, and remembers what it was asked."""

    daemon_threads, block_on_close = True, False

    def __init__(self) -> None:
        self.status, self.body = 200, b"{}"
        self.asked: list[tuple[str, str, dict, bytes]] = []
        anyone = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                sent = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                anyone.asked.append((self.command, self.path, dict(self.headers), sent))
                self.send_response(anyone.status)
                self.send_header("Location", "/lain")
                self.end_headers()
                self.wfile.write(anyone.body)

            do_GET = do_POST

            def log_message(self, *_args: object) -> None:
                pass

        super().__init__(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.serve_forever, args=(0.02,), daemon=True).start()

    def says(self, value: object) -> None:
        self.body = json.dumps(value).encode()

    def close(self) -> None:
        self.shutdown()
        self.server_close()


@pytest.fixture
def anyone(room, monkeypatch) -> Iterator[Anyone]:
    with closing(Anyone()) as made:
        url = f"http://127.0.0.1:{made.server_port}/api"
        set_up(monkeypatch, payout_url=url, payout_key="kunci")
        yield made


GOOD = {
    "id": "disb-1",
    "reference_id": "G21-a",
    "amount": 600_000,
    "currency": "IDR",
    "channel_code": "ID_DANA",
    "status": "SUCCEEDED",
}


def test_it_is_asked_what_the_api_wants(anyone: Anyone) -> None:
    anyone.says(GOOD)
    assert payouts.send(row(reference="G21-a")) == Reply("succeeded", None, 600_000, "disb-1")
    ((method, path, headers, sent),) = anyone.asked
    assert (method, path) == ("POST", "/api/v2/payouts")
    assert (headers["Idempotency-Key"], headers["Authorization"]) == ("G21-a", "Basic a3VuY2k6")
    assert "X-Simulate" not in headers
    assert json.loads(sent) == {
        "reference_id": "G21-a",
        "channel_code": "ID_DANA",
        "channel_properties": {
            "account_number": "081234567890",
            "account_holder_name": "Sari Rahasia",
        },
        "amount": 600_000,
        "currency": "IDR",
        "description": "Insentif Prakerja",
    }
    anyone.says({"data": [GOOD]})
    assert payouts.look_up(row(reference="G21-a")).status == "succeeded"
    assert anyone.asked[1][:2] == ("GET", "/api/v2/payouts?reference_id=G21-a")
    anyone.says({"status": "VALID"})
    assert payouts.inquire("gopay", "0812345678", "Sari", NIK) == "ok"
    assert json.loads(anyone.asked[2][3]) == {
        "channel_code": "ID_GOPAY",
        "account_number": "0812345678",
        "account_holder_name": "Sari",
        "identity_number": NIK,
    }


LISTED = {**GOOD, "updated": "2021-12-31T02:00:00.123+00:00"}


def listed(*entries: object, more: object = False, cursor: object = None) -> dict:
    return {"data": list(entries), "has_more": more, "next_cursor": cursor}


def test_the_list_of_changes_is_asked_for_since_a_moment_then_by_its_own_words(
    anyone: Anyone,
) -> None:
    anyone.says(listed(LISTED, more=True, cursor="a/b"))
    moment = datetime.fromisoformat("2021-12-31T02:00:00.123+00:00")
    page = Page((Entry("disb-1", "G21-a", "succeeded", 600_000, moment),), "a/b")
    assert payouts.changes(EVER, "") == page
    anyone.says(listed())
    assert payouts.changes(EVER, "a/b") == Page((), None)
    assert [path for _, path, _, _ in anyone.asked] == [
        "/api/v2/payouts?updated_after=2020-01-01T00%3A00%3A00%2B07%3A00&limit=40",
        "/api/v2/payouts?cursor=a%2Fb&limit=40",
    ]
    assert {headers["Authorization"] for _, _, headers, _ in anyone.asked} == {"Basic a3VuY2k6"}


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"data": [LISTED]},
        listed() | {"data": None},
        listed(more="ya"),
        listed(LISTED, more=True),
        listed(LISTED, more=True, cursor=5),
        listed(LISTED, more=True, cursor=""),
        listed(LISTED, more=True, cursor="x" * 201),
        listed(LISTED, more=True, cursor="\ud800"),
        listed(*[LISTED] * 101),
        listed(None),
        listed({**LISTED, "id": None}),
        listed({**LISTED, "id": "x" * 61}),
        listed({**LISTED, "id": "\ud800"}),
        listed({**LISTED, "updated": None}),
        listed({**LISTED, "updated": 1640916000}),
        listed({**LISTED, "updated": "kemarin"}),
        listed({**LISTED, "updated": "2021-12-31T02:00:00"}),
    ],
)
def test_a_list_that_is_no_page_is_unknown(anyone: Anyone, said: dict) -> None:
    anyone.says(said)
    assert payouts.changes(EVER, "") is None


@pytest.mark.parametrize(
    ("change", "reference", "amount"),
    [
        ({"currency": "USD"}, "G21-a", None),
        ({"amount": "600000"}, "G21-a", None),
        ({"amount": -1}, "G21-a", None),
        ({"amount": 10**4000}, "G21-a", None),
        ({"status": "PENDING"}, "G21-a", None),
        ({"status": ["SUCCEEDED"]}, "G21-a", None),
        ({"reference_id": None}, "", 600_000),
        ({"reference_id": "Sari Rahasia"}, "", 600_000),
        ({"reference_id": "\ud800"}, "", 600_000),
    ],
)
def test_what_is_strange_in_one_line_keeps_no_other_from_being_read(
    anyone: Anyone, change: dict, reference: str, amount: int | None
) -> None:
    anyone.says(listed({**LISTED, **change}, LISTED))
    strange, good = payouts.changes(EVER, "").entries
    assert (strange.reference, strange.amount) == (reference, amount)
    assert strange.status == ("unknown" if amount is None else "succeeded")
    assert good.reference == "G21-a"


def test_an_amount_that_differs_is_told_as_it_is(anyone: Anyone) -> None:
    anyone.says({**GOOD, "amount": 1})
    assert payouts.send(row(reference="G21-a")).amount == 1


@pytest.mark.parametrize(
    "change",
    [
        {"reference_id": "G21-b"},
        {"reference_id": None},
        {"currency": "USD"},
        {"currency": None},
        {"amount": 600_000.0},
        {"amount": "600000"},
        {"amount": True},
        {"amount": None},
        {"amount": 0},
        {"amount": -600_000},
        {"id": None},
        {"id": ""},
        {"id": 5},
        {"id": "x" * 61},
        {"id": "\ud800"},
        {"status": "succeeded"},
        {"status": "PENDING"},
        {"status": None},
        {"status": ["SUCCEEDED"]},
    ],
)
def test_what_is_strange_in_a_payout_is_unknown(anyone: Anyone, change: dict) -> None:
    payout = row(reference="G21-a")
    anyone.says({**GOOD, **change})
    assert payouts.send(payout) == UNKNOWN
    anyone.says({"data": [{**GOOD, **change}]})
    assert payouts.look_up(payout) == UNKNOWN


@pytest.mark.parametrize("code", [None, "NEW_REASON", ["ACCOUNT_CLOSED"], ""])
def test_a_no_without_a_reason_we_know_is_still_a_no(anyone: Anyone, code: object) -> None:
    payout = row(reference="G21-a")
    anyone.says({**GOOD, "status": "FAILED", "failure_code": code})
    assert payouts.send(payout).failure == "rejected"
    anyone.says({"status": "INVALID", "failure_code": code})
    assert payouts.inquire("bni", "0812345678", "Sari", NIK) == "rejected"


@pytest.mark.parametrize(
    "body", [b"", b"{}", b"[]", b"null", b'"x"', b"<html>", b"\xff", b"[" * 60_000, b"1" * 70_000]
)
def test_what_is_no_payout_is_unknown(anyone: Anyone, body: bytes) -> None:
    anyone.body = body
    assert payouts.send(row()) == payouts.look_up(row()) == UNKNOWN
    assert payouts.inquire("bni", "0812345678", "Sari", NIK) == "unknown"
    assert payouts.changes(EVER, "") is None


@pytest.mark.parametrize("data", [None, {}, "x", [GOOD, GOOD], [None], ["x"]])
def test_a_list_that_is_not_one_payout_is_unknown(anyone: Anyone, data: object) -> None:
    anyone.says({"data": data})
    assert payouts.look_up(row(reference="G21-a")) == UNKNOWN


@pytest.mark.parametrize("status", [204, 301, 307, 401, 402, 403, 404, 422, 429, 500, 503])
def test_no_other_status_to_a_payout_says_anything(anyone: Anyone, status: int) -> None:
    anyone.says({**GOOD, "reference_id": "G21-a"})
    anyone.status = status
    assert payouts.send(row(reference="G21-a")) == UNKNOWN
    assert len(anyone.asked) == 1


@pytest.mark.parametrize("status", [201, 301, 307, 400, 401, 403, 409, 429, 500, 503])
def test_no_other_status_of_the_book_says_anything(anyone: Anyone, status: int) -> None:
    anyone.says({"data": []})
    anyone.status = status
    assert payouts.look_up(row()) == UNKNOWN
    anyone.says(listed())
    assert payouts.changes(EVER, "") is None
    anyone.says({"status": "VALID"})
    assert payouts.inquire("bni", "0812345678", "Sari", NIK) == "unknown"


@pytest.mark.parametrize("status", [400, 409])
def test_a_payout_that_will_not_be_taken_is_refused(anyone: Anyone, status: int) -> None:
    anyone.status = status
    assert payouts.send(row()) == Reply("refused")


def test_a_reference_that_is_not_there_is_absent(anyone: Anyone) -> None:
    anyone.says({"data": []})
    assert payouts.look_up(row()) == Reply("absent")
    anyone.status = 404
    assert payouts.look_up(row()) == Reply("absent")


@pytest.mark.parametrize(
    "said",
    [
        {"status": "OK"},
        {"status": True},
    ],
)
def test_an_inquiry_without_a_clear_verdict_is_unknown(anyone: Anyone, said: object) -> None:
    anyone.says(said)
    assert payouts.inquire("bni", "0812345678", "Sari", NIK) == "unknown"


@pytest.mark.parametrize("url", ["http://127.0.0.1:1", "http://[::1", "xyz", "http://a:b"])
def test_one_that_is_down_is_unknown(room, monkeypatch, url: str) -> None:
    set_up(monkeypatch, payout_url=url)
    assert payouts.send(row()) == payouts.look_up(row()) == UNKNOWN
    assert payouts.changes(EVER, "") is None


def test_nothing_of_a_person_is_logged(anyone: Anyone, caplog, monkeypatch) -> None:
    anyone.status, anyone.body = 500, b"Sari Rahasia 081234567890"
    with caplog.at_level(logging.DEBUG):
        payouts.send(row())
        payouts.look_up(row())
        payouts.inquire("bni", "081234567890", "Sari Rahasia", NIK)
        anyone.status = 200
        payouts.send(row())
        set_up(monkeypatch, payout_url="http://127.0.0.1:1")
        payouts.send(row())
    assert "status 500" in caplog.text and "ConnectionRefusedError" in caplog.text
    for secret in ("Sari", "081234567890", NIK, "kunci"):
        assert secret not in caplog.text


def test_production_without_a_provider_sends_nothing(monkeypatch) -> None:
    from dataclasses import replace

    assert payouts.ready()
    monkeypatch.setattr(payouts, "settings", replace(payouts.settings, mode="production"))
    assert not payouts.ready()
