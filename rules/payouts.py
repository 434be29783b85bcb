"""Payouts: what the provider may answer, and what follows from it. Pure; money in rupiah.

A callback is never believed, however well it is signed: it is a knock on the door, and we then
ask the provider's book. So callbacks may come twice, in any order, or never
(docs/decisions/0015-the-book-decides.md).
"""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from rules.units import Rupiah

STATUSES = ("accepted", "succeeded", "failed", "reversed", "absent", "refused", "unknown")

# What an officer has to look into; each stops that payout from going on by itself.
PROBLEMS = ("amount_differs", "contradiction", "refused")

# Pauses before the provider is asked again; the last one repeats.
PAUSES = tuple(timedelta(seconds=seconds) for seconds in (1, 2, 5, 10, 20, 40, 60))

# After a payment arrived the book is looked into again this much later, for money sent back.
LATE_LOOKS = (timedelta(days=1), timedelta(days=7))

# What has not left yet, by the provider's last word (None: never asked); officers can still hold it back.
UNSENT = (None, "absent")

# Where a room keeps how far the provider's list was read, and what in it nobody here sent.
READING, STRANGER = "payouts_read", "payout_stranger:"
STRANGER_KEPT = timedelta(days=30)
LATE = timedelta(days=2)  # a daily comparison that has not come to its end for so long
AHEAD = timedelta(days=1)  # no clock of a provider runs further ahead than this


@dataclass(frozen=True)
class Reply:
    """What the provider said of one payout, or that it said nothing we can rely on.

    accepted: it will be sent · succeeded, failed, reversed: final words of its book ·
    absent: the book has no such reference · refused: it will not take this request as it is ·
    unknown: no answer, or none that can be read. `failure` is a code of rules.incentives.FAILURES
    when failed; `amount` what the book says was sent.
    """

    status: str
    failure: str | None = None
    amount: Rupiah | None = None
    provider_id: str = ""


@dataclass(frozen=True)
class Entry:
    """One line of the provider's list of changes: a hint where to look, never the book's word.

    `status` is unknown and `amount` None where the line cannot be read as a payment in rupiah;
    `reference` is empty when it cannot be one of ours.
    """

    provider_id: str
    reference: str
    status: str
    amount: Rupiah | None
    updated: datetime


@dataclass(frozen=True)
class Page:
    """A page of that list, earliest change first; `cursor` leads to the next, None: this is the last."""

    entries: tuple[Entry, ...]
    cursor: str | None


def differs(state: str, failure: str | None, amount: int, entry: Entry) -> bool:
    """Whether the list says something else of a payout in `state` than what stands here.

    Where an officer's word stands («rejected»), only money that arrived after all is something else:
    what was cleared up is not brought up every night.
    """
    listed = (entry.status, entry.amount)
    if (state, failure) == ("failed", "rejected"):
        return listed == ("succeeded", amount)
    return listed != (_LISTED[state], amount)


def gets_on(page: Page, reached: datetime, cursor: str, now: datetime) -> bool:
    """Whether a page goes on from where the one before it ended; one that does not may never end.

    Many changes may share a moment; then at least the cursor is another than the page's own.
    """
    moments = [entry.updated for entry in page.entries]
    if page.cursor is not None and (not moments or page.cursor == cursor):
        return False
    return all(one <= other for one, other in pairwise([reached, *moments, now + AHEAD]))


def next_move(state: str, amount: int, reply: Reply) -> str:
    """What to do with a payout in `state` (open, paid, failed, reversed) after this reply.

    pay · fail · reverse · pay_and_reverse · ask_again · send_again · rest (nothing to do) ·
    or one of PROBLEMS. The same reply twice moves a payout once.
    """
    if reply.amount is not None and reply.amount != amount:
        return "amount_differs"
    if reply.status in ("unknown", "accepted"):
        return "ask_again"  # also of what is over: a book may lag behind its own callbacks
    if state == "open":
        return _OPEN[reply.status]
    if state == "paid":
        return {"succeeded": "rest", "reversed": "reverse"}.get(reply.status, "contradiction")
    if state == "reversed":
        return "rest" if reply.status == "reversed" else "contradiction"
    return "rest" if reply.status == "failed" else "contradiction"


_OPEN = {
    "succeeded": "pay",
    "failed": "fail",
    "reversed": "pay_and_reverse",
    "absent": "send_again",
    "refused": "refused",
}


_LISTED = {"open": "accepted", "paid": "succeeded", "failed": "failed", "reversed": "reversed"}


def pause(tries: int) -> timedelta:
    """How long to wait before the provider is asked for the (tries + 1)th time."""
    return PAUSES[min(max(tries, 1), len(PAUSES)) - 1]


def late_look(since: timedelta) -> timedelta | None:
    """When to look into the book again for a payment that arrived `since` ago; None: no more."""
    return next((pause for pause in LATE_LOOKS if since < pause), None)


def callback_signature(key: str, timestamp: str, body: bytes) -> str:
    """The hex HMAC-SHA256 over «timestamp.body» that a callback carries."""
    return hmac.new(key.encode(), timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()


def callback_fits(key: str, timestamp: str, body: bytes, sent: str) -> bool:
    """Whether `sent` is the signature of these bytes; never without a key. Constant time."""
    wanted = callback_signature(key, timestamp, body)
    return hmac.compare_digest(sent.encode(), wanted.encode()) and bool(key)
