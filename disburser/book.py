"""The provider's book in an SQLite file of its own: payouts, and the callbacks still to be sent.

An account number is not kept: its last four digits are, and a keyed hash by which two are equal.
"""

import hashlib
import hmac
import json
import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

SCHEMA = """
CREATE TABLE IF NOT EXISTS payout (
    id INTEGER PRIMARY KEY, public_id TEXT NOT NULL UNIQUE, reference TEXT NOT NULL UNIQUE,
    body_hash TEXT NOT NULL, channel TEXT NOT NULL,
    last_four TEXT NOT NULL, account_hash TEXT NOT NULL,
    amount INTEGER NOT NULL CHECK (amount > 0),
    status TEXT NOT NULL CHECK (status IN ('ACCEPTED', 'SUCCEEDED', 'FAILED', 'REVERSED')),
    failure_code TEXT, outcome TEXT NOT NULL, manner TEXT NOT NULL,
    asked INTEGER NOT NULL DEFAULT 1, created REAL NOT NULL, due REAL, updated INTEGER NOT NULL,
    CHECK ((status = 'FAILED') = (failure_code IS NOT NULL)));
CREATE INDEX IF NOT EXISTS payout_due ON payout (due) WHERE due IS NOT NULL;
CREATE TABLE IF NOT EXISTS callback (
    id INTEGER PRIMARY KEY, payout INTEGER NOT NULL REFERENCES payout (id),
    body TEXT NOT NULL, due REAL, held_until REAL NOT NULL DEFAULT 0,
    tries INTEGER NOT NULL DEFAULT 0, state TEXT NOT NULL DEFAULT 'waiting');
CREATE INDEX IF NOT EXISTS callback_due ON callback (due) WHERE due IS NOT NULL;
"""
STATUSES = ("ACCEPTED", "SUCCEEDED", "FAILED", "REVERSED")
DELAY = 20.0  # seconds, of the manner of that name
REVERSED_AFTER = 5  # times the pace
HELD = 15.0  # seconds a callback belongs to who sends it
PAUSES = (1.0, 2.0, 4.0, 8.0, 16.0, 32.0)  # after each try that failed; then it is given up
Row = sqlite3.Row


class OtherBody(Exception):
    """This reference was used before, with something else in the body."""


