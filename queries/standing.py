"""Where a participant stands: every fact the rules ask for, in three statements."""

from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from functools import cached_property
from typing import Any

from peewee import JOIN, fn

import clock
from models import (
    Account,
    Block,
    Card,
    Certificate,
    Course,
    Gelombang,
    Incentive,
    Lapse,
    Offer,
    Participant,
    Participation,
    Payout,
    PayoutAccount,
    Platform,
    Purchase,
    Rating,
    Setting,
    Survey,
    Training,
    Transfer,
)
from queries.applying import Applying, applying_of
from queries.incentives import live_payout
from queries.prepared import Prepared, slot
from rules import next_step, surveys
from rules.payouts import UNSENT
from rules.purchases import BoughtCourse, Buyer
from rules.schemes import Terms
from rules.units import Rupiah


@dataclass
class Standing:
    """A participant's facts as loaded; what follows from them is computed on asking."""

    participant: Participant
    part: Participation | None  # the place held, else the latest
    gelombang: Gelombang | None
    card: Card | None
    lapse: Lapse | None
    blocked: bool
    account: PayoutAccount | None
    balance: Rupiah
    bought: list[BoughtCourse]
    waiting_purchase: str | None
    incentives: list[Incentive]
    last_cancelled_at: datetime | None  # of the courses that were paid
    survey_sent_on: dict[int, date]
    payouts_stopped: bool = False
    applying: Applying | None = None  # loaded for those who hold no place

    @cached_property
    def terms(self) -> Terms | None:
        """The rules frozen at acceptance; last days that were given to this person win over theirs."""
        if self.part is None or not self.part.terms:
            return None
        terms = Terms.thawed(self.part.terms)
        if self.part.first_purchase_until:
            terms = replace(terms, first_purchase_deadline=self.part.first_purchase_until)
        if self.part.balance_until:
            terms = replace(
                terms, balance_use_until=self.part.balance_until, balance_use_days_after_first=None
            )
        return terms

    @property
    def accepted_on(self) -> date | None:
        """The announcement day, from which the first purchase is counted."""
        if self.part is None or self.gelombang is None or self.part.result != "accepted":
            return None
        announced: datetime = self.gelombang.announced_at or self.part.decided_at
        return announced.date()

    @property
    def received(self) -> Rupiah:
        """Incentives paid so far."""
        return Rupiah(sum(row.amount for row in self.incentives if row.state == "paid"))

    @property
    def promised(self) -> Rupiah:
        """All incentives the terms promise."""
        return Rupiah(sum(row.amount for row in self.incentives))

    @cached_property
    def survey_windows(self) -> list[surveys.SurveyWindow]:
        """Every survey of the terms and whether it can be filled now."""
        if self.terms is None or self.lapse:
            return []
        return surveys.survey_windows(
            self.terms, self.first_incentive_on, self.survey_sent_on, clock.now()
        )

    @property
    def first_incentive_on(self) -> date | None:
        """The day the first incentive was received."""
        days = [row.paid_at.date() for row in self.incentives if row.kind == "job" and row.paid_at]
        return min(days, default=None)

    def buyer(self) -> Buyer:
        """These facts as the purchase rules want them."""
        return Buyer(
            accepted_on=self.accepted_on,
            terms=self.terms,
            lapsed=self.lapse is not None,
            blocked=self.blocked,
            card_issued=self.card is not None,
            balance=self.balance,
            bought=self.bought,
        )

    def facts(self) -> next_step.Facts:
        """These facts as the next step wants them."""
        who = self.participant
        return next_step.Facts(
            email_confirmed=who.email_confirmed_at is not None,
            phone_confirmed=who.phone_confirmed_at is not None,
            identity_verified=who.identity_verified_at is not None,
            profile_complete=who.profile_completed_at is not None,
            **(asdict(self.applying) if self.applying else {}),
            joined=self.part is not None,
            joined_until=self.gelombang.registration_closes_at if self.gelombang else None,
            blocked=self.blocked,
            result=self.part.result if self.part else None,
            gelombang=self.gelombang.number if self.gelombang else None,
            accepted_on=self.accepted_on,
            terms=self.terms,
            lapsed_at=self.lapse.lapsed_at if self.lapse else None,
            card_issued=self.card is not None,
            balance=self.balance,
            bought=self.bought,
            waiting_purchase=self.waiting_purchase,
            last_cancelled_at=self.last_cancelled_at,
            account_linked=self.account is not None,
            account_partner=self.account.partner if self.account else None,
            account_trouble=self.account.trouble if self.account else None,
            payments=[_payment(row) for row in self.incentives],
            payouts_stopped=self.payouts_stopped,
            surveys=self.survey_windows,
        )


def standing_of(participant: Participant) -> Standing:
    """Load everything about a participant; three statements, whatever the volume, one more
    for those who hold no place yet."""
    part = participation_of(participant)
    holds_place = bool(part and part.result == "accepted" and getattr(part, "lapse", None) is None)
    standing = _standing(
        participant, part, _INCENTIVES.rows(part.id) if part and part.terms else []
    )
    if not holds_place:
        standing.applying = applying_of(participant, clock.now())
    return standing


def buying_standing_of(participant: Participant) -> Standing:
    """What the purchase rules ask for, without incentives and surveys; two statements."""
    return _standing(participant, participation_of(participant), [])


