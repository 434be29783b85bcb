"""What a complaint is about reads as its own page does: a payment as in the history."""

from datetime import date
from types import SimpleNamespace as Row

import pytest

from formats import incentive_history
from formats.complaints import subject_words
from formats.wording import INCENTIVE_STATES
from queries.complaints import Subject
from tests.people import wib

DAY, MOMENT = date(2021, 12, 20), wib("2021-12-05 10:00:00")


def payment(state: str, kind: str = "job") -> Row:
    """A payment in a state of INCENTIVE_STATES, as the queries hand it over."""
    row = Row(id=1, kind=kind, ordinal=1, amount=600_000, state=state, payout=None)
    row.scheduled_for = DAY
    row.paid_at = MOMENT if state == "paid" else None
    row.failed_at = MOMENT if state == "failed" else None
    row.failure = "limit" if state == "failed" else None
    if state == "sending":
        row.state = "scheduled"
        row.payout = Row(id=1, state="open", answer="accepted", problem=None)
    if state == "paid":
        row.payout = Row(id=1, state="paid")
    return row


def in_the_history(row: Row) -> str:
    standing = Row(terms=None, account=None, incentives=[row], bought=[], survey_windows=[])
    (line,) = incentive_history.payments(standing, {}, None, DAY)
    return line.status.words


@pytest.mark.parametrize("state", INCENTIVE_STATES)
@pytest.mark.parametrize("kind", ["job", "survey"])
def test_a_complaint_and_the_history_say_the_same_of_a_payment(state, kind) -> None:
    row = payment(state, kind)
    facts = dict(subject_words(Subject("incentive", row)).facts)
    assert facts["Keadaan"] == in_the_history(row)


@pytest.mark.parametrize("state", INCENTIVE_STATES)
def test_a_complaint_about_a_survey_says_the_same_too(state) -> None:
    row = payment(state, "survey")
    facts = dict(subject_words(Subject("survey", row)).facts)
    assert facts["Insentif"] == in_the_history(row)
