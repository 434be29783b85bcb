"""NIK and KK: what the digits say, and what of it refuses or only warns."""

from datetime import date, timedelta

import pytest

from rules import regions
from rules.identity_numbers import (
    known_region,
    problems_of_birth_date,
    problems_of_kk,
    problems_of_nik,
    sex_of,
)

BORN = date(1995, 12, 31)
MAN, WOMAN = "3273013112950001", "3273017112950001"


def codes(problems) -> list[str]:
    return [problem.code for problem in problems]


@pytest.mark.parametrize(("nik", "sex"), [(MAN, "male"), (WOMAN, "female")])
def test_a_nik_that_agrees_with_everything_has_no_problem(nik, sex) -> None:
    assert problems_of_nik(nik, BORN, sex) == []
    assert problems_of_nik(nik, BORN) == []
    assert sex_of(nik) == sex


def test_the_century_is_that_of_the_typed_date() -> None:
    nik = "3273010107050001"
    assert problems_of_nik(nik, date(2005, 7, 1)) == []
    assert problems_of_nik(nik, date(1905, 7, 1)) == []


@pytest.mark.parametrize(
    ("nik", "code"),
    [
        ("327301311295000", "nik_length"),
        ("32730131129500011", "nik_length"),
        ("", "nik_digits"),
        ("327301311295000a", "nik_digits"),
        ("٣٢٧٣٠١٣١١٢٩٥٠٠٠١", "nik_digits"),
        ("3273013112950000", "nik_serial"),
        ("3273013212950001", "nik_date"),
        ("3273014012950001", "nik_date"),
        ("3273017212950001", "nik_date"),
        ("3273013113950001", "nik_date"),
        ("3273013102950001", "nik_date"),
        ("3273010012950001", "nik_date"),
        ("3273013012950001", "nik_birth_date"),
        ("3273013111950001", "nik_date"),
        ("3273013112960001", "nik_birth_date"),
    ],
)
def test_what_cannot_be_is_named(nik, code) -> None:
    assert codes(problems_of_nik(nik, BORN)) == [code]
    assert not any(problem.warning for problem in problems_of_nik(nik, BORN))


def test_the_number_of_digits_is_said() -> None:
    assert problems_of_nik("3" * 15, BORN)[0].facts == {"typed": 15}


def test_a_leap_day_is_a_birthday() -> None:
    assert problems_of_nik("3273012902960001", date(1996, 2, 29)) == []


def test_the_other_sex_is_named() -> None:
    assert codes(problems_of_nik(WOMAN, BORN, "male")) == ["nik_sex"]
    assert codes(problems_of_nik(MAN, BORN, "female")) == ["nik_sex"]


def test_everything_wrong_is_named_at_once() -> None:
    assert codes(problems_of_nik("9999993012950000", BORN, "female")) == [
        "nik_serial",
        "nik_birth_date",
        "nik_sex",
        "nik_region",
    ]


@pytest.mark.parametrize("code", ["999999", "009999", "329901"])
def test_an_unknown_region_only_warns(code) -> None:
    (problem,) = problems_of_nik(f"{code}3112950001", BORN)
    assert problem.code == "nik_region" and problem.warning
    assert not known_region(code)


def test_regions_of_every_province_are_known() -> None:
    for code in ("110101", "317301", "650101", "910301", "920201", "930101", "960101"):
        assert known_region(code), code
    assert len(regions.regencies()) == 514
    assert len({code[:2] for code, _ in regions.regencies()}) == 38


def test_a_region_is_found_with_and_without_its_dot() -> None:
    assert regions.regency("32.73") == regions.regency("3273") == "Kota Bandung"
    assert regions.province("32") == "Jawa Barat"
    assert regions.regency("99.99") is regions.province("99") is None
    assert ("32.73", "Kota Bandung, Jawa Barat") in regions.regencies()


def test_a_kk_is_only_warned_about() -> None:
    assert problems_of_kk("3273010101200001") == []
    odd = problems_of_kk("9999994101200001")
    assert codes(odd) == ["kk_date", "kk_region"] and all(problem.warning for problem in odd)


@pytest.mark.parametrize(
    ("kk", "code"), [("1" * 15, "kk_length"), ("1" * 15 + "x", "kk_digits"), (MAN, "kk_is_nik")]
)
def test_a_kk_that_cannot_be_is_named(kk, code) -> None:
    (problem,) = problems_of_kk(kk, MAN)
    assert problem.code == code and not problem.warning


def test_nobody_is_born_tomorrow() -> None:
    assert problems_of_birth_date(BORN, BORN) == []
    assert codes(problems_of_birth_date(BORN + timedelta(days=1), BORN)) == ["birth_date_ahead"]
    assert codes(problems_of_birth_date(date(1899, 1, 1), BORN)) == ["birth_date_early"]
