"""Which account may receive incentives, and when it is checked."""

from datetime import date, timedelta

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


def test_the_pauses_grow_to_an_hour() -> None:
    waits = [rules.pause(timedelta(seconds=seconds)).total_seconds() for seconds in (0, 5, 60)]
    assert waits == [5, 30, 120]
    assert rules.pause(timedelta(minutes=20)) == timedelta(hours=1)


def test_ten_unknowns_come_before_a_try_is_too_old() -> None:
    asked_for = timedelta(0)
    for _ in range(rules.MOST_UNKNOWN - 1):
        asked_for += rules.pause(asked_for)
    assert timedelta(minutes=10) < asked_for < rules.LINK_LIVES / 2


PAID_ON = date(2021, 12, 8)


@pytest.mark.parametrize(
    ("now", "checked_at", "trouble", "wanted"),
    [
        ("2021-12-04 23:59:59", None, False, False),
        ("2021-12-05 00:00:00", None, False, True),
        ("2021-12-05 00:00:00", "2021-12-04 23:59:59", False, True),
        ("2021-12-08 09:00:00", "2021-12-05 00:00:00", False, False),
        ("2021-12-05 09:00:00", "2021-12-05 08:00:00", True, False),
        ("2021-12-06 00:00:00", "2021-12-05 08:00:00", True, True),
        ("2021-12-09 09:00:00", "2021-12-01 08:00:00", False, True),
        ("2021-12-06 09:00:00", "2021-12-20 08:00:00", False, True),  # the clock was set back
    ],
)
def test_an_account_is_checked_three_days_before_and_daily_while_in_trouble(
    now, checked_at, trouble, wanted
) -> None:
    checked = wib(checked_at) if checked_at else None
    assert rules.wants_check([PAID_ON, date(2022, 1, 8)], checked, trouble, wib(now)) is wanted


def test_without_a_payment_nobody_is_asked() -> None:
    assert not rules.wants_check([], None, True, wib("2021-12-05 00:00:00"))
