"""More time for one participant's first purchase, given by an officer."""

from datetime import date

import clock
import ledger
from actions import audit, outbox
from models import Participant, Participation
from queries.standing import standing_of
from rules.deadlines import end_of, first_purchase_deadline
from rules.refusals import Refused


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
