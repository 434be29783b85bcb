"""Surveys: consent, answers saved as they come, and the sending, which earns one payment."""

from collections.abc import Mapping

import clock
import ledger
from actions import audit, incentives
from actions.refused import not_found
from models import Participant, Survey, SurveyAnswer
from queries.standing import Standing, standing_of
from rules import questions
from rules.answers import check_answer
from rules.refusals import Refused


def consent(participant: Participant, ordinal: int) -> None:
    """The participant agrees to answer, once. Raises Refused or NotFound."""
    with ledger.write():
        standing = _refuse_unless_open(participant, ordinal)
        if _sheet(standing, ordinal):
            return
        Survey.create(participation=standing.part, ordinal=ordinal, consented_at=clock.now())
        _note(standing, "survey_consented", ordinal)


def save_answers(
    participant: Participant, ordinal: int, answers: Mapping[str, str]
) -> dict[str, str]:
    """Keep the answers that are good, even half a page; returns what is wrong with the others.

    `answers`: question code → what was given; an empty one takes a saved answer back,
    a wrong one leaves it. Raises Refused, NotFound, or KeyError for a code of no question.
    """
    problems = {}
    with ledger.write():
        sheet = _open_sheet(_refuse_unless_open(participant, ordinal), ordinal)
        known = {question.code: question for question in questions.survey(ordinal).questions}
        for code, given in answers.items():
            value, problem = check_answer(known[code], [given])
            if given.strip() and problem:
                problems[code] = problem
            elif value:
                _keep(sheet, code, value)
            else:
                _take_back(sheet, code)
    return problems


def submit(participant: Participant, ordinal: int) -> None:
    """Send the survey: its payment gets its date, once. A second time changes nothing.

    Raises Refused (survey_not_open, survey_unconsented, survey_incomplete) or NotFound.
    """
    with ledger.write():
        standing = standing_of(participant)
        if ordinal in standing.survey_sent_on:
            return
        sheet = _open_sheet(_refuse_unless_open(participant, ordinal), ordinal)
        if questions.missing(ordinal, _answers_on(sheet)):
            raise Refused("survey_incomplete")
        sheet.submitted_at = clock.now()
        sheet.save()
        assert standing.part is not None
        incentives.schedule_survey_incentive(standing.part, ordinal)
        _note(standing, "survey_submitted", ordinal)


def _refuse_unless_open(participant: Participant, ordinal: int) -> Standing:
    standing = standing_of(participant)
    states = {window.ordinal: window.state for window in standing.survey_windows}
    if ordinal not in states:
        not_found("survey")
    if states[ordinal] == "submitted":
        raise Refused("survey_submitted")
    if states[ordinal] != "open":
        raise Refused("survey_not_open")
    return standing


def _sheet(standing: Standing, ordinal: int) -> Survey | None:
    return Survey.get_or_none(
        Survey.participation == standing.part,
        Survey.ordinal == ordinal,
        Survey.consented_at.is_null(False),
    )


def _open_sheet(standing: Standing, ordinal: int) -> Survey:
    sheet = _sheet(standing, ordinal)
    if sheet is None:
        raise Refused("survey_unconsented", ordinal=ordinal)
    return sheet


def _answers_on(sheet: Survey) -> dict[str, str]:
    rows = SurveyAnswer.select().where(SurveyAnswer.survey == sheet)
    return {row.question: row.value for row in rows}


def _keep(sheet: Survey, code: str, value: str) -> None:
    now = clock.now()
    SurveyAnswer.insert(survey=sheet, question=code, value=value, saved_at=now).on_conflict(
        conflict_target=[SurveyAnswer.survey, SurveyAnswer.question],
        update={SurveyAnswer.value: value, SurveyAnswer.saved_at: now},
    ).execute()


def _take_back(sheet: Survey, code: str) -> None:
    SurveyAnswer.delete().where(
        SurveyAnswer.survey == sheet, SurveyAnswer.question == code
    ).execute()


def _note(standing: Standing, event: str, ordinal: int) -> None:
    assert standing.part is not None
    audit.record(
        f"participant:{standing.participant.public_id}",
        event,
        f"participation:{standing.part.public_id}",
        ordinal=ordinal,
    )
