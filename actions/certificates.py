"""Certificates on their way: handed on by the platform, issued by the programme, revoked by officers."""

import secrets
from datetime import timedelta

import clock
import ledger
import rooms
from actions import audit, incentives, outbox
from config import settings
from models import Certificate, Participant, Purchase, Training
from rules.certificates import CODE_LENGTH, CODE_LETTERS
from rules.refusals import Refused

# What takes partners and programme up to three days (programme.md 1.3) takes this long here.
FORWARDED_AFTER = timedelta(hours=6)
CERTIFICATE_AFTER = timedelta(hours=12)

REASON_LENGTH = 200


def forward_due() -> int:
    """The platforms hand reports on to the programme; returns how many were handed on."""
    due = (
        Purchase.select(Purchase)
        .join(Training)
        .where(
            Training.finished_at <= clock.now() - FORWARDED_AFTER,
            Training.forwarded_at.is_null(),
        )
    )
    return sum(_forward(purchase) for purchase in list(due))


def issue_due_certificates() -> int:
    """Certificates for courses whose report is old enough; returns how many were issued."""
    due = (
        Purchase.select(Purchase)
        .join(Training)
        .where(
            Training.finished_at <= clock.now() - CERTIFICATE_AFTER,
            Purchase.id.not_in(Certificate.select(Certificate.purchase)),
        )
    )
    return sum(issue_certificate(purchase) for purchase in list(due))


def issue_certificate(purchase: Purchase) -> bool:
    """The certificate of a finished course, once; then the incentive may be due. False: was there."""
    with ledger.write():
        if Certificate.select().where(Certificate.purchase == purchase).exists():
            return False
        _forward(purchase)
        certificate = Certificate.create(purchase=purchase, code=new_code())
        participation = purchase.participation
        outbox.tell(
            participation.participant,
            "certificate",
            purchase.public_id,
            link=f"/pelatihanku/{purchase.public_id}",
            title=purchase.course.title,
            code=certificate.code,
        )
        audit.record("system", "certificate_issued", f"purchase:{purchase.public_id}")
        incentives.schedule_job_incentives(participation)
        return True


def revoke(certificate: Certificate, reason: str, by: Participant) -> None:
    """An officer declares a certificate void, for a reason its owner and every checker reads.

    Raises Refused: certificate_revoked when it is void already.
    """
    with ledger.write():
        revoked = (
            Certificate.update(
                revoked_at=clock.now(), revoked_reason=reason.strip()[:REASON_LENGTH]
            )
            .where(Certificate.id == certificate.id, Certificate.revoked_at.is_null())
            .execute()
        )
        if not revoked:
            raise Refused("certificate_revoked")
        purchase = certificate.purchase
        incentives.withdraw_unearned(purchase.participation)
        outbox.tell(
            purchase.participation.participant,
            "certificate_revoked",
            purchase.public_id,
            link=f"/pelatihanku/{purchase.public_id}",
            title=purchase.course.title,
            reason=reason.strip()[:REASON_LENGTH],
        )
        audit.record(
            f"operator:{by.public_id}", "certificate_revoked", f"purchase:{purchase.public_id}"
        )


def new_code() -> str:
    """An unguessable code of 130 bits; in training mode it begins with the room's short code."""
    letters = "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))
    return (rooms.short_code(rooms.current()) if settings.training else "") + letters


def _forward(purchase: Purchase) -> bool:
    with ledger.write():
        forwarded = (
            Training.update(forwarded_at=clock.now())
            .where(
                Training.purchase == purchase,
                Training.finished_at.is_null(False),
                Training.forwarded_at.is_null(),
            )
            .execute()
        )
        if forwarded:
            audit.record("platform", "report_forwarded", f"purchase:{purchase.public_id}")
        return bool(forwarded)
