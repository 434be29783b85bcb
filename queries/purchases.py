"""Purchases as their pages show them, and why an offer may not be bought."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from peewee import JOIN

import clock
from models import (
    Certificate,
    Course,
    Offer,
    OneTimeCode,
    Participant,
    Participation,
    Platform,
    Provider,
    Purchase,
    Rating,
    Training,
)
from queries.standing import Standing
from rules import otp
from rules.purchases import Wanted, refuse_purchase, valid_for
from rules.refusals import Refusal
from rules.training import class_day
from rules.units import Rupiah


def why_not(standing: Standing, offer: Offer, shown_price: int) -> Refusal | None:
    """Why this participant may not buy this offer at the price they saw; None: they may."""
    number = standing.gelombang.number if standing.gelombang else None
    wanted = Wanted(
        course_id=offer.course_id,
        price=Rupiah(offer.price),
        shown_price=Rupiah(shown_price),
        seats_left=None if offer.quota is None else offer.quota - offer.sold,
        platform_valid=valid_for(offer.platform.valid_for, number),
        active=offer.active,
    )
    return refuse_purchase(standing.buyer(), wanted, clock.now())


def purchase_view(participant: Participant, public_id: str) -> Any | None:
    """The participant's own purchase with everything its pages show, or None.

    `.course.provider`, `.offer.platform`, and `.training`, `.certificate`, `.rating` or None.
    """
    return _own(participant).where(Purchase.public_id == public_id).first()


def purchases_of(participant: Participant) -> list[Any]:
    """Everything the participant paid for, the newest first; shape as `purchase_view`."""
    return list(_own(participant).where(Purchase.state == "paid").order_by(Purchase.id.desc()))


def cancelled_of(participant: Participant) -> list[Any]:
    """Every course of theirs that was paid and then cancelled, the newest first; as `purchase_view`."""
    return list(
        _own(participant)
        .where(Purchase.cancelled_at.is_null(False))
        .order_by(Purchase.cancelled_at.desc(), Purchase.id.desc())
    )


def _own(participant: Participant) -> Any:
    return (
        Purchase.select(
            Purchase,
            Participation,
            Course,
            Provider,
            Offer,
            Platform,
            Training,
            Certificate,
            Rating,
        )
        .join(Participation)
        .join_from(Purchase, Course)
        .join(Provider)
        .join_from(Purchase, Offer)
        .join(Platform)
        .join_from(Purchase, Training, JOIN.LEFT_OUTER, attr="training")
        .join_from(Purchase, Certificate, JOIN.LEFT_OUTER, attr="certificate")
        .join_from(Purchase, Rating, JOIN.LEFT_OUTER, attr="rating")
        .where(Participation.participant == participant)
    )


@dataclass(frozen=True)
class CodeStatus:
    """The newest code of a purchase, on the clock people see: how long it lives, when to ask again."""

    expires_at: datetime
    alive: bool
    locked_until: datetime | None
    resend_at: datetime
    may_resend: bool


def code_status(purchase: Purchase) -> CodeStatus | None:
    """What the OTP page says about the code that was sent; None when none was."""
    now = clock.real_now()
    # Sends and locks count for the person, whatever they were buying.
    codes = list(
        OneTimeCode.select()
        .join(Purchase)
        .where(
            Purchase.participation == purchase.participation_id,
            OneTimeCode.issued_at > now - timedelta(hours=2),
        )
        .order_by(OneTimeCode.id)
    )
    if not codes:
        return None
    last = codes[-1]
    sent = [code.issued_at for code in codes if code.issued_at > now - timedelta(hours=1)]
    resend_at = otp.may_resend_at(sent) or now
    locked = last.locked_until if last.locked_until and last.locked_until > now else None
    return CodeStatus(
        expires_at=clock.shown(last.expires_at),
        alive=last.expires_at > now and last.used_at is None and locked is None,
        locked_until=clock.shown(locked) if locked else None,
        resend_at=clock.shown(resend_at),
        may_resend=resend_at <= now and locked is None,
    )


def starts_on(purchase: Purchase) -> date | None:
    """The working day a scheduled class begins, so long after it was bought; None: any time."""
    days = purchase.offer.next_run_days
    if days is None or purchase.paid_at is None:
        return None
    return class_day(purchase.paid_at.date() + timedelta(days=days))
