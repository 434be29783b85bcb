"""Which account may receive incentives, and when its partner is asked again."""

from datetime import timedelta

import pytest

from rules import accounts as rules
from tests.people import wib

PHONE = "081234567788"
OFFERED = ("bni", "dana")


@pytest.mark.parametrize(
    ("partner", "number", "taken", "code"),
    [
        ("dana", PHONE, False, None),
        ("bni", "123456", False, None),
        ("bni", "1" * 16, False, None),
        ("bca", "123456", False, "partner_not_offered"),
        ("dana", "081200000000", False, "number_differs"),
        ("bni", "12345", False, "number_impossible"),
        ("bni", "1" * 17, False, "number_impossible"),
        ("bni", "12345x", False, "number_impossible"),
        ("bni", "٣٣٣٣٣٣", False, "number_impossible"),
        ("bni", "123456", True, "account_taken"),
        ("dana", PHONE, True, "account_taken"),
        ("dana", "081200000000", True, "number_differs"),
    ],
)
def test_an_account_is_refused_for_one_reason(partner, number, taken, code) -> None:
    refusal = rules.refuse_account(partner, number, OFFERED, PHONE, taken)
    assert (refusal and refusal.code) == code


@pytest.mark.parametrize(
    ("minutes", "over"), [(0, False), (59, False), (60, True), (-59, False), (-60, True)]
)
def test_a_try_lives_an_hour_whichever_way_the_clock_is_set(minutes, over) -> None:
    begun = wib("2021-12-01 09:00:00")
    assert rules.is_over(begun, begun + timedelta(minutes=minutes)) is over


def waits(count: int, *longest: timedelta) -> list[float]:
    last, seconds = timedelta(0), []
    for _ in range(count):
        last = rules.next_pause(last, *longest)
        seconds.append(last.total_seconds())
    return seconds


def test_the_pauses_grow_to_an_hour() -> None:
    assert waits(9) == [5, 30, 120, 240, 480, 960, 1920, 3600, 3600]


def test_ten_unknowns_come_before_a_try_is_too_old() -> None:
    asked_for = sum(waits(rules.MOST_UNKNOWN - 1, rules.LONGEST_PAUSE_OF_A_TRY))
    assert 10 * 60 < asked_for < rules.LINK_LIVES.total_seconds() / 2
