"""Recommendation: which courses a person should see first, and the one reason to say why."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

# A course without ratings is taken to be as good as the catalogue on average, and forty
# ratings weigh as much as that belief: one 5 does not beat four hundred times 4,7.
PRIOR_MEAN = 4.3
PRIOR_WEIGHT = 40


@dataclass(frozen=True)
class Candidate:
    """A course as the ranking sees it. Price in rupiah; `seats_left` None: no limit."""

    slug: str
    category: str
    price: int
    rating_sum: int
    rating_count: int
    seats_left: int | None


@dataclass(frozen=True)
class Pick:
    """A recommended course: its score and the code of its strongest reason."""

    slug: str
    score: float
    reason: str


def weighted_rating(rating_sum: int, rating_count: int) -> float:
    """The mean of the stars and of what we believed before the first of them."""
    return (PRIOR_MEAN * PRIOR_WEIGHT + rating_sum) / (PRIOR_WEIGHT + rating_count)


def rank(
    candidates: Sequence[Candidate],
    interests: Sequence[str],
    balance: int | None,
    limit: int,
    saved: Sequence[str] = (),
) -> list[Pick]:
    """The best courses, best first; equal scores keep the order of their slugs.

    What somebody `saved` (slugs) leads, because they chose it themselves.
    """
    picks = [
        replace(pick, reason="saved") if pick.slug in saved else pick
        for pick in (_pick(candidate, interests, balance) for candidate in candidates)
    ]
    return sorted(picks, key=lambda pick: (pick.reason != "saved", -pick.score, pick.slug))[:limit]


def _pick(candidate: Candidate, interests: Sequence[str], balance: int | None) -> Pick:
    rating = weighted_rating(candidate.rating_sum, candidate.rating_count)
    liked = candidate.category in interests
    share = candidate.price / balance if balance else 0.0
    thrift = max(0.0, 1.0 - share)
    scarce = candidate.seats_left is not None and candidate.seats_left <= 10
    # Stars differ by tenths, so they count threefold against what the price leaves over.
    score = (2.0 if liked else 0.0) + 3.0 * (rating - PRIOR_MEAN) + thrift
    score -= 0.3 if scarce else 0.0
    if liked:
        reason = "interest"
    elif rating >= 4.6:
        reason = "rating"
    else:
        reason = "price"
    return Pick(candidate.slug, round(score, 6), reason)
