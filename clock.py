"""When it is: programme time, which a training room may shift, and real time, which nobody shifts."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, timedelta, timezone

WIB = timezone(timedelta(hours=7), "WIB")

_offset: ContextVar[timedelta] = ContextVar("clock_offset", default=timedelta(0))
_stopped_at: ContextVar[datetime | None] = ContextVar("clock_stopped_at", default=None)


def real_now() -> datetime:
    """The machine's time in WIB, whole seconds: for sessions, OTPs, leases, rate limits, logs."""
    return datetime.now(WIB).replace(microsecond=0)


def now() -> datetime:
    """Programme time in WIB, whole seconds: for deadlines, purchases, payouts, everything shown."""
    return _stopped_at.get() or real_now() + _offset.get()


def shown(moment: datetime) -> datetime:
    """A real moment as the clock people see reads it, e.g. until when an OTP lives."""
    return moment + (now() - real_now())


def today() -> date:
    """The programme's day in WIB."""
    return now().date()


def use_offset(offset: timedelta) -> None:
    """Shift programme time of this request or job; called by rooms.enter alone."""
    _offset.set(offset)


@contextmanager
def stopped_at(moment: datetime) -> Iterator[None]:
    """Programme time stands still at `moment`: tests, and the story of the demo cast."""
    if moment.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    token = _stopped_at.set(moment.astimezone(WIB).replace(microsecond=0))
    try:
        yield
    finally:
        _stopped_at.reset(token)
