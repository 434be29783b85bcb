"""Who may take part: every rule, every boundary, and always all the reasons."""

from dataclasses import replace
from datetime import date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formats.gelombang import REASONS
from rules.eligibility import (
    LISTS,
    OCCUPATIONS,
    WORK,
    Applicant,
    age_on,
    counted_on,
    excluded,
    group_of,
    on_paper,
    refuse_applicant,
    sex_of,
)
from rules.schemes import Figure, resolve

SEMI = resolve(21, "semi_bansos")
NORMAL = resolve(71, "normal")
CLOSES = date(2024, 8, 5)
SARI = Applicant(
    citizen=True,
    birth_date=date(1995, 1, 15),
    studying=False,
    occupation="household",
    says_social_aid=False,
    phone_confirmed=True,
    identity_verified=True,
    profile_complete=True,
)
WIB = timezone(timedelta(hours=7))


def codes(applicant: Applicant, terms=NORMAL, closes_on: date = CLOSES) -> list[str]:
    return [refusal.code for refusal in refuse_applicant(applicant, terms, closes_on)]


@pytest.mark.parametrize("terms", [SEMI, NORMAL])
def test_an_ordinary_applicant_is_eligible(terms) -> None:
    assert codes(SARI, terms) == []


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"citizen": False}, "not_citizen"),
        ({"studying": True}, "student"),
        ({"lists": frozenset({"student"})}, "student"),
        ({"lists": frozenset({"official"})}, "official"),
        ({"occupation": "civil_servant"}, "occupation"),
        ({"received_before": True}, "already_recipient"),
        ({"recipients_in_kk": 2}, "kk_full"),
        ({"recipients_in_kk": 3}, "kk_full"),
        ({"blocked": "no_first_purchase"}, "blocked"),
        ({"phone_confirmed": False}, "phone_unconfirmed"),
        ({"identity_verified": False}, "not_verified"),
        ({"profile_complete": False}, "profile_incomplete"),
    ],
)
def test_each_rule_says_no_alone(changed, code) -> None:
    for terms in (SEMI, NORMAL):
        assert codes(replace(SARI, **changed), terms) == [code]


@pytest.mark.parametrize(
    "changed",
    [
        {"says_social_aid": True},
        {"lists": frozenset({"social_aid"})},
        {"lists": frozenset({"bsu"})},
        {"lists": frozenset({"bpum"})},
        {"occupation": "soe_staff"},
    ],
)
def test_what_only_the_first_scheme_excludes(changed) -> None:
    applicant = replace(SARI, **changed)
    assert len(codes(applicant, SEMI)) == 1
    assert codes(applicant, NORMAL) == []


def test_staff_of_state_companies_is_not_certain_and_says_so() -> None:
    (refusal,) = refuse_applicant(replace(SARI, occupation="soe_staff"), SEMI, CLOSES)
    assert refusal.code == "occupation_unsure"
    assert refusal.facts == {"occupation": "soe_staff", "source": "S2", "confidence": "L"}


def test_boards_of_state_companies_are_certain() -> None:
    figure = excluded("soe_board", "semi_bansos")
    assert figure is not None and figure.confidence == "H"
    assert excluded("soe_board", "normal") == figure


@pytest.mark.parametrize("occupation", ["none", "household", "private_employee", "other", None])
def test_other_occupations_are_open(occupation) -> None:
    assert excluded(occupation, "semi_bansos") is None


def test_all_reasons_are_told_at_once() -> None:
    worst = Applicant(
        citizen=False,
        birth_date=date(2010, 1, 1),
        studying=True,
        occupation="soldier",
        lists=frozenset(LISTS),
        says_social_aid=True,
        recipients_in_kk=2,
        received_before=True,
        blocked="false_data",
    )
    found = codes(worst, SEMI)
    assert len(found) == len(set(found)) == 14
    assert set(found) <= set(REASONS)


def test_what_is_unknown_is_no_reason() -> None:
    assert codes(on_paper(Applicant()), SEMI) == []
    assert codes(on_paper(replace(SARI, birth_date=None))) == []


