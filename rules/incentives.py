"""Incentives: what earns them, when they are sent, and what can go wrong on the way."""

from collections.abc import Sequence
from datetime import date, timedelta

from rules.deadlines import months_after, working_days_after
from rules.purchases import BoughtCourse
from rules.schemes import Terms
from rules.units import Rupiah

# Where the terms are silent the journey must go on; the page says that these are ours.
OUR_SURVEY_PAY_DAYS = 14
OUR_INTERVAL_MONTHS = 1

# Codes of programme.md 2.4; the sentences are in formats/wording.py.
FAILURES = (
    "closed",
    "not_kyc",
    "nik_mismatch",
    "phone_mismatch",
    "phone_unregistered",
    "inactive",
    "limit",
    "rejected",
    "not_linked",
    "returned",
)
# Those with which a provider names the reason; «rejected» is for a reason we do not know.
SAID_BY_PROVIDERS = FAILURES[: FAILURES.index("rejected")]
# An account may be in order and yet bring these: its owner has to look.
UNEXPLAINED = ("rejected", "returned")


def promised(terms: Terms) -> list[tuple[str, int, Rupiah]]:
    """Every payment the terms promise, as (kind, ordinal, rupiah). Raises UnknownTerm."""
    job = [
        ("job", ordinal, terms.need("job_incentive_idr"))
        for ordinal in range(1, terms.need("job_incentive_count") + 1)
    ]
    survey = [
        ("survey", ordinal, terms.need("survey_idr"))
        for ordinal in range(1, terms.need("survey_count") + 1)
    ]
    return job + survey


def job_incentive_earned_by(bought: Sequence[BoughtCourse], account_linked: bool) -> bool:
    """Whether the job incentive may be scheduled.

    The first training's certificate, stars with a review, and a linked account: all of
    them, and only the first training counts (P1 N25 N5).
    """
    if not bought or not account_linked:
        return False
    return bought[0].certificate_at is not None and bought[0].rated_at is not None


def job_schedule(terms: Terms, earned_on: date) -> list[date]:
    """The days on which the job incentives are sent, first to last."""
    first = working_days_after(earned_on, terms.need("incentive_working_days"))
    interval = terms.incentive_interval_months or OUR_INTERVAL_MONTHS
    count = terms.need("job_incentive_count")
    return [months_after(first, interval * step) for step in range(count)]


def survey_payment_day(terms: Terms, submitted_on: date) -> date:
    """The last day on which a survey's incentive is sent."""
    days = terms.survey_pay_within_days
    return submitted_on + timedelta(days=OUR_SURVEY_PAY_DAYS if days is None else days)


def resend_day(terms: Terms, mended_on: date) -> date:
    """When a failed payment is sent again after its cause was mended."""
    return working_days_after(mended_on, terms.need("incentive_working_days"))
