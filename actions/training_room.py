"""What a trainer does to the whole room: switch a fault, start over."""

from collections.abc import Mapping
from datetime import datetime

from peewee import fn

import clock
import ledger
import rooms
from actions import audit
from models import Challenge, OneTimeCode, Setting
from rules.incentives import SAID_BY_PROVIDERS

# What a trainer can let go wrong, and how; an empty value: nothing.
FAULTS: Mapping[str, tuple[str, ...]] = {
    "payout_failure": SAID_BY_PROVIDERS,
    "payout_manner": ("delay", "timeout", "error", "twice", "early", "reverse"),
    "face": ("no", "unknown"),
    "task": ("failed",),
}


def faults() -> dict[str, str]:
    """What is switched on in this room: fault → how."""
    keys = {f"fault_{name}": name for name in FAULTS}
    rows = Setting.select().where(Setting.key.in_(list(keys)), Setting.value != "")
    return {keys[row.key]: row.value for row in rows}


def switch_fault(name: str, how: str) -> None:
    """Let something go wrong in this room from now on, or with an empty `how` no more.

    Raises KeyError or ValueError for what FAULTS does not name.
    """
    if how and how not in FAULTS[name]:
        raise ValueError(f"no such fault: {name}={how}")
    with ledger.write():
        key = f"fault_{name}"
        Setting.insert(key=key, value=how).on_conflict_replace().execute()
        audit.record("trainer", "fault_switched", f"setting:{key}", value=how)


def move_clock(target: datetime) -> None:
    """Set the room's clock. A lock after wrong codes ends when the room's clock says so.

    It runs in real time, but people read its end by the room's clock; a class whose clock was moved on
    would otherwise wait for a real hour. Moving back lengthens nothing.
    """
    passed = int((target - clock.now()).total_seconds())
    if passed > 0:
        with ledger.write():
            for table in (OneTimeCode, Challenge):
                table.update(
                    locked_until=fn.datetime(table.locked_until, f"-{passed} seconds")
                ).where(table.locked_until.is_null(False)).execute()
    rooms.set_offset(target - clock.real_now())


def reset(room: str) -> None:
    """The room goes back to its template; whoever is in it signs in again."""
    rooms.reset(room)
