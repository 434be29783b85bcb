"""Sealing everything anew under the newest key, while the product runs.

The operator puts a new key in front of DATA_KEYS and restarts; old and new rows open then.
After this the old key may be taken away. Stopped halfway, it is simply run again.
"""

from collections.abc import Iterator
from typing import Any

import ledger
import sealing
from models import TABLES, Photo

BATCH = 200


def sealed_columns() -> Iterator[tuple[Any, str, str]]:
    """Every (table, attribute, column) that holds sealed text."""
    for table in TABLES:
        for name, attribute in vars(table).items():
            if isinstance(attribute, sealing.Sealed):
                yield table, name, f"{name}_sealed"


def reseal_everything() -> int:
    """Re-seal every sealed value of the room; returns how many were changed.

    Rows are rewritten only where they are still what was read, so that a request which
    changes one meanwhile wins: what it wrote is under the newest key already.
    """
    count = sum(_reseal(table, column) for table, _name, column in sealed_columns())
    return count + _reseal(Photo, "content")


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
