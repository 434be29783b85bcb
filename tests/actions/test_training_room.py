"""What a trainer does to the room: its clock moves on, and locks that were told in its time end with it."""

from datetime import timedelta

import pytest

import clock
import rooms
from actions import challenges, training_room
from models import Challenge, OneTimeCode
from tests.people import offer_for, start

pytestmark = pytest.mark.usefixtures("room")


@pytest.fixture
def moving():
    """The room's clock runs, and is put back afterwards."""
    rooms.set_offset(timedelta(days=-1000))
    yield
    rooms.set_offset(timedelta(0))


@pytest.fixture
def locked(someone, moving) -> OneTimeCode:
    person = someone.with_card(21)
    start(person, offer_for(21))
    challenges.send_code(person, "link", person.phone)
    until = clock.real_now() + timedelta(hours=1)
    OneTimeCode.update(locked_until=until).execute()
    Challenge.update(locked_until=until).execute()
    return OneTimeCode.get()


def rest(table: type) -> timedelta:
    return table.get().locked_until - clock.real_now()


@pytest.mark.parametrize("table", [OneTimeCode, Challenge])
def test_a_lock_ends_when_the_rooms_clock_says_so(locked, table) -> None:
    told = clock.shown(table.get().locked_until)
    training_room.move_clock(clock.now() + timedelta(minutes=50))
    assert abs(clock.shown(table.get().locked_until) - told) < timedelta(minutes=1)
    assert timedelta(minutes=9) < rest(table) <= timedelta(minutes=10)
    training_room.move_clock(clock.now() + timedelta(minutes=11))
    assert rest(table) < timedelta(0)


def test_moving_back_lengthens_no_lock(locked) -> None:
    training_room.move_clock(clock.now() - timedelta(days=3))
    assert rest(OneTimeCode) <= timedelta(hours=1)


def test_what_is_not_locked_stays_so_and_codes_live_on(someone, moving) -> None:
    person = someone.with_card(21)
    start(person, offer_for(21))
    lives = OneTimeCode.get().expires_at
    training_room.move_clock(clock.now() + timedelta(days=30))
    assert OneTimeCode.get().locked_until is None
    assert OneTimeCode.get().expires_at == lives