class Book:
    """What the provider knows; every method is one short transaction of its own."""

    def __init__(self, file: Path, key: str, pace: float) -> None:
        self.file, self.key, self.pace = file, key.encode(), pace
        if not file.exists():
            file.touch(mode=0o600)
        with self._open() as db:
            db.execute("PRAGMA journal_mode = wal")
            db.executescript(SCHEMA)
        with self._write() as db:
            _upgrade(db)

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        with closing(sqlite3.connect(self.file, timeout=10, isolation_level=None)) as db:
            db.row_factory = sqlite3.Row
            db.execute("PRAGMA foreign_keys = 1")
            yield db

    @contextmanager
    def _write(self) -> Iterator[sqlite3.Connection]:
        with self._open() as db:
            db.execute("BEGIN IMMEDIATE")
            try:
                yield db
            except BaseException:
                db.execute("ROLLBACK")
                raise
            db.execute("COMMIT")

    def _hash(self, text: str) -> str:
        return hmac.new(self.key, text.encode(), hashlib.sha256).hexdigest()

    # --- Payouts ---------------------------------------------------------------------------------

    def accept(
        self, body: dict[str, Any], outcome: str, manner: str, now: float
    ) -> tuple[Row, bool]:
        """The payout of this reference and whether it is new. Raises OtherBody."""
        seen = self._hash(json.dumps(body, sort_keys=True))
        number = body["channel_properties"]["account_number"]
        with self._write() as db:
            row = _of(db, body["reference_id"])
            if row is not None:
                if row["body_hash"] != seen:
                    raise OtherBody
                db.execute("UPDATE payout SET asked = asked + 1 WHERE id = ?", (row["id"],))
                return row, False
            db.execute(
                "INSERT INTO payout (public_id, reference, body_hash, channel, last_four,"
                " account_hash, amount, status, outcome, manner, created, due, updated)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, 'ACCEPTED', ?, ?, ?, ?, ?)",
                (
                    f"disb-{secrets.token_hex(12)}",
                    body["reference_id"],
                    seen,
                    body["channel_code"],
                    number[-4:],
                    self._hash(number),
                    body["amount"],
                    outcome,
                    manner,
                    now,
                    now + (DELAY if manner == "delay" else self.pace),
                    _next_change(db, now),
                ),
            )
            made = _of(db, body["reference_id"])
            assert made is not None
            return made, True

    def find(self, reference: str) -> Row | None:
        """The payout of this reference, if there."""
        with self._open() as db:
            return _of(db, reference)

    def changed(self, after: int, most: int) -> list[Row]:
        """Payouts whose last change came after this one, earliest first."""
        with self._open() as db:
            return db.execute(
                "SELECT * FROM payout WHERE updated > ? ORDER BY updated LIMIT ?", (after, most)
            ).fetchall()

    def settle_due(self, now: float) -> int:
        """Every payout whose time has come ends, or is taken back; how many."""
        with self._write() as db:
            rows = db.execute("SELECT * FROM payout WHERE due <= ? ORDER BY due", (now,)).fetchall()
            for row in rows:
                self._settle(db, row, now)
            return len(rows)

    def settle(self, number: int, now: float, hold: bool = False) -> list[Row]:
        """This payout ends at once, unless it has; its callbacks, which `hold` keeps for the caller."""
        with self._write() as db:
            row = db.execute(
                "SELECT * FROM payout WHERE id = ? AND status = 'ACCEPTED'", (number,)
            ).fetchone()
            if row is None:
                return []
            self._settle(db, row, now)
            if hold:
                db.execute(
                    "UPDATE callback SET held_until = ? WHERE payout = ?", (now + HELD, number)
                )
            return db.execute("SELECT * FROM callback WHERE payout = ?", (number,)).fetchall()

    def _settle(self, db: sqlite3.Connection, row: Row, now: float) -> None:
        if row["status"] == "SUCCEEDED":
            status, due = "REVERSED", None
        elif row["outcome"]:
            status, due = "FAILED", None
        else:
            status = "SUCCEEDED"
            due = now + REVERSED_AFTER * self.pace if row["manner"] == "reverse" else None
        db.execute(
            "UPDATE payout SET status = ?, failure_code = ?, due = ?, updated = ? WHERE id = ?",
            (
                status,
                row["outcome"] if status == "FAILED" else None,
                due,
                _next_change(db, now),
                row["id"],
            ),
        )
        settled = db.execute("SELECT * FROM payout WHERE id = ?", (row["id"],)).fetchone()
        body = json.dumps(
            {"event": f"payout.{status.lower()}", "created": _iso(now), "data": facts(settled)}
        )
        for _ in range({"silent": 0, "twice": 2}.get(row["manner"], 1)):
            db.execute(
                "INSERT INTO callback (payout, body, due) VALUES (?, ?, ?)",
                (row["id"], body, now),
            )

    # --- Callbacks -------------------------------------------------------------------------------

    def take_callback(self, now: float) -> Row | None:
        """A callback whose time has come; nobody else has it for a while."""
        with self._write() as db:
            row: Row | None = db.execute(
                "UPDATE callback SET held_until = ? WHERE id = (SELECT id FROM callback"
                " WHERE due <= ? AND held_until <= ? ORDER BY due, id LIMIT 1) RETURNING *",
                (now + HELD, now, now),
            ).fetchone()
            return row

    def told(self, callback: Row, arrived: bool, now: float) -> None:
        """It arrived; or it did not, and is tried again later or given up."""
        last = callback["tries"] >= len(PAUSES)
        state = "delivered" if arrived else ("given_up" if last else "waiting")
        due = now + PAUSES[callback["tries"]] if state == "waiting" else None
        with self._write() as db:
            db.execute(
                "UPDATE callback SET tries = tries + 1, held_until = 0, state = ?, due = ?"
                " WHERE id = ?",
                (state, due, callback["id"]),
            )

    def next_due(self) -> float | None:
        """When there is something to do next."""
        with self._open() as db:
            row = db.execute(
                "SELECT min(due) AS due FROM (SELECT min(due) AS due FROM payout UNION ALL"
                " SELECT min(max(due, held_until)) FROM callback WHERE due IS NOT NULL)"
            ).fetchone()
            due: float | None = row["due"]
            return due

    # --- The whole of it -------------------------------------------------------------------------

    def everything(self) -> dict[str, Any]:
        """All payouts, with counts and sums by status, and how the callbacks fared."""
        with self._open() as db:
            rows = db.execute("SELECT * FROM payout ORDER BY id").fetchall()
            told = db.execute("SELECT state, count(*) AS n FROM callback GROUP BY state").fetchall()
        by_status = {status: {"count": 0, "amount": 0} for status in STATUSES}
        for row in rows:
            by_status[row["status"]]["count"] += 1
            by_status[row["status"]]["amount"] += row["amount"]
        return {
            "count": len(rows),
            "amount": sum(row["amount"] for row in rows),
            "by_status": by_status,
            "callbacks": {row["state"]: row["n"] for row in told},
            "data": [
                {
                    **facts(row),
                    "account_last_four": row["last_four"],
                    "account_hash": row["account_hash"],
                    "asked": row["asked"],
                }
                for row in rows
            ],
        }


def facts(row: Row) -> dict[str, Any]:
    """A payout as the API tells it."""
    told = {
        "id": row["public_id"],
        "reference_id": row["reference"],
        "amount": row["amount"],
        "currency": "IDR",
        "channel_code": row["channel"],
        "status": row["status"],
        "created": _iso(row["created"]),
    }
    return told | ({"failure_code": row["failure_code"]} if row["failure_code"] else {})


def listed(row: Row) -> dict[str, Any]:
    """A payout as the list of changes tells it."""
    return {**facts(row), "updated": _iso(row["updated"] / 1000)}


def _next_change(db: sqlite3.Connection, now: float) -> int:
    """A change's place in the list: its moment in milliseconds, and later than every other one."""
    (last,) = db.execute("SELECT max(updated) FROM payout").fetchone()
    return max(int(now * 1000), (last or 0) + 1)


def _upgrade(db: sqlite3.Connection) -> None:
    """A file from before there was a list of changes: its payouts count as changed when the last of
    them was made, one after the other."""
    if "updated" not in {row["name"] for row in db.execute("PRAGMA table_info(payout)")}:
        db.execute("ALTER TABLE payout ADD COLUMN updated INTEGER NOT NULL DEFAULT 0")
        db.execute(
            "UPDATE payout SET updated ="
            " id + (SELECT CAST(max(created) * 1000 AS INTEGER) FROM payout)"
        )
    db.execute("CREATE UNIQUE INDEX IF NOT EXISTS payout_updated ON payout (updated)")


def _of(db: sqlite3.Connection, reference: str) -> Row | None:
    row: Row | None = db.execute(
        "SELECT * FROM payout WHERE reference = ?", (reference,)
    ).fetchone()
    return row


def _iso(moment: float) -> str:
    return datetime.fromtimestamp(moment, UTC).isoformat(timespec="milliseconds")