def _standing(participant: Participant, part: Any | None, rows: list[Any]) -> Standing:
    purchases = _PURCHASES.rows(part.id) if part else []
    paid = [row for row in purchases if row.state == "paid"]
    waiting = [row.public_id for row in purchases if row.state == "awaiting_otp"]
    return Standing(
        participant=participant,
        part=part,
        gelombang=part and part.gelombang,
        card=getattr(part, "card", None),
        lapse=getattr(part, "lapse", None),
        blocked=bool(part and part.is_blocked),
        account=getattr(part, "account", None),
        balance=Rupiah(part.balance if part else 0),
        bought=[_bought(row) for row in paid],
        waiting_purchase=waiting[0] if waiting else None,
        incentives=rows,
        last_cancelled_at=max(
            (row.cancelled_at for row in purchases if row.cancelled_at), default=None
        ),
        survey_sent_on={
            row.ordinal: row.survey.submitted_at.date()
            for row in rows
            if row.kind == "survey" and getattr(row, "survey", None) and row.survey.submitted_at
        },
        payouts_stopped=bool(part and part.stopped),
    )


def participation_of(participant: Participant) -> Any | None:
    """The participation that counts, with its gelombang, card, lapse, account and balance."""
    return _PARTICIPATION.first(participant.id)


def _participation() -> Any:
    purse = Account.alias("purse")  # named: Peewee renders the subqueries before the join
    incoming = Transfer.select(fn.sum(Transfer.amount)).where(Transfer.target == purse.id)
    outgoing = Transfer.select(fn.sum(Transfer.amount)).where(Transfer.source == purse.id)
    # Wrapped, because «-» between two selects would be EXCEPT.
    balance = fn.coalesce(incoming, 0) - fn.coalesce(outgoing, 0)
    blocked = Block.select(fn.count(Block.id)).where(
        Block.participant == slot(0), Block.lifted_at.is_null()
    )
    stopped = Setting.select(Setting.value).where(Setting.key == "payouts_stopped")
    mine = (PayoutAccount.participant == Participation.participant) & (
        PayoutAccount.unlinked_at.is_null()
    )
    own_purse = (purse.kind == "training") & (purse.owner == Participation.public_id)
    return (
        Participation.select(
            Participation,
            Gelombang,
            Card,
            Lapse,
            PayoutAccount,
            balance.alias("balance"),
            blocked.alias("is_blocked"),
            stopped.alias("stopped"),
        )
        .join(Gelombang)
        .join_from(Participation, Card, JOIN.LEFT_OUTER, attr="card")
        .join_from(Participation, Lapse, JOIN.LEFT_OUTER, attr="lapse")
        .join_from(Participation, PayoutAccount, JOIN.LEFT_OUTER, on=mine, attr="account")
        .join_from(Participation, purse, JOIN.LEFT_OUTER, on=own_purse, attr="purse")
        .where(Participation.participant == slot(0))
        .order_by(
            # A result that is not there yet would make the comparison NULL, and sort last.
            (
                Participation.result.is_null(False)
                & (Participation.result == "accepted")
                & Lapse.id.is_null()
            ).desc(),
            Participation.id.desc(),
        )
        .limit(1)
    )


_PARTICIPATION = Prepared(_participation)

_PURCHASES = Prepared(
    lambda: (
        Purchase.select(Purchase, Course, Offer, Platform, Training, Certificate, Rating)
        .join(Course)
        .join_from(Purchase, Offer)
        .join(Platform)
        .join_from(Purchase, Training, JOIN.LEFT_OUTER, attr="training")
        .join_from(Purchase, Certificate, JOIN.LEFT_OUTER, attr="certificate")
        .join_from(Purchase, Rating, JOIN.LEFT_OUTER, attr="rating")
        .where(
            Purchase.participation == slot(0),
            Purchase.state.in_(["paid", "awaiting_otp"]) | Purchase.cancelled_at.is_null(False),
        )
        .order_by(Purchase.paid_at, Purchase.id)
    )
)


def _bought(row: Any) -> BoughtCourse:
    training = getattr(row, "training", None)
    certificate = getattr(row, "certificate", None)
    rating = getattr(row, "rating", None)
    return BoughtCourse(
        purchase_id=row.public_id,
        course_id=row.course.id,
        title=row.course.title,
        platform=row.offer.platform.name,
        price=Rupiah(row.price),
        paid_at=row.paid_at,
        started_at=training.started_at if training else None,
        finished_at=training.finished_at if training else None,
        certificate_at=certificate.issued_at
        if certificate and certificate.revoked_at is None
        else None,
        rated_at=rating.rated_at if rating else None,
        revoked_at=certificate.revoked_at if certificate else None,
        failed_at=training.failed_at if training and training.failure == "missed_session" else None,
    )


def _incentives() -> Any:
    same = (Survey.participation == Incentive.participation) & (
        (Survey.ordinal == Incentive.ordinal) & (Incentive.kind == "survey")
    )
    return (
        Incentive.select(Incentive, Survey, Payout)
        .join(Survey, JOIN.LEFT_OUTER, on=same, attr="survey")
        .join_from(Incentive, Payout, JOIN.LEFT_OUTER, on=live_payout(), attr="payout")
        .where(Incentive.participation == slot(0))
        .order_by(Incentive.kind, Incentive.ordinal)
    )


_INCENTIVES = Prepared(_incentives)


def _payment(row: Any) -> next_step.Payment:
    payout = getattr(row, "payout", None)
    return next_step.Payment(
        kind=row.kind,
        ordinal=row.ordinal,
        amount=Rupiah(row.amount),
        state=row.state,
        scheduled_for=row.scheduled_for,
        paid_at=row.paid_at,
        failed_at=row.failed_at,
        failure=row.failure,
        sending=payout is not None and payout.state == "open",
        unsent=payout is not None and payout.state == "open" and payout.answer in UNSENT,
    )
