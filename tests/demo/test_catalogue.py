"""The shipped catalogue: real facts, marked examples, enough to buy for everybody."""

import contextlib
import csv
import re
from collections.abc import Callable
from statistics import median
from typing import Any

import pytest

import ledger
from demo import wording
from demo.catalogue import ANNOUNCED, COURSES, SAMBAL, fill_catalogue
from demo.platforms import PLATFORMS
from models import Course, CourseIndex, Offer, Platform, Provider, SampleReview
from queries.courses import Shopper
from queries.search import Criteria, search
from rules.categories import SLUGS
from rules.purchases import valid_for

CATALOGUE = (Platform, Provider, Course, Offer, SampleReview, CourseIndex)


def test_all_real_courses_and_the_announced_ones_are_there(filled_room: str):
    assert Course.select().count() == 266 + len(ANNOUNCED) == CourseIndex.select().count()
    for word in ("sambal juru masak", "service excellence", "tim penjualan", "las", "sepeda motor"):
        assert search(Criteria(q=word), Shopper(21, 1_000_000)).total > 0, word


def test_prices_spread_like_the_real_catalogue(filled_room: str):
    prices = sorted(course.list_price for course in Course.select(Course.list_price))
    assert prices[0] == 24_000
    assert 250_000 <= median(prices) <= 375_000
    assert 5 <= sum(price > 1_000_000 for price in prices) <= 20
    assert sum(price <= 100_000 for price in prices) >= 20


def test_a_real_price_is_kept_and_an_example_price_marked(filled_room: str):
    known = Course.get(Course.title == "Membangun Bisnis Konveksi")
    free = Course.get(Course.title == "Mengenal Digital Governance")
    assert (known.list_price, "price" in known.synthetic) == (299_000, False)
    assert free.list_price >= 24_000 and "price" in free.synthetic


def test_what_is_made_up_is_marked(filled_room: str):
    made = {"level", "hours", "description", "lessons", "certificate_type"}
    made |= {"offers", "ratings", "seats", "schedule"}
    for course in Course.select():
        assert made <= set(course.synthetic), course.title
        assert len(course.synthetic) == len(set(course.synthetic))
    announced = Course.get(Course.title == SAMBAL)
    assert "price" in announced.synthetic and announced.source == "pengumuman program"


def test_invented_institutions_say_so_and_examples_are_no_announcements(filled_room: str):
    examples = Course.select().where(Course.source == "data contoh")
    assert len(examples) == 4
    assert all("(contoh)" in course.provider.name for course in examples)


def test_an_institution_has_one_spelling(filled_room: str):
    names = [provider.name.casefold() for provider in Provider.select()]
    assert len(names) == len(set(names))


def test_stars_of_a_course_are_the_sum_of_its_offers(filled_room: str):
    for course in Course.select():
        counts = [getattr(course, f"stars_{n}") for n in range(1, 6)]
        offers = list(course.offers)
        assert sum(counts) == sum(offer.rating_count for offer in offers)
        stars = sum(n * count for n, count in enumerate(counts, 1))
        assert stars == sum(offer.rating_sum for offer in offers)


def test_ratings_differ_enough_to_compare(filled_room: str):
    means = [
        offer.rating_sum / offer.rating_count for offer in Offer.select() if offer.rating_count
    ]
    assert min(means) < 4 < median(means) < 4.8
    assert max(means) - median(means) > 0.1


def test_every_review_has_its_star_in_the_histogram(filled_room: str):
    for course in Course.select():
        reviews = list(course.sample_reviews)
        assert len(reviews) <= 4
        for stars in {review.stars for review in reviews}:
            same = sum(review.stars == stars for review in reviews)
            assert same <= getattr(course, f"stars_{stars}")
        assert len({review.text for review in reviews}) == len(reviews)
        assert len({review.name for review in reviews}) == len(reviews)


def test_every_course_is_sold_and_platforms_differ_in_price(filled_room: str):
    counts = [len(course.offers) for course in Course.select()]
    assert min(counts) == 1 and max(counts) >= 4
    several = [course for course in Course.select() if len(course.offers) > 1]
    differ = sum(len({offer.price for offer in course.offers}) > 1 for course in several)
    assert differ > len(several) / 2


