"""What a trainer does to the whole room: switch a fault, start over."""

from collections.abc import Mapping

import ledger
import rooms
from actions import audit
from models import Setting
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


def reset(room: str) -> None:
    """The room goes back to its template; whoever is in it signs in again."""
    rooms.reset(room)
