"""What happens in a bought course: begun, finished, certificate, stars and words."""

import base64
import secrets
from datetime import timedelta

import clock
import ledger
import rooms
from actions import audit, incentives, lapses, outbox
from actions.purchases import own_purchase
from config import settings
from models import (
    Certificate,
    Course,
    Offer,
    Participant,
    Participation,
    Purchase,
    Rating,
    Training,
)
from rules.refusals import Refused

# The programme's chain takes up to a day after the report (S3); the simulation takes this long.
CERTIFICATE_AFTER = timedelta(hours=12)


def begin(participant: Participant, purchase_id: str) -> None:
    """The participant opens the course for the first time. Raises NotFound."""
    with ledger.write():
        purchase = own_purchase(participant, purchase_id)
        Training.update(started_at=clock.now()).where(
            Training.purchase == purchase, Training.started_at.is_null()
        ).execute()


def finish(purchase: Purchase) -> None:
    """The institution reports the course as finished; once, a second report changes nothing."""
    with ledger.write():
        training = Training.get(Training.purchase == purchase)
        if training.finished_at:
            return
        training.started_at = training.started_at or clock.now()
        training.finished_at = clock.now()
        training.save()
        audit.record("institution", "training_finished", f"purchase:{purchase.public_id}")


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
    count = 0
    for purchase in list(due):
        count += issue_certificate(purchase)
    return count


def issue_certificate(purchase: Purchase) -> bool:
    """The certificate of a finished course, once; then the incentive may be due. False: was there."""
    with ledger.write():
        if Certificate.select().where(Certificate.purchase == purchase).exists():
            return False
        certificate = Certificate.create(purchase=purchase, code=_new_code())
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


def rate(
    participant: Participant,
    purchase_id: str,
    stars: int,
    text: str,
    platform_stars: int | None = None,
    dashboard_stars: int | None = None,
) -> None:
    """Stars (1–5) and words for a finished course, once. Raises Refused or NotFound."""
    with ledger.write():
        purchase = own_purchase(participant, purchase_id)
        training = Training.get_or_none(Training.purchase == purchase)
        if training is None or training.finished_at is None:
            raise Refused("not_finished")
        if Rating.select().where(Rating.purchase == purchase).exists():
            raise Refused("rated_before")
        Rating.create(
            purchase=purchase,
            stars=stars,
            text=text,
            platform_stars=platform_stars,
            dashboard_stars=dashboard_stars,
        )
        _count_stars(purchase, stars)
        audit.record(f"participant:{participant.public_id}", "rated", f"purchase:{purchase_id}")
        lapses.watch_balance(purchase.participation)
        incentives.schedule_job_incentives(purchase.participation)


def _count_stars(purchase: Purchase, stars: int) -> None:
    column = getattr(Course, f"stars_{stars}")
    Course.update({column: column + 1}).where(Course.id == purchase.course_id).execute()
    Offer.update(rating_sum=Offer.rating_sum + stars, rating_count=Offer.rating_count + 1).where(
        Offer.id == purchase.offer_id
    ).execute()


def finish_current(participation: Participation) -> None:
    """The trainer lets a participant finish the course they are in. Raises Refused if there is none."""
    with ledger.write():
        unfinished = (
            Purchase.select()
            .join(Training)
            .where(
                Purchase.participation == participation,
                Purchase.state == "paid",
                Training.finished_at.is_null(),
            )
            .first()
        )
        if unfinished is None:
            raise Refused("nothing_to_finish")
        finish(unfinished)


def _new_code() -> str:
    """An unguessable code of 130 bits; in training mode it begins with the room's short code."""
    letters = base64.b32encode(secrets.token_bytes(17)).decode()[:26]
    return (rooms.short_code(rooms.current()) if settings.training else "") + letters
