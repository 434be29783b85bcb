"""Applicants as the rules of eligibility see them."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from peewee import JOIN

from models import (
    Block,
    Gelombang,
    IdentityCheck,
    Lapse,
    Participant,
    Participation,
    Photo,
    Profile,
)
from rules.eligibility import Applicant


def applicant_of(participant: Participant) -> Applicant:
    """What the rules ask of one participant, as it stands now."""
    return applicants_of([participant])[participant.id]


def applicants_of(participants: Sequence[Participant]) -> dict[int, Applicant]:
    """The same for many at once, by the row's id: five statements, however many they are."""
    ids = [participant.id for participant in participants]
    profiles = {
        row.participant_id: row for row in Profile.select().where(Profile.participant << ids)
    }
    lists, blocks, holders = _lists(ids), _blocks(ids), _holders(participants)
    in_kk = Counter(index for _, index in holders if index is not None)
    held = {holder for holder, _ in holders}
    return {
        person.id: _applicant(
            person,
            profiles.get(person.id),
            lists=frozenset(lists.get(person.id, ())),
            blocked=blocks.get(person.id),
            received_before=person.id in held,
            recipients_in_kk=in_kk[person.kk_index] - (person.id in held)
            if person.kk_index is not None
            else 0,
        )
        for person in participants
    }


def profile_of(participant: Participant) -> Profile | None:
    """What the applicant told us so far; None before the first page."""
    found: Profile | None = Profile.get_or_none(Profile.participant == participant)
    return found


def documents_of(participant: Participant) -> set[str]:
    """The kinds of pictures we have of somebody, papers among them."""
    rows = Photo.select(Photo.kind).where(Photo.participant == participant).tuples()
    return {kind for (kind,) in rows}


def frozen_by(participant: Participant, now: datetime) -> Participation | None:
    """The part in a gelombang that froze the profile: closed and undecided, or a place held."""
    found: Participation | None = (
        Participation.select(Participation, Gelombang)
        .join(Gelombang)
        .join_from(Participation, Lapse, JOIN.LEFT_OUTER)
        .where(
            Participation.participant == participant,
            ((Participation.result == "accepted") & Lapse.id.is_null())
            | (Participation.result.is_null() & (Gelombang.registration_closes_at < now)),
        )
        .order_by(Participation.id.desc())
        .first()
    )
    return found


def _applicant(person: Participant, profile: Profile | None, **known: Any) -> Applicant:
    born = person.birth_date
    return Applicant(
        # A NIK is a citizen's number: without a verified one we do not know.
        citizen=True if person.identity_verified_at else None,
        birth_date=date.fromisoformat(born) if born else None,
        studying=profile.studying if profile else None,
        occupation=profile.occupation if profile else None,
        says_social_aid=profile.social_aid if profile else None,
        phone_confirmed=person.phone_confirmed_at is not None,
        identity_verified=person.identity_verified_at is not None,
        profile_complete=person.profile_completed_at is not None,
        **known,
    )


def _lists(ids: Iterable[int]) -> dict[int, list[str]]:
    """What the register said when each was verified; the latest word counts."""
    rows = (
        IdentityCheck.select(IdentityCheck.participant, IdentityCheck.lists)
        .where(IdentityCheck.participant << list(ids), IdentityCheck.state == "passed")
        .order_by(IdentityCheck.id)
    )
    return {row.participant_id: row.lists for row in rows}


def _blocks(ids: Iterable[int]) -> dict[int, str]:
    rows = (
        Block.select(Block.participant, Block.reason)
        .where(Block.participant << list(ids), Block.lifted_at.is_null())
        .order_by(Block.id)
    )
    return {row.participant_id: row.reason for row in rows}


def _holders(participants: Sequence[Participant]) -> set[tuple[int, str | None]]:
    """(row id, KK index) of everybody among these or in their KK who holds a place not lapsed."""
    families = {person.kk_index for person in participants if person.kk_index is not None}
    rows = (
        Participation.select(Participant.id, Participant.kk_index)
        .join(Participant)
        .join_from(Participation, Lapse, JOIN.LEFT_OUTER)
        .where(
            Participation.result == "accepted",
            Lapse.id.is_null(),
            (Participant.id << [person.id for person in participants])
            | (Participant.kk_index << list(families)),
        )
        .tuples()
    )
    return set(rows)
