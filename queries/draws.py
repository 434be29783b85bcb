"""Draws: what is public of them by now, where one applicant stands, and what is left to do."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from peewee import JOIN, fn

import clock
from formats.draw_file import Published
from models import Draw, Gelombang, Lapse, Participant, Participation, Profile, db
from rules import selection
from rules.selection import Entry


@dataclass(frozen=True)
class Overview:
    """A draw as everybody may see it now; what is not public yet is None."""

    number: int
    stage: str  # planned | open | closed | drawn | announced
    opens_at: datetime | None
    closes_at: datetime | None
    announced_at: datetime | None
    secret_hash: str
    list_hash: str | None
    joined: int | None
    eligible: int | None
    public_value: str | None
    # With the announcement alone:
    secret: str | None = None
    seed: str | None = None
    quota: int | None = None
    seats: Mapping[str, int] | None = None
    accepted: int | None = None
    cutoffs: Mapping[str, str] | None = None

    @property
    def is_announced(self) -> bool:
        """Whether the result may be read."""
        return self.stage == "announced"


@dataclass(frozen=True)
class Place:
    """One applicant's place in a draw; everything but the code only after the announcement."""

    code: str | None
    reasons: Sequence[str] = ()
    outcome: str | None = None
    group: str | None = None
    rank: str | None = None
    position: int | None = None  # 1 is the first
    eligible: int | None = None  # of how many
    cutoff: str | None = None  # the last rank that is in, of everyone's seats
    group_cutoff: str | None = None  # the same of the seats reserved for their group


def overview(number: int) -> Overview | None:
    """What is public of a gelombang's draw now; None for a gelombang that has no draw."""
    draw = _draw_of(number)
    if draw is None:
        return None
    row, now = draw.gelombang, clock.now()
    stage = stage_of(row, draw, now)
    known: dict[str, Any] = {
        "number": row.number,
        "stage": stage,
        "opens_at": row.registration_opens_at,
        "closes_at": row.registration_closes_at,
        "announced_at": row.announced_at,
        "secret_hash": draw.secret_hash,
        "list_hash": draw.list_hash,
        "joined": draw.joined,
        "eligible": draw.eligible,
        "public_value": draw.public_value,
    }
    if stage == "announced":
        known |= {
            "secret": draw.secret,
            "seed": draw.seed,
            "quota": draw.quota,
            "seats": selection.reserved_seats(draw.quota, draw.reserved),
            "accepted": draw.accepted,
            "cutoffs": draw.cutoffs,
        }
    return Overview(**known)


def stage_of(gelombang: Gelombang, draw: Draw, now: datetime) -> str:
    """How far a gelombang is: planned, open, closed, drawn, announced."""
    if is_announced(gelombang, draw, now):
        return "announced"
    if draw.drawn_at is not None:
        return "drawn"
    closes = gelombang.registration_closes_at
    if draw.closed_at is not None or (closes is not None and now > closes):
        return "closed"
    opens = gelombang.registration_opens_at
    return "open" if opens is not None and opens <= now else "planned"


def is_announced(gelombang: Gelombang, draw: Draw, now: datetime) -> bool:
    """Whether the result of a finished draw is public; a planned day that passed before is none."""
    announced = gelombang.announced_at
    return (
        draw.drawn_at is not None
        and announced is not None
        and draw.drawn_at <= announced
        and announced <= now
    )


def of_participation(part: Participation) -> Place:
    """Where a participation stands in its draw, as far as its person may know by now."""
    draw = _draw_of(part.gelombang.number)
    if draw is None or not is_announced(draw.gelombang, draw, clock.now()):
        return Place(part.draw_code)
    cutoffs = draw.cutoffs or {}
    return Place(
        code=part.draw_code,
        reasons=part.reasons or (),
        outcome=part.draw_outcome,
        group=part.draw_group,
        rank=part.draw_rank,
        position=_position(part) if part.draw_rank else None,
        eligible=draw.eligible,
        cutoff=cutoffs.get(selection.EVERYONE),
        group_cutoff=cutoffs.get(part.draw_group) if part.draw_group else None,
    )


def part_in(participant: Participant, number: int) -> Participation | None:
    """A person's participation in a gelombang, or None."""
    return (
        Participation.select(Participation, Gelombang)
        .join(Gelombang)
        .where(Participation.participant == participant, Gelombang.number == number)
        .first()
    )


def published(number: int) -> Published | None:
    """The whole published file of an announced draw; None before, and where there is none."""
    draw = _draw_of(number)
    if draw is None or not is_announced(draw.gelombang, draw, clock.now()):
        return None
    return published_of(draw)


def published_of(draw: Draw) -> Published:
    """The published file of a finished draw, announced or not: for the office and the command."""
    return Published(
        gelombang=draw.gelombang.number,
        secret_hash=draw.secret_hash,
        secret=draw.secret,
        list_hash=draw.list_hash,
        public_value=draw.public_value or "",
        seed=draw.seed,
        quota=draw.quota,
        seats=selection.reserved_seats(draw.quota, draw.reserved),
        joined=draw.joined,
        eligible=draw.eligible,
        accepted=draw.accepted,
        cutoffs=draw.cutoffs or {},
        entries=[entry for _, _, entry in entries(draw.gelombang_id)],
    )


