"""When people are reminded of the first-purchase deadline: named by hours before it, the nearest one only.

The programme reminded once, seven days before (programme.md 1.3); people lost their place
all the same, so these are ours: 14, 7, 3 and 1 days before, in the morning, because the
deadline is at midnight and nobody is woken for it; and the last six hours.
"""

from datetime import datetime, time, timedelta

from rules.deadlines import WIB

HOURS_BEFORE = (14 * 24, 7 * 24, 3 * 24, 24, 6)
MORNING = time(8)


def due_at(deadline: datetime, hours: int) -> datetime:
    """From when the reminder named by these hours is due (WIB)."""
    if hours < 24:
        return deadline - timedelta(hours=hours)
    day = deadline.astimezone(WIB).date() - timedelta(hours=hours)
    return datetime.combine(day, MORNING, WIB)


def due(deadline: datetime, now: datetime, last: int | None) -> int | None:
    """Which reminder is to be sent now; None: none.

    `last` is the one sent before. After a long silence only the nearest is sent, and
    nothing once the deadline has passed.
    """
    if now > deadline:
        return None
    reached = [hours for hours in HOURS_BEFORE if due_at(deadline, hours) <= now]
    if not reached or (last is not None and last <= min(reached)):
        return None
    return min(reached)
