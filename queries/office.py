"""The officers' lists: what waits for a decision, oldest first, and the gelombang by stage."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from peewee import JOIN, fn

import sealing
from models import (
    Alert,
    Appeal,
    Block,
    Draw,
    Gelombang,
    IdentityCheck,
    Lapse,
    Participant,
    Participation,
    Photo,
    Profile,
)
from queries import draws, people

PAGE = 50


@dataclass(frozen=True)
class Waiting:
    """How many things of one kind wait, and since when the oldest does."""

    count: int
    oldest: datetime | None


@dataclass(frozen=True)
class GelombangLine:
    """A gelombang as officers list it; `stage`: planned | open | ending | closed | drawn | announced."""

    row: Gelombang
    draw: Draw | None
    stage: str
    joined: int


@dataclass(frozen=True)
class CheckView:
    """One identity check with the facts an officer compares."""

    row: IdentityCheck
    participant: Participant
    profile: Profile | None
    photos: dict[str, Photo]
    tries: int
    others: int  # accounts that are verified with the same NIK
    same_kk: int  # accounts that are verified with the same KK


@dataclass(frozen=True)
class PersonView:
    """What an officer sees of a participant they were asked about."""

    participant: Participant
    parts: list[Any]  # participations, newest first, with .gelombang and .lapse
    block: Block | None
    appeal: Appeal | None
    check: IdentityCheck | None


def waiting_checks() -> Waiting:
    """Identity checks that wait for an officer."""
    return _waiting(IdentityCheck, IdentityCheck.asked_at, IdentityCheck.state == "queued")


def waiting_alerts() -> Waiting:
    """Alerts nobody closed yet."""
    return _waiting(Alert, Alert.raised_at, Alert.closed_at.is_null())


def waiting_appeals() -> Waiting:
    """Appeals without an answer."""
    return _waiting(Appeal, Appeal.sent_at, Appeal.decided_at.is_null())


def _waiting(model: Any, since: Any, where: Any) -> Waiting:
    count = model.select().where(where).count()
    first = model.select().where(where).order_by(since, model.id).first()
    return Waiting(count, getattr(first, since.name) if first else None)


def queue() -> list[Any]:
    """The oldest queued checks with `.participant`."""
    return list(
        IdentityCheck.select(IdentityCheck, Participant)
        .join(Participant, on=(IdentityCheck.participant == Participant.id))
        .where(IdentityCheck.state == "queued")
        .order_by(IdentityCheck.asked_at, IdentityCheck.id)
        .limit(PAGE)
    )


def check_with(public_id: str) -> CheckView | None:
    """A check that was queued for officers, decided or not, with what belongs to it."""
    row = IdentityCheck.get_or_none(IdentityCheck.public_id == public_id)
    if row is None or (row.state != "queued" and row.decided_by_id is None):
        return None
    who = row.participant
    verified = Participant.identity_verified_at.is_null(False) & (Participant.id != who.id)
    # Each column has its own fingerprints, so the numbers are fingerprinted for the other one.
    same_nik = Participant.nik_index == sealing.blind("participant.nik", row.nik)
    same_kk = Participant.kk_index == sealing.blind("participant.kk", row.kk)
    return CheckView(
        row=row,
        participant=who,
        profile=Profile.get_or_none(Profile.participant == who),
        photos={
            photo.kind: photo
            for photo in Photo.select(
                Photo.id, Photo.public_id, Photo.kind, Photo.width, Photo.height, Photo.taken_at
            ).where(Photo.participant == who)
        },
        tries=IdentityCheck.select().where(IdentityCheck.participant == who).count(),
        others=Participant.select().where(verified, same_nik).count(),
        same_kk=Participant.select().where(verified, same_kk).count(),
    )


def photo_with(public_id: str) -> Photo | None:
    """A photo of somebody whose check waits for an officer; nobody looks at others."""
    found: Photo | None = (
        Photo.select()
        .join(
            IdentityCheck,
            on=(IdentityCheck.participant == Photo.participant) & (IdentityCheck.state == "queued"),
        )
        .where(Photo.public_id == public_id)
        .first()
    )
    return found


def alerts() -> list[Any]:
    """Open alerts, oldest first, with `.participant`."""
    return list(
        Alert.select(Alert, Participant)
        .join(Participant, on=(Alert.participant == Participant.id))
        .where(Alert.closed_at.is_null())
        .order_by(Alert.raised_at, Alert.id)
        .limit(PAGE)
    )


def alert_with(number: int) -> Alert | None:
    """One alert."""
    found: Alert | None = Alert.get_or_none(Alert.id == number)
    return found


def appeals() -> list[Any]:
    """Appeals without an answer, oldest first, with `.block.participant`."""
    return list(
        Appeal.select(Appeal, Block, Participant)
        .join(Block)
        .join(Participant, on=(Block.participant == Participant.id))
        .where(Appeal.decided_at.is_null())
        .order_by(Appeal.sent_at, Appeal.id)
        .limit(PAGE)
    )


def appeal_with(public_id: str) -> Appeal | None:
    """One appeal."""
    found: Appeal | None = Appeal.get_or_none(Appeal.public_id == public_id)
    return found


def lapse_of(participant: Participant) -> Any | None:
    """The participant's latest lost place with its `.participation.gelombang`, or None."""
    return (
        Lapse.select(Lapse, Participation, Gelombang)
        .join(Participation)
        .join(Gelombang)
        .where(Participation.participant == participant)
        .order_by(Lapse.id.desc())
        .first()
    )


