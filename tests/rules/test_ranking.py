"""What is recommended first, and the reason given."""

from dataclasses import replace

import pytest

from rules.ranking import PRIOR_MEAN, Candidate, rank, weighted_rating

PLAIN = Candidate(
    slug="biasa",
    category="teknik",
    price=500_000,
    rating_sum=430,
    rating_count=100,
    seats_left=None,
)


def first(*candidates: Candidate, interests: tuple[str, ...] = (), balance: int = 1_000_000) -> str:
    return rank(candidates, interests, balance, limit=3)[0].slug


def test_one_five_does_not_beat_four_hundred_times_four_point_seven():
    lucky = replace(PLAIN, slug="beruntung", rating_sum=5, rating_count=1)
    loved = replace(PLAIN, slug="disukai", rating_sum=1_880, rating_count=400)
    assert first(lucky, loved) == "disukai"
    assert weighted_rating(5, 1) < weighted_rating(1_880, 400)


def test_without_ratings_a_course_is_taken_to_be_average():
    assert weighted_rating(0, 0) == PRIOR_MEAN


@pytest.mark.parametrize("count", [1, 10, 1_000, 1_000_000])
def test_the_weighted_rating_stays_between_one_and_five(count: int):
    assert 1 <= weighted_rating(count, count) <= weighted_rating(5 * count, count) <= 5


def test_what_one_is_interested_in_comes_first():
    liked = replace(PLAIN, slug="diminati", category="bahasa-asing", price=600_000)
    assert first(PLAIN, liked, interests=("bahasa-asing",)) == "diminati"


def test_of_two_equals_the_cheaper_one_leaves_more():
    assert first(PLAIN, replace(PLAIN, slug="murah", price=100_000)) == "murah"


def test_of_two_equals_the_one_with_seats_comes_first():
    scarce = replace(PLAIN, slug="a-hampir-penuh", seats_left=3)
    assert first(scarce, replace(PLAIN, seats_left=40)) == "biasa"


def test_the_reason_is_the_strongest_one():
    liked = replace(PLAIN, slug="diminati", category="bahasa-asing")
    loved = replace(PLAIN, slug="disukai", rating_sum=1_920, rating_count=400)
    picks = rank([liked, loved, PLAIN], ("bahasa-asing",), 1_000_000, limit=3)
    assert {pick.slug: pick.reason for pick in picks} == {
        "diminati": "interest",
        "disukai": "rating",
        "biasa": "price",
    }


def test_equals_keep_the_order_of_their_slugs_whatever_order_they_came_in():
    twins = [replace(PLAIN, slug=slug) for slug in ("c", "a", "b")]
    assert [pick.slug for pick in rank(twins, (), 1_000_000, limit=2)] == ["a", "b"]
    assert rank(twins, (), 1_000_000, 3) == rank(twins[::-1], (), 1_000_000, 3)


@pytest.mark.parametrize("balance", [None, 0, 1])
def test_no_balance_is_no_error(balance: int | None):
    assert len(rank([PLAIN], (), balance, limit=3)) == 1


def test_nothing_to_recommend_is_an_empty_list():
    assert rank([], ("teknik",), 1_000_000, limit=3) == []
