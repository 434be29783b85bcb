"""Certificates as they are checked, carried and read."""

from datetime import datetime
from typing import Any

from peewee import fn

import clock
from models import (
    Attendance,
    Certificate,
    Course,
    Participant,
    Participation,
    Provider,
    Purchase,
    RedeemCode,
    Submission,
    Training,
)
from queries import study
from rules.certificates import Way, clean_code
from rules.training import EXAM, FAILED, SUCCESSFUL, completed


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
        last_task_at=_all_done_at(purchase) or reported_at,
        reported_at=reported_at,
        forwarded_at=training.forwarded_at if training else None,
        shown_at=certificate.issued_at if certificate else None,
    )


def _all_done_at(purchase: Any) -> datetime | None:
    """When the participant attended or handed in the last of it; None while anything is missing."""
    row = RedeemCode.get_or_none(RedeemCode.purchase == purchase)
    task = study.latest_task(row, "uk", EXAM, "assignment") if row else None
    if task is None or task.status == FAILED:
        return None
    # A task that is still being looked at is no longer the participant's to do.
    plan, attended = study.plan_of_purchase(purchase), study.attended(row)
    if not completed(plan, attended, SUCCESSFUL, clock.now()):
        return None
    last_attended = Attendance.select(fn.MAX(Attendance.verified_at)).where(
        Attendance.redeem_code == row
    )
    handed_in = Submission.select(fn.MAX(Submission.sent_at)).where(
        Submission.redeem_code == row, Submission.part == "assignment"
    )
    return max(last_attended.scalar(), handed_in.scalar())


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
