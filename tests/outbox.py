"""The outbox for tests: the message that should leave first, taken as the timed work takes it."""

from collections.abc import Collection

from actions import outbox
from models import Message


def claim_next(channels: Collection[str] = outbox.CHANNELS) -> Message | None:
    """The message that should leave first; None when nobody else left one."""
    return next(outbox.claims(channels, 10), None)
