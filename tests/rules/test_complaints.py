"""What complaints may be about, when they are promised an answer, and when they are late."""

from datetime import date, datetime, timedelta

import pytest

from formats import complaints as words
from rules import complaints
from rules.complaints import About, about_in, about_kept, address_of
from rules.deadlines import WIB

NAME = "a_B-45678901234567890c"


@pytest.mark.parametrize(
    ("address", "about"),
    [
        ("insentif-job-1", About("incentive", "job-1")),
        ("insentif-survey-12", About("incentive", "survey-12")),
        (f"pesanan-{NAME}", About("purchase", NAME)),
        (f"sertifikat-{NAME}", About("certificate", NAME)),
        ("survei-3", About("survey", "3")),
        ("rekening", About("account")),
    ],
)
def test_an_address_is_read_kept_and_written_again(address, about) -> None:
    assert about_in(address) == about
    assert about_kept(about.text) == about and len(about.text) <= 60
    assert address_of(about) == address


@pytest.mark.parametrize(
    "address",
    [
        "",
        "insentif",
        "insentif-job-0",
        "insentif-job-١",
        "insentif-bonus-1",
        "insentif-job-1\n",
        "survei-",
        "survei--1",
        "pesanan-kurang",
        f"pesanan-{NAME}x",
        "rekening-1",
        "saldo",
        "../etc",
    ],
)
def test_anything_else_is_about_nothing(address) -> None:
    assert about_in(address) is None


def test_nothing_kept_is_about_nothing() -> None:
    assert about_kept(None) is None and about_kept("") is None


@pytest.mark.parametrize(("row", "number"), [(42, "PGD-2021-0042"), (12345, "PGD-2021-12345")])
def test_numbers_have_at_least_four_digits(row, number) -> None:
    assert complaints.number_of(2021, row) == number


@pytest.mark.parametrize(
    ("sent", "promised"),
    [("2021-10-18", "2021-10-21"), ("2021-10-20", "2021-10-25"), ("2021-10-23", "2021-10-27")],
)
def test_three_working_days_are_promised(sent, promised) -> None:
    assert complaints.promised_on(date.fromisoformat(sent)) == date.fromisoformat(promised)


PROMISED = date(2021, 10, 21)
ON_TIME = datetime(2021, 10, 21, 23, 59, tzinfo=WIB)


@pytest.mark.parametrize(
    ("state", "answered", "today", "late"),
    [
        ("new", None, PROMISED, False),
        ("new", None, date(2021, 10, 22), True),
        ("taken", None, date(2021, 10, 22), True),
        ("answered", ON_TIME, date(2021, 12, 1), False),
        ("answered", ON_TIME + timedelta(minutes=1), date(2021, 10, 22), True),
        ("closed", None, date(2021, 12, 1), False),
    ],
)
def test_late_is_what_was_not_answered_by_the_promised_day(state, answered, today, late) -> None:
    assert complaints.is_late(state, PROMISED, answered, today) is late


def test_a_closed_one_opens_again_for_seven_days() -> None:
    assert complaints.may_reopen(ON_TIME, ON_TIME + timedelta(days=7, seconds=-1))
    assert not complaints.may_reopen(ON_TIME, ON_TIME + timedelta(days=7))


def test_lines_are_counted_as_one_letter_each() -> None:
    assert complaints.words_of("  satu\r\ndua\rtiga \n") == "satu\ndua\ntiga"


def test_every_kind_has_words_and_fits_its_column() -> None:
    assert set(words.KINDS) == set(complaints.KINDS)
    assert all(len(kind) <= 20 for kind in complaints.KINDS)
    assert set(words.KIND_OF_QUESTION.values()) <= set(complaints.KINDS)
