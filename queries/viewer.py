"""Who is looking: the sign-in, its participant and what the page's frame shows, in one statement."""

from typing import Any

from peewee import fn

import clock
from models import Course, Message, Participant, SavedCourse, SignIn


def sign_in_with(token_hash: str) -> Any | None:
    """The sign-in row with `.participant`, `.unread` and `.saved` (slugs, the latest last), or None."""
    unread = (
        Message.select(fn.count(Message.id))
        .where(
            Message.participant == SignIn.participant,
            Message.read_at.is_null(),
            shown_to_participants(),
        )
        .alias("unread")
    )
    # SQLite joins in whatever order it likes, so each slug brings its place.
    numbered = SavedCourse.id.cast("text").concat(":").concat(Course.slug)
    saved = (
        Course.select(fn.group_concat(numbered))
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
        found.saved = _in_order(found.saved_slugs or "")
    return found


def _in_order(numbered: str) -> tuple[str, ...]:
    """«12:roti,7:kopi» → («kopi», «roti»)."""
    pairs = [pair.partition(":") for pair in numbered.split(",") if pair]
    return tuple(slug for _, _, slug in sorted(pairs, key=lambda pair: int(pair[0])))


def arrived() -> Any:
    """Messages that are there by now; one that was sent stays when a room's clock moves back."""
    return Message.sent_at.is_null(False) | (Message.visible_at <= clock.now())


def shown_to_participants() -> Any:
    """What the dashboard shows: e-mails that lead somewhere. Codes and links to prove an
    address belong to that address alone, and carry no page of ours."""
    return arrived() & (Message.channel == "email") & Message.link.is_null(False)
