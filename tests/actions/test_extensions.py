"""More time for a first purchase: the day an officer gives wins, for one person, and is told."""

from datetime import date

import pytest

import jobs
from actions import extensions, lapses, reminders, selection
from models import AuditEntry, Lapse, Message
from queries.standing import standing_of
from rules.deadlines import end_of, first_purchase_deadline
from rules.refusals import Refused
from tests.people import buy, offer_for, part_of, wib

pytestmark = pytest.mark.usefixtures("room")
LAST_WEEK = "2021-10-15 09:00:00"


@pytest.fixture
def officer(someone):
    return someone.registered("Joko", role="operator")


def extend(person, officer, until: date) -> None:
    extensions.extend_first_purchase(part_of(person), until, "Saldo terlambat tiba", officer)


def refusal(person, officer, until: date) -> str:
    with pytest.raises(Refused) as no:
        extend(person, officer, until)
    return no.value.refusal.code


def test_the_given_day_is_the_deadline_to_its_last_second(someone, officer, at) -> None:
    with at(LAST_WEEK):
        sari = someone.with_card(21)
        extend(sari, officer, date(2021, 10, 28))
        standing = standing_of(sari)
    deadline = first_purchase_deadline(standing.terms, standing.accepted_on)
    assert deadline == wib("2021-10-28 23:59:59")
    with at("2021-10-28 23:59:59"):
        assert lapses.lapse_due() == 0
        buy(sari, offer_for(21))
    with at("2021-10-29 00:00:00"):
        assert lapses.lapse_due() == 0


def test_whoever_uses_it_not_loses_the_place_the_second_after(someone, officer, at) -> None:
    with at(LAST_WEEK):
        sari, other = someone.with_card(21), someone.with_card(21)
        extend(sari, officer, date(2021, 10, 28))
    with at("2021-10-22 00:00:00"):
        assert lapses.lapse_due() == 1
        assert Lapse.get().participation == part_of(other)
    with at("2021-10-29 00:00:00"):
        assert lapses.lapse_due() == 1


def test_it_is_told_written_down_and_reminded_of_anew(someone, officer, at) -> None:
    with at(LAST_WEEK):
        sari = someone.with_card(21)
        reminders.remind_due()
        extend(sari, officer, date(2021, 10, 28))
        assert (
            Message.select().where(Message.reference.startswith("deadline_extended")).count() == 2
        )
        entry = AuditEntry.select().order_by(AuditEntry.id.desc()).first()
    assert (entry.action, entry.detail["until"]) == ("first_purchase_extended", "2021-10-28")
    with at("2021-10-27 12:00:00"):
        assert reminders.remind_due() == 1


@pytest.mark.parametrize(
    ("until", "code"),
    [
        (date(2021, 10, 21), "extension_too_short"),
        (date(2021, 10, 1), "extension_too_short"),
        (date(2021, 12, 1), "extension_too_long"),
    ],
)
def test_a_day_that_helps_nobody_is_refused(someone, officer, at, until: date, code: str) -> None:
    with at(LAST_WEEK):
        assert refusal(someone.with_card(21), officer, until) == code


def test_there_is_nothing_to_extend_after_buying_or_losing_the_place(someone, officer, at) -> None:
    with at(LAST_WEEK):
        bought, lost = someone.with_course(21), someone.with_card(21)
        assert refusal(bought, officer, date(2021, 10, 28)) == "nothing_to_extend"
    with at("2021-10-22 00:00:00"):
        assert lapses.lapse_due() == 1
        assert refusal(lost, officer, date(2021, 10, 28)) == "nothing_to_extend"


def test_a_balance_that_comes_after_the_deadline_brings_its_own_time(someone, at) -> None:
    with at(LAST_WEEK):
        late = someone.accepted(21)
    with at("2021-10-25 09:00:00"):
        assert lapses.lapse_due() == 0
        selection.issue_balance(part_of(late))
        assert lapses.lapse_due() == 0
        assert part_of(late).first_purchase_until == date(2021, 11, 23)
        buy(late, offer_for(21))
    with at("2021-11-24 00:00:00"):
        assert lapses.lapse_due() == 0


def test_it_never_goes_beyond_the_end_of_the_balance(someone, at) -> None:
    with at(LAST_WEEK):
        late = someone.accepted(21)
    with at("2021-11-20 09:00:00"):
        selection.issue_balance(part_of(late))
    assert part_of(late).first_purchase_until == date(2021, 11, 30)
    assert part_of(late).balance_until is None


@pytest.mark.parametrize(
    ("given", "last"), [("2021-11-30", date(2021, 12, 15)), ("2021-12-02", date(2021, 12, 17))]
)
def test_a_balance_that_comes_when_its_time_is_over_gets_whole_days(
    someone, at, given: str, last: date
) -> None:
    with at(LAST_WEEK):
        late = someone.accepted(21)
    with at(f"{given} 09:00:00"):
        jobs.run_due()
        selection.issue_balance(part_of(late))
        part = part_of(late)
        assert (part.first_purchase_until, part.balance_until) == (last, last)
        assert part.balance_ends_after == end_of(last)
        jobs.run_due()
    with at(f"{last} 23:59:59"):
        jobs.run_due()
        buy(late, offer_for(21))
    assert AuditEntry.select().where(AuditEntry.action == "balance_extended").count() == 1
