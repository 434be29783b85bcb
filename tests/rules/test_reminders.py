"""Which reminder of the first-purchase deadline is due: the nearest, once, and none too late."""

from datetime import datetime, timedelta

import pytest

from rules.deadlines import WIB
from rules.reminders import HOURS_BEFORE, due

DEADLINE = datetime(2021, 10, 21, 23, 59, 59, tzinfo=WIB)
SECOND = timedelta(seconds=1)


def before(hours: float) -> datetime:
    return DEADLINE - timedelta(hours=hours)


def test_they_are_fourteen_seven_three_and_one_days_and_six_hours() -> None:
    assert HOURS_BEFORE == (336, 168, 72, 24, 6)


@pytest.mark.parametrize(
    ("earlier", "hours"), [(None, 336), (336, 168), (168, 72), (72, 24), (24, 6)]
)
def test_each_is_due_from_its_second_on_and_once(earlier: int | None, hours: int) -> None:
    assert due(DEADLINE, before(hours) - SECOND, earlier) is None
    assert due(DEADLINE, before(hours), earlier) == hours
    assert due(DEADLINE, before(hours), hours) is None


@pytest.mark.parametrize(("left", "nearest"), [(300, 336), (30, 72), (25, 72), (24, 24), (2, 6)])
def test_after_a_long_silence_only_the_nearest_is_due(left: float, nearest: int) -> None:
    assert due(DEADLINE, before(left), None) == nearest
    assert due(DEADLINE, before(left), nearest) is None


def test_nothing_is_due_after_the_last_second() -> None:
    assert due(DEADLINE, DEADLINE, 24) == 6
    assert due(DEADLINE, DEADLINE + SECOND, None) is None


def test_a_clock_that_goes_back_repeats_nothing() -> None:
    assert due(DEADLINE, before(100), 24) is None
    assert due(DEADLINE, before(100), 0) is None
