"""What a trainer does to the whole room: switch a fault, start over."""

import ledger
import rooms
from actions import audit
from models import Setting

PAYOUT_FAULT = "fault_payout_failure"


def payout_fault() -> str:
    """The failure code with which payouts fail in this room; empty when they do not."""
    row = Setting.get_or_none(Setting.key == PAYOUT_FAULT)
    return row.value if row else ""


def switch_payout_fault(code: str) -> None:
    """Let every payout of the room fail with this code, or with an empty one let them arrive."""
    with ledger.write():
        Setting.insert(key=PAYOUT_FAULT, value=code).on_conflict_replace().execute()
        audit.record("trainer", "fault_switched", f"setting:{PAYOUT_FAULT}", value=code)


def reset(room: str) -> None:
    """The room goes back to its template; whoever is in it signs in again."""
    rooms.reset(room)