def gelombang_lines(now: datetime) -> list[GelombangLine]:
    """Every gelombang with its stage, the newest first."""
    rows = list(Gelombang.select().order_by(Gelombang.number.desc()))
    found = {row.gelombang_id: row for row in Draw.select()}
    joined = dict(
        Participation.select(Participation.gelombang_id, fn.count(Participation.id))
        .group_by(Participation.gelombang)
        .tuples()
    )
    return [
        GelombangLine(
            row, found.get(row.id), stage_of(row, found.get(row.id), now), joined.get(row.id, 0)
        )
        for row in rows
    ]


def gelombang_line(number: int, now: datetime) -> GelombangLine | None:
    """One gelombang with its stage."""
    row = Gelombang.get_or_none(Gelombang.number == number)
    if row is None:
        return None
    draw = Draw.get_or_none(Draw.gelombang == row)
    joined = Participation.select().where(Participation.gelombang == row).count()
    return GelombangLine(row, draw, stage_of(row, draw, now), joined)


def stage_of(row: Gelombang, draw: Draw | None, now: datetime) -> str:
    """How far a gelombang is; «ending» until its list is checked and published."""
    if draw is not None:
        stage = draws.stage_of(row, draw, now)
        return "ending" if stage == "closed" and draw.closed_at is None else stage
    if row.announced_at is not None and row.announced_at <= now:
        return "announced"
    if row.registration_closes_at is not None and row.registration_closes_at < now:
        return "ending"
    if row.registration_opens_at is None or row.registration_opens_at > now:
        return "planned"
    return "open"


def person_by(typed: str) -> PersonView | None:
    """The account with exactly this e-mail address or confirmed phone number."""
    who = people.with_email(typed) if "@" in typed else people.with_phone(phone_in(typed))
    if who is None or who.role != "participant":
        return None
    parts = list(
        Participation.select(Participation, Gelombang, Lapse)
        .join(Gelombang)
        .join_from(Participation, Lapse, JOIN.LEFT_OUTER, attr="lapse")
        .where(Participation.participant == who)
        .order_by(Participation.id.desc())
    )
    block = (
        Block.select()
        .where(Block.participant == who, Block.lifted_at.is_null())
        .order_by(Block.id.desc())
        .first()
    )
    latest = (
        IdentityCheck.select()
        .where(IdentityCheck.participant == who)
        .order_by(IdentityCheck.id.desc())
        .first()
    )
    appeal = Appeal.get_or_none(Appeal.block == block) if block else None
    return PersonView(who, parts, block, appeal, latest)


def place_of(public_id: str) -> Any | None:
    """One participation by its public id, with its participant and gelombang."""
    return (
        Participation.select(Participation, Participant, Gelombang)
        .join(Participant)
        .join_from(Participation, Gelombang)
        .where(Participation.public_id == public_id, Participation.result == "accepted")
        .first()
    )


def phone_in(typed: str) -> str:
    """A phone number as it is kept, whichever way it was typed."""
    digits = "".join(letter for letter in typed if letter not in " .-()")
    return "0" + digits[3:] if digits.startswith("+62") else digits
