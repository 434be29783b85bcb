"""Who is looking: the sign-in, its participant and what the page's frame shows, in one statement."""

from typing import Any

from peewee import fn

import clock
from models import Course, Message, Participant, SavedCourse, SignIn


def sign_in_with(token_hash: str) -> Any | None:
    """The sign-in row with `.participant`, `.unread` and `.saved` (slugs of courses), or None."""
    unread = (
        Message.select(fn.count(Message.id))
        .where(
            Message.participant == SignIn.participant,
            Message.read_at.is_null(),
            shown_to_participants(),
        )
        .alias("unread")
    )
    saved = (
        Course.select(fn.group_concat(Course.slug))
        .join(SavedCourse)
        .where(SavedCourse.participant == SignIn.participant)
        .alias("saved_slugs")
    )
    found = (
        SignIn.select(SignIn, Participant, unread, saved)
        .join(Participant)
        .where(SignIn.token_hash == token_hash)
        .first()
    )
    if found is not None:
        found.saved = tuple((found.saved_slugs or "").split(",")) if found.saved_slugs else ()
    return found


def arrived() -> Any:
    """Messages that are there by now; one that was sent stays when a room's clock moves back."""
    return Message.sent_at.is_null(False) | (Message.visible_at <= clock.now())


def shown_to_participants() -> Any:
    """What the dashboard shows: e-mails that lead somewhere. Codes and links to prove an
    address belong to that address alone, and carry no page of ours."""
    return arrived() & (Message.channel == "email") & Message.link.is_null(False)