def test_seats_are_scarce_in_places_and_some_are_gone(filled_room: str):
    quotas = [offer.quota for offer in Offer.select()]
    assert None in quotas and 10 <= quotas.count(0) < len(quotas) / 8
    assert any(quota and quota <= 5 for quota in quotas)


def test_only_scheduled_courses_have_a_next_class(filled_room: str):
    for offer in Offer.select(Offer, Course).join(Course):
        assert (offer.next_run_days is None) == (offer.course.method == "spl")


def test_courses_are_long_enough_for_both_schemes(filled_room: str):
    assert min(course.hours for course in Course.select()) >= 15


def test_the_level_does_not_contradict_the_title(filled_room: str):
    for course in Course.select():
        if "Pemula" in course.title and "ahir" not in course.title:
            assert course.level == "pemula", course.title
    levels = {course.level for course in Course.select()}
    assert levels == {"pemula", "menengah", "mahir"}


@pytest.mark.parametrize(("gelombang", "balance"), [(21, 1_000_000), (70, 3_500_000)])
def test_both_schemes_find_plenty_to_buy(filled_room: str, gelombang: int, balance: int):
    shopper = Shopper(gelombang, balance)
    assert search(Criteria(affordable_only=True), shopper).total > 200
    for category in SLUGS:
        assert search(Criteria(category=category, affordable_only=True), shopper).total > 0


def test_texts_fit_their_title_and_differ_from_the_neighbours():
    titles = _titles()
    for title, following in zip(titles, titles[1:], strict=False):
        assert wording.description(title) != wording.description(following)
        assert wording.topic_of(title)[0] is not wording.ANY_STEPS, title
    assert "sambal" in wording.description(SAMBAL) or "cabai" in str(wording.lessons(SAMBAL))
    assert len({wording.description(title) for title in titles}) > 0.98 * len(titles)


def test_texts_keep_the_rules_of_the_screens(filled_room: str):
    for course in Course.select():
        text = course.description
        assert len(re.findall(r"\.(?: |$)", text)) == 2 and len(text) < 240, text
        assert 3 <= len(course.lessons) <= 5
        assert not re.search(r"\bAnda\b|\{|\}|  |None", text + " ".join(course.lessons))
    for review in SampleReview.select():
        assert not re.search(r"\bAnda\b|\{|\}|  |None", review.text)


def test_the_catalogue_is_the_same_every_time(room: str, at: Callable[[str], Any]):
    told = []
    for _ in range(2):
        with at("2021-09-01 09:00"), contextlib.suppress(_Undone), ledger.write():
            fill_catalogue()
            told.append([list(table.select().dicts()) for table in CATALOGUE])
            raise _Undone
    assert told[0] == told[1] and all(told[0])


class _Undone(Exception):
    """Rolls back what a test wrote."""


def _titles() -> list[str]:
    with COURSES.open(newline="") as file:
        real = [row["title"] for row in csv.DictReader(file)]
    return [*real, *(facts["title"] for facts in ANNOUNCED)]


def test_nobody_speaks_of_videos_where_one_meets(filled_room: str):
    met = SampleReview.select().join(Course).where(Course.method != "spl")
    assert met.count() > 20
    assert not any("video" in review.text for review in met)


@pytest.mark.parametrize("stars", [2, 3, 4, 5])
@pytest.mark.parametrize("alone", [True, False])
def test_there_are_words_enough_for_four_reviews_of_the_same_stars(stars: int, alone: bool):
    texts = [text for _, text in wording.reviews(SAMBAL, alone, [stars] * 4)]
    assert len(set(texts)) == 4


# --- Platforms -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("gelombang", "slugs"),
    [
        (21, "bukalapak karier-mu kemnaker mau-belajar-apa pijar pintaria tokopedia"),
        (47, "bukalapak karier-mu kemnaker pijar pintaria tokopedia"),
        (70, "bukalapak cakap gramedia-academy karier-mu pijar pintar tokopedia"),
    ],
)
def test_platforms_are_valid_when_the_programme_named_them(
    filled_room: str, gelombang: int, slugs: str
):
    valid = [row.slug for row in Platform.select() if valid_for(row.valid_for, gelombang)]
    assert sorted(valid) == slugs.split()


def test_every_platform_says_where_its_validity_comes_from():
    assert all(facts["valid_source"] for facts in PLATFORMS)
    assert all(facts.get("contact_as_of") for facts in PLATFORMS if facts.get("contact"))
