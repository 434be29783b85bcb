"""The officers' view of money: each open payment stands in the right list, the purses add up."""

from datetime import date, timedelta

import pytest

import clock
import ledger
from actions import payouts
from models import Incentive, Payout
from queries import money
from rules.payouts import Reply
from tests.payments import account_of, arrived, failed, pay_now, schedule, speak
from tests.people import part_of, wib
from tests.queries.test_counts import counted

pytestmark = pytest.mark.usefixtures("room")
TODAY = date(2021, 12, 13)


@pytest.fixture
def sari(someone, at):
    with at("2021-10-18 09:00:00"):
        person = someone.finished(21)
    with at("2021-12-13 09:00:00"):
        account_of(person)
        yield person


def send(sari, ordinal: int, reply: Reply) -> Incentive:
    row = schedule(sari, "job", ordinal, TODAY)
    speak(lambda _row, _send: reply)
    return row


def listed() -> dict[str, list[str]]:
    now = clock.now()
    found = {}
    for name in money.LISTS:
        rows = money.page_of(name, now, 1)
        assert len(rows) == money.count_of(name, now) == money.overview(now).lists[name].count
        assert [row.id for row in money.all_of(name, now)] == [row.id for row in rows]
        found[name] = [f"{row.kind}-{row.ordinal}" for row in rows]
    return found


def test_each_payment_stands_in_the_list_of_its_state(sari) -> None:
    send(sari, 1, Reply("accepted"))
    send(sari, 2, Reply("unknown"))
    send(sari, 3, Reply("refused"))
    row = schedule(sari, "job", 4, TODAY)
    speak(
        lambda sent, _send: (
            failed("limit")(sent, True) if sent.incentive_id == row.id else Reply("unknown")
        )
    )
    schedule(sari, "survey", 1, TODAY)
    schedule(sari, "survey", 2, TODAY + timedelta(days=1))
    assert listed() == {
        "due": ["survey-1"],
        "sending": ["job-1"],
        "unknown": ["job-2"],
        "problem": ["job-3"],
        "failed": ["job-4"],
    }
    found = money.overview(clock.now())
    assert found.lists["due"] == money.Sum(1, 50_000)
    assert found.failures == {"limit": money.Sum(1, 600_000)}
    assert found.problems == {"refused": money.Sum(1, 600_000)}
    assert found.unknown["hour"] == money.Sum(1, 600_000)


def test_what_was_paid_stands_in_no_list(sari) -> None:
    pay_now(sari)
    assert not any(listed().values())


def test_a_failed_one_that_is_due_again_is_due_and_its_old_sending_is_not_open(sari) -> None:
    row = schedule(sari, "job", 1, TODAY)
    speak(failed("limit"))
    Incentive.update(state="scheduled", failure=None, failed_at=None).where(
        Incentive.id == row.id
    ).execute()
    assert [name for name, keys in listed().items() if keys] == ["due"]
    assert Payout.get(Payout.incentive == row).state == "failed"


def test_without_an_account_it_fails_and_is_listed_without_one(sari) -> None:
    account = account_of(sari)
    account.unlinked_at = clock.now()
    account.save()
    schedule(sari, "job", 1, TODAY)
    speak(arrived)
    rows = money.page_of("failed", clock.now(), 1, "not_linked")
    assert len(rows) == 1 and getattr(rows[0], "sent_to", None) is None
    assert money.count_of("failed", clock.now(), "limit") == 0


@pytest.mark.parametrize(
    ("later", "age"), [(59, "hour"), (60, "day"), (24 * 60 - 1, "day"), (24 * 60, "older")]
)
def test_an_unknown_one_grows_older(sari, later, age) -> None:
    send(sari, 1, Reply("unknown"))
    found = money.overview(clock.now() + timedelta(minutes=later)).unknown
    assert [name for name, part in found.items() if part.count] == [age]


def test_a_list_is_cut_into_pages(sari, monkeypatch) -> None:
    monkeypatch.setattr(money, "PAGE", 1)
    for ordinal in (1, 2):
        schedule(sari, "job", ordinal, TODAY)
    pages = [money.page_of("due", clock.now(), page) for page in (1, 2, 3)]
    assert [[row.ordinal for row in page] for page in pages] == [[1], [2], []]


def test_the_statements_do_not_grow_with_the_payments(sari, someone) -> None:
    for ordinal in (1, 2, 3):
        send(sari, ordinal, Reply("unknown"))
    now = clock.now()
    with counted() as sent:
        money.overview(now)
    assert len(sent) == 5
    for name in money.LISTS:
        with counted() as sent:
            for row in money.page_of(name, now, 1):
                assert row.participation.participant.name and row.payout.id and row.sent_to.number
        assert len(sent) == 1
    with counted() as sent:
        money.purses(TODAY)
    assert len(sent) == 3


# --- Purses --------------------------------------------------------------------------------------


def by_kind(on: date) -> dict[str, money.Purse]:
    purses = money.purses(on)
    assert sum(row.after for row in purses) == 0
    return {row.kind: row for row in purses}


def test_every_kind_of_purse_has_its_day(sari) -> None:
    pay_now(sari)
    found = by_kind(TODAY)
    assert list(found) == ["fund", "training", "platform", "incentive", "treasury"]
    assert found["incentive"] == money.Purse("incentive", None, 0, 600_000, 0)
    assert found["fund"].went == 600_000
    assert found["training"].after == ledger.balance(
        ledger.account("training", part_of(sari).public_id)
    )
    assert found["platform"].name == "Toko Uji" and found["platform"].came == 0
    assert found["treasury"] == money.Purse("treasury", None, 0, 0, 0)


def test_the_day_before_knows_nothing_of_it_and_the_day_after_keeps_it(sari) -> None:
    pay_now(sari)
    assert by_kind(TODAY - timedelta(days=1))["incentive"].after == 0
    later = by_kind(TODAY + timedelta(days=1))["incentive"]
    assert (later.before, later.came, later.after) == (600_000, 0, 600_000)


def test_a_day_begins_and_ends_at_midnight_in_western_indonesia(sari, at) -> None:
    row = pay_now(sari)
    payout = Payout.get(Payout.incentive == row)
    with at("2021-12-13 23:59:59"):
        payouts.knock(payout.reference)
        speak(lambda sent, _send: Reply("reversed", amount=sent.amount))
    with at("2021-12-14 00:00:00"):
        pay_now(sari, "survey", 1)
    first, second = by_kind(TODAY)["incentive"], by_kind(TODAY + timedelta(days=1))["incentive"]
    assert (first.came, first.went, first.after) == (600_000, 600_000, 0)
    assert (second.before, second.came) == (0, 50_000)
    assert wib("2021-12-14 00:00:00").date() == TODAY + timedelta(days=1)


def test_an_empty_room_has_every_kind_at_nothing() -> None:
    assert {row.after for row in money.purses(TODAY)} == {0}