def entries(gelombang_id: int) -> Iterator[tuple[int, bool, Entry]]:
    """(row, whether it has its outcome, entry) of everybody checked, in the order of the rows."""
    for row, code, group, household, places, reasons, outcome in db.execute_sql(
        "SELECT id, draw_code, draw_group, household, household_places, reasons, draw_outcome"
        " FROM participation WHERE gelombang_id = ? AND reasons IS NOT NULL ORDER BY id",
        (gelombang_id,),
    ):
        if reasons == "[]":
            yield row, outcome is not None, Entry(code, group, household, places)
        else:
            yield row, outcome is not None, Entry(code, eligible=False)


# --- What is left to do --------------------------------------------------------------------------


def to_close(now: datetime) -> list[Draw]:
    """Draws whose gelombang is over and not closed yet, with `.gelombang`."""
    return list(
        Draw.select(Draw, Gelombang)
        .join(Gelombang)
        .where(Draw.closed_at.is_null(), Gelombang.registration_closes_at < now)
        .order_by(Gelombang.number)
    )


def unchecked(gelombang: Gelombang, limit: int) -> list[Participation]:
    """Participations not checked for eligibility yet, with `.participant`."""
    return list(
        Participation.select(Participation, Participant)
        .join(Participant)
        .where(
            Participation.gelombang == gelombang,
            Participation.reasons.is_null(),
            Participation.result.is_null(),
        )
        .order_by(Participation.id)
        .limit(limit)
    )


def work_of(people: Iterable[Participant]) -> dict[int, str | None]:
    """What each of these said about their work, by the row's id."""
    ids = [person.id for person in people]
    rows = Profile.select(Profile.participant, Profile.work).where(Profile.participant << ids)
    return {row.participant_id: row.work for row in rows}


def recipients_by_kk(
    kk_indexes: Iterable[str | None], gelombang: Gelombang
) -> Mapping[str | None, int]:
    """How many of each KK hold a place, or were drawn in another gelombang; zero for the others."""
    wanted = {index for index in kk_indexes if index is not None}
    found: dict[str | None, int] = defaultdict(int)
    rows = (
        Participation.select(Participant.kk_index, fn.count(Participation.id))
        .join(Participant)
        .join_from(Participation, Lapse, JOIN.LEFT_OUTER)
        .where(
            Participant.kk_index << list(wanted),
            Participation.gelombang != gelombang,
            (Participation.result == "accepted")
            | (Participation.result.is_null() & (Participation.draw_outcome == "accepted")),
            Lapse.id.is_null(),
        )
        .group_by(Participant.kk_index)
        .tuples()
    )
    found.update(dict(rows))
    return found


# Each KK with more eligible applicants than places, and how many places of it are taken.
CROWDED = """
WITH family AS (
    SELECT a.kk_index, count(*) AS applicants
      FROM participation p JOIN participant a ON a.id = p.participant_id
     WHERE p.gelombang_id = ? AND p.reasons = '[]' AND a.kk_index IS NOT NULL
     GROUP BY a.kk_index),
taken AS (
    SELECT f.kk_index, f.applicants, (
        SELECT count(*) FROM participant b JOIN participation q ON q.participant_id = b.id
         WHERE b.kk_index = f.kk_index AND q.gelombang_id <> ?
           AND (q.result = 'accepted' OR (q.result IS NULL AND q.draw_outcome = 'accepted'))
           AND NOT EXISTS (SELECT 1 FROM lapse l WHERE l.participation_id = q.id)) AS places_taken
      FROM family f)
SELECT p.id, t.kk_index, t.places_taken
  FROM taken t
  JOIN participant a ON a.kk_index = t.kk_index
  JOIN participation p ON p.participant_id = a.id AND p.gelombang_id = ? AND p.reasons = '[]'
 WHERE t.applicants + t.places_taken > ?
 ORDER BY p.draw_code"""


def crowded(gelombang_id: int, limit: int) -> Iterable[tuple[int, str, int]]:
    """(row, KK index, places taken) of every applicant whose KK has not a place for each."""
    place = gelombang_id
    return db.execute_sql(CROWDED, (place, place, place, limit)).fetchall()


def to_settle(now: datetime, limit: int) -> list[Participation]:
    """Participations of announced draws whose person has no result yet."""
    announced = (
        Draw.select(Draw.gelombang)
        .join(Gelombang)
        .where(Draw.drawn_at <= Gelombang.announced_at, Gelombang.announced_at <= now)
        .tuples()
    )
    # Asked each second: the list of numbers keeps the small index of those who wait in use.
    return list(
        Participation.select()
        .where(
            Participation.gelombang << [row[0] for row in announced],
            Participation.result.is_null(),
            Participation.draw_outcome.is_null(False),
        )
        .order_by(Participation.gelombang, Participation.id)
        .limit(limit)
    )


def _draw_of(number: int) -> Draw | None:
    return Draw.select(Draw, Gelombang).join(Gelombang).where(Gelombang.number == number).first()


def _position(part: Participation) -> int:
    return (
        Participation.select()
        .where(
            Participation.gelombang == part.gelombang_id,
            Participation.draw_rank <= part.draw_rank,
        )
        .count()
    )
