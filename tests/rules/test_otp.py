"""When a code may be sent: a minute apart, five an hour, none while a lock lasts."""

from datetime import datetime, timedelta
from typing import NamedTuple

import pytest

from rules import otp
from tests.people import wib

NOW = wib("2021-10-18 12:00:00")
MINUTE = timedelta(minutes=1)


class Code(NamedTuple):
    """A code that was sent."""

    issued_at: datetime
    locked_until: datetime | None = None
    used_at: datetime | None = None
    tries: int = 0


def sent(*minutes_ago: float) -> list[Code]:
    return [Code(NOW - ago * MINUTE) for ago in minutes_ago]


@pytest.mark.parametrize("anew", [True, False])
@pytest.mark.parametrize("recent", [[], sent(1), sent(100, 61), sent(50, 40, 30, 20)])
def test_a_code_may_be_sent_when_nothing_stands_against_it(recent, anew) -> None:
    assert otp.must_wait(recent, NOW, anew) is None


def test_the_same_thing_waits_a_minute_and_another_does_not() -> None:
    recent = sent(0.5)
    wait = otp.Wait("too_soon", NOW + timedelta(seconds=30))
    assert otp.must_wait(recent, NOW, anew=False) == wait
    assert otp.must_wait(recent, NOW, anew=True) is None


@pytest.mark.parametrize("anew", [True, False])
def test_five_in_an_hour_are_enough_whatever_they_are_for(anew) -> None:
    recent = sent(59, 40, 30, 20, 10)
    assert otp.must_wait(recent, NOW, anew) == otp.Wait("too_many", NOW + MINUTE)
    assert otp.must_wait(recent, NOW + MINUTE, anew) is None


def test_after_five_the_minute_may_still_be_the_longer_wait() -> None:
    recent = sent(59.9, 40, 30, 20, 0.1)
    wait = otp.must_wait(recent, NOW, anew=False)
    assert wait == otp.Wait("too_many", recent[-1].issued_at + otp.RESEND_AFTER)


@pytest.mark.parametrize("anew", [True, False])
def test_while_a_lock_lasts_nothing_is_sent_and_the_longest_counts(anew) -> None:
    long, short = NOW + 20 * MINUTE, NOW + 5 * MINUTE
    recent = [Code(NOW - 70 * MINUTE, long), Code(NOW - 56 * MINUTE, short)]
    assert otp.must_wait(recent, NOW, anew) == otp.Wait("locked", long)
    assert otp.must_wait(recent, long, anew) is None


def test_no_lock_outlasts_the_time_that_is_remembered() -> None:
    """A code is tried while it lives, and then locks for an hour."""
    assert otp.LIFETIME + otp.LOCK < otp.REMEMBERED


@pytest.mark.parametrize(
    ("last", "carried"),
    [
        (None, 0),
        (Code(NOW - MINUTE, tries=2), 2),
        (Code(NOW - otp.LOCK, tries=2), 0),
        (Code(NOW - MINUTE, tries=2, used_at=NOW), 0),
        (Code(NOW - MINUTE, tries=3, locked_until=NOW), 0),
    ],
)
def test_wrong_tries_go_on_within_the_hour_until_used_or_locked(last, carried) -> None:
    assert otp.tries_carried(last, NOW) == carried
