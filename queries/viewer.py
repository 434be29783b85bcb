"""Who is looking: the sign-in, its participant and what the page's frame shows, in one statement."""

from typing import Any

from peewee import fn

import clock
from models import (
    Course,
    Incentive,
    Lapse,
    Message,
    Participant,
    Participation,
    PayoutAccount,
    Purchase,
    SavedCourse,
    SignIn,
)
from queries.prepared import Prepared, slot


def sign_in_with(token_hash: str) -> Any | None:
    """The sign-in row with `.participant`, `.unread` and `.saved` (slugs, the latest last), or None."""
    found = _SIGN_IN.first(token_hash, clock.now())
    if found is not None:
        found.saved = _in_order(found.saved_slugs or "")
    return found


def _sign_in() -> Any:
    unread = (
        Message.select(fn.count(Message.id))
        .where(
            Message.participant == SignIn.participant,
            still_news(),
            shown_to_participants(slot(1)),
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
    return (
        SignIn.select(SignIn, Participant, unread, saved)
        .join(Participant)
        .where(SignIn.token_hash == slot(0))
        .limit(1)
    )


_SIGN_IN = Prepared(_sign_in)


def _in_order(numbered: str) -> tuple[str, ...]:
    """«12:roti,7:kopi» → («kopi», «roti»)."""
    pairs = [pair.partition(":") for pair in numbered.split(",") if pair]
    return tuple(slug for _, _, slug in sorted(pairs, key=lambda pair: int(pair[0])))


def arrived(now: Any = None) -> Any:
    """Messages that are there by `now` (a moment or a slot; programme time when not given).

    One that was sent stays when a room's clock moves back.
    """
    return Message.sent_at.is_null(False) | (Message.visible_at <= (now or clock.now()))


def still_news() -> Any:
    """Nobody read it, and it still says how things are: a payment that was mended is no news."""
    news: Any = Message.read_at.is_null()
    for kind in ("incentive_failed", "incentive_returned"):
        begins = f"{kind}:"
        # The reference goes on with the payment's number; a cast reads as far as digits go.
        number = fn.substr(Message.reference, len(begins) + 1).cast("integer")
        failed = Incentive.select(Incentive.id).where(
            Incentive.id == number, Incentive.state == "failed"
        )
        news &= ~Message.reference.startswith(begins) | fn.EXISTS(failed)
    begins = "account_trouble:"  # and the account's name, 22 letters
    troubled = PayoutAccount.select(PayoutAccount.id).where(
        PayoutAccount.public_id == fn.substr(Message.reference, len(begins) + 1, 22),
        PayoutAccount.trouble.is_null(False),
        PayoutAccount.unlinked_at.is_null(),
    )
    news &= ~Message.reference.startswith(begins) | fn.EXISTS(troubled)
    linked = PayoutAccount.select(PayoutAccount.id).where(
        PayoutAccount.participant == Message.participant, PayoutAccount.unlinked_at.is_null()
    )
    news &= ~Message.reference.startswith("account_missing:") | ~fn.EXISTS(linked)
    begins = "deadline_near:"  # and the participation's name, 22 letters
    over = Participation.select(Participation.id).where(
        Participation.public_id == fn.substr(Message.reference, len(begins) + 1, 22),
        settled_first_purchase(),
    )
    return news & (~Message.reference.startswith(begins) | ~fn.EXISTS(over))


def settled_first_purchase() -> Any:
    """Of a participation: a first course was bought, or the place is lost, so that no reminder counts."""
    bought = Purchase.select(Purchase.id).where(
        Purchase.participation == Participation.id, Purchase.state == "paid"
    )
    lost = Lapse.select(Lapse.id).where(Lapse.participation == Participation.id)
    return fn.EXISTS(bought) | fn.EXISTS(lost)


def shown_to_participants(now: Any = None) -> Any:
    """What the dashboard shows: e-mails that lead somewhere. Codes and links to prove an
    address belong to that address alone, and carry no page of ours."""
    return arrived(now) & (Message.channel == "email") & Message.link.is_null(False)
