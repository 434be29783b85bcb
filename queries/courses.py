"""One course as people see it: over its platforms, with its reviews, beside others."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from peewee import JOIN

import clock
from models import Course, Offer, Platform, Provider, db
from rules import categories, ranking
from rules.purchases import valid_for
from rules.refusals import Refusal
from rules.training import class_day


@dataclass(frozen=True)
class Shopper:
    """Who looks at the catalogue. None: not accepted yet, or no balance."""

    gelombang: int | None
    balance: int | None
    interests: tuple[str, ...] = ()
    owned: tuple[int, ...] = ()  # ids of courses bought before
    saved: tuple[str, ...] = ()  # slugs of courses they want
    refusal: Refusal | None = None  # why this person may buy nothing now, where that was asked


@dataclass(frozen=True)
class OfferView:
    """A course on one platform; `reason` says why it cannot be bought, None: it can."""

    id: int
    platform: str
    platform_slug: str
    price: int
    rating: float
    rating_count: int
    seats_left: int | None
    next_run: date | None
    buyable: bool
    reason: str | None
    left_after: int | None
    is_cheapest: bool


@dataclass(frozen=True)
class HistogramRow:
    """How many gave so many stars; percent of all, rounded."""

    stars: int
    count: int
    percent: int


@dataclass(frozen=True)
class ReviewView:
    """A review text; `sample`: made for the demo."""

    name: str
    stars: int
    text: str
    written_on: date
    sample: bool
    id: int | None = None  # of a participant's review; samples have none
    writer: int | None = None  # id of its participant


@dataclass(frozen=True)
class CoursePage:
    """Everything the page of a course shows."""

    slug: str
    title: str
    provider: str
    provider_slug: str
    category: str
    category_name: str
    method: str
    level: str
    hours: int
    description: str
    lessons: list[str]
    certificate_type: str
    synthetic: list[str]
    rating: float
    rating_count: int
    price: int
    offers: list[OfferView]
    histogram: list[HistogramRow]
    reviews: list[ReviewView]


def course_page(
    slug: str, shopper: Shopper, sort: str = "termurah", stars: int | None = None
) -> CoursePage | None:
    """One course with its offers and reviews; three statements."""
    rows = list(
        Course.select(Course, Provider, Offer, Platform)
        .join(Provider)
        .join_from(Course, Offer, JOIN.LEFT_OUTER, attr="on_sale")
        .join(Platform, JOIN.LEFT_OUTER)
        .where(Course.slug == slug)
    )
    if not rows:
        return None
    offers = [row.on_sale for row in rows if getattr(row, "on_sale", None)]
    return _page(rows[0], offers, shopper, sort, _reviews(rows[0], stars))


def _page(
    course: Any, offers: list[Any], shopper: Shopper, sort: str, reviews: list[ReviewView]
) -> CoursePage:
    counts = [getattr(course, f"stars_{n}") for n in range(1, 6)]
    total = sum(counts)
    views = _offer_views(offers, shopper, sort)
    prices = [view.price for view in views if view.reason is None] or [v.price for v in views]
    return CoursePage(
        slug=course.slug,
        title=course.title,
        provider=course.provider.name,
        provider_slug=course.provider.slug,
        category=course.category,
        category_name=categories.SLUGS[course.category].name,
        method=course.method,
        level=course.level,
        hours=course.hours,
        description=course.description,
        lessons=course.lessons,
        certificate_type=course.certificate_type,
        synthetic=course.synthetic,
        rating=sum(n * count for n, count in enumerate(counts, 1)) / max(1, total),
        rating_count=total,
        price=min(prices, default=course.list_price),
        offers=views,
        histogram=_histogram(counts),
        reviews=reviews,
    )


def _histogram(counts: list[int]) -> list[HistogramRow]:
    """Five rows, most stars first; the percentages are whole and make 100 together."""
    total = sum(counts)
    percents = [100 * count // max(1, total) for count in counts]
    by_rest = sorted(range(5), key=lambda n: -(100 * counts[n] % max(1, total)))
    for n in by_rest[: 100 - sum(percents) if total else 0]:
        percents[n] += 1
    return [HistogramRow(n, counts[n - 1], percents[n - 1]) for n in range(5, 0, -1)]


def _offer_views(offers: list[Any], shopper: Shopper, sort: str) -> list[OfferView]:
    """Those that can be bought first, in the order asked for; sold out ones stay, at the end."""
    views = [_offer_view(row, shopper) for row in offers]
    cheapest = min((view.price for view in views if view.buyable), default=None)
    views = [
        replace(view, is_cheapest=view.buyable and view.price == cheapest and len(views) > 1)
        for view in views
    ]
    keys: dict[str, Callable[[OfferView], Any]] = {
        "termurah": lambda view: view.price,
        "nilai": lambda view: (
            -ranking.weighted_rating(round(view.rating * view.rating_count), view.rating_count)
        ),
        # Without a schedule one begins today.
        "jadwal": lambda view: view.next_run or clock.today(),
    }
    places = [None, "already_owned", "too_expensive", "platform_not_valid", "inactive", "sold_out"]
    key = keys[sort]
    return sorted(
        views, key=lambda view: (places.index(view.reason), key(view), view.price, view.platform)
    )


def _offer_view(row: Any, shopper: Shopper) -> OfferView:
    seats = None if row.quota is None else max(0, row.quota - row.sold)
    reason = None
    if row.course_id in shopper.owned:
        reason = "already_owned"
    elif not row.active:
        reason = "inactive"
    elif shopper.gelombang is not None and not valid_for(row.platform.valid_for, shopper.gelombang):
        reason = "platform_not_valid"
    elif seats == 0:
        reason = "sold_out"
    elif shopper.balance is not None and row.price > shopper.balance:
        reason = "too_expensive"
    has_balance = shopper.balance is not None
    return OfferView(
        id=row.id,
        platform=row.platform.name,
        platform_slug=row.platform.slug,
        price=row.price,
        rating=row.rating_sum / max(1, row.rating_count),
        rating_count=row.rating_count,
        seats_left=seats,
        next_run=class_day(clock.today() + timedelta(days=row.next_run_days))
        if row.next_run_days
        else None,
        buyable=reason is None and has_balance and shopper.refusal is None,
        reason=reason,
        left_after=shopper.balance - row.price if has_balance and reason is None else None,
        is_cheapest=False,
    )


# One statement for both kinds: the newest of our own participants, then the sample ones.
_REVIEWS = """
    SELECT * FROM (
        SELECT w.name, r.stars, r.text, date(r.rated_at, '+7 hours'), 0, r.id, w.id FROM rating r
          JOIN purchase p ON p.id = r.purchase_id
          JOIN participation n ON n.id = p.participation_id
          JOIN participant w ON w.id = n.participant_id
         WHERE p.course_id = ? AND r.stars BETWEEN ? AND ? AND r.hidden_at IS NULL
         ORDER BY r.id DESC LIMIT 10)
    UNION ALL SELECT * FROM (
        SELECT s.name, s.stars, s.text, s.written_on, 1, NULL, NULL FROM sample_review s
         WHERE s.course_id = ? AND s.stars BETWEEN ? AND ? ORDER BY s.id)"""


def _reviews(course: Course, stars: int | None) -> list[ReviewView]:
    asked = (course.id, stars or 1, stars or 5)
    return [
        ReviewView(
            name.split(" ")[0], given, text, date.fromisoformat(day), bool(sample), number, writer
        )
        for name, given, text, day, sample, number, writer in db.execute_sql(
            _REVIEWS, asked * 2
        ).fetchall()
    ]


def offer_for_sale(slug: str, offer_id: int) -> Any | None:
    """The offer with `.course.provider` and `.platform`, or None when the two do not fit."""
    return (
        Offer.select(Offer, Course, Provider, Platform)
        .join(Course)
        .join(Provider)
        .join_from(Offer, Platform)
        .where(Course.slug == slug, Offer.id == offer_id)
        .first()
    )


def side_by_side(slugs: Sequence[str], shopper: Shopper) -> list[CoursePage]:
    """Up to three different courses, as asked, without reviews; two statements."""
    wanted = list(dict.fromkeys(slugs))[:3]
    courses = list(Course.select(Course, Provider).join(Provider).where(Course.slug.in_(wanted)))
    offers = Offer.select(Offer, Platform).join(Platform).where(Offer.course.in_(courses))
    by_course: dict[int, list[Any]] = {course.id: [] for course in courses}
    for offer in offers:
        by_course[offer.course_id].append(offer)
    return [
        _page(course, by_course[course.id], shopper, "termurah", [])
        for course in sorted(courses, key=lambda course: wanted.index(course.slug))
    ]
