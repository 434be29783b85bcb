"""One-time codes: how long they live, how often they may be tried and sent again.

Three wrong tries lock for an hour, as the programme does (programme.md 2.5, N41 N42);
the other figures are ours.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

DIGITS = 6
LIFETIME = timedelta(minutes=5)
TRIES = 3
LOCK = timedelta(hours=1)
RESEND_AFTER = timedelta(seconds=60)
SENDS_PER_HOUR = 5
REMEMBERED = timedelta(hours=2)  # a lock of the hour may hang on a code of the hour before


class Wait(NamedTuple):
    """No code may be sent before `until` (real time). `why`: locked | too_soon | too_many."""

    why: str
    until: datetime


def must_wait(recent: Sequence[Any], now: datetime, anew: bool) -> Wait | None:
    """Why no code may be sent now (real time); None: it may.

    `recent`: the codes of the time that is `REMEMBERED`, oldest first, each with `issued_at` and
    `locked_until`; `anew`: for something else than the code before, which need not wait a minute.
    """
    locks = [code.locked_until for code in recent if code.locked_until and code.locked_until > now]
    if locks:
        return Wait("locked", max(locks))
    sent = [code.issued_at for code in recent if code.issued_at > now - timedelta(hours=1)]
    earliest = may_start_at(sent) if anew else may_resend_at(sent)
    if earliest is None or earliest <= now:
        return None
    return Wait("too_many" if len(sent) >= SENDS_PER_HOUR else "too_soon", earliest)


def tries_carried(last: Any, now: datetime) -> int:
    """Wrong tries of the code before (or None): a new code is no new three guesses within the hour."""
    if last is None or last.used_at or last.locked_until or last.issued_at <= now - LOCK:
        return 0
    return int(last.tries)


def may_resend_at(sent: list[datetime]) -> datetime | None:
    """When (real time) the next code may be sent, given those of the last hour, oldest first.

    None when none was sent within the hour, so that it may be sent at once.
    """
    if not sent:
        return None
    earliest = sent[-1] + RESEND_AFTER
    return max(earliest, may_start_at(sent) or earliest)


def may_start_at(sent: list[datetime]) -> datetime | None:
    """When (real time) a new purchase may send its first code; None: at once.

    Another purchase need not wait a minute, but the codes of an hour are counted together.
    """
    return sent[-SENDS_PER_HOUR] + timedelta(hours=1) if len(sent) >= SENDS_PER_HOUR else None
