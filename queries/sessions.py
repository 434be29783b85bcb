"""When a bought course is held: its sessions and exam, and which of them were attended."""

from dataclasses import dataclass
from datetime import datetime

from models import Purchase, RedeemCode
from queries.study import attended, plan_of_purchase
from rules.training import EXAM


@dataclass(frozen=True)
class SessionView:
    """One meeting of a scheduled course; `opens` to `closes` is when one may be marked present."""

    sequence: int
    starts_at: datetime
    opens: datetime
    closes: datetime
    attended: bool

    @property
    def is_exam(self) -> bool:
        """Whether this is the exam after the last session."""
        return self.sequence == EXAM


def sessions_of(purchase: Purchase) -> list[SessionView]:
    """Every session in its order, then the exam; none for a course at any time. Two statements."""
    plan = plan_of_purchase(purchase)
    row = RedeemCode.get_or_none(RedeemCode.purchase == purchase)
    if plan.first_day is None or row is None:
        return []
    done = attended(row)
    found = []
    for sequence in (*plan.sessions, EXAM):
        start, window = plan.starts_at(sequence), plan.window(sequence)
        assert start is not None and window is not None
        found.append(SessionView(sequence, start, *window, attended=sequence in done))
    return found
