"""Who holds a certificate on its way, until when, and from when on somebody should be called."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from rules.deadlines import end_of, working_days_after
from rules.next_step import CERTIFICATE_WITHIN

# programme.md 1.3 (N26 S3): one working day at each partner, then at most a day at the programme.
PARTNER_WORKING_DAYS = 1
PROGRAMME_WITHIN = timedelta(days=1)

# A code is proof by itself: so many letters of 32, 130 bits; in training a room's prefix before it.
CODE_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
CODE_LENGTH = 26


@dataclass(frozen=True)
class Way:
    """What happened so far: the last task done, the report, handed on, shown to the participant."""

    last_task_at: datetime | None = None
    reported_at: datetime | None = None
    forwarded_at: datetime | None = None
    shown_at: datetime | None = None


@dataclass(frozen=True)
class Hop:
    """One holder: institution | platform | programme; `state`: done | now | todo.

    `by`: until when they pass it on, None while that cannot be counted yet.
    """

    holder: str
    state: str
    received_at: datetime | None
    by: datetime | None
    passed_at: datetime | None
    late: bool


def hops(way: Way, now: datetime) -> tuple[Hop, Hop, Hop]:
    """The three holders in order; at most one of them has the certificate now."""
    # Whoever is behind the next one has passed it on, even where that was not noted.
    forwarded_at = way.forwarded_at or way.shown_at
    reported_at = way.reported_at or forwarded_at
    return (
        _hop("institution", way.last_task_at, reported_at, now, first=True),
        _hop("platform", way.reported_at, forwarded_at, now),
        _hop("programme", way.forwarded_at, way.shown_at, now),
    )


def holder_now(chain: tuple[Hop, ...]) -> Hop | None:
    """Who has it now; None when the participant does."""
    return next((hop for hop in chain if hop.state == "now"), None)


def call_from(way: Way) -> datetime | None:
    """From when on a missing certificate is late, whatever the holders' own clocks say (S3).

    None while nothing was reported.
    """
    return way.reported_at + CERTIFICATE_WITHIN if way.reported_at else None


def is_late(way: Way, now: datetime) -> bool:
    """Whether the participant should call somebody: one clock ran out, or the day after the report."""
    if way.shown_at is not None:
        return False
    latest = call_from(way)
    if latest is not None and now > latest:
        return True
    return any(hop.late for hop in hops(way, now))


def clean_code(typed: str) -> str:
    """A code as people copy it from paper: any case, with spaces or hyphens between."""
    return "".join(letter for letter in typed[:80].upper() if letter.isascii() and letter.isalnum())


def _hop(
    holder: str,
    received_at: datetime | None,
    passed_at: datetime | None,
    now: datetime,
    first: bool = False,
) -> Hop:
    by = _until(holder, received_at)
    waiting = "now" if first or received_at is not None else "todo"
    state = waiting if passed_at is None else "done"
    late = state == "now" and by is not None and now > by
    return Hop(holder, state, received_at, by, passed_at, late)


def _until(holder: str, received_at: datetime | None) -> datetime | None:
    if received_at is None:
        return None
    if holder == "programme":
        return received_at + PROGRAMME_WITHIN
    return end_of(working_days_after(received_at.date(), PARTNER_WORKING_DAYS))
