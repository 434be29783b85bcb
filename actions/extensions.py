"""More time for one participant's first purchase: by an officer, or for somebody else's delay."""

from datetime import date, datetime, timedelta

import clock
import ledger
from actions import audit, outbox
from models import Participant, Participation
from queries.standing import standing_of
from rules.deadlines import end_of, first_purchase_deadline
from rules.refusals import Refused
from rules.schemes import Terms

OUR_PURCHASE_DAYS = 15  # where the terms know only a fixed day that has passed


def extend_first_purchase(part: Participation, until: date, reason: str, by: Participant) -> None:
    """Move the participant's last day to `until`; they are told, and reminded anew.

    Frozen terms stay as they are: the day stands beside them and wins (queries/standing.py).
    Raises Refused: nothing_to_extend, extension_too_short, extension_too_long.
    """
    with ledger.write():
        standing = standing_of(part.participant)
        open_place = standing.part == part and standing.terms and not standing.lapse
        if not open_place or standing.bought or standing.accepted_on is None:
            raise Refused("nothing_to_extend")
        assert standing.terms is not None
        present = first_purchase_deadline(standing.terms, standing.accepted_on)
        deadline = end_of(until)
        if deadline <= max(present, clock.now()):
            raise Refused("extension_too_short", deadline=present)
        last = standing.terms.balance_use_until
        if last is not None and until > last:
            raise Refused("extension_too_long", last=last)
        Participation.update(
            first_purchase_until=until, lapses_after=deadline, reminded_hours=None
        ).where(Participation.id == part.id).execute()
        outbox.tell(
            part.participant,
            "deadline_extended",
            f"{part.public_id}:{until.isoformat()}",
            link="/dasbor",
            deadline=deadline,
        )
        audit.record(
            f"operator:{by.public_id}",
            "first_purchase_extended",
            f"participation:{part.public_id}",
            until=until.isoformat(),
            reason=reason[:200],
        )


def give_whole_period(part: Participation, terms: Terms, deadline: datetime) -> None:
    """A whole period for the first purchase from today on, where it ends after `deadline`.

    Ours: the programme never says what happens when the balance comes late, or when a provider
    cancels the only course; a place is not lost for what somebody else did.
    """
    days = terms.first_purchase_days or OUR_PURCHASE_DAYS
    until = clock.today() + timedelta(days=days - 1)
    if terms.balance_use_until is not None:
        until = min(until, max(terms.balance_use_until, clock.today()))
    if end_of(until) <= deadline:
        return
    with ledger.write():
        part.first_purchase_until = until
        part.lapses_after = end_of(until)
        part.save(only=[Participation.first_purchase_until, Participation.lapses_after])
        audit.record(
            "system",
            "first_purchase_extended",
            f"participation:{part.public_id}",
            until=until.isoformat(),
        )
