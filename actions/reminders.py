"""Reminding those who hold a place and have not bought yet."""

from datetime import timedelta
from functools import reduce
from operator import or_
from typing import Any

from peewee import fn

import clock
import ledger
from actions import audit, outbox
from formats.text import time_left
from models import Card, Participation
from queries.standing import standing_of
from rules import reminders
from rules.deadlines import first_purchase_deadline

BATCH = 100


def remind_due() -> int:
    """Send the reminders that are due; running late or twice sends each once. Returns how many."""
    now = clock.now()
    seen = Participation.reminded_hours
    reached = [
        # A day's reminder is due from its morning on, up to sixteen hours earlier.
        (Participation.lapses_after <= now + timedelta(hours=hours + (16 if hours >= 24 else 0)))
        & (seen.is_null() | (seen > hours))
        for hours in reminders.HOURS_BEFORE
    ]
    waiting = (
        Participation.select()
        .where(Participation.lapses_after >= now, has_card(), reduce(or_, reached))
        .order_by(Participation.lapses_after)
        .limit(BATCH)
    )
    return sum(_remind(part) for part in list(waiting))


def has_card() -> Any:
    """Without a card there is nothing to buy with, so nothing to remind of, and no place to lose."""
    return fn.EXISTS(Card.select(Card.id).where(Card.participation == Participation.id))


def _remind(part: Participation) -> bool:
    with ledger.write():
        standing = standing_of(part.participant)
        if standing.part != part or standing.terms is None or standing.accepted_on is None:
            return False
        deadline = first_purchase_deadline(standing.terms, standing.accepted_on)
        now = clock.now()
        hours = reminders.due(deadline, now, part.reminded_hours)
        if standing.bought:
            hours, silent = 0, True  # nothing to remind of any more: zero hours are the last word
        else:
            silent = False
        if hours is None:
            return False
        Participation.update(reminded_hours=hours).where(Participation.id == part.id).execute()
        if silent:
            return False
        outbox.tell(
            part.participant,
            "deadline_near",
            f"{part.public_id}:{hours}",
            link="/dasbor",
            deadline=deadline,
            remaining=time_left(deadline, now),
        )
        audit.record("system", "reminded", f"participation:{part.public_id}", hours=hours)
        return True
