"""Counters of tries in the product's own database, so that all workers share them.

Keys hold what somebody typed and where they come from; only their fingerprints are kept.
"""

import time

from limits.storage import Storage

import ledger
import sealing
from models import RateBucket, db


class DatabaseStorage(Storage):  # type: ignore[misc]
    """The storage that Flask-Limiter asks for, on the room's database. Times: epoch seconds."""

    STORAGE_SCHEME = ["room"]

    @property
    def base_exceptions(self) -> type[Exception]:
        return ledger.Unavailable

    def incr(self, key: str, expiry: float, amount: int = 1) -> int:
        """Count a try; the window starts with its first one. Returns the count."""
        now = int(time.time())
        with ledger.write():
            RateBucket.delete().where(RateBucket.expires <= now).execute()
            cursor = db.execute_sql(
                "INSERT INTO rate_bucket (key, count, expires) VALUES (?, ?, ?) "
                "ON CONFLICT (key) DO UPDATE SET count = count + excluded.count RETURNING count",
                (_kept(key), amount, now + int(expiry)),
            )
            return int(cursor.fetchone()[0])

    def get(self, key: str) -> int:
        now = int(time.time())
        row = RateBucket.get_or_none(RateBucket.key == _kept(key), RateBucket.expires > now)
        return row.count if row else 0

    def get_expiry(self, key: str) -> float:
        row = RateBucket.get_or_none(RateBucket.key == _kept(key))
        return float(row.expires if row else time.time())

    def check(self) -> bool:
        return True

    def reset(self) -> int | None:
        with ledger.write():
            return int(RateBucket.delete().execute())

    def clear(self, key: str) -> None:
        with ledger.write():
            RateBucket.delete().where(RateBucket.key == _kept(key)).execute()


def _kept(key: str) -> str:
    return sealing.blind("rate", key)
