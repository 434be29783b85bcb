"""The way of a certificate: who has it, until when, and from when on somebody is called."""

from datetime import datetime, timedelta

import pytest

from rules.certificates import (
    CODE_LENGTH,
    CODE_LETTERS,
    Way,
    call_from,
    clean_code,
    holder_now,
    hops,
    is_late,
)
from rules.deadlines import WIB
from rules.next_step import CERTIFICATE_WITHIN
from rules.reviews import may_edit_until


def wib(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=WIB)


MONDAY = wib("2021-10-18 09:00")
FRIDAY = wib("2021-10-22 15:00")


def states(way: Way, now: datetime) -> list[str]:
    return [hop.state for hop in hops(way, now)]


def test_before_the_report_the_institution_has_it_and_no_clock_runs() -> None:
    chain = hops(Way(), MONDAY)
    assert [hop.state for hop in chain] == ["now", "todo", "todo"]
    assert [hop.by for hop in chain] == [None, None, None]
    assert not is_late(Way(), MONDAY + timedelta(days=900))
    assert call_from(Way()) is None


def test_the_institution_reports_within_a_working_day_of_the_last_task() -> None:
    way = Way(last_task_at=MONDAY)
    first = hops(way, MONDAY)[0]
    assert (first.holder, first.by) == ("institution", wib("2021-10-19 23:59:59"))
    assert not is_late(way, wib("2021-10-19 23:59:59"))
    assert is_late(way, wib("2021-10-20 00:00:00"))


def test_the_platform_has_a_working_day_and_a_weekend_is_none() -> None:
    way = Way(FRIDAY, FRIDAY)
    assert states(way, FRIDAY) == ["done", "now", "todo"]
    assert hops(way, FRIDAY)[1].by == wib("2021-10-25 23:59:59")


def test_the_programme_shows_it_a_day_after_it_was_handed_on() -> None:
    way = Way(MONDAY, MONDAY, MONDAY + timedelta(hours=6))
    assert states(way, MONDAY) == ["done", "done", "now"]
    last = hops(way, MONDAY)[2]
    assert last.by == MONDAY + timedelta(hours=30)
    assert not last.late
    assert hops(way, MONDAY + timedelta(hours=30, seconds=1))[2].late


def test_a_shown_certificate_is_held_by_nobody_else() -> None:
    way = Way(MONDAY, MONDAY, None, MONDAY + timedelta(hours=12))
    assert states(way, MONDAY + timedelta(days=99)) == ["done"] * 3
    assert holder_now(hops(way, MONDAY)) is None
    assert not is_late(way, MONDAY + timedelta(days=99))


@pytest.mark.parametrize("forwarded", [None, MONDAY + timedelta(hours=6)])
def test_a_day_after_the_report_people_are_told_whom_to_call(forwarded) -> None:
    way = Way(MONDAY, MONDAY, forwarded)
    assert call_from(way) == MONDAY + timedelta(days=1)
    assert not is_late(way, MONDAY + timedelta(days=1))
    assert is_late(way, MONDAY + timedelta(days=1, seconds=1))


def test_the_next_step_and_the_page_count_the_same_time() -> None:
    assert call_from(Way(MONDAY, MONDAY)) == MONDAY + CERTIFICATE_WITHIN


def test_exactly_one_holds_it_until_it_is_shown() -> None:
    moments = [None, MONDAY, FRIDAY]
    for task in moments:
        for reported in moments:
            for forwarded in moments:
                for shown in moments:
                    found = states(Way(task, reported, forwarded, shown), FRIDAY)
                    assert found.count("now") == (shown is None)


def test_codes_hold_at_least_128_bits() -> None:
    assert len(set(CODE_LETTERS)) ** CODE_LENGTH >= 2**128


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("g21 abcd-efgh", "G21ABCDEFGH"),
        ("", ""),
        ("  ", ""),
        ("../../etc/passwd", "ETCPASSWD"),
        ("٣²é🌶️", ""),
        ("a" * 500, "A" * 80),
    ],
)
def test_a_copied_code_is_forgiven_its_spaces(typed: str, code: str) -> None:
    assert clean_code(typed) == code


def test_a_review_may_be_changed_for_seven_days() -> None:
    assert may_edit_until(MONDAY) == wib("2021-10-25 09:00")
