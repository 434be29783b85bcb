"""What waits in the outbox, in the order in which it leaves, and whether a code is still worth sending."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from peewee import Case, fn

import clock
from models import Challenge, Message, OneTimeCode
from rules.outbox import MAX_ATTEMPTS
from rules.references import Reference
from rules.undelivered import CODES


def waiting(channels: Collection[str], limit: int) -> list[Any]:
    """What is due now, as rows with `id` and `channel`, first what should leave first.

    Codes go before everything, the newest first: it lives longest, and the one before it may be dead.
    Then comes what was never tried, then what rested longest, so that nothing holds up the others.
    One read for many messages: with 100,000 of them it takes a tenth of a second.
    """
    kind = fn.substr(Message.reference, 1, fn.instr(Message.reference, ":") - 1)
    is_code = kind.in_(CODES)
    return list(
        Message.select(Message.id, Message.channel)
        .where(is_due(clock.now(), clock.real_now()), Message.channel.in_(channels))
        .order_by(
            is_code.desc(),
            Message.leased_until,  # none comes first
            Case(None, [(is_code, Message.id * -1)], Message.id),
        )
        .limit(limit)
    )


def is_due(now: datetime, real_now: datetime) -> Any:
    """Of a message: it is to be sent, and nobody has it in hand."""
    free = Message.leased_until.is_null() | (Message.leased_until < real_now)
    return (
        Message.sent_at.is_null()
        & (Message.visible_at <= now)
        & (Message.attempts < MAX_ATTEMPTS)
        & free
    )


def code_is_dead(reference: str) -> bool:
    """Whether the code or link in the message of this reference helps nobody any more.

    The code's own row says so, in real time, as codes live: a message itself knows programme time
    alone, which a room may shift.
    """
    spoken = Reference.of(reference)
    if spoken.kind not in CODES:
        return False
    table: Any = Challenge
    named = Challenge.public_id == spoken.first
    if spoken.kind == "otp":  # it names the purchase, and then the code
        last = spoken.about[-1] if spoken.about else ""
        table, named = OneTimeCode, OneTimeCode.id == (int(last) if last.isdecimal() else 0)
    dead = (table.expires_at <= clock.real_now()) | table.replaced_at.is_null(False)
    return bool(table.select().where(named, dead).exists())
