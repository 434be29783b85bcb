"""Reviews: once, changed for seven days with the counts following, reported, hidden or kept."""

from datetime import timedelta

import pytest

from actions import ratings
from actions.refused import NotFound
from models import AuditEntry, Course, Message, Offer, Rating, RatingReport
from queries import courses, reviews
from queries.courses import Shopper
from rules.refusals import Refused
from tests.people import bought_by, wib

pytestmark = pytest.mark.usefixtures("room")
WORDS = "Penjelasannya pelan dan jelas."
NOON = "2021-10-18 12:00:00"
REASON = "Memuat nomor 0812 3456 7788 seseorang."


@pytest.fixture
def sari(someone, at):
    with at(NOON):
        person = someone.finished(21)
        ratings.rate(person, mine(person), 5, WORDS)
    return person


@pytest.fixture
def other(someone):
    return someone.registered("Budi Santoso")


@pytest.fixture
def officer(someone):
    return someone.registered("Joko Petugas", role="operator")


def mine(person) -> str:
    return bought_by(person)[0].public_id


def counted() -> tuple[list[int], int, int]:
    course, offer = Course.get(), Offer.get()
    stars = [getattr(course, f"stars_{number}") for number in range(1, 6)]
    return stars, offer.rating_sum, offer.rating_count


def shown() -> list[str]:
    page = courses.course_page(Course.get().slug, Shopper(None, None))
    return [review.text for review in page.reviews]


def test_an_edit_moves_the_stars(sari, at) -> None:
    assert counted() == ([0, 0, 0, 0, 1], 5, 1)
    with at("2021-10-25 12:00:00"):
        ratings.edit(sari, mine(sari), 2, WORDS * 2, 3, None)
    assert counted() == ([0, 1, 0, 0, 0], 2, 1)
    row = Rating.get()
    assert (row.stars, row.text, row.platform_stars) == (2, WORDS * 2, 3)
    assert (row.rated_at, row.edited_at) == (wib(NOON), wib(NOON) + timedelta(days=7))
    assert shown() == [WORDS * 2]


def test_an_edit_that_changes_nothing_leaves_no_trace(sari, at) -> None:
    with at(NOON):
        ratings.edit(sari, mine(sari), 5, WORDS)
    assert Rating.get().edited_at is None
    assert not AuditEntry.select().where(AuditEntry.action == "rating_edited").exists()


def test_after_seven_days_it_stands(sari, at) -> None:
    with at("2021-10-25 12:00:01"), pytest.raises(Refused, match="review_edit_over"):
        ratings.edit(sari, mine(sari), 1, WORDS)
    assert counted() == ([0, 0, 0, 0, 1], 5, 1)


def test_what_is_not_there_or_not_ones_own_is_not_edited(sari, someone, other, at) -> None:
    with at(NOON):
        fresh = someone.finished(21)
        with pytest.raises(Refused, match="not_rated"):
            ratings.edit(fresh, mine(fresh), 1, WORDS)
        with pytest.raises(NotFound):
            ratings.edit(other, mine(sari), 1, WORDS)


def test_a_second_rating_is_refused(sari) -> None:
    with pytest.raises(Refused, match="rated_before"):
        ratings.rate(sari, mine(sari), 1, WORDS)
    assert counted() == ([0, 0, 0, 0, 1], 5, 1)


def test_a_report_is_made_once_and_not_on_oneself(sari, other) -> None:
    rating = Rating.get()
    ratings.report(rating, other, "rude")
    with pytest.raises(Refused, match="review_reported"):
        ratings.report(rating, other, "advert")
    with pytest.raises(Refused, match="review_own"):
        ratings.report(rating, sari, "rude")
    assert RatingReport.select().count() == 1
    waiting = reviews.waiting()
    assert [(row.reasons, row.count) for row in waiting] == [(("rude",), 1)]


def test_a_hidden_review_is_not_shown_edited_or_reported_again(sari, other, officer, at) -> None:
    ratings.report(Rating.get(), other, "personal")
    with at(NOON):
        ratings.decide_reports(Rating.get(), True, REASON, officer)
    assert shown() == []
    assert counted() == ([0, 0, 0, 0, 1], 5, 1)
    assert reviews.waiting() == []
    assert reviews.review(Rating.get().id) is None
    told = Message.get(Message.reference.startswith("review_hidden:"))
    assert told.participant_id == sari.id
    assert "0812" not in told.text
    detail = AuditEntry.get(AuditEntry.action == "review_hidden").detail
    assert detail == {"reason": "Memuat nomor …seseorang."}
    with at(NOON), pytest.raises(Refused, match="review_hidden"):
        ratings.edit(sari, mine(sari), 1, WORDS)
    with pytest.raises(Refused, match="review_hidden"):
        ratings.report(Rating.get(), officer, "rude")
    with pytest.raises(Refused, match="review_decided"):
        ratings.decide_reports(Rating.get(), False, REASON, officer)


def test_a_text_that_changed_meanwhile_is_not_decided(sari, other, officer, at) -> None:
    read = Rating.get()
    ratings.report(read, other, "rude")
    with at("2021-10-18 12:05:00"):
        ratings.edit(sari, mine(sari), 4, WORDS * 2)
        with pytest.raises(Refused, match="review_changed"):
            ratings.decide_reports(read, True, REASON, officer, read.edited_at)
        assert Rating.get().hidden_at is None
        assert [row.count for row in reviews.waiting()] == [1]
        ratings.decide_reports(read, True, REASON, officer, Rating.get().edited_at)
    assert Rating.get().hidden_at == wib("2021-10-18 12:05:00")


def test_a_kept_review_stays_and_its_writer_hears_nothing(sari, other, officer, someone) -> None:
    ratings.report(Rating.get(), other, "false")
    ratings.decide_reports(Rating.get(), False, "Ini pendapat, bukan pelanggaran.", officer)
    assert shown() == [WORDS]
    assert not Message.select().where(Message.reference.startswith("review_hidden:")).exists()
    ratings.report(Rating.get(), someone.registered(), "rude")
    assert [row.count for row in reviews.waiting()] == [1]
