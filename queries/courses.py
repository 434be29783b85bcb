"""The catalogue as people see it: search, one course over its platforms, comparison, picks.

Numbers come from the offers: a course's price is that of its cheapest offer that can be
bought in the asker's gelombang, its rating the mean over all its platforms.
"""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

import clock
from models import (
    Course,
    Offer,
    Participant,
    Participation,
    Platform,
    Provider,
    Purchase,
    Rating,
    SampleReview,
    db,
)
from rules import categories, ranking
from rules.purchases import valid_for

PER_PAGE = 10


@dataclass(frozen=True)
class Shopper:
    """Who looks at the catalogue. None: not accepted yet, or no balance."""

    gelombang: int | None
    balance: int | None
    interests: tuple[str, ...] = ()


@dataclass(frozen=True)
class Criteria:
    """What somebody searches for; unset means any."""

    q: str = ""
    category: str | None = None
    method: str | None = None
    platform: str | None = None
    price_max: int | None = None
    affordable_only: bool = False
    level: str | None = None
    rating_min: int | None = None
    sort: str = "relevan"
    page: int = 1


@dataclass(frozen=True)
class CourseRow:
    """A course in a list. `over_balance_by`: how much its price exceeds the asker's balance."""

    slug: str
    title: str
    provider: str
    category: str
    level: str
    hours: int
    price: int
    platform_count: int
    rating: float
    rating_count: int
    buyable: bool
    over_balance_by: int


@dataclass(frozen=True)
class SearchPage:
    """One page of results and how many there are in all."""

    courses: list[CourseRow]
    total: int
    affordable: int
    page: int
    pages: int
    nearest: list[CourseRow] = field(default_factory=list)


def platforms() -> list[tuple[str, str]]:
    """Every platform as (slug, name), by name."""
    return [(row.slug, row.name) for row in Platform.select().order_by(Platform.name)]


def search(criteria: Criteria, shopper: Shopper) -> SearchPage:
    """The courses that fit; three statements whatever the volume, one more when none fits."""
    valid = _valid_platforms(shopper.gelombang)
    found = _search(criteria, shopper, valid)
    if found.total:
        return found
    anything = Criteria(category=criteria.category, sort="nilai")
    nearest = _search(anything, replace_balance(shopper), valid).courses[:3]
    return replace(found, nearest=nearest)


def replace_balance(shopper: Shopper) -> Shopper:
    """The same person, whatever they can afford."""
    return replace(shopper, balance=None)


def _valid_platforms(gelombang: int | None) -> dict[int, bool]:
    """Platform id → whether it may be used; a stranger sees all of them."""
    return {
        row.id: gelombang is None or valid_for(row.valid_for, gelombang)
        for row in Platform.select(Platform.id, Platform.valid_for)
    }


_ORDERS = {
    "relevan": "score, rating DESC, c.id",
    "termurah": "price, c.id",
    "nilai": "rating DESC, rating_count DESC, c.id",
    "terbaru": "c.added_on DESC, c.id DESC",
}


