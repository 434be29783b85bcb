"""The people of a training room as their trainer sees them."""

from dataclasses import dataclass
from datetime import datetime

from models import Participant
from queries.standing import standing_of
from rules import next_step
from rules.deadlines import first_purchase_deadline


@dataclass(frozen=True)
class PersonView:
    """One account of the room: where they stand, and whether a course can be finished for them."""

    name: str
    email: str
    phone: str
    role: str
    state: str
    gelombang: int | None
    can_finish: bool
    first_purchase_until: datetime | None


def everybody(now: datetime) -> list[PersonView]:
    """Every account of the room in the order they registered; for tens of people, not thousands."""
    return [_person(row, now) for row in Participant.select().order_by(Participant.id).limit(60)]


def _person(row: Participant, now: datetime) -> PersonView:
    standing = standing_of(row)
    facts = standing.facts()
    waiting_to_buy = facts.terms is not None and not facts.bought and facts.accepted_on
    return PersonView(
        name=row.name,
        email=row.email,
        phone=row.phone,
        role=row.role,
        state=next_step.steps(facts, now)[0].code,
        gelombang=facts.gelombang,
        can_finish=any(course.finished_at is None for course in facts.bought),
        first_purchase_until=first_purchase_deadline(facts.terms, facts.accepted_on)
        if waiting_to_buy and facts.terms and facts.accepted_on
        else None,
    )
