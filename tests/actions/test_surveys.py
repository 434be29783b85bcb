"""Consent, answers saved bit by bit, and one payment for each survey that was sent."""

from datetime import date, datetime, timedelta

import pytest

import clock
from actions import surveys
from actions.refused import NotFound
from models import AuditEntry, Incentive, Survey, SurveyAnswer
from queries.surveys import survey_of, surveys_of
from rules.questions import sample_answers
from rules.refusals import Refused
from tests.survey_people import (
    SURVEY_DAY,
    WIB,
    accepted,
    received_first_incentive,
    survey_payment,
)


@pytest.fixture
def sari(room):
    participant = received_first_incentive()
    with clock.stopped_at(SURVEY_DAY):
        yield participant


def send(participant, ordinal):
    surveys.consent(participant, ordinal)
    surveys.save_answers(participant, ordinal, sample_answers(ordinal))
    surveys.submit(participant, ordinal)


def refused(action, *arguments):
    with pytest.raises(Refused) as no:
        action(*arguments)
    return no.value.refusal.code


def test_consent_is_noted_once(sari):
    surveys.consent(sari, 1)
    surveys.consent(sari, 1)
    assert Survey.get().consented_at == SURVEY_DAY
    assert AuditEntry.select().where(AuditEntry.action == "survey_consented").count() == 1


def test_nothing_is_saved_before_consent(sari):
    assert refused(surveys.save_answers, sari, 1, sample_answers(1)) == "survey_unconsented"
    assert refused(surveys.submit, sari, 1) == "survey_unconsented"
    assert SurveyAnswer.select().count() == 0


def test_half_a_page_is_saved_and_the_wrong_answer_is_named(sari):
    surveys.consent(sari, 1)
    given = {"worked_last_week": "own_business", "hours_last_week": "113", "skills_used": ""}
    problems = surveys.save_answers(sari, 1, given)
    assert problems == {"hours_last_week": "Jam kerja seminggu harus 0 sampai 112"}
    assert survey_of(sari, 1).answers == {"worked_last_week": "own_business"}


def test_an_answer_can_be_changed_and_taken_back(sari):
    surveys.consent(sari, 1)
    surveys.save_answers(sari, 1, {"hours_last_week": "30", "next_topic": "Las listrik"})
    surveys.save_answers(sari, 1, {"hours_last_week": "40", "next_topic": " "})
    assert survey_of(sari, 1).answers == {"hours_last_week": "40"}


def test_a_wrong_answer_leaves_the_one_saved_before(sari):
    surveys.consent(sari, 1)
    surveys.save_answers(sari, 1, {"hours_last_week": "30"})
    surveys.save_answers(sari, 1, {"hours_last_week": "200"})
    assert survey_of(sari, 1).answers == {"hours_last_week": "30"}


def test_an_incomplete_survey_is_not_sent(sari):
    surveys.consent(sari, 1)
    surveys.save_answers(sari, 1, {**sample_answers(1), "recommend": ""})
    assert refused(surveys.submit, sari, 1) == "survey_incomplete"
    assert Survey.get().submitted_at is None
    assert survey_payment(sari, 1).state == "waiting"


def test_a_sent_survey_is_paid_within_fourteen_days(sari):
    send(sari, 1)
    payment = survey_payment(sari, 1)
    assert (payment.state, payment.amount) == ("scheduled", 50_000)
    assert payment.scheduled_for == date(2021, 11, 1)


def test_sending_twice_pays_once(sari):
    send(sari, 1)
    with clock.stopped_at(SURVEY_DAY + timedelta(days=1)):
        surveys.submit(sari, 1)
    assert Survey.get().submitted_at == SURVEY_DAY
    assert Incentive.select().where(Incentive.state == "scheduled").count() == 1
    assert AuditEntry.select().where(AuditEntry.action == "survey_submitted").count() == 1


def test_answers_that_were_sent_cannot_be_changed(sari):
    send(sari, 1)
    assert refused(surveys.save_answers, sari, 1, {"hours_last_week": "1"}) == "survey_submitted"
    assert refused(surveys.consent, sari, 1) == "survey_submitted"


def test_each_survey_waits_for_the_one_before(sari):
    assert refused(surveys.consent, sari, 2) == "survey_not_open"
    send(sari, 1)
    send(sari, 2)
    assert refused(surveys.consent, sari, 3) == "survey_not_open"
    with clock.stopped_at(datetime(2021, 11, 1, 0, 0, 0, tzinfo=WIB)):
        send(sari, 3)
    scheduled = Incentive.select().where(Incentive.kind == "survey", Incentive.state == "scheduled")
    assert sum(row.amount for row in scheduled) == 150_000


def test_the_last_second_sends_and_the_next_is_refused(sari):
    surveys.consent(sari, 1)
    surveys.save_answers(sari, 1, sample_answers(1))
    last = datetime(2021, 11, 10, 23, 59, 59, tzinfo=WIB)
    with clock.stopped_at(last + timedelta(seconds=1)):
        assert refused(surveys.submit, sari, 1) == "survey_not_open"
    with clock.stopped_at(last):
        surveys.submit(sari, 1)
    assert survey_payment(sari, 1).state == "scheduled"


def test_a_survey_the_terms_do_not_know_does_not_exist(sari):
    for ordinal in (0, 4, 10**30):
        with pytest.raises(NotFound):
            surveys.consent(sari, ordinal)


def test_gelombang_70_has_two_surveys(room):
    moment = datetime(2024, 7, 20, 9, tzinfo=WIB)
    participant = received_first_incentive(70, moment)
    with clock.stopped_at(moment):
        send(participant, 1)
        send(participant, 2)
        with pytest.raises(NotFound):
            surveys.consent(participant, 3)
    assert survey_payment(participant, 2).scheduled_for == date(2024, 8, 3)


def test_overview_says_what_each_survey_waits_for_and_how_far_it_is(sari):
    surveys.consent(sari, 1)
    surveys.save_answers(sari, 1, {"worked_last_week": "wage", "next_topic": "Las"})
    first, second, third = surveys_of(sari)
    assert (first.answered, first.total, first.part_to_resume) == (1, 12, 1)
    assert (second.waits_for, third.waits_for) == ("previous", "previous")
    assert third.not_before == date(2021, 11, 1)
    assert first.reward == 50_000


def test_before_the_first_incentive_all_surveys_wait_for_it(room):
    participant = accepted()
    with clock.stopped_at(SURVEY_DAY):
        assert {state.waits_for for state in surveys_of(participant)} == {"first_incentive"}