def _search(criteria: Criteria, shopper: Shopper, valid: dict[int, bool]) -> SearchPage:
    """One statement: offers grouped to courses, windowed counts, one page of rows."""
    usable = ",".join(str(key) for key, ok in valid.items() if ok) or "0"
    where, values = _conditions(criteria)
    found_words, joined, match_values = _words(criteria.q)
    score = "f.score" if joined else "0"
    having, having_values = _after_grouping(criteria, shopper)
    can = f"o.platform_id IN ({usable}) AND (o.quota IS NULL OR o.sold < o.quota)"
    balance = shopper.balance if shopper.balance is not None else 2**62
    inner = f"""
        SELECT c.id, c.slug, c.title, c.category, c.level, c.hours, c.added_on, c.provider_id,
               coalesce(min(CASE WHEN {can} THEN o.price END), min(o.price)) AS price,
               max(CASE WHEN {can} THEN 1 ELSE 0 END) AS buyable,
               count(*) AS platforms, {score} AS score,
               c.stars_1 + c.stars_2 + c.stars_3 + c.stars_4 + c.stars_5 AS rating_count,
               ({ranking.PRIOR_MEAN * ranking.PRIOR_WEIGHT} + c.stars_1 + 2 * c.stars_2
                + 3 * c.stars_3 + 4 * c.stars_4 + 5 * c.stars_5) * 1.0
               / ({ranking.PRIOR_WEIGHT} + c.stars_1 + c.stars_2 + c.stars_3 + c.stars_4
                  + c.stars_5) AS rating,
               (c.stars_1 + 2 * c.stars_2 + 3 * c.stars_3 + 4 * c.stars_4 + 5 * c.stars_5) * 1.0
               / max(1, c.stars_1 + c.stars_2 + c.stars_3 + c.stars_4 + c.stars_5) AS mean
          FROM course c {joined} JOIN offer o ON o.course_id = c.id AND o.active
         WHERE {where} GROUP BY c.id {having}"""
    statement = f"""
        {found_words}
        SELECT c.*, p.name, count(*) OVER (),
               sum(c.buyable AND c.price <= ?) OVER ()
          FROM ({inner}) c JOIN provider p ON p.id = c.provider_id
         ORDER BY {_ORDERS[criteria.sort]} LIMIT ? OFFSET ?"""  # noqa: S608 - parts are ours
    every = (*match_values, balance, *values, *having_values)
    offset = (criteria.page - 1) * PER_PAGE
    rows = db.execute_sql(statement, (*every, PER_PAGE, offset)).fetchall()
    if not rows and criteria.page > 1:
        return _search(replace(criteria, page=1), shopper, valid)
    total = rows[0][-2] if rows else 0
    return SearchPage(
        courses=[_row(row, shopper) for row in rows],
        total=total,
        affordable=rows[0][-1] if rows else 0,
        page=criteria.page if rows else 1,
        pages=max(1, -(-total // PER_PAGE)),
    )


def _words(q: str) -> tuple[str, str, tuple[str, ...]]:
    """What finds the words, how it joins, its value; every word matches as a beginning."""
    words = ["".join(letter for letter in word if letter.isalnum()) for word in q.split()]
    parts = [word for word in words if word][:8]
    if not parts:
        return "", "", ()
    query = " ".join(f'"{word}"*' for word in parts)
    # Materialised, because bm25() works only in a query that reads the index by itself.
    words_cte = (
        "WITH f AS MATERIALIZED (SELECT rowid, bm25(course_index, 8.0, 3.0, 2.0, 1.0) AS score "
        "FROM course_index WHERE course_index MATCH ?)"
    )
    return words_cte, "JOIN f ON f.rowid = c.id", (query,)


def _conditions(criteria: Criteria) -> tuple[str, tuple[Any, ...]]:
    where, values = ["1"], []
    for column, value in (
        ("c.category", criteria.category),
        ("c.method", criteria.method),
        ("c.level", criteria.level),
    ):
        if value:
            where.append(f"{column} = ?")
            values.append(value)
    if criteria.platform:
        where.append(
            "c.id IN (SELECT course_id FROM offer JOIN platform t "
            "ON t.id = offer.platform_id WHERE t.slug = ? AND offer.active)"
        )
        values.append(criteria.platform)
    return " AND ".join(where), tuple(values)


def _after_grouping(criteria: Criteria, shopper: Shopper) -> tuple[str, tuple[Any, ...]]:
    having, values = [], []
    if criteria.price_max is not None:
        having.append("price <= ?")
        values.append(criteria.price_max)
    if criteria.affordable_only and shopper.balance is not None:
        having.append("buyable AND price <= ?")
        values.append(shopper.balance)
    if criteria.rating_min is not None:
        having.append("mean >= ?")
        values.append(criteria.rating_min)
    return ("HAVING " + " AND ".join(having)) if having else "", tuple(values)


def _row(row: Any, shopper: Shopper) -> CourseRow:
    (
        _id,
        slug,
        title,
        category,
        level,
        hours,
        _added,
        _provider,
        price,
        buyable,
        count,
        _score,
        rating_count,
        _rating,
        mean,
        provider,
        _total,
        _affordable,
    ) = row
    over = 0 if shopper.balance is None else max(0, price - shopper.balance)
    return CourseRow(
        slug,
        title,
        provider,
        category,
        level,
        hours,
        price,
        count,
        mean,
        rating_count,
        bool(buyable),
        over,
    )


# --- One course ----------------------------------------------------------------------------------


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
    """One course with its offers and reviews; four statements."""
    course = Course.select(Course, Provider).join(Provider).where(Course.slug == slug).first()
    if course is None:
        return None
    offers = _offers(course, shopper, sort)
    counts = [getattr(course, f"stars_{n}") for n in range(1, 6)]
    total = sum(counts)
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
        price=min((o.price for o in offers if o.buyable), default=offers[0].price if offers else 0),
        offers=offers,
        histogram=[
            HistogramRow(n, counts[n - 1], round(100 * counts[n - 1] / max(1, total)))
            for n in range(5, 0, -1)
        ],
        reviews=_reviews(course, stars),
    )


def _offers(course: Course, shopper: Shopper, sort: str) -> list[OfferView]:
    rows = Offer.select(Offer, Platform).join(Platform).where(Offer.course == course)
    views = [_offer_view(row, shopper) for row in rows]
    cheapest = min((view.price for view in views if view.buyable), default=None)
    views = [
        replace(view, is_cheapest=view.buyable and view.price == cheapest and len(views) > 1)
        for view in views
    ]
    far = date.max
    keys = {
        "termurah": lambda view: view.price,
        "nilai": lambda view: (
            -ranking.weighted_rating(round(view.rating * view.rating_count), view.rating_count)
        ),
        "jadwal": lambda view: view.next_run or far,
    }
    key = keys[sort]
    return sorted(views, key=lambda v: (v.reason is not None, key(v), v.price, v.platform_slug))


def _offer_view(row: Any, shopper: Shopper) -> OfferView:
    seats = None if row.quota is None else max(0, row.quota - row.sold)
    reason = None
    if not row.active:
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
        next_run=clock.today() + timedelta(days=row.next_run_days) if row.next_run_days else None,
        buyable=reason is None and has_balance,
        reason=reason,
        left_after=shopper.balance - row.price if has_balance and reason is None else None,
        is_cheapest=False,
    )


