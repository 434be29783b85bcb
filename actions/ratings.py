"""Stars and words about a finished course: given, changed for a week, reported, hidden by officers."""

import re
from datetime import datetime

import clock
import ledger
from actions import audit, incentives, lapses, outbox
from actions.purchases import own_purchase
from models import Course, Offer, Participant, Purchase, Rating, RatingReport, Training
from rules.refusals import Refused
from rules.reviews import may_edit_until

REASON_LENGTH = 200


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
        _count_stars(purchase, stars, 1)
        audit.record(f"participant:{participant.public_id}", "rated", f"purchase:{purchase_id}")
        lapses.watch_balance(purchase.participation)
        incentives.schedule_job_incentives(purchase.participation)


def edit(
    participant: Participant,
    purchase_id: str,
    stars: int,
    text: str,
    platform_stars: int | None = None,
    dashboard_stars: int | None = None,
) -> None:
    """The writer changes a review within seven days; the counted stars follow.

    Raises NotFound, or Refused: not_rated, review_edit_over, review_hidden.
    """
    with ledger.write():
        purchase = own_purchase(participant, purchase_id)
        rating = Rating.get_or_none(Rating.purchase == purchase)
        if rating is None:
            raise Refused("not_rated")
        until = may_edit_until(rating.rated_at)
        if clock.now() > until:
            raise Refused("review_edit_over", deadline=until)
        if rating.hidden_at is not None:
            raise Refused("review_hidden")
        before = (rating.stars, rating.text, rating.platform_stars, rating.dashboard_stars)
        if before == (stars, text, platform_stars, dashboard_stars):
            return
        _count_stars(purchase, rating.stars, -1)
        _count_stars(purchase, stars, 1)
        rating.stars = stars
        rating.text = text
        rating.platform_stars = platform_stars
        rating.dashboard_stars = dashboard_stars
        rating.edited_at = clock.now()
        rating.save()
        audit.record(
            f"participant:{participant.public_id}", "rating_edited", f"purchase:{purchase_id}"
        )


def report(rating: Rating, participant: Participant, reason: str) -> None:
    """Somebody says that a review should not stand; once each.

    Raises Refused: review_own, review_hidden, review_reported.
    """
    with ledger.write():
        rating = Rating.get_by_id(rating.id)
        if rating.purchase.participation.participant_id == participant.id:
            raise Refused("review_own")
        if rating.hidden_at is not None:
            raise Refused("review_hidden")
        mine = (RatingReport.rating == rating) & (RatingReport.reporter == participant)
        if RatingReport.select().where(mine).exists():
            raise Refused("review_reported")
        RatingReport.create(rating=rating, reporter=participant, reason=reason)
        audit.record(
            f"participant:{participant.public_id}",
            "review_reported",
            f"purchase:{rating.purchase.public_id}",
            reason=reason,
        )


def decide_reports(
    rating: Rating, hide: bool, reason: str, by: Participant, edited_at: datetime | None = None
) -> None:
    """An officer hides a reported review or keeps it; its stars count either way.

    `edited_at`: as it stood on the text the officer read. Raises Refused: review_changed when the
    writer has changed it since, review_decided when no report of it is open.
    """
    with ledger.write():
        rating = Rating.get_by_id(rating.id)
        if rating.edited_at != edited_at:
            raise Refused("review_changed")
        kept = re.sub(r"\d[\d .\-]{2,}", "…", reason.strip())[:REASON_LENGTH]
        closed = (
            RatingReport.update(decided_at=clock.now(), decided_by=by)
            .where(RatingReport.rating == rating, RatingReport.decided_at.is_null())
            .execute()
        )
        if not closed:
            raise Refused("review_decided")
        purchase = rating.purchase
        if hide:
            Rating.update(hidden_at=clock.now()).where(
                Rating.id == rating.id, Rating.hidden_at.is_null()
            ).execute()
            outbox.tell(
                purchase.participation.participant,
                "review_hidden",
                purchase.public_id,
                link=f"/pelatihanku/{purchase.public_id}",
                title=purchase.course.title,
                reason=kept,
            )
        audit.record(
            f"operator:{by.public_id}",
            "review_hidden" if hide else "review_kept",
            f"purchase:{purchase.public_id}",
            reason=kept,
        )


def _count_stars(purchase: Purchase, stars: int, by: int) -> None:
    column = getattr(Course, f"stars_{stars}")
    Course.update({column: column + by}).where(Course.id == purchase.course_id).execute()
    Offer.update(
        rating_sum=Offer.rating_sum + by * stars, rating_count=Offer.rating_count + by
    ).where(Offer.id == purchase.offer_id).execute()
