"""The one next step of a participant, from facts and time; everything shown as «langkahmu» asks here."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from rules.deadlines import balance_deadline, end_of, first_purchase_deadline, lost_at
from rules.purchases import BoughtCourse, Buyer, refuse_buyer
from rules.schemes import Terms
from rules.surveys import SurveyWindow
from rules.units import Rupiah

# In this order: the first that fits is the next step (docs/decisions/0003-next-step.md).
CODES = (
    "revoked",
    "confirm_email",
    "verify_identity",
    "complete_profile",
    "join_gelombang",
    "await_result",
    "not_selected",
    "await_balance",
    "buy_first",
    "payment_pending",
    "payout_failed",
    "continue_training",
    "await_certificate",
    "rate_training",
    "link_account",
    "fill_survey",
    "buy_again",
    "payout_scheduled",
    "all_done",
)

# After this long without a certificate a person is told whom to call (S3: at the latest one day).
CERTIFICATE_WITHIN = timedelta(days=1)


@dataclass(frozen=True)
class Payment:
    """One incentive as its row stands now."""

    kind: str
    ordinal: int
    amount: Rupiah
    state: str
    scheduled_for: date | None
    paid_at: datetime | None
    failed_at: datetime | None
    failure: str | None
    sending: bool = False  # on its way: sent, and not yet heard of
    unsent: bool = False  # begun, but nothing has left yet

    @property
    def may_be_held(self) -> bool:
        """Whether officers who stop the payouts hold this one back."""
        return self.state == "scheduled" and (self.unsent or not self.sending)


@dataclass(frozen=True)
class Facts:
    """Everything the next step depends on. Times are programme time in WIB."""

    email_confirmed: bool = True
    phone_confirmed: bool = True
    identity_verified: bool = True
    identity_state: str | None = None  # of the latest check: checking | queued | failed | passed
    profile_complete: bool = True
    profile_pages: int = 0  # saved, of those that are needed
    test_state: str | None = None  # running | done
    open_gelombang: int | None = None  # one that can be joined now
    open_until: datetime | None = None
    joined: bool = True
    joined_until: datetime | None = None  # the close of the gelombang joined
    blocked: bool = False
    result: str | None = None
    gelombang: int | None = None
    accepted_on: date | None = None
    terms: Terms | None = None
    lapsed_at: datetime | None = None
    card_issued: bool = False
    balance: Rupiah = Rupiah(0)
    cheapest_course: Rupiah = Rupiah(1)
    bought: Sequence[BoughtCourse] = ()
    waiting_purchase: str | None = None  # public id of a purchase awaiting its OTP
    last_cancelled_at: datetime | None = None  # of the courses that were paid
    account_linked: bool = False
    account_partner: str | None = None  # the bank or e-wallet that is linked
    account_trouble: str | None = None  # why money could not arrive there, as its partner said
    payments: Sequence[Payment] = ()
    payouts_stopped: bool = False  # by officers, for everybody
    surveys: Sequence[SurveyWindow] = ()


@dataclass(frozen=True)
class Step:
    """A thing to do or to wait for. `deadline`: last moment; `late`: it has been too long already.

    `link_account` with a `payment`: as things are, that payment would not arrive.
    """

    code: str
    deadline: datetime | None = None
    course: BoughtCourse | None = None
    payment: Payment | None = None
    survey: SurveyWindow | None = None
    purchase_id: str | None = None
    late: bool = False
    # What stays behind the facts when the step was built, e.g. the day a place was lost.
    on: datetime | None = field(default=None)


def steps(facts: Facts, now: datetime) -> list[Step]:
    """Every step that fits, in the order of CODES; the first is the next step.

    Never empty: a participant with nothing to do has `all_done`.
    """
    # A place that lapsed and was forgiven is no place: one begins again with a gelombang.
    forgiven = facts.lapsed_at is not None and not facts.blocked
    if facts.terms is None or facts.accepted_on is None or forgiven:
        return _before_acceptance(facts)
    deadline = first_purchase_deadline(facts.terms, facts.accepted_on)
    # Revocation follows from facts and time; the job only books the money.
    missed = facts.card_issued and not facts.bought and now > deadline
    if facts.lapsed_at or missed:
        on = facts.lapsed_at or lost_at(deadline, facts.last_cancelled_at)
        return [Step("revoked", deadline=deadline, on=on)]
    found = [*_buying(facts, deadline, now), *_learning(facts, now), *_money(facts, now)]
    found.sort(key=lambda step: CODES.index(step.code))
    return found or [Step("all_done")]


def _before_acceptance(facts: Facts) -> list[Step]:
    # Whatever comes before joining is of use only while the gelombang can be joined.
    until = facts.open_until
    if not facts.email_confirmed or not facts.phone_confirmed:
        return [Step("confirm_email", deadline=until)]
    if not facts.identity_verified:
        return [Step("verify_identity", deadline=until)]
    if not facts.profile_complete:
        return [Step("complete_profile", deadline=until)]
    if facts.joined and facts.result is None:
        return [Step("await_result")]
    if facts.open_gelombang is not None:
        return [Step("join_gelombang", deadline=facts.open_until)]
    return [Step("not_selected" if facts.result == "not_selected" else "join_gelombang")]


def _buying(facts: Facts, deadline: datetime, now: datetime) -> list[Step]:
    found = []
    if not facts.card_issued:
        return [Step("await_balance", deadline=deadline if now <= deadline else None)]
    if not facts.bought:
        # While the OTP is awaited the place is not lost yet, so the deadline stays in view.
        found.append(
            Step("payment_pending", deadline=deadline, purchase_id=facts.waiting_purchase)
            if facts.waiting_purchase
            else Step("buy_first", deadline=deadline)
        )
    elif facts.waiting_purchase:
        found.append(Step("payment_pending", purchase_id=facts.waiting_purchase))
    return found


def _learning(facts: Facts, now: datetime) -> list[Step]:
    assert facts.terms is not None
    found = []
    for course in facts.bought:
        if course.failed_at is not None:
            # The first course carries the incentive; a later one that failed is told in its list.
            if course is facts.bought[0]:
                found.append(Step("continue_training", course=course))
            continue
        if course.finished_at is None:
            until = facts.terms.complete_until
            found.append(
                Step("continue_training", deadline=end_of(until) if until else None, course=course)
            )
            continue
        if course.certificate_at is None and course.revoked_at is None:
            due = course.finished_at + CERTIFICATE_WITHIN
            found.append(Step("await_certificate", deadline=due, course=course, late=now > due))
        if course.rated_at is None:
            until = facts.terms.review_until
            found.append(
                Step("rate_training", deadline=end_of(until) if until else None, course=course)
            )
    return found


def _money(facts: Facts, now: datetime) -> list[Step]:
    assert facts.terms is not None
    found = [Step("payout_failed", payment=row) for row in facts.payments if row.state == "failed"]
    trouble = _trouble_ahead(facts)
    if facts.account_linked:
        found += [trouble] if trouble and not found else []
    elif facts.card_issued and (trouble or not _nothing_to_earn(facts)):
        found.append(trouble or Step("link_account"))
    found += [
        Step("fill_survey", survey=survey, deadline=survey.closes_at)
        for survey in facts.surveys
        if survey.state == "open"
    ]
    if again := _buy_again(facts, now):
        found.append(again)
    planned = [row for row in facts.payments if row.state == "scheduled"]
    if planned:
        soonest = min(planned, key=lambda row: (row.scheduled_for or date.max, row.kind))
        found.append(Step("payout_scheduled", payment=soonest))
    return found


def _trouble_ahead(facts: Facts) -> Step | None:
    """The account has to be linked or mended before the day of the next payment."""
    planned = [row for row in facts.payments if row.may_be_held and row.scheduled_for]
    if (facts.account_linked and not facts.account_trouble) or not planned:
        return None
    soonest = min(planned, key=lambda row: (row.scheduled_for or date.max, row.kind))
    assert soonest.scheduled_for is not None
    until = end_of(soonest.scheduled_for - timedelta(days=1))
    return Step("link_account", payment=soonest, deadline=until)


def _nothing_to_earn(facts: Facts) -> bool:
    """Everything was paid or is forfeited; or the first course failed or its certificate was
    revoked, and no incentive follows from it."""
    if facts.payments and all(row.state in ("paid", "forfeited") for row in facts.payments):
        return True
    first = facts.bought[0] if facts.bought else None
    return first is not None and bool(first.failed_at or first.revoked_at)


def _buy_again(facts: Facts, now: datetime) -> Step | None:
    """Another course, when the rules for a second one and the balance allow it."""
    if not facts.bought or facts.waiting_purchase or facts.balance < facts.cheapest_course:
        return None
    buyer = Buyer(
        facts.accepted_on,
        facts.terms,
        lapsed=False,
        blocked=False,
        card_issued=facts.card_issued,
        balance=facts.balance,
        bought=facts.bought,
    )
    if refuse_buyer(buyer, now):
        return None
    assert facts.terms is not None
    return Step("buy_again", deadline=balance_deadline(facts.terms, facts.bought[0].concluded_on))


@dataclass(frozen=True)
class Stage:
    """One line of the journey: `done`, `now` or `todo`."""

    name: str
    state: str


STAGES = (
    "register",
    "accepted",
    "buy",
    "learn",
    "certificate",
    "rate",
    "account",
    "paid",
)


def journey(facts: Facts) -> list[Stage]:
    """The eight stages of the whole journey; exactly one is `now` unless all are done."""
    if facts.lapsed_at is not None and not facts.blocked:  # forgiven: one begins again
        facts = replace(facts, terms=None, lapsed_at=None, payments=(), account_linked=False)
    first = facts.bought[0] if facts.bought else None
    all_paid = bool(facts.payments) and all(row.state == "paid" for row in facts.payments)
    done = {
        "register": facts.email_confirmed
        and facts.phone_confirmed
        and facts.identity_verified
        and facts.profile_complete,
        "accepted": facts.terms is not None,
        "buy": first is not None,
        "learn": first is not None and first.finished_at is not None,
        "certificate": first is not None and first.certificate_at is not None,
        "rate": first is not None and first.rated_at is not None,
        "account": facts.account_linked or all_paid,
        "paid": all_paid,
    }
    # A revoked journey has stopped: nothing of it is «now».
    open_stages = [name for name in STAGES if not done[name]]
    current = open_stages[0] if open_stages and facts.lapsed_at is None else None
    return [
        Stage(name, "done" if done[name] else "now" if name == current else "todo")
        for name in STAGES
    ]
