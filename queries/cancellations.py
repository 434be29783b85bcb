"""What cancelling a bought course would mean now: whether it may be, and all that follows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import clock
from models import Offer, Purchase, RedeemCode, Training
from queries.purchases import starts_on
from queries.standing import Standing
from queries.study import plan_of_purchase
from rules.cancellation import BoughtFacts, cancel_until, refuse_cancel, refuse_state
from rules.deadlines import balance_deadline, first_purchase_deadline
from rules.purchases import BoughtCourse
from rules.refusals import Refusal
from rules.schemes import Terms
from rules.training import Plan
from rules.units import Rupiah


@dataclass(frozen=True)
class Outlook:
    """The consequences of cancelling one course now. Money in rupiah, moments in WIB.

    `deadline` is that of the first purchase where no bought course would be left, else None;
    `balance_ends` until when the balance could be spent then, where a rule says so.
    """

    refusal: Refusal | None
    until: datetime | None
    refund: Rupiah
    balance_after: Rupiah
    next_first: str | None  # title of the course that would be the first one then
    deadline: datetime | None
    balance_ends: datetime | None
    forfeit_to: str | None
    job_incentives: Rupiah  # not paid yet, of the training
    loses_place: bool
    loses_balance: bool

    @property
    def needs_consent(self) -> bool:
        """Whether something is lost for good, so that a box must be ticked."""
        return self.loses_place or self.loses_balance

    @property
    def loss(self) -> Refusal | None:
        """What is lost, as the refusal of whoever did not tick the box."""
        if self.loses_place:
            return Refusal("cancel_loses_place", {"deadline": self.deadline})
        if self.loses_balance:
            return Refusal("cancel_loses_balance", {"deadline": self.balance_ends})
        return None


def outlook(standing: Standing, purchase: Purchase) -> Outlook:
    """What would follow if this participant cancelled this course of theirs now."""
    now, terms, part = clock.now(), terms_of(purchase), standing.part
    facts = bought_facts(purchase)
    left = [row for row in standing.bought if row.purchase_id != purchase.public_id]
    refund = Rupiah(purchase.price)
    current = standing.terms or terms
    here = part is not None and part.id == purchase.participation_id
    deadline = None
    if not left and here and standing.accepted_on is not None:
        deadline = first_purchase_deadline(current, standing.accepted_on)
    ends = balance_ends(standing, left)
    lost = deadline is not None and now > deadline and bool(current.revoke_if_no_purchase)
    return Outlook(
        refusal=refuse_cancel(terms, facts, now),
        until=cancel_until(terms, facts),
        refund=refund,
        balance_after=Rupiah(standing.balance + refund),
        next_first=left[0].title if left else None,
        deadline=deadline,
        balance_ends=ends,
        forfeit_to=terms.forfeit_to,
        job_incentives=Rupiah(
            sum(row.amount for row in standing.incentives if row.kind == "job" and _is_open(row))
        ),
        loses_place=lost,
        loses_balance=not lost and ends is not None and now > ends,
    )


def until_if_bought_now(terms: Terms, offer: Offer) -> datetime | None:
    """Until when this offer, paid now, could be cancelled while its code is unused; None: never."""
    return until_once_paid(terms, Purchase(offer=offer, course=offer.course, paid_at=clock.now()))


def until_once_paid(terms: Terms, purchase: Purchase) -> datetime | None:
    """The same for a purchase paid this moment, written or not."""
    method = purchase.course.method
    first_day = None if method == "spl" else starts_on(purchase)
    begins = Plan(method, terms.scheme, first_day).starts_at(1)
    until = cancel_until(terms, BoughtFacts("paid", purchase.paid_at, first_session_at=begins))
    return until if until is not None and until > purchase.paid_at else None


def balance_ends(standing: Standing, bought: Sequence[BoughtCourse]) -> datetime | None:
    """Until when the balance can be spent with these courses bought; None: no rule ends it."""
    if standing.terms is None:
        return None
    return balance_deadline(standing.terms, bought[0].concluded_on if bought else None)


def own_refusal(purchase: Purchase) -> Refusal | None:
    """Why the participant may not cancel this course now; None: they may."""
    return refuse_cancel(terms_of(purchase), bought_facts(purchase), clock.now())


def provider_refusal(purchase: Purchase) -> Refusal | None:
    """Why this purchase can not be cancelled for its provider; None: it can."""
    return refuse_state(bought_facts(purchase))


def bought_facts(purchase: Purchase) -> BoughtFacts:
    """The purchase as the rules of cancelling want it."""
    code = RedeemCode.get_or_none(RedeemCode.purchase == purchase.id)
    training = Training.get_or_none(Training.purchase == purchase.id)
    missed = training is not None and training.failure == "missed_session"
    starts = plan_of_purchase(purchase).starts_at(1) if purchase.paid_at else None
    return BoughtFacts(
        state=purchase.state,
        paid_at=purchase.paid_at,
        cancelled_at=purchase.cancelled_at,
        redeemed_at=code.redeemed_at if code else None,
        first_session_at=starts,
        finished_at=training.finished_at if training else None,
        failed_at=training.failed_at if missed else None,
    )


def terms_of(purchase: Purchase) -> Terms:
    """The rules frozen for the participation that bought it."""
    return Terms.thawed(purchase.participation.terms)


def _is_open(row: Any) -> bool:
    return row.state not in ("paid", "forfeited")