def test_terms_without_a_limit_say_nothing() -> None:
    bare = replace(
        SEMI, age_min=None, age_max=None, max_per_kk=None, once_per_lifetime=None,
        exclude_social_aid=None,
    )  # fmt: skip
    applicant = replace(
        SARI, birth_date=date(2020, 1, 1), recipients_in_kk=9, received_before=True,
        says_social_aid=True,
    )  # fmt: skip
    assert codes(applicant, bare) == []


def test_a_gelombang_may_have_a_limit_of_its_own() -> None:
    terms = resolve(23, "semi_bansos", {"age_max": Figure(64, "N10", "M")})
    (refusal,) = refuse_applicant(replace(SARI, birth_date=date(1950, 1, 1)), terms, CLOSES)
    assert refusal.code == "age_too_old" and refusal.facts["confidence"] == "M"
    assert refusal.facts["age"] == 74 and refusal.facts["limit"] == 64
    assert codes(replace(SARI, birth_date=date(1950, 1, 1)), SEMI) == []


@pytest.mark.parametrize(
    ("born", "found"),
    [
        (date(2006, 8, 5), []),  # eighteen on the closing day itself
        (date(2006, 8, 6), ["age_too_young"]),
        (date(1959, 8, 6), []),  # still sixty-four
        (date(1959, 8, 5), ["age_too_old"]),
    ],
)
def test_age_is_counted_on_the_closing_day(born, found) -> None:
    assert codes(replace(SARI, birth_date=born)) == found


@pytest.mark.parametrize(
    ("day", "age"),
    [
        (date(2022, 2, 28), 17),
        (date(2022, 3, 1), 18),
        (date(2024, 2, 28), 19),
        (date(2024, 2, 29), 20),
    ],
)
def test_who_was_born_on_29_february_ages_on_1_march(day, age) -> None:
    assert age_on(date(2004, 2, 29), day) == age


@given(st.dates(date(1900, 1, 1), date(2024, 1, 1)), st.dates(date(2024, 1, 1), date(2099, 12, 31)))
def test_age_grows_by_one_a_year(born, day) -> None:
    age = age_on(born, day)
    assert 0 <= age <= day.year - born.year
    assert age_on(born, day + timedelta(days=366)) - age in (1, 2)


@given(
    st.builds(
        Applicant,
        citizen=st.sampled_from([True, False, None]),
        birth_date=st.none() | st.dates(date(1900, 1, 1), date(2024, 1, 1)),
        studying=st.sampled_from([True, False, None]),
        occupation=st.sampled_from([*OCCUPATIONS, None, "made-up"]),
        lists=st.frozensets(st.sampled_from(LISTS)),
        says_social_aid=st.sampled_from([True, False, None]),
        recipients_in_kk=st.integers(0, 5),
        received_before=st.booleans(),
        blocked=st.sampled_from([None, "no_first_purchase", "false_data"]),
        phone_confirmed=st.booleans(),
        identity_verified=st.booleans(),
        profile_complete=st.booleans(),
    ),
    st.sampled_from([SEMI, NORMAL]),
)
def test_every_reason_has_its_words_and_stands_once(applicant, terms) -> None:
    found = codes(applicant, terms)
    assert len(found) == len(set(found))
    assert set(found) <= set(REASONS)


@pytest.mark.parametrize(
    ("closes_at", "day"),
    [
        (None, date(2024, 8, 3)),
        (datetime(2024, 8, 5, 23, 59, 59, tzinfo=WIB), date(2024, 8, 5)),
        (datetime(2024, 7, 8, 23, 59, 59, tzinfo=WIB), date(2024, 8, 3)),
    ],
)
def test_a_closed_gelombang_counts_ages_today(closes_at, day) -> None:
    assert counted_on(closes_at, datetime(2024, 8, 3, 9, tzinfo=WIB)) == day


def test_reserved_seats_follow_the_work() -> None:
    groups = {work: group_of(work) for work in WORK}
    assert {work for work, group in groups.items() if group} == {"laid_off", "migrant"}
    assert group_of("laid_off") == "laid_off" and group_of("migrant") == "migrant"
    assert group_of(None) is None and group_of("made-up") is None


def test_a_nik_speaks_of_a_sex() -> None:
    assert sex_of("9999991501900004") == "male"
    assert sex_of("9999995501900004") == "female"
