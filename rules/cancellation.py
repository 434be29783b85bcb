"""Cancelling a bought course: until when its participant may, and why not. Pure.

Swapping a course for another never exists (`swap_allowed`). What a provider cancels is not
asked here: that always gives the price back, unless the course was finished.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from rules.deadlines import WIB, end_of
from rules.refusals import Refusal
from rules.schemes import Terms


@dataclass(frozen=True)
class BoughtFacts:
    """What the rules ask about one purchase; `first_session_at` None: it has no fixed hours."""

    state: str
    paid_at: datetime | None
    cancelled_at: datetime | None = None
    redeemed_at: datetime | None = None
    first_session_at: datetime | None = None
    finished_at: datetime | None = None
    failed_at: datetime | None = None  # for good: a session was missed


def cancel_deadline(terms: Terms, paid_at: datetime) -> datetime | None:
    """The last moment (WIB) a participant may cancel; None where the terms do not say that they may.

    The day of buying is day 1, as in the programme's other deadlines: bought on 3 October,
    30 days end on 1 November, 23.59.59.
    """
    days = terms.participant_cancel_days
    if not days:
        return None
    return end_of(paid_at.astimezone(WIB).date() + timedelta(days=days - 1))


def refuse_cancel(terms: Terms, bought: BoughtFacts, now: datetime) -> Refusal | None:
    """Why the participant may not cancel this course now, or None."""
    if refusal := refuse_state(bought):
        return refusal
    assert bought.paid_at is not None
    deadline = cancel_deadline(terms, bought.paid_at)
    if deadline is None:
        return Refusal("cancel_not_offered")
    if bought.failed_at is not None:
        return Refusal("cancel_failed")
    if bought.redeemed_at is not None:
        return Refusal("cancel_redeemed", {"on": bought.redeemed_at})
    if bought.first_session_at is not None and now >= bought.first_session_at:
        return Refusal("cancel_started", {"on": bought.first_session_at})
    if now > deadline:
        return Refusal("cancel_too_late", {"deadline": deadline})
    return None


def refuse_state(bought: BoughtFacts) -> Refusal | None:
    """Why nobody, not even the provider, can cancel this purchase any more, or None."""
    if bought.cancelled_at is not None:
        return Refusal("cancel_done", {"on": bought.cancelled_at})
    if bought.state != "paid" or bought.paid_at is None:
        return Refusal("cancel_not_paid")
    if bought.finished_at is not None:
        return Refusal("cancel_finished")
    return None


def cancel_until(terms: Terms, bought: BoughtFacts) -> datetime | None:
    """Until when it can be cancelled: the deadline, or the first session where that comes before."""
    if bought.paid_at is None:
        return None
    deadline = cancel_deadline(terms, bought.paid_at)
    if deadline is None or bought.first_session_at is None:
        return deadline
    return min(deadline, bought.first_session_at - timedelta(seconds=1))
