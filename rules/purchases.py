"""Who may buy which course now: every reason to say no, in the order a person should hear them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from rules.deadlines import balance_deadline, first_purchase_deadline
from rules.refusals import Refusal
from rules.schemes import Terms
from rules.units import Rupiah


@dataclass(frozen=True)
class BoughtCourse:
    """A course that was paid for, and how far it came."""

    purchase_id: str
    course_id: int
    title: str
    platform: str
    price: Rupiah
    paid_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    certificate_at: datetime | None
    rated_at: datetime | None
    failed_at: datetime | None = None  # for good: a session was missed
    revoked_at: datetime | None = None  # of its certificate, which counts no more

    @property
    def concluded_on(self) -> date | None:
        """The day the course was finished and reviewed."""
        if self.finished_at is None or self.rated_at is None:
            return None
        return max(self.finished_at, self.rated_at).date()


@dataclass(frozen=True)
class Buyer:
    """What the rules need to know about a person who wants to buy. Money in rupiah."""

    accepted_on: date | None
    terms: Terms | None
    lapsed: bool
    blocked: bool
    card_issued: bool
    balance: Rupiah
    bought: Sequence[BoughtCourse]  # paid ones, oldest first


@dataclass(frozen=True)
class Wanted:
    """The offer that is to be bought, as it stands now and as it was shown."""

    course_id: int
    price: Rupiah
    shown_price: Rupiah
    seats_left: int | None  # None: no limit
    platform_valid: bool
    active: bool


def refuse_buyer(buyer: Buyer, now: datetime) -> Refusal | None:
    """Why this person may not buy anything now, or None."""
    if buyer.blocked and not buyer.lapsed:
        return Refusal("blocked")
    if buyer.terms is None or buyer.accepted_on is None:
        return Refusal("not_accepted")
    deadline = first_purchase_deadline(buyer.terms, buyer.accepted_on)
    if buyer.lapsed:
        return Refusal("revoked", {"deadline": deadline})
    # Nobody loses a place for not spending a balance that was never given: our own rule.
    if not buyer.card_issued:
        return Refusal("balance_not_issued")
    if not buyer.bought and now > deadline:
        return Refusal("deadline_passed", {"deadline": deadline})
    return _refuse_next(buyer, now) if buyer.bought else None


def _refuse_next(buyer: Buyer, now: datetime) -> Refusal | None:
    """The rules for a second and later course."""
    assert buyer.terms is not None
    for course in buyer.bought:
        facts = {"title": course.title, "purchase_id": course.purchase_id}
        if course.failed_at is not None:
            return Refusal("earlier_failed", facts)
        if course.finished_at is None:
            return Refusal("earlier_unfinished", facts)
        reviewed = course.rated_at is not None
        if buyer.terms.next_training_requires == "finished_and_reviewed" and not reviewed:
            return Refusal("earlier_unreviewed", facts)
    limit = buyer.terms.max_trainings
    if limit is not None and len(buyer.bought) >= limit:
        return Refusal("max_trainings", {"limit": limit})
    ends = balance_deadline(buyer.terms, buyer.bought[0].concluded_on)
    if ends is not None and now > ends:
        return Refusal("balance_expired", {"deadline": ends})
    return None


def refuse_purchase(buyer: Buyer, wanted: Wanted, now: datetime) -> Refusal | None:
    """Why this person may not buy this offer now, or None. `now` is programme time."""
    if refusal := refuse_buyer(buyer, now):
        return refusal
    if any(course.course_id == wanted.course_id for course in buyer.bought):
        return Refusal("already_owned")
    if not wanted.platform_valid:
        return Refusal("platform_not_valid")
    if not wanted.active:
        return Refusal("offer_withdrawn")
    if wanted.seats_left is not None and wanted.seats_left <= 0:
        return Refusal("seats_gone")
    if wanted.price != wanted.shown_price:
        return Refusal("price_moved", {"shown": wanted.shown_price, "price": wanted.price})
    if wanted.price > buyer.balance:
        missing = Rupiah(wanted.price - buyer.balance)
        return Refusal("balance_too_small", {"missing": missing, "balance": buyer.balance})
    return None


def valid_for(ranges: Sequence[Sequence[int | None]], gelombang: int | None) -> bool:
    """Whether a platform's [[first, last], …] covers a gelombang; last None: still valid."""
    if gelombang is None:
        return False
    return any(
        (first or 0) <= gelombang and (last is None or gelombang <= last) for first, last in ranges
    )
