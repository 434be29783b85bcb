"""Who is looking: the sign-in, its participant and what the page's frame shows, in one statement."""

from typing import Any

from peewee import fn

import clock
from models import Message, Participant, SignIn


def sign_in_with(token_hash: str) -> Any | None:
    """The sign-in row with `.participant` and `.unread`, or None."""
    unread = (
        Message.select(fn.count(Message.id))
        .where(
            Message.participant == SignIn.participant,
            Message.read_at.is_null(),
            shown_to_participants(),
        )
        .alias("unread")
    )
    return (
        SignIn.select(SignIn, Participant, unread)
        .join(Participant)
        .where(SignIn.token_hash == token_hash)
        .first()
    )


def arrived() -> Any:
    """Messages that are there by now; one that was sent stays when a room's clock moves back."""
    return Message.sent_at.is_null(False) | (Message.visible_at <= clock.now())


def shown_to_participants() -> Any:
    """What the dashboard shows: e-mails. An OTP belongs to the phone alone."""
    return arrived() & (Message.channel == "email")
