"""Applicants as the rules see them: profile, register, KK, earlier places, blocks."""

from datetime import date

import pytest

import clock
from actions import lapses
from models import Block, IdentityCheck, Participant, Profile
from queries.applicants import applicant_of, applicants_of, profile_of
from rules.eligibility import Applicant
from tests.people import part_of

pytestmark = pytest.mark.usefixtures("room")
KK = "9999990101200001"


def checked(participant: Participant, *lists: str, state: str = "passed") -> None:
    """One check of the register, already decided."""
    IdentityCheck.create(
        participant=participant,
        nik=participant.nik,
        kk=KK,
        birth_date="1995-01-15",
        state=state,
        lists=list(lists),
        decided_at=clock.now(),
    )


def test_somebody_new_is_mostly_unknown(someone) -> None:
    person = someone.registered(
        phone_confirmed_at=None,
        identity_verified_at=None,
        profile_completed_at=None,
        birth_date=None,
    )
    assert applicant_of(person) == Applicant()
    assert profile_of(person) is None


def test_what_they_say_and_what_the_register_says(someone) -> None:
    person = someone.registered(kk=KK, birth_date="1995-01-15")
    Profile.create(participant=person, occupation="police", studying=True, social_aid=False)
    checked(person, "student", "bsu")
    checked(person, "official", state="failed")
    found = applicant_of(person)
    assert found == Applicant(
        citizen=True,
        birth_date=date(1995, 1, 15),
        studying=True,
        occupation="police",
        lists=frozenset({"student", "bsu"}),
        says_social_aid=False,
        phone_confirmed=True,
        identity_verified=True,
        profile_complete=True,
    )


def test_the_latest_word_of_the_register_counts(someone) -> None:
    person = someone.registered()
    checked(person, "student")
    checked(person)
    assert applicant_of(person).lists == frozenset()


def test_others_of_the_same_kk_count_and_oneself_does_not(someone, at) -> None:
    with at("2021-09-23 09:00"):
        first = someone.accepted(21, kk=KK)
        second = someone.registered(kk=KK)
        someone.accepted(21, kk="9999990101200002")
        alone = someone.accepted(21)
    assert applicant_of(first).recipients_in_kk == 0
    assert applicant_of(first).received_before
    assert applicant_of(second).recipients_in_kk == 1
    assert not applicant_of(second).received_before
    assert applicant_of(alone).recipients_in_kk == 0


def test_a_lost_place_counts_neither_for_the_kk_nor_for_life(someone, at) -> None:
    with at("2021-09-23 09:00"):
        lost = someone.with_card(21, kk=KK)
        other = someone.registered(kk=KK)
    with at("2021-10-22 00:00"):
        assert lapses.lapse(part_of(lost))
        assert applicant_of(other).recipients_in_kk == 0
        found = applicant_of(lost)
        assert found.blocked == "no_first_purchase" and not found.received_before
        Block.update(lifted_at=clock.now()).where(Block.participant == lost).execute()
        assert applicant_of(lost).blocked is None
        assert not applicant_of(lost).received_before


def test_many_at_once_are_each_as_alone(someone, at) -> None:
    with at("2021-09-23 09:00"):
        people = [someone.registered(), someone.accepted(21, kk=KK), someone.registered(kk=KK)]
    together = applicants_of(people)
    assert together == {person.id: applicant_of(person) for person in people}
    assert applicants_of([]) == {}
