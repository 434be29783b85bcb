"""Certificates as they are checked, carried and read."""

from typing import Any

from models import (
    Certificate,
    Course,
    Participant,
    Participation,
    Provider,
    Purchase,
    Training,
)
from rules.certificates import Way, clean_code


def by_code(typed: str) -> Any | None:
    """The certificate with this code, or None.

    With `.purchase.course.provider`, `.purchase.training`, `.purchase.participation.participant`.
    """
    code = clean_code(typed)
    return _whole().where(Certificate.code == code).first() if code else None


def of_purchase(participant: Participant, public_id: str) -> Any | None:
    """The participant's own certificate of a purchase, or None; shape as `by_code`."""
    mine = (Purchase.public_id == public_id) & (Participation.participant == participant)
    return _whole().where(mine).first()


def way_of(purchase: Any) -> Way:
    """How far the certificate of a purchase came; of `queries.purchases.purchase_view`."""
    training, certificate = purchase.training, purchase.certificate
    reported_at = training.finished_at if training else None
    return Way(
        last_task_at=reported_at,  # a report is written with the last task it waits for
        reported_at=reported_at,
        forwarded_at=training.forwarded_at if training else None,
        shown_at=certificate.issued_at if certificate else None,
    )


def _whole() -> Any:
    return (
        Certificate.select(
            Certificate, Purchase, Course, Provider, Participation, Participant, Training
        )
        .join(Purchase)
        .join(Course)
        .join(Provider)
        .join_from(Purchase, Participation)
        .join(Participant)
        .join_from(Purchase, Training, attr="training")
    )
