"""Lists of courses: search with its filters, an institution's courses, recommendations.

Numbers come from the offers: a course's price is that of its cheapest offer that can be
bought in the asker's gelombang, its rating the mean over all its platforms.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from unicodedata import normalize

from peewee import fn

from models import Course, Platform, Provider, db
from queries.courses import Shopper
from rules import ranking
from rules.purchases import valid_for

PER_PAGE = 10
MOST_COURSES = 60  # of one institution; the largest real one has ten
POOL = 40  # courses the ranking looks at
MOST_WORDS = 8
NO_LIMIT = 2**62


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
    beginnings = " ".join(f'"{word}"*' for word in parts) or '""'
    # «excel» means Excel before Excellence: whole words in the title come first.
    whole = "title : (" + (" ".join(f'"{word}"' for word in parts) or '""') + ")"
    # Materialised, because bm25() works only in a query that reads the index by itself.
    words = (
        "WITH f AS MATERIALIZED (SELECT rowid, bm25(course_index, 8.0, 3.0, 2.0, 1.0) - 100 * "
        "(rowid IN (SELECT rowid FROM course_index WHERE course_index MATCH ?)) AS score "
        "FROM course_index WHERE course_index MATCH ?)"
    )
    return words, "JOIN f ON f.rowid = c.id", (whole, beginnings)


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
        # Of the offers, not of the course: price and seats are then those of that platform.
        where.append("o.platform_id IN (SELECT id FROM platform WHERE slug = ?)")
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


@dataclass(frozen=True)
class Recommendation:
    """A course worth a look, and the code of the reason (rules/ranking.py)."""

    course: CourseRow
    reason: str


def saved(shopper: Shopper) -> list[CourseRow]:
    """The courses this person keeps, the latest first; two statements."""
    slots = ",".join("?" * len(shopper.saved)) or "''"
    found = _search(
        Criteria(),
        shopper,
        _valid(_platforms(), shopper),
        also=(f"c.slug IN ({slots})", shopper.saved),
        limit=MOST_COURSES,
    )
    return sorted(found.courses, key=lambda row: -shopper.saved.index(row.slug))


def recommendations(shopper: Shopper, limit: int = 3) -> list[Recommendation]:
    """The best courses this person can afford, their interests first; two statements."""
    slots = ",".join("?" * len(shopper.interests)) or "''"
    owned = ",".join(map(str, shopper.owned)) or "0"
    wanted = ",".join("?" * len(shopper.saved)) or "''"
    found = _search(
        Criteria(affordable_only=True, sort="nilai"),
        shopper,
        _valid(_platforms(), shopper),
        also=(f"c.id NOT IN ({owned})", ()),
        first=(
            f"c.slug IN ({wanted}) DESC, c.category IN ({slots}) DESC,",
            (*shopper.saved, *shopper.interests),
        ),
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
    picks = ranking.rank(candidates, shopper.interests, shopper.balance, limit, shopper.saved)
    return [Recommendation(rows[pick.slug], pick.reason) for pick in picks]
