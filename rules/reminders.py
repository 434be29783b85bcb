"""When people are reminded of the first-purchase deadline: hours before it, the nearest one only.

The programme reminded once, seven days before (programme.md 1.3); people lost their place
all the same, so these are ours: 14, 7, 3 and 1 days, and the last six hours.
"""

from datetime import datetime, timedelta

HOURS_BEFORE = (14 * 24, 7 * 24, 3 * 24, 24, 6)


def due(deadline: datetime, now: datetime, last: int | None) -> int | None:
    """Which reminder is to be sent now, named by its hours before the deadline; None: none.

    `last` is the one sent before. After a long silence only the nearest is sent, and
    nothing once the deadline has passed.
    """
    left = deadline - now
    if left < timedelta(0):
        return None
    reached = [hours for hours in HOURS_BEFORE if left <= timedelta(hours=hours)]
    if not reached or (last is not None and last <= min(reached)):
        return None
    return min(reached)
