"""The last moments of the programme, to the second, for the gelombang we know."""

from datetime import date, datetime

import pytest

from rules.deadlines import (
    WIB,
    balance_deadline,
    end_of,
    first_purchase_deadline,
    lost_at,
    months_after,
    working_days_after,
)
from rules.gelombang import PUBLISHED
from rules.schemes import UnknownTerm, resolve


@pytest.mark.parametrize(
    ("gelombang", "announced", "last_day"),
    [
        (21, date(2021, 9, 22), date(2021, 10, 21)),
        (22, date(2021, 11, 1), date(2021, 11, 30)),
        (47, date(2022, 10, 31), date(2022, 11, 30)),
        (70, date(2024, 7, 10), date(2024, 7, 24)),
        (48, date(2023, 2, 25), date(2023, 3, 11)),
    ],
)
def test_the_first_purchase_may_be_made_until_the_published_day(
    gelombang: int, announced: date, last_day: date
) -> None:
    deadline = first_purchase_deadline(PUBLISHED[gelombang].terms(), announced)
    assert deadline == datetime(last_day.year, last_day.month, last_day.day, 23, 59, 59, tzinfo=WIB)


@pytest.mark.parametrize(
    ("announced", "last_day"),
    [
        (date(2021, 8, 24), date(2021, 9, 22)),  # gelombang 18
        (date(2021, 9, 1), date(2021, 9, 30)),  # gelombang 19
    ],
)
def test_the_day_of_announcement_is_day_one(announced: date, last_day: date) -> None:
    assert first_purchase_deadline(resolve(18, "semi_bansos"), announced) == end_of(last_day)


def test_the_year_end_caps_the_count() -> None:
    terms = PUBLISHED[48].terms()
    assert first_purchase_deadline(terms, date(2023, 10, 25)) == end_of(date(2023, 10, 31))


def test_a_deadline_nobody_published_is_not_guessed() -> None:
    from dataclasses import replace

    unknown = replace(resolve(99, "normal"), first_purchase_days=None)
    with pytest.raises(UnknownTerm):
        first_purchase_deadline(unknown, date(2024, 1, 1))


def test_the_rest_of_the_balance_lives_fifteen_days_after_the_first_course() -> None:
    terms = PUBLISHED[70].terms()
    assert balance_deadline(terms, date(2024, 7, 20)) == end_of(date(2024, 8, 4))
    assert balance_deadline(terms, None) is None


def test_the_year_end_also_caps_the_rest_of_the_balance() -> None:
    assert balance_deadline(PUBLISHED[62].terms(), date(2023, 10, 28)) == end_of(date(2023, 10, 31))
    assert balance_deadline(PUBLISHED[21].terms(), None) == end_of(date(2021, 11, 30))


def test_a_place_is_lost_the_second_after_or_when_the_only_course_is_cancelled_later() -> None:
    deadline = end_of(date(2021, 10, 21))
    after = datetime(2021, 10, 22, tzinfo=WIB)
    assert lost_at(deadline, None) == lost_at(deadline, deadline) == after
    assert lost_at(deadline, datetime(2021, 10, 5, 12, tzinfo=WIB)) == after
    late = datetime(2021, 10, 25, 12, tzinfo=WIB)
    assert lost_at(deadline, late) == late


def test_working_days_are_monday_to_friday() -> None:
    assert working_days_after(date(2021, 10, 1), 1) == date(2021, 10, 4)
    assert working_days_after(date(2021, 10, 3), 5) == date(2021, 10, 8)


def test_a_month_later_is_the_same_day_or_the_last_of_the_month() -> None:
    assert months_after(date(2021, 10, 31), 1) == date(2021, 11, 30)
    assert months_after(date(2024, 1, 31), 1) == date(2024, 2, 29)
    assert months_after(date(2021, 12, 5), 2) == date(2022, 2, 5)
