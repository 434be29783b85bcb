"""A participant's surveys: what is open, what was answered, what it pays and when."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import clock
from formats.wording import PARTNERS
from models import Incentive, Participant, Survey, SurveyAnswer
from queries.standing import Standing, standing_of
from rules import questions
from rules.answers import Questionnaire
from rules.incentives import survey_payment_day
from rules.surveys import OUR_RULE, SurveyWindow
from rules.units import Rupiah


@dataclass(frozen=True)
class SurveyState:
    """One survey of a participant: its questions, its window, its answers and its payment."""

    questionnaire: Questionnaire
    window: SurveyWindow
    reward: Rupiah
    incentive: Incentive
    pays_by: date  # the day planned, or the last one if it were sent today
    partner: str | None  # name of the linked account's partner
    consented: bool
    submitted_at: datetime | None
    answers: dict[str, str]
    saved_at: datetime | None
    # What a locked survey waits for: first_incentive | previous | day, and no earlier than.
    waits_for: str | None
    waits_days: int
    not_before: date | None
    fill_days: int | None

    @property
    def ordinal(self) -> int:
        """Its number, from 1."""
        return self.questionnaire.ordinal

    @property
    def open(self) -> bool:
        """Whether it can be filled now."""
        return self.window.state == "open"

    @property
    def submitted(self) -> bool:
        """Whether it was sent."""
        return self.window.state == "submitted"

    @property
    def answered(self) -> int:
        """How many of the questions that must be answered are."""
        return self.total - len(questions.missing(self.ordinal, self.answers))

    @property
    def total(self) -> int:
        """How many questions must be answered."""
        return len(self.questionnaire.required)

    @property
    def part_to_resume(self) -> int | None:
        """The first page with an answer missing; None when all are there."""
        return questions.part_to_resume(self.ordinal, self.answers)


def surveys_of(participant: Participant) -> list[SurveyState]:
    """Every survey of the participant's terms, first to last; none before acceptance."""
    standing = standing_of(participant)
    if not standing.survey_windows:
        return []
    given: dict[int, list[Any]] = {}
    for row in _answers(standing):
        given.setdefault(row.survey.ordinal, []).append(row)
    return [
        _state(standing, window, given.get(window.ordinal, []))
        for window in standing.survey_windows
    ]


def survey_of(participant: Participant, ordinal: int) -> SurveyState | None:
    """One survey of the participant; None where their terms know no such survey."""
    states = {state.ordinal: state for state in surveys_of(participant)}
    return states.get(ordinal)


def _answers(standing: Standing) -> list[Any]:
    return list(
        SurveyAnswer.select(SurveyAnswer, Survey)
        .join(Survey)
        .where(Survey.participation == standing.part)
    )


def _state(standing: Standing, window: SurveyWindow, answers: list[Any]) -> SurveyState:
    assert standing.terms is not None
    rules = standing.terms.survey_open_rule
    rule = rules[window.ordinal - 1] if rules else OUR_RULE
    incentive = next(
        row for row in standing.incentives if row.kind == "survey" and row.ordinal == window.ordinal
    )
    sheet = getattr(incentive, "survey", None)
    not_before = rule.get("not_before")
    return SurveyState(
        questionnaire=questions.survey(window.ordinal),
        window=window,
        reward=Rupiah(incentive.amount),
        incentive=incentive,
        pays_by=incentive.scheduled_for or survey_payment_day(standing.terms, clock.today()),
        partner=PARTNERS[standing.account.partner] if standing.account else None,
        consented=sheet is not None and sheet.consented_at is not None,
        submitted_at=sheet.submitted_at if sheet is not None else None,
        answers={row.question: row.value for row in answers},
        saved_at=max((row.saved_at for row in answers), default=None),
        waits_for=_waits_for(standing, window),
        waits_days=int(str(rule.get("days", 0))),
        not_before=date.fromisoformat(str(not_before)) if not_before else None,
        fill_days=standing.terms.survey_fill_days,
    )


def _waits_for(standing: Standing, window: SurveyWindow) -> str | None:
    if window.state != "locked":
        return None
    if standing.first_incentive_on is None:
        return "first_incentive"
    return "previous" if window.opens_on is None else "day"
