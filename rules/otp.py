"""One-time codes: how long they live, how often they may be tried and sent again.

Three wrong tries lock for an hour, as the programme does (programme.md 2.5, N41 N42);
the other figures are ours.
"""

from datetime import datetime, timedelta

DIGITS = 6
LIFETIME = timedelta(minutes=5)
TRIES = 3
LOCK = timedelta(hours=1)
RESEND_AFTER = timedelta(seconds=60)
SENDS_PER_HOUR = 5


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
