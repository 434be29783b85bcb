"""The catalogue as people see it: search, one course over its platforms, comparison, picks.

Numbers come from the offers: a course's price is that of its cheapest offer that can be
bought in the asker's gelombang, its rating the mean over all its platforms.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any
from unicodedata import normalize

from peewee import JOIN, fn

import clock
from models import (
    Course,
    Offer,
    Platform,
    Provider,
    db,
)
from rules import categories, ranking
from rules.purchases import valid_for
from rules.refusals import Refusal

PER_PAGE = 10
MOST_COURSES = 60  # of one institution; the largest real one has ten
POOL = 40  # courses the ranking looks at
MOST_WORDS = 8
NO_LIMIT = 2**62


@dataclass(frozen=True)
class Shopper:
    """Who looks at the catalogue. None: not accepted yet, or no balance."""

    gelombang: int | None
    balance: int | None
    interests: tuple[str, ...] = ()
    owned: tuple[int, ...] = ()  # ids of courses bought before
    refusal: Refusal | None = None  # why this person may buy nothing now, where that was asked


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

    @property
    def filters(self) -> int:
        """How many things other than words are asked for."""
        asked = (self.category, self.method, self.platform, self.price_max, self.level)
        return sum(map(bool, (*asked, self.rating_min, self.affordable_only)))


@dataclass(frozen=True)
class CourseRow:
    """A course in a list. `over_balance_by`: how much its price exceeds the asker's balance.

    `reason` says why it cannot be bought whatever the balance (`sold_out`,
    `platform_not_valid`); `seats_left` are those of its roomiest platform, None: no limit.
    """

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
    reason: str | None
    seats_left: int | None


@dataclass(frozen=True)
class SearchPage:
    """One page of results, how many there are in all, and the platforms (slug, name) to ask for."""

    courses: list[CourseRow]
    total: int
    affordable: int
    page: int
    pages: int
    platforms: list[tuple[str, str]] = field(default_factory=list)
    nearest: list[CourseRow] = field(default_factory=list)


def search(criteria: Criteria, shopper: Shopper) -> SearchPage:
    """The courses that fit; two statements whatever the volume, one more when none fits."""
    platforms = _platforms()
    valid = _valid(platforms, shopper)
    found = _search(criteria, shopper, valid)
    found = replace(found, platforms=[(row.slug, row.name) for row in platforms])
    if found.total:
        return found
    anything = Criteria(category=criteria.category, sort="nilai")
    nearest = _search(anything, shopper, valid, limit=3).courses
    return replace(found, nearest=nearest)


def _platforms() -> list[Platform]:
    """Every platform, by name."""
    return list(Platform.select().order_by(Platform.name))


def _valid(platforms: Sequence[Platform], shopper: Shopper) -> list[int]:
    """Ids of those that may be used; a stranger sees all of them as such."""
    number = shopper.gelombang
    return [row.id for row in platforms if number is None or valid_for(row.valid_for, number)]


_ORDERS = {
    "relevan": "score, weighted DESC, c.id",
    "termurah": "price, c.id",
    "nilai": "weighted DESC, rating_count DESC, c.id",
    "terbaru": "c.added_on DESC, c.id DESC",
}
_COUNT = "(c.stars_1 + c.stars_2 + c.stars_3 + c.stars_4 + c.stars_5)"
_SUM = "(c.stars_1 + 2 * c.stars_2 + 3 * c.stars_3 + 4 * c.stars_4 + 5 * c.stars_5)"
_BELIEF = ranking.PRIOR_MEAN * ranking.PRIOR_WEIGHT


def _search(
    criteria: Criteria,
    shopper: Shopper,
    valid: Sequence[int],
    also: tuple[str, tuple[Any, ...]] = ("1", ()),
    first: tuple[str, tuple[Any, ...]] = ("", ()),
    limit: int = PER_PAGE,
) -> SearchPage:
    """One statement: offers grouped to courses, windowed counts, one page of rows.

    `also` is one more condition on the course with its values; `first` goes before the sort.
    A page behind the last one shows the first.
    """
    words, joined, word_values = _words(criteria.q)
    where, values = _conditions(criteria)
    after, after_values = _after_grouping(criteria, shopper)
    usable = f"o.platform_id IN ({','.join(map(str, valid)) or '0'})"
    open_ = f"{usable} AND (o.quota IS NULL OR o.sold < o.quota)"
    statement = f"""
        {words}
        SELECT * FROM (
        SELECT c.*, p.name AS provider, count(*) OVER () AS total,
               sum(c.buyable AND c.price <= ?) OVER () AS affordable,
               row_number() OVER (ORDER BY {first[0]} {_ORDERS[criteria.sort]}) AS place
          FROM (SELECT c.id, c.slug, c.title, c.category, c.level, c.hours, c.added_on,
                       c.provider_id, {"f.score" if joined else "0"} AS score,
                       coalesce(min(CASE WHEN {open_} THEN o.price END), min(o.price)) AS price,
                       max({open_}) AS buyable, max({usable}) AS valid,
                       max(CASE WHEN {open_} THEN coalesce(o.quota - o.sold, {NO_LIMIT}) END)
                           AS seats,
                       count(*) AS platform_count, {_COUNT} AS rating_count,
                       ({_BELIEF} + {_SUM}) / ({ranking.PRIOR_WEIGHT} + {_COUNT}) AS weighted,
                       {_SUM} * 1.0 / max(1, {_COUNT}) AS rating
                  FROM course c {joined} JOIN offer o ON o.course_id = c.id AND o.active
                 WHERE {where} AND {also[0]} GROUP BY c.id) c
          JOIN provider p ON p.id = c.provider_id
         WHERE {after})
         WHERE place > iif(? < total, ?, 0) ORDER BY place LIMIT ?"""  # noqa: S608 - parts are ours
    balance = NO_LIMIT if shopper.balance is None else shopper.balance
    skipped = (criteria.page - 1) * limit
    before = (*word_values, balance, *first[1], *values, *also[1], *after_values)
    rows = _named_rows(statement, (*before, skipped, skipped, limit))
    total = rows[0]["total"] if rows else 0
    return SearchPage(
        courses=[_course_row(row, shopper) for row in rows],
        total=total,
        affordable=rows[0]["affordable"] if rows else 0,
        page=criteria.page if skipped < total else 1,
        pages=max(1, -(-total // limit)),
    )


def _words(q: str) -> tuple[str, str, tuple[str, ...]]:
    """What finds the words, how it joins, its value; every word matches as a beginning."""
    if not q.strip():
        return "", "", ()
    # The index cuts «front-end» and «UI/UX» in two, so we do; nothing else of its query
    # language gets through. Only signs, as in «???», find nothing.
    parts = [word for word in re.split(r"[\W_]+", normalize("NFC", q)) if word][:MOST_WORDS]
    query = " ".join(f'"{word}"*' for word in parts) or '""'
    # Materialised, because bm25() works only in a query that reads the index by itself.
    words = (
        "WITH f AS MATERIALIZED (SELECT rowid, bm25(course_index, 8.0, 3.0, 2.0, 1.0) AS score "
        "FROM course_index WHERE course_index MATCH ?)"
    )
    return words, "JOIN f ON f.rowid = c.id", (query,)


def _conditions(criteria: Criteria) -> tuple[str, tuple[Any, ...]]:
    """What is asked of the course itself."""
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
    """What is asked of all its offers together. Not HAVING: there `price` is that of any offer."""
    after: list[str] = ["1"]
    values: list[int] = []
    if criteria.price_max is not None:
        after.append("c.price <= ?")
        values.append(criteria.price_max)
    if criteria.affordable_only and shopper.balance is not None:
        after.append("c.buyable AND c.price <= ?")
        values.append(shopper.balance)
    if criteria.rating_min is not None:
        after.append("c.rating >= ?")
        values.append(criteria.rating_min)
    return " AND ".join(after), tuple(values)


def _named_rows(statement: str, values: tuple[Any, ...]) -> list[dict[str, Any]]:
    cursor = db.execute_sql(statement, values)
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _course_row(row: dict[str, Any], shopper: Shopper) -> CourseRow:
    closed = None if row["buyable"] else "sold_out" if row["valid"] else "platform_not_valid"
    over = 0 if shopper.balance is None else max(0, row["price"] - shopper.balance)
    return CourseRow(
        slug=row["slug"],
        title=row["title"],
        provider=row["provider"],
        category=row["category"],
        level=row["level"],
        hours=row["hours"],
        price=row["price"],
        platform_count=row["platform_count"],
        rating=row["rating"],
        rating_count=row["rating_count"],
        buyable=bool(row["buyable"]),
        over_balance_by=over,
        reason=closed,
        seats_left=None if row["seats"] == NO_LIMIT else row["seats"] or 0,
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
        next_run=clock.today() + timedelta(days=row.next_run_days) if row.next_run_days else None,
        buyable=reason is None and has_balance and shopper.refusal is None,
        reason=reason,
        left_after=shopper.balance - row.price if has_balance and reason is None else None,
        is_cheapest=False,
    )


# One statement for both kinds: the newest of our own participants, then the sample ones.
_REVIEWS = """
    SELECT * FROM (
        SELECT w.name, r.stars, r.text, date(r.rated_at, '+7 hours'), 0 FROM rating r
          JOIN purchase p ON p.id = r.purchase_id
          JOIN participation n ON n.id = p.participation_id
          JOIN participant w ON w.id = n.participant_id
         WHERE p.course_id = ? AND r.stars BETWEEN ? AND ? ORDER BY r.id DESC LIMIT 10)
    UNION ALL SELECT * FROM (
        SELECT s.name, s.stars, s.text, s.written_on, 1 FROM sample_review s
         WHERE s.course_id = ? AND s.stars BETWEEN ? AND ? ORDER BY s.id)"""


def _reviews(course: Course, stars: int | None) -> list[ReviewView]:
    asked = (course.id, stars or 1, stars or 5)
    return [
        ReviewView(name.split(" ")[0], given, text, date.fromisoformat(day), bool(sample))
        for name, given, text, day, sample in db.execute_sql(_REVIEWS, asked * 2).fetchall()
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
    """An institution with its courses, the best rated first; four statements."""
    provider = Provider.get_or_none(Provider.slug == slug)
    if provider is None:
        return None
    sums = [fn.coalesce(fn.sum(getattr(Course, f"stars_{n}")), 0) for n in range(1, 6)]
    kinds = fn.group_concat(Course.certificate_type.distinct())
    *counts, certificates = (
        Course.select(*sums, kinds).where(Course.provider == provider).tuples().first()
    )
    found = _search(
        Criteria(sort="nilai"),
        shopper,
        _valid(_platforms(), shopper),
        also=("c.provider_id = ?", (provider.id,)),
        limit=MOST_COURSES,
    )
    return ProviderPage(
        name=provider.name,
        slug=provider.slug,
        rating=sum(n * count for n, count in enumerate(counts, 1)) / max(1, sum(counts)),
        rating_count=sum(counts),
        certificate_types=sorted((certificates or "").split(",")) if certificates else [],
        courses=found.courses,
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


@dataclass(frozen=True)
class Recommendation:
    """A course worth a look, and the code of the reason (rules/ranking.py)."""

    course: CourseRow
    reason: str


def recommendations(shopper: Shopper, limit: int = 3) -> list[Recommendation]:
    """The best courses this person can afford, their interests first; two statements."""
    slots = ",".join("?" * len(shopper.interests)) or "''"
    owned = ",".join(map(str, shopper.owned)) or "0"
    found = _search(
        Criteria(affordable_only=True, sort="nilai"),
        shopper,
        _valid(_platforms(), shopper),
        also=(f"c.id NOT IN ({owned})", ()),
        first=(f"c.category IN ({slots}) DESC,", shopper.interests),
        limit=POOL,
    )
    rows = {row.slug: row for row in found.courses if row.buyable}
    candidates = [
        ranking.Candidate(
            slug=row.slug,
            category=row.category,
            price=row.price,
            rating_sum=round(row.rating * row.rating_count),
            rating_count=row.rating_count,
            seats_left=row.seats_left,
        )
        for row in rows.values()
    ]
    picks = ranking.rank(candidates, shopper.interests, shopper.balance, limit)
    return [Recommendation(rows[pick.slug], pick.reason) for pick in picks]
