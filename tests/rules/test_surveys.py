"""When a survey opens and closes: gelombang 21 by the programme's rule, 70 by ours."""

from datetime import date, datetime, timedelta, timezone

import pytest

from rules.gelombang import PUBLISHED
from rules.surveys import survey_windows

WIB = timezone(timedelta(hours=7), "WIB")
GELOMBANG_21 = PUBLISHED[21].terms()
GELOMBANG_70 = PUBLISHED[70].terms()
FIRST_INCENTIVE = date(2021, 10, 12)


def at(day, hour=12, minute=0, second=0):
    return datetime(day.year, day.month, day.day, hour, minute, second, tzinfo=WIB)


def states(terms, first_incentive_on, submitted_on, now):
    return [row.state for row in survey_windows(terms, first_incentive_on, submitted_on, now)]


def test_nothing_opens_before_the_first_incentive():
    assert states(GELOMBANG_21, None, {}, at(FIRST_INCENTIVE)) == ["locked"] * 3


def test_gelombang_21_survey_1_opens_on_the_day_of_the_first_incentive():
    windows = survey_windows(GELOMBANG_21, FIRST_INCENTIVE, {}, at(FIRST_INCENTIVE, 0))
    assert [row.state for row in windows] == ["open", "locked", "locked"]
    assert windows[0].opens_on == FIRST_INCENTIVE
    assert not windows[0].ours


def test_gelombang_21_survey_2_opens_when_survey_1_is_sent():
    sent = {1: date(2021, 10, 20)}
    windows = survey_windows(GELOMBANG_21, FIRST_INCENTIVE, sent, at(date(2021, 10, 20)))
    assert [row.state for row in windows] == ["submitted", "open", "locked"]
    assert windows[1].opens_on == date(2021, 10, 20)


@pytest.mark.parametrize(
    ("day", "hour", "state"), [(date(2021, 10, 31), 23, "locked"), (date(2021, 11, 1), 0, "open")]
)
def test_gelombang_21_survey_3_waits_for_1_november(day, hour, state):
    sent = {1: date(2021, 10, 14), 2: date(2021, 10, 15)}
    assert states(GELOMBANG_21, FIRST_INCENTIVE, sent, at(day, hour))[2] == state


def test_gelombang_21_survey_1_closes_with_the_thirtieth_day():
    closes = datetime(2021, 11, 10, 23, 59, 59, tzinfo=WIB)
    window = survey_windows(GELOMBANG_21, FIRST_INCENTIVE, {}, closes)[0]
    assert window.closes_at == closes
    assert window.state == "open"
    after = closes + timedelta(seconds=1)
    assert states(GELOMBANG_21, FIRST_INCENTIVE, {}, after)[0] == "closed"


def test_gelombang_21_survey_opened_late_closes_on_10_december():
    sent = {1: date(2021, 11, 20)}
    windows = survey_windows(GELOMBANG_21, date(2021, 11, 1), sent, at(date(2021, 11, 21)))
    assert windows[1].closes_at == datetime(2021, 12, 10, 23, 59, 59, tzinfo=WIB)


def test_gelombang_21_survey_never_opened_is_closed_after_10_december():
    assert states(GELOMBANG_21, None, {}, at(date(2021, 12, 11), 0)) == ["closed"] * 3


def test_gelombang_70_has_two_surveys_opened_by_our_own_rule_without_a_last_day():
    windows = survey_windows(GELOMBANG_70, date(2024, 7, 18), {}, at(date(2024, 7, 18)))
    assert [row.state for row in windows] == ["open", "locked"]
    assert all(row.ours and row.closes_at is None for row in windows)


def test_gelombang_70_survey_2_opens_when_survey_1_is_sent():
    sent = {1: date(2024, 7, 20)}
    assert states(GELOMBANG_70, date(2024, 7, 18), sent, at(date(2024, 7, 20))) == [
        "submitted",
        "open",
    ]
