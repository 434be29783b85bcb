"""What people find in the catalogue, at which price, and why some of it they cannot buy."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest

from actions import ratings
from actions.catalogue import import_courses, reindex
from models import Course, Offer, Platform, Provider, Rating
from queries import courses
from queries import search as lists
from queries.courses import Shopper
from queries.search import CourseRow, Criteria, search
from rules.purchases import valid_for
from tests.people import Someone, bought_by, offer_for

G21 = Shopper(gelombang=21, balance=1_000_000, interests=("makanan-dan-minuman",))
G70 = Shopper(gelombang=70, balance=3_500_000)
STRANGER = Shopper(gelombang=None, balance=None)
SAMBAL = "membuat-aneka-kreasi-sambal-bagi-juru-masak"
HEADER = "title,institution,category,method,price_idr,list_price_est_idr,platform\n"


@contextmanager
def counted() -> Iterator[list[str]]:
    """The statements sent to the database inside."""
    seen: list[str] = []
    handler = logging.Handler()
    handler.emit = lambda record: seen.append(str(record.msg))  # type: ignore[method-assign]
    logger = logging.getLogger("peewee")
    level = logger.level
    logger.addHandler(handler)
    logger.setLevel(logging.DEBUG)
    try:
        yield seen
    finally:
        logger.removeHandler(handler)
        logger.setLevel(level)


def everything(shopper: Shopper, **asked: object) -> list[CourseRow]:
    """All pages of a search."""
    pages = search(Criteria(**asked), shopper).pages
    return [
        row
        for page in range(1, pages + 1)
        for row in search(Criteria(page=page, **asked), shopper).courses
    ]


def by_hand(shopper: Shopper) -> dict[str, tuple[int, bool]]:
    """Slug → cheapest price and whether it can be bought, worked out offer by offer."""
    open_prices: dict[str, list[int]] = {}
    all_prices: dict[str, list[int]] = {}
    for offer in Offer.select(Offer, Course, Platform).join(Course).join_from(Offer, Platform):
        slug = offer.course.slug
        all_prices.setdefault(slug, []).append(offer.price)
        valid = shopper.gelombang is None or valid_for(offer.platform.valid_for, shopper.gelombang)
        if valid and (offer.quota is None or offer.sold < offer.quota):
            open_prices.setdefault(slug, []).append(offer.price)
    return {
        slug: (min(open_prices.get(slug, prices)), slug in open_prices)
        for slug, prices in all_prices.items()
    }


# --- Search --------------------------------------------------------------------------------------


@pytest.mark.parametrize("shopper", [G21, G70, STRANGER])
def test_a_course_costs_what_its_cheapest_open_offer_costs(filled_room: str, shopper: Shopper):
    expected = by_hand(shopper)
    found = everything(shopper)
    assert {row.slug: (row.price, row.buyable) for row in found} == expected
    assert len(found) == len(expected) == Course.select().count()


@pytest.mark.parametrize("sort", ["relevan", "termurah", "nilai", "terbaru"])
def test_no_course_is_lost_or_shown_twice_between_pages(filled_room: str, sort: str):
    slugs = [row.slug for row in everything(G21, sort=sort)]
    assert len(slugs) == len(set(slugs)) == Course.select().count()


def test_the_price_ceiling_is_about_the_price_shown(filled_room: str):
    expected = {slug for slug, (price, _) in by_hand(G21).items() if price <= 300_000}
    assert {row.slug for row in everything(G21, price_max=300_000)} == expected


def test_enough_with_my_balance_finds_all_one_can_buy_and_nothing_else(filled_room: str):
    poor = Shopper(gelombang=21, balance=150_000)
    expected = {slug for slug, (price, can) in by_hand(poor).items() if can and price <= 150_000}
    assert {row.slug for row in everything(poor, affordable_only=True)} == expected
    assert search(Criteria(), poor).affordable == len(expected) > 0


@pytest.mark.parametrize(
    "word", ["samb", "sambal", "SAMBAL", "sambál", "kreasi samb", "dapur bina"]
)
def test_a_beginning_of_each_word_is_enough(filled_room: str, word: str):
    assert SAMBAL in [row.slug for row in search(Criteria(q=word), G21).courses]


def test_every_word_must_be_there(filled_room: str):
    assert search(Criteria(q="sambal akuntansi"), G21).total == 0


def test_the_title_counts_more_than_the_description(filled_room: str):
    first = search(Criteria(q="barista"), G21).courses[0]
    assert "barista" in first.title.lower()


def test_words_are_cut_where_the_index_cuts_them(filled_room: str):
    for word in ("UI/UX", "ui-ux", "front-end", "MICROSOFT-WORD"):
        assert search(Criteria(q=word), G21).total > 0, word


@pytest.mark.parametrize(
    "nasty",
    [
        "c++",
        '"',
        "'",
        "sambal'",
        '"sambal',
        "'; DROP TABLE course; --",
        "sambal OR 1",
        "NEAR(a b)",
        "title:sambal",
        "*",
        "-",
        "--",
        "^sambal",
        "{a}",
        "(",
        "🌶️",
        "a\0b",
        "%",
        "_",
        "x" * 10_240,
        "sambal " * 2_000,
        "\u202e\u0301",
    ],
)
def test_strange_words_are_searched_for_and_never_an_error(filled_room: str, nasty: str):
    found = search(Criteria(q=nasty), G21)
    assert found.total <= Course.select().count()
    assert Course.select().count() > 200


@pytest.mark.parametrize("signs", ["-", "🌶️", '"', "???"])
def test_signs_without_a_word_find_nothing(filled_room: str, signs: str):
    assert search(Criteria(q=signs), G21).total == 0


def test_words_of_blanks_ask_for_everything(filled_room: str):
    assert search(Criteria(q="   "), G21).total == Course.select().count()


def test_nothing_found_suggests_three_courses_of_the_category(filled_room: str):
    found = search(Criteria(q="zzzzz", category="bahasa-asing"), G21)
    assert (found.total, found.courses) == (0, [])
    assert [row.category for row in found.nearest] == ["bahasa-asing"] * 3


def test_a_page_beyond_the_end_is_the_first_one(filled_room: str):
    found = search(Criteria(page=100_000), G21)
    assert (found.page, len(found.courses)) == (1, 10)


def test_filters_narrow_each_other(filled_room: str):
    rows = everything(G21, category="teknik", method="webinar", sort="termurah")
    slugs = Course.select(Course.slug).where(
        Course.category == "teknik", Course.method == "webinar"
    )
    assert {row.slug for row in rows} == {row.slug for row in slugs} != set()
    assert [row.price for row in rows] == sorted(row.price for row in rows)


def test_the_platform_filter_means_sold_there(filled_room: str):
    for row in everything(G21, platform="kemnaker"):
        page = courses.course_page(row.slug, G21)
        assert page is not None and "kemnaker" in [offer.platform_slug for offer in page.offers]


def test_at_least_four_stars_means_the_plain_mean(filled_room: str):
    rows = everything(G21, rating_min=4)
    assert rows and all(row.rating >= 4 for row in rows)


def test_one_five_does_not_lead_the_best_rated(room: str):
    loved, lucky = offer_for(21), offer_for(21)
    Course.update(stars_5=350, stars_4=50).where(Course.id == loved.course_id).execute()
    Course.update(stars_5=1).where(Course.id == lucky.course_id).execute()
    found = search(Criteria(sort="nilai"), G21).courses
    assert [row.slug for row in found] == [loved.course.slug, lucky.course.slug]


def test_a_course_says_by_how_much_it_is_too_dear(room: str):
    offer_for(21, price=1_150_000)
    [row] = search(Criteria(), G21).courses
    assert row.over_balance_by == 150_000


def test_a_course_says_why_nobody_can_sell_it(room: str):
    gone = offer_for(21, quota=5, sold=5)
    foreign = offer_for(21, platform="toko-asing", valid_for=[[48, None]])
    rows = {row.slug: row for row in search(Criteria(), G21).courses}
    assert rows[gone.course.slug].reason == "sold_out"
    assert rows[foreign.course.slug].reason == "platform_not_valid"
    assert not any(row.buyable for row in rows.values())


def test_a_withdrawn_offer_neither_sells_nor_sets_the_price(room: str):
    kept = offer_for(21, price=500_000)
    offer_for(21, price=100_000, course=kept.course, platform="toko-lain", active=False)
    [row] = search(Criteria(), G21).courses
    assert (row.price, row.platform_count) == (500_000, 1)


def test_markup_in_a_course_stays_text(filled_room: str):
    title = "<script>alert(1)</script> & <b>tebal</b>"
    import_courses([HEADER, f'"{title}",Lembaga <i>X</i>,Teknik,spl,300000,,Tokopedia\n'])
    [row] = search(Criteria(q="alert tebal"), G21).courses
    assert (row.title, row.provider) == (title, "Lembaga <i>X</i>")


@pytest.mark.parametrize(
    ("asked", "most"),
    [
        (Criteria(), 2),
        (Criteria(q="sambal", category="makanan-dan-minuman", affordable_only=True), 2),
        (Criteria(q="zzzzz"), 3),
        (Criteria(page=99_999), 3),
    ],
)
def test_a_search_takes_few_statements(filled_room: str, asked: Criteria, most: int):
    with counted() as statements:
        search(asked, G21)
    assert len(statements) <= most


# --- One course ----------------------------------------------------------------------------------


def page_of(slug: str, shopper: Shopper = G21, **asked: object) -> courses.CoursePage:
    page = courses.course_page(slug, shopper, **asked)  # type: ignore[arg-type]
    assert page is not None
    return page


def test_the_announced_course_stands_on_its_four_platforms(filled_room: str):
    offers = page_of(SAMBAL).offers
    shown = [(offer.platform, offer.price, offer.left_after, offer.reason) for offer in offers]
    assert shown == [
        ("Tokopedia", 450_000, 550_000, None),
        ("Pintaria", 475_000, 525_000, None),
        ("Bukalapak", 500_000, 500_000, None),
        ("Karier.mu", 490_000, None, "sold_out"),
    ]
    assert [offer.is_cheapest for offer in offers] == [True, False, False, False]


def test_an_offer_says_why_it_cannot_be_bought(filled_room: str):
    in_2024 = {offer.platform: offer.reason for offer in page_of(SAMBAL, G70).offers}
    assert in_2024["Pintaria"] == "platform_not_valid"
    poor = Shopper(gelombang=21, balance=460_000)
    with_little = {offer.platform: offer.reason for offer in page_of(SAMBAL, poor).offers}
    assert with_little["Tokopedia"] is None
    assert with_little["Bukalapak"] == "too_expensive"


def test_a_stranger_sees_prices_and_no_button(filled_room: str):
    page = page_of(SAMBAL, STRANGER)
    assert not any(offer.buyable or offer.is_cheapest for offer in page.offers)
    assert page.price == 450_000


@pytest.mark.parametrize("sort", ["termurah", "nilai", "jadwal"])
def test_what_can_be_bought_stands_first_and_sold_out_last(filled_room: str, sort: str):
    for course in Course.select(Course.slug):
        reasons = [offer.reason for offer in page_of(course.slug, sort=sort).offers]
        assert reasons == sorted(reasons, key=lambda r: (r is not None, r == "sold_out")), reasons


def test_the_price_of_a_page_does_not_depend_on_its_sorting(filled_room: str):
    for course in Course.select(Course.slug):
        prices = {page_of(course.slug, STRANGER, sort=sort).price for sort in ("nilai", "jadwal")}
        assert prices == {page_of(course.slug, STRANGER).price}


def test_a_class_begins_some_days_after_the_rooms_today(room: str, at: Callable[[str], Any]):
    offer = offer_for(21, next_run_days=3)
    with at("2021-10-18 09:00"):
        assert page_of(offer.course.slug).offers[0].next_run == date(2021, 10, 21)


def test_the_histogram_makes_a_hundred_percent(filled_room: str):
    for course in Course.select():
        page = page_of(course.slug)
        assert [row.stars for row in page.histogram] == [5, 4, 3, 2, 1]
        assert sum(row.count for row in page.histogram) == page.rating_count
        assert sum(row.percent for row in page.histogram) == (100 if page.rating_count else 0)


def test_a_course_without_ratings_has_an_empty_histogram(room: str):
    page = page_of(offer_for(21).course.slug)
    assert (page.rating, page.rating_count) == (0, 0)
    assert {(row.count, row.percent) for row in page.histogram} == {(0, 0)}


def test_sample_reviews_are_marked_and_chosen_by_stars(filled_room: str):
    reviews = page_of(SAMBAL).reviews
    assert len(reviews) >= 2 and all(review.sample for review in reviews)
    assert {review.stars for review in page_of(SAMBAL, stars=5).reviews} == {5}


def test_a_participants_review_shows_the_first_name_only(
    room: str, someone: Someone, at: Callable[[str], Any]
):
    with at("2021-10-18 09:00"):
        person = someone.finished(name="Sari Wulandari")
        purchase = bought_by(person)[0]
        ratings.rate(person, purchase.public_id, 4, "Mentornya sabar dan materinya jelas.")
    assert Rating.select().count() == 1
    page = page_of(purchase.course.slug)
    assert [(review.name, review.stars, review.sample) for review in page.reviews] == [
        ("Sari", 4, False)
    ]


def test_a_course_that_does_not_exist_has_no_page(filled_room: str):
    assert courses.course_page("tidak-ada", G21) is None
    assert lists.provider_page("tidak-ada", G21) is None


def test_an_offer_is_for_sale_under_its_own_course_only(filled_room: str):
    offer_id = page_of(SAMBAL).offers[0].id
    offer = courses.offer_for_sale(SAMBAL, offer_id)
    assert offer and offer.platform.name == "Tokopedia" and offer.course.provider.name
    other = Course.select().where(Course.slug != SAMBAL).get()
    assert courses.offer_for_sale(other.slug, offer_id) is None
    assert courses.offer_for_sale(SAMBAL, 10**9) is None


# --- Several courses -----------------------------------------------------------------------------


def test_side_by_side_keeps_the_order_asked_for(filled_room: str):
    slugs = [course.slug for course in Course.select(Course.slug).limit(5)]
    asked = [slugs[2], "tidak-ada", slugs[0], slugs[2]]
    assert [page.slug for page in courses.side_by_side(asked, G21)] == [slugs[2], slugs[0]]
    assert len(courses.side_by_side(slugs, G21)) == 3
    assert courses.side_by_side([], G21) == []


def test_a_provider_shows_its_courses_and_their_common_rating(filled_room: str):
    provider = Provider.get(Provider.name == "JFC Plus")
    page = lists.provider_page(provider.slug, G21)
    assert page is not None and len(page.courses) == 8
    stars = sum(row.rating * row.rating_count for row in page.courses)
    assert page.rating_count == sum(row.rating_count for row in page.courses)
    assert page.rating == pytest.approx(stars / page.rating_count)
    assert page.certificate_types == sorted(set(page.certificate_types)) != []


def test_pages_of_the_catalogue_take_few_statements(filled_room: str):
    slugs = [course.slug for course in Course.select(Course.slug).limit(3)]
    for most, ask in (
        (4, lambda: courses.course_page(SAMBAL, G21)),
        (4, lambda: lists.provider_page("jfc-plus", G21)),
        (2, lambda: courses.side_by_side(slugs, G21)),
        (2, lambda: lists.recommendations(G21)),
    ):
        with counted() as statements:
            ask()
        assert len(statements) <= most, statements


def test_recommendations_can_be_bought_and_suit_the_interests(filled_room: str):
    picks = lists.recommendations(G21)
    assert len(picks) == 3
    for pick in picks:
        assert pick.course.buyable and pick.course.price <= 1_000_000
        assert (pick.course.category, pick.reason) == ("makanan-dan-minuman", "interest")


@pytest.mark.parametrize("shopper", [G21, G70, STRANGER, Shopper(gelombang=21, balance=0)])
def test_recommendations_need_neither_interests_nor_money(filled_room: str, shopper: Shopper):
    picks = lists.recommendations(shopper)
    assert len(picks) == (0 if shopper.balance == 0 else 3)


def test_a_course_one_has_is_not_recommended_again(filled_room: str):
    best = lists.recommendations(G21)[0].course.slug
    owned = (Course.get(Course.slug == best).id,)
    again = lists.recommendations(Shopper(21, 1_000_000, G21.interests, owned))
    assert best not in [pick.course.slug for pick in again]


def test_the_index_can_be_built_anew(filled_room: str):
    before = [row.slug for row in everything(G21, q="kopi")]
    reindex()
    assert [row.slug for row in everything(G21, q="kopi")] == before != []


def test_a_whole_word_in_the_title_comes_before_a_beginning(filled_room: str):
    titles = [row.title.casefold().split() for row in search(Criteria(q="excel"), G21).courses]
    whole = ["excel" in title for title in titles]
    assert any(whole)
    assert whole == sorted(whole, reverse=True)
