"""Evaluation surveys: when each one opens and closes. The questions are in rules/questions.py."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from rules.deadlines import end_of
from rules.schemes import Terms

# Where the programme's rule is unknown: the first survey opens when the first incentive
# is received, the next when the one before is sent. Ours, and shown as ours.
OUR_RULE: Mapping[str, Any] = {"after": "first_incentive", "days": 0}


@dataclass(frozen=True)
class SurveyWindow:
    """Whether one survey can be filled now, and until when. `ours`: the opening is our own rule."""

    ordinal: int
    state: str  # locked | open | closed | submitted
    opens_on: date | None
    closes_at: datetime | None
    ours: bool


def survey_windows(
    terms: Terms,
    first_incentive_on: date | None,
    submitted_on: dict[int, date],
    now: datetime,
) -> list[SurveyWindow]:
    """The state of every survey of these terms, first to last.

    `first_incentive_on`: the day the first incentive was received, None before;
    `submitted_on`: ordinal → the day it was sent. `now` is programme time (WIB).
    """
    return [
        _window(terms, ordinal, first_incentive_on, submitted_on, now)
        for ordinal in range(1, terms.need("survey_count") + 1)
    ]


def _window(
    terms: Terms,
    ordinal: int,
    first_incentive_on: date | None,
    submitted_on: dict[int, date],
    now: datetime,
) -> SurveyWindow:
    rules = terms.survey_open_rule
    rule = rules[ordinal - 1] if rules else OUR_RULE
    opens_on = _opening_day(rule, ordinal, first_incentive_on, submitted_on)
    closes_at = _closing(terms, opens_on)
    if ordinal in submitted_on:
        state = "submitted"
    elif closes_at is not None and now > closes_at:
        state = "closed"
    elif opens_on is None or now.date() < opens_on:
        state = "locked"
    else:
        state = "open"
    return SurveyWindow(ordinal, state, opens_on, closes_at, ours=rules is None)


def _opening_day(
    rule: Mapping[str, Any],
    ordinal: int,
    first_incentive_on: date | None,
    submitted_on: dict[int, date],
) -> date | None:
    if first_incentive_on is None:
        return None
    days = [first_incentive_on + timedelta(days=int(rule.get("days", 0)))]
    if ordinal > 1:
        if ordinal - 1 not in submitted_on:
            return None
        days.append(submitted_on[ordinal - 1])
    if "not_before" in rule:
        days.append(date.fromisoformat(str(rule["not_before"])))
    return max(days)


def _closing(terms: Terms, opens_on: date | None) -> datetime | None:
    """The last moment: the days to fill it, the opening day being the first, capped by the year-end."""
    ends = [terms.survey_close_on] if terms.survey_close_on else []
    if opens_on is not None and terms.survey_fill_days is not None:
        ends.append(opens_on + timedelta(days=terms.survey_fill_days - 1))
    return end_of(min(ends)) if ends else None
