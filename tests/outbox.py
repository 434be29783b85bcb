"""The outbox for tests: messages as they stand there, taken and given up as the timed work does it."""

from collections.abc import Collection
from datetime import timedelta

import clock
from actions import outbox
from models import Message, Participant
from rules.outbox import Outcome


def message(person: Participant, reference: str, **fields: object) -> Message:
    """A message of that reference, due by now and never tried unless `fields` say otherwise."""
    values = {
        "participant": person,
        "channel": reference.rpartition(":")[2],
        "reference": reference,
        "addressee": "081234567788",
        "subject": "x",
        "text": "x",
    }
    return Message.create(**{**values, **fields})


def claim_next(channels: Collection[str] = outbox.CHANNELS) -> Message | None:
    """The message that should leave first; None when nobody else left one."""
    return next(outbox.claims(channels, 10), None)


def give_up() -> list[Message]:
    """Every gateway said no to all that waits, some time ago; all messages, the oldest first."""
    while row := claim_next():
        outbox.settle(row, Outcome.REFUSED, blank=True)
    Message.update(leased_until=clock.real_now() - timedelta(hours=1)).execute()
    return list(Message.select().order_by(Message.id))
