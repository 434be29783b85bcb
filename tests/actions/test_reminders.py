"""Reminders of the first-purchase deadline: each once, late runs send the nearest alone."""

from datetime import timedelta

import pytest

import clock
import jobs
from actions import reminders, selection
from models import AuditEntry, Message
from queries.audit import broken_rules
from rules.reminders import HOURS_BEFORE
from tests.people import buy, offer_for, part_of, wib

pytestmark = pytest.mark.usefixtures("room")
DEADLINE = wib("2021-10-21 23:59:59")


@pytest.fixture
def sari(someone, at):
    with at("2021-09-23 09:00"):
        return someone.with_card(21, name="Sari Wulandari")


def before(hours: float):
    return clock.stopped_at(DEADLINE - timedelta(hours=hours))


def told(channel: str = "sms") -> list[int]:
    """The hours of the reminders written so far, in order."""
    rows = Message.select().where(
        Message.reference.startswith("deadline_near:"), Message.reference.endswith(f":{channel}")
    )
    return [int(row.reference.split(":")[2]) for row in rows.order_by(Message.id)]


def test_each_of_the_five_is_sent_once(sari) -> None:
    with before(336 + 16):
        assert reminders.remind_due() == 0
    for hours in HOURS_BEFORE:
        with before(hours):
            assert [reminders.remind_due(), reminders.remind_due()] == [1, 0]
        with before(hours - 1):
            assert reminders.remind_due() == 0
    assert told("sms") == told("email") == list(HOURS_BEFORE)
    assert AuditEntry.select().where(AuditEntry.action == "reminded").count() == 5
    assert not broken_rules()


def test_it_says_how_long_is_left_and_until_when(sari) -> None:
    with before(24):
        reminders.remind_due()
    sms = Message.select().order_by(Message.id.desc()).where(Message.channel == "sms").get()
    assert sms.text.startswith("Sisa 1 hari untuk membeli pelatihan pertama")
    assert "21 Oktober 2021 pukul 23.59 WIB" in sms.text
    assert sms.link == "/dasbor" and sms.addressee == sari.phone


@pytest.mark.parametrize(("left", "nearest"), [(100, 168), (45, 72), (7, 24), (0, 6)])
def test_run_late_it_sends_the_nearest_alone(sari, left, nearest) -> None:
    with before(left):
        assert reminders.remind_due() == 1
    assert told() == [nearest]


def test_a_clock_that_jumps_ahead_and_back_repeats_nothing(sari) -> None:
    for hours in (336, 2, 336, 100, 20, 1):
        with before(hours):
            reminders.remind_due()
    assert told() == [336, 6]


def test_who_bought_is_reminded_of_nothing(sari) -> None:
    with before(200):
        reminders.remind_due()
        buy(sari, offer_for(21))
    for hours in (168, 24, 1):
        with before(hours):
            assert reminders.remind_due() == 0
    assert told() == [336]
    assert part_of(sari).reminded_hours == 0  # not looked at any more


def test_after_the_deadline_nobody_is_reminded(sari) -> None:
    with before(-1 / 3600):
        assert reminders.remind_due() == 0
        jobs.run_due()
    assert told() == []


def test_who_has_no_card_yet_cannot_buy_and_is_not_reminded(someone, at) -> None:
    with at("2021-10-10 09:00"):
        person = someone.accepted(21)
    with before(160):
        assert reminders.remind_due() == 0
        selection.issue_balance(part_of(person))
        assert reminders.remind_due() == 1
    assert told() == [168]


def test_who_has_just_heard_the_deadline_is_not_reminded_of_it_at_once(someone, at) -> None:
    with at("2021-10-10 09:00"):
        someone.with_card(21)
        assert reminders.remind_due() == 0


def test_people_in_no_gelombang_or_still_waiting_are_left_alone(someone, at) -> None:
    with at("2021-09-17 09:00"):
        someone.registered()
        selection.join(someone.registered(), someone.gelombang(21))
    with before(1):
        assert reminders.remind_due() == 0


def test_many_are_reminded_in_rounds_and_one_with_a_course_stops_nobody(
    someone, at, monkeypatch
) -> None:
    monkeypatch.setattr(reminders, "BATCH", 2)
    with at("2021-10-01 09:00"):
        people = [someone.with_card(21) for _ in range(5)]
        for person in people[:3]:
            buy(person, offer_for(21))
    with before(20):
        assert [reminders.remind_due() for _ in range(4)] == [0, 1, 1, 0]


def test_timed_work_does_it(sari) -> None:
    with before(72):
        assert jobs.run_due()["remind_of_deadlines"] == 1
        assert jobs.run_due()["remind_of_deadlines"] == 0
    assert told() == [72]
