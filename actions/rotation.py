"""Sealing everything anew under the newest key, while the product runs.

The operator puts a new key in front of DATA_KEYS and restarts; old and new rows open then.
After this the old key may be taken away. Stopped halfway, it is simply run again.
"""

from typing import Any

import ledger
import sealing
from models import ComplaintPhoto, Photo, sealed_attributes

BATCH = 200


def reseal_everything() -> int:
    """Re-seal every sealed value of the room; returns how many were changed.

    Rows are rewritten only where they are still what was read, so that a request which
    changes one meanwhile wins: what it wrote is under the newest key already.
    """
    count = sum(_reseal(table, f"{name}_sealed") for table, name in sealed_attributes())
    return count + _reseal(Photo, "content") + _reseal(ComplaintPhoto, "content")


def _reseal(table: Any, column: str) -> int:
    """One column, in short transactions, so that people get the lock between them."""
    field, count, last = getattr(table, column), 0, 0
    while True:
        rows = list(
            table.select(table.id, field)
            .where(table.id > last, field.is_null(False))
            .order_by(table.id)
            .limit(BATCH)
            .tuples()
        )
        if not rows:
            return count
        with ledger.write():
            for row_id, token in rows:
                fresh = sealing.rotated(token)
                if fresh is not None:
                    same = (table.id == row_id) & (field == token)
                    count += table.update({field: fresh}).where(same).execute()
        last = rows[-1][0]
