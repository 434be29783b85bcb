"""Reports that officers take away: each is noted, because nobody sees what becomes of it."""

import ledger
from actions import audit
from models import Participant


def note(report: str, rows: int, by: Participant) -> None:
    """An officer downloaded a report with so many rows."""
    with ledger.write():
        audit.record(f"operator:{by.public_id}", "report_downloaded", f"report:{report}", rows=rows)
