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
OUR_BALANCE_DAYS = 15  # where the terms count no days after a first course


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
    cancels the only course; a place is not lost for what somebody else did. It ends with the
    balance, which itself gets whole days where its own last day is over or today.
    """
    days = terms.first_purchase_days or OUR_PURCHASE_DAYS
    until = clock.today() + timedelta(days=days - 1)
    last = terms.balance_use_until
    with ledger.write():
        if last is not None and last <= clock.today():
            give_balance_time(part, terms, end_of(last))
            last = part.balance_until
        if last is not None:
            until = min(until, last)
        if end_of(until) <= deadline:
            return
        part.first_purchase_until = until
        part.lapses_after = end_of(until)
        part.save(only=[Participation.first_purchase_until, Participation.lapses_after])
        _record("first_purchase_extended", part, until)


def give_balance_time(part: Participation, terms: Terms, ends: datetime | None) -> None:
    """Whole days for the balance from tomorrow on, where they end after `ends`.

    As many as the frozen `terms` give after a first course, else ours. `ends` None: nothing ends
    the balance now, so that nothing need be given.
    """
    days = terms.balance_use_days_after_first or OUR_BALANCE_DAYS
    until = clock.today() + timedelta(days=days)
    if ends is None or end_of(until) <= ends:
        return
    with ledger.write():
        part.balance_until = until
        part.balance_ends_after = end_of(until)
        part.save(only=[Participation.balance_until, Participation.balance_ends_after])
        _record("balance_extended", part, until)


def _record(action: str, part: Participation, until: date) -> None:
    audit.record("system", action, f"participation:{part.public_id}", until=until.isoformat())
