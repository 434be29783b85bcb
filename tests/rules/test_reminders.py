"""Which reminder of the first-purchase deadline is due: the nearest, once, and none too late."""

from datetime import datetime, timedelta

import pytest

from rules.deadlines import WIB
from rules.reminders import HOURS_BEFORE, due, due_at

DEADLINE = datetime(2021, 10, 21, 23, 59, 59, tzinfo=WIB)
SECOND = timedelta(seconds=1)


def before(hours: float) -> datetime:
    return DEADLINE - timedelta(hours=hours)


def test_days_are_reminded_of_in_the_morning_the_last_hours_when_they_begin() -> None:
    found = [due_at(DEADLINE, hours).strftime("%d %H.%M") for hours in HOURS_BEFORE]
    assert found == ["07 08.00", "14 08.00", "18 08.00", "20 08.00", "21 17.59"]


def test_they_are_fourteen_seven_three_and_one_days_and_six_hours() -> None:
    assert HOURS_BEFORE == (336, 168, 72, 24, 6)


@pytest.mark.parametrize(
    ("earlier", "hours"), [(None, 336), (336, 168), (168, 72), (72, 24), (24, 6)]
)
def test_each_is_due_from_its_second_on_and_once(earlier: int | None, hours: int) -> None:
    first = due_at(DEADLINE, hours)
    assert due(DEADLINE, first - SECOND, earlier) is None
    assert due(DEADLINE, first, earlier) == hours
    assert due(DEADLINE, first, hours) is None
    assert due(DEADLINE, before(hours), earlier) == hours


@pytest.mark.parametrize(("left", "nearest"), [(300, 336), (45, 72), (30, 24), (24, 24), (2, 6)])
def test_after_a_long_silence_only_the_nearest_is_due(left: float, nearest: int) -> None:
    assert due(DEADLINE, before(left), None) == nearest
    assert due(DEADLINE, before(left), nearest) is None


def test_nothing_is_due_after_the_last_second() -> None:
    assert due(DEADLINE, DEADLINE, 24) == 6
    assert due(DEADLINE, DEADLINE + SECOND, None) is None


def test_a_clock_that_goes_back_repeats_nothing() -> None:
    assert due(DEADLINE, before(100), 24) is None
    assert due(DEADLINE, before(100), 0) is None