def _reviews(course: Course, stars: int | None) -> list[ReviewView]:
    real = (
        Rating.select(Rating, Participant.name.alias("who"))
        .join(Purchase)
        .join(Participation)
        .join(Participant)
        .where(Purchase.course == course)
        .order_by(Rating.id.desc())
        .limit(10)
    )
    made = SampleReview.select().where(SampleReview.course == course).order_by(SampleReview.id)
    if stars:
        real, made = real.where(Rating.stars == stars), made.where(SampleReview.stars == stars)
    views = [
        ReviewView(row.who.split(" ")[0], row.stars, row.text, row.rated_at.date(), sample=False)
        for row in real.objects()
    ]
    return views + [
        ReviewView(row.name, row.stars, row.text, row.written_on, sample=True) for row in made
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


@dataclass(frozen=True)
class ProviderPage:
    """A training institution: its courses and how they are rated together."""

    name: str
    slug: str
    rating: float
    rating_count: int
    certificate_types: list[str]
    courses: list[CourseRow]


def provider_page(slug: str, shopper: Shopper) -> ProviderPage | None:
    """An institution with all its courses, the best rated first."""
    provider = Provider.get_or_none(Provider.slug == slug)
    if provider is None:
        return None
    rows = list(Course.select().where(Course.provider == provider))
    counts = [sum(getattr(row, f"stars_{n}") for row in rows) for n in range(1, 6)]
    listed = []
    for row in rows:
        page = course_page(row.slug, shopper)
        if page and page.offers:
            listed.append(_as_row(page, shopper))
    return ProviderPage(
        name=provider.name,
        slug=provider.slug,
        rating=sum(n * count for n, count in enumerate(counts, 1)) / max(1, sum(counts)),
        rating_count=sum(counts),
        certificate_types=sorted({row.certificate_type for row in rows}),
        courses=sorted(listed, key=lambda row: -row.rating),
    )


def side_by_side(slugs: list[str], shopper: Shopper) -> list[CoursePage]:
    """Up to three different courses; unknown ones are left out."""
    pages = [course_page(slug, shopper) for slug in slugs[:3]]
    return [page for page in pages if page]


def _as_row(page: CoursePage, shopper: Shopper) -> CourseRow:
    over = 0 if shopper.balance is None else max(0, page.price - shopper.balance)
    return CourseRow(
        page.slug,
        page.title,
        page.provider,
        page.category,
        page.level,
        page.hours,
        page.price,
        len(page.offers),
        page.rating,
        page.rating_count,
        shopper.gelombang is None or any(o.reason != "platform_not_valid" for o in page.offers),
        over,
    )


@dataclass(frozen=True)
class Recommendation:
    """A course worth a look, and the code of the reason (rules/ranking.py)."""

    course: CourseRow
    reason: str


def recommendations(shopper: Shopper, limit: int = 3) -> list[Recommendation]:
    """The best courses this person can afford, their interests first; three statements at most."""
    valid = _valid_platforms(shopper.gelombang)
    pool: dict[str, CourseRow] = {}
    for category in [*shopper.interests[:1], None]:
        asked = Criteria(category=category, affordable_only=True, sort="nilai")
        pool.update({row.slug: row for row in _search(asked, shopper, valid).courses})
    candidates = [
        ranking.Candidate(
            row.slug,
            row.category,
            row.price,
            round(row.rating * row.rating_count),
            row.rating_count,
            None,
        )
        for row in pool.values()
    ]
    picks = ranking.rank(candidates, shopper.interests, shopper.balance, limit)
    return [Recommendation(pool[pick.slug], pick.reason) for pick in picks]
