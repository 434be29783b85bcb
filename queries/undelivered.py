"""Messages that did not arrive: given up by the outbox, or held because a gateway does not answer."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from peewee import Case, fn

import clock
from models import Message, Participant
from queries.viewer import still_news
from rules.outbox import MAX_ATTEMPTS
from rules.undelivered import CODES, HELD_AFTER, SHOWN_FOR, TRUE_FOR

PAGE = 50


@dataclass(frozen=True)
class GivenUp:
    """How many messages were given up, how many of them may go again, and the oldest of these."""

    count: int
    again: int
    oldest: datetime | None


@dataclass(frozen=True)
class Held:
    """How many messages of one channel wait for too long, and when the oldest was due."""

    channel: str
    count: int
    since: datetime


def overview(now: datetime) -> GivenUp:
    """The messages given up, counted; one statement."""
    again = may_go_again(now)
    count, sendable, oldest = (
        Message.select(
            fn.count(Message.id),
            fn.count(Case(None, [(again, 1)], None)),
            fn.min(Case(None, [(again, Message.visible_at)], None)),
        )
        .where(given_up(now))
        .tuples()
        .get()
    )
    return GivenUp(count, sendable, Message.visible_at.python_value(oldest))


def page_of(now: datetime, page: int) -> list[Any]:
    """One page of the messages given up, newest first, with `.participant` and `.again`."""
    return list(
        Message.select(Message, Participant, may_go_again(now).alias("again"))
        .join(Participant)
        .where(given_up(now))
        .order_by(Message.id.desc())
        .paginate(page, PAGE)
    )


def held(now: datetime) -> list[Held]:
    """Per channel, what was tried and is due for too long; a channel where all goes well is not in it."""
    # In the midst of its first try it has only waited for its turn.
    first_try = (Message.attempts == 1) & (Message.leased_until > clock.real_now())
    rows = (
        Message.select(Message.channel, fn.count(Message.id), fn.min(Message.visible_at))
        .where(
            Message.sent_at.is_null(),
            Message.attempts < MAX_ATTEMPTS,
            Message.visible_at <= now - HELD_AFTER,
            Message.leased_until.is_null(False),
            ~first_try,
        )
        .group_by(Message.channel)
        .order_by(Message.channel.desc())
        .tuples()
    )
    return [Held(*row) for row in rows]


def given_up(now: datetime) -> Any:
    """Nobody tries it any more, and it is not long ago."""
    return (
        Message.sent_at.is_null()
        & (Message.attempts >= MAX_ATTEMPTS)
        & (Message.visible_at > now - SHOWN_FOR)
    )


def may_go_again(now: datetime) -> Any:
    """It was given up, and still helps: no code, nobody read it elsewhere, and it is still true."""
    helps = given_up(now) & still_news()
    for kind in CODES:
        helps &= ~Message.reference.startswith(f"{kind}:")
    for kind, lasts in TRUE_FOR.items():
        helps &= ~Message.reference.startswith(f"{kind}:") | (Message.visible_at > now - lasts)
    return helps
