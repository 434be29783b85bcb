"""When a course is held, as its page tells it, and who is reminded of it."""

import pytest

import clock
from actions import session_reminders
from formats.sessions import lines
from models import Course, Message, Purchase
from queries.sessions import sessions_of
from tests.people import bought_by, buy, offer_for, wib

pytestmark = pytest.mark.usefixtures("room")
BOUGHT = "2024-07-12 09:00:00"  # a Friday


@pytest.fixture
def webinar(someone, at) -> Purchase:
    """A webinar that begins on Tuesday, 16 July."""
    with at(BOUGHT):
        person = someone.with_card(70)
        offer = offer_for(70, next_run_days=4)
        Course.update(method="webinar").where(Course.id == offer.course_id).execute()
        buy(person, offer)
        return bought_by(person)[0]


def test_the_page_says_the_day_the_hour_and_until_when_one_is_marked_present(webinar) -> None:
    with clock.stopped_at(wib(BOUGHT)):
        said = lines(sessions_of(webinar), clock.now())
    assert [line.name for line in said] == [
        "Sesi 1: Selasa 16 Juli 2024, mulai 09.00 WIB",
        "Sesi 2: Rabu 17 Juli 2024, mulai 09.00 WIB",
        "Ujian",
    ]
    assert said[0].note == "Hadir pukul 08.00 sampai 10.00 WIB."
    assert [line.state for line in said] == ["now", "todo", "todo"]


def test_what_is_over_and_not_attended_was_missed(webinar) -> None:
    with clock.stopped_at(wib("2024-07-16 10:00:01")):
        said = lines(sessions_of(webinar), clock.now())
    assert said[0].note == "Terlewat." and said[1].state == "now"


def test_a_course_at_any_time_has_no_list(someone, at) -> None:
    with at(BOUGHT):
        person = someone.with_course(70)
        assert sessions_of(bought_by(person)[0]) == []


def told() -> list[str]:
    rows = Message.select().where(Message.reference.startswith("session_near:"))
    return sorted(row.reference.split(":")[2] for row in rows if row.channel == "sms")


@pytest.mark.parametrize(
    ("moment", "sessions"),
    [
        ("2024-07-15 08:59:59", []),
        ("2024-07-15 09:00:00", ["1"]),
        ("2024-07-16 09:00:00", ["1", "2"]),
        ("2024-07-16 10:00:01", ["2"]),
        ("2024-07-17 10:00:01", []),
    ],
)
def test_people_are_reminded_a_day_before_once(webinar, moment: str, sessions: list[str]) -> None:
    with clock.stopped_at(wib(moment)):
        session_reminders.remind_of_sessions()
        session_reminders.remind_of_sessions()
    assert told() == sessions
