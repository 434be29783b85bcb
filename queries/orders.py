"""Orders as officers see them: found by their number, without the name of who bought."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from peewee import JOIN

from models import (
    Course,
    Gelombang,
    Offer,
    Participant,
    Participation,
    Platform,
    Provider,
    Purchase,
    RedeemCode,
    Training,
)
from queries.cancellations import Outlook, outlook, provider_refusal
from queries.standing import standing_of
from rules.refusals import Refusal


@dataclass(frozen=True)
class Order:
    """One paid purchase and what cancelling it would mean; `refusal`: why it cannot be."""

    row: Any  # Purchase with .course.provider, .offer.platform, .participation.gelombang
    redeemed_at: datetime | None
    started_at: datetime | None
    finished_at: datetime | None
    refusal: Refusal | None
    seen: Outlook


def order_with(public_id: str) -> Order | None:
    """The order of that name, if it was ever paid."""
    return _order(_orders().where(Purchase.public_id == public_id).first())


def public_id_of(number: str) -> str | None:
    """The name of the order with this number, typed as people type it; None when there is none."""
    wanted = "".join(number.split()).upper()
    found = Purchase.select(Purchase.public_id).where(Purchase.number == wanted).first()
    return str(found.public_id) if found else None


def _orders() -> Any:
    return (
        Purchase.select(
            Purchase,
            Participation,
            Participant,
            Gelombang,
            Course,
            Provider,
            Offer,
            Platform,
            Training,
            RedeemCode,
        )
        .join(Participation)
        .join(Participant)
        .join_from(Participation, Gelombang)
        .join_from(Purchase, Course)
        .join(Provider)
        .join_from(Purchase, Offer)
        .join(Platform)
        .join_from(Purchase, Training, JOIN.LEFT_OUTER, attr="training")
        .join_from(Purchase, RedeemCode, JOIN.LEFT_OUTER, attr="code")
        .where(Purchase.number.is_null(False))
    )


def _order(row: Any) -> Order | None:
    if row is None:
        return None
    code, training = getattr(row, "code", None), getattr(row, "training", None)
    return Order(
        row=row,
        redeemed_at=code.redeemed_at if code else None,
        started_at=training.started_at if training else None,
        finished_at=training.finished_at if training else None,
        refusal=provider_refusal(row),
        seen=outlook(standing_of(row.participation.participant), row),
    )
