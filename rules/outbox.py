"""The outbox: what a gateway may answer to a message, and when it is tried again. Pure."""

import hashlib
from datetime import timedelta
from enum import StrEnum

MAX_ATTEMPTS = 8

# Pauses after a try that counted; the last one repeats. Servers that make strangers wait expect
# them back after a few minutes; eight tries last for nine hours.
PAUSES = tuple(timedelta(seconds=seconds) for seconds in (15, 60, 240, 960, 3600, 14_400))


class Outcome(StrEnum):
    """What became of handing a message to its gateway."""

    SENT = "sent"
    LATER = "later"  # not this one, not now
    BUSY = "busy"  # as LATER, but nothing suits it now; or no word came, and it may have been taken
    DOWN = "down"  # nothing was handed over, so it is not the message's fault: no try is counted
    REFUSED = "refused"  # never this one


# After these its next message would only wait as long: the gateway is left alone for a while.
RESTING = (Outcome.BUSY, Outcome.DOWN)


def pause(tries: int) -> timedelta:
    """How long a message rests after this many tries."""
    return PAUSES[min(max(tries, 1), len(PAUSES)) - 1]


def known_by(public_id: str) -> str:
    """What gateways know a message by: the same for each copy, random between rooms, and no word of it."""
    return hashlib.sha256(public_id.encode()).hexdigest()[:32]
