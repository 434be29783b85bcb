"""Reviews beyond the course page: one of them, and those that were reported."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from models import Course, Participant, Participation, Purchase, Rating, RatingReport

PAGE = 50


@dataclass(frozen=True)
class Reported:
    """A review somebody reported: why (each reason once), how often, since when."""

    rating: Any
    reasons: tuple[str, ...]
    count: int
    since: datetime


def review(rating_id: int) -> Any | None:
    """A review that is not hidden, with `.purchase.course` and the writer, or None."""
    return _whole().where(Rating.id == rating_id, Rating.hidden_at.is_null()).first()


def any_review(rating_id: int) -> Any | None:
    """A review, hidden or not; shape as `review`."""
    return _whole().where(Rating.id == rating_id).first()


def waiting() -> list[Reported]:
    """Reviews with open reports, the longest waiting first."""
    open_reports: dict[int, list[Any]] = {}
    rows = (
        RatingReport.select()
        .where(RatingReport.decided_at.is_null())
        .order_by(RatingReport.id)
        .limit(PAGE * 4)
    )
    for row in rows:
        open_reports.setdefault(row.rating_id, []).append(row)
    chosen = list(open_reports)[:PAGE]
    ratings = {row.id: row for row in _whole().where(Rating.id.in_(chosen))}
    return [
        Reported(
            rating=ratings[rating_id],
            reasons=tuple(dict.fromkeys(row.reason for row in open_reports[rating_id])),
            count=len(open_reports[rating_id]),
            since=open_reports[rating_id][0].reported_at,
        )
        for rating_id in chosen
    ]


def _whole() -> Any:
    return (
        Rating.select(Rating, Purchase, Course, Participation, Participant)
        .join(Purchase)
        .join(Course)
        .join_from(Purchase, Participation)
        .join(Participant)
    )
