"""What the institution remembers, in an SQLite file of its own; addresses and work are sealed."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from werkzeug.security import check_password_hash, generate_password_hash

# AUTOINCREMENT: a cookie of somebody who was forgotten never fits somebody new.
SCHEMA = """
CREATE TABLE IF NOT EXISTS learner (
    id INTEGER PRIMARY KEY AUTOINCREMENT, room TEXT NOT NULL, username TEXT NOT NULL, email_sealed TEXT,
    UNIQUE (room, username));
CREATE TABLE IF NOT EXISTS enrolment (
    id INTEGER PRIMARY KEY AUTOINCREMENT, learner INTEGER NOT NULL REFERENCES learner (id) ON DELETE CASCADE,
    redeem_code TEXT NOT NULL, facts TEXT NOT NULL,
    work_sealed TEXT, work_sent INTEGER NOT NULL DEFAULT 0, feedback_sent INTEGER NOT NULL DEFAULT 0,
    exam_correct INTEGER, exam_passed INTEGER NOT NULL DEFAULT 0,
    UNIQUE (learner, redeem_code));
CREATE TABLE IF NOT EXISTS visit (
    state TEXT PRIMARY KEY,
    enrolment INTEGER NOT NULL REFERENCES enrolment (id) ON DELETE CASCADE,
    sequence INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS attended (
    enrolment INTEGER NOT NULL REFERENCES enrolment (id) ON DELETE CASCADE,
    sequence INTEGER NOT NULL, PRIMARY KEY (enrolment, sequence));
CREATE TABLE IF NOT EXISTS studied (
    enrolment INTEGER NOT NULL REFERENCES enrolment (id) ON DELETE CASCADE,
    module INTEGER NOT NULL, PRIMARY KEY (enrolment, module));
CREATE TABLE IF NOT EXISTS control (
    room TEXT PRIMARY KEY, exam TEXT NOT NULL DEFAULT 'usual',
    session TEXT NOT NULL DEFAULT 'usual', username TEXT NOT NULL DEFAULT '');
"""
# Columns that came later; a file of before gets them, too.
NEWER = (
    ("learner", "password_hash", "TEXT"),
    ("enrolment", "work_status", "INTEGER NOT NULL DEFAULT 0"),
    ("visit", "url", "TEXT NOT NULL DEFAULT ''"),
)
Row = sqlite3.Row


class Store:
    """The institution's memory; every method is one short transaction of its own."""

    def __init__(self, file: Path, seal_key: str) -> None:
        self.file, self.fernet = file, Fernet(seal_key)
        if not file.exists():
            file.touch(mode=0o600)
        with self._open() as db:
            db.execute("PRAGMA journal_mode = wal")
            db.executescript(SCHEMA)
            for table, column, kind in NEWER:
                there = {row["name"] for row in db.execute(f"PRAGMA table_info({table})")}
                if column not in there:
                    db.execute(f"ALTER TABLE {table} ADD COLUMN {column} {kind}")

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        with closing(sqlite3.connect(self.file, timeout=5)) as db:
            db.row_factory = sqlite3.Row
            db.execute("PRAGMA foreign_keys = 1")
            with db:
                yield db

    def _write(self, statement: str, *values: Any) -> None:
        with self._open() as db:
            db.execute(statement, values)

    def _one(self, statement: str, *values: Any) -> Row | None:
        with self._open() as db:
            row: Row | None = db.execute(statement, values).fetchone()
            return row

    def _all(self, statement: str, *values: Any) -> list[Row]:
        with self._open() as db:
            return db.execute(statement, values).fetchall()

    def seal(self, text: str) -> str:
        """Text that only this institution opens again."""
        return self.fernet.encrypt(text.encode()).decode()

    def unseal(self, token: str | None) -> str:
        """What was sealed; empty when there is nothing, or the key changed."""
        try:
            return self.fernet.decrypt(token.encode()).decode() if token else ""
        except InvalidToken:
            return ""

    # --- People ----------------------------------------------------------------------------------

    def learner_named(self, room: str, username: str, password: str) -> int | None:
        """The learner of this name in the room, made when new; None with another password.

        The first password a name comes with is the one that it needs from then on.
        """
        self._write("INSERT OR IGNORE INTO learner (room, username) VALUES (?, ?)", room, username)
        row = self._learner_called(room, username)
        if row["password_hash"] is None:
            self._write(
                "UPDATE learner SET password_hash = ? WHERE id = ? AND password_hash IS NULL",
                generate_password_hash(password),
                row["id"],
            )
            row = self._learner_called(room, username)
        return int(row["id"]) if check_password_hash(row["password_hash"], password) else None

    def _learner_called(self, room: str, username: str) -> Row:
        row = self._one("SELECT * FROM learner WHERE room = ? AND username = ?", room, username)
        assert row is not None
        return row

    def learner(self, number: int) -> Row | None:
        """A learner by number, if there."""
        return self._one("SELECT * FROM learner WHERE id = ?", number)

    def set_email(self, learner: int, email: str) -> None:
        """Remember the address the programme knows this learner by."""
        self._write("UPDATE learner SET email_sealed = ? WHERE id = ?", self.seal(email), learner)

    # --- Their courses ---------------------------------------------------------------------------

    def enrol(self, learner: int, code: str, facts: dict[str, Any]) -> int:
        """The learner's course under this redeem code, with what the programme says of it."""
        self._write(
            "INSERT INTO enrolment (learner, redeem_code, facts) VALUES (?, ?, ?)"
            " ON CONFLICT (learner, redeem_code) DO UPDATE SET facts = excluded.facts",
            learner,
            code,
            json.dumps(facts),
        )
        row = self._one(
            "SELECT id FROM enrolment WHERE learner = ? AND redeem_code = ?", learner, code
        )
        assert row is not None
        return int(row["id"])

    def enrolments(self, learner: int) -> list[Row]:
        """All courses of a learner, newest first."""
        return self._all("SELECT * FROM enrolment WHERE learner = ? ORDER BY id DESC", learner)

    def enrolment(self, learner: int, number: int) -> Row | None:
        """A course of this learner; somebody else's is not there."""
        return self._one("SELECT * FROM enrolment WHERE learner = ? AND id = ?", learner, number)

    def sequences(self, enrolment: int) -> set[int]:
        """The sequences the programme has confirmed."""
        rows = self._all("SELECT sequence FROM attended WHERE enrolment = ?", enrolment)
        return {int(row["sequence"]) for row in rows}

    def modules(self, enrolment: int) -> set[int]:
        """The modules that were read."""
        rows = self._all("SELECT module FROM studied WHERE enrolment = ?", enrolment)
        return {int(row["module"]) for row in rows}

    def visit(self, state: str, enrolment: int, sequence: int, url: str) -> None:
        """A face check was asked for, to be taken at `url`; its state comes back with the browser."""
        self._write(
            "INSERT OR IGNORE INTO visit (state, enrolment, sequence, url) VALUES (?, ?, ?, ?)",
            state,
            enrolment,
            sequence,
            url,
        )

    def visited(self, learner: int, state: str) -> Row | None:
        """The face check a browser comes back from, if it was this learner's."""
        return self._one(
            "SELECT enrolment, sequence, url FROM visit JOIN enrolment ON enrolment.id = visit.enrolment"
            " WHERE state = ? AND learner = ?",
            state,
            learner,
        )

    def attend(self, enrolment: int, sequence: int) -> None:
        """The programme confirmed this sequence."""
        self._write("INSERT OR IGNORE INTO attended VALUES (?, ?)", enrolment, sequence)

    def absent(self, enrolment: int, sequence: int) -> None:
        """The programme no longer confirms this sequence."""
        self._write(
            "DELETE FROM attended WHERE enrolment = ? AND sequence = ?", enrolment, sequence
        )

    def begin_anew(self, enrolment: int) -> None:
        """The programme knows nothing of this course any more: what was done in it is dropped."""
        with self._open() as db:
            db.execute("DELETE FROM attended WHERE enrolment = ?", (enrolment,))
            db.execute("DELETE FROM studied WHERE enrolment = ?", (enrolment,))
            db.execute(
                "UPDATE enrolment SET work_sealed = NULL, work_sent = 0, work_status = 0,"
                " feedback_sent = 0, exam_correct = NULL, exam_passed = 0 WHERE id = ?",
                (enrolment,),
            )

    def study(self, enrolment: int, module: int) -> None:
        """A module was read."""
        self._write("INSERT OR IGNORE INTO studied VALUES (?, ?)", enrolment, module)

    def keep_work(self, enrolment: int, address: str) -> None:
        """The assignment as typed, before it is sent: a failing line loses nothing."""
        self._write(
            "UPDATE enrolment SET work_sealed = ? WHERE id = ?", self.seal(address), enrolment
        )

    def work_sent(self, enrolment: int) -> None:
        """The programme has the assignment and looks at it; feedback to it is still to come."""
        self._write(
            "UPDATE enrolment SET work_sent = 1, work_status = 1, feedback_sent = 0 WHERE id = ?",
            enrolment,
        )

    def work_is(self, enrolment: int, status: int) -> None:
        """What the programme last said of the assignment; 0: it has none."""
        self._write(
            "UPDATE enrolment SET work_status = ?, work_sent = ? WHERE id = ?",
            status,
            status > 0,
            enrolment,
        )

    def feedback_sent(self, enrolment: int) -> None:
        """The programme has the teacher's feedback."""
        self._write("UPDATE enrolment SET feedback_sent = 1 WHERE id = ?", enrolment)

    def examined(self, enrolment: int, correct: int, passed: bool) -> None:
        """The result of an exam; who passed once stays passed."""
        self._write(
            "UPDATE enrolment SET exam_correct = ?, exam_passed = ?"
            " WHERE id = ? AND exam_passed = 0",
            correct,
            passed,
            enrolment,
        )

    # --- The trainer -----------------------------------------------------------------------------

    def control(self, room: str) -> dict[str, str]:
        """The switches of a room."""
        row = self._one("SELECT exam, session, username FROM control WHERE room = ?", room)
        return dict(row) if row else {"exam": "usual", "session": "usual", "username": ""}

    def set_control(self, room: str, exam: str, session: str, username: str) -> None:
        """Turn the switches of a room; `username` narrows them to one learner."""
        self._write(
            "REPLACE INTO control (room, exam, session, username) VALUES (?, ?, ?, ?)",
            room,
            exam,
            session,
            username,
        )

    def control_of(self, learner: Row) -> dict[str, str]:
        """The switches as they touch this learner."""
        found = self.control(learner["room"])
        if found["username"] and found["username"] != learner["username"]:
            return {"exam": "usual", "session": "usual", "username": ""}
        return found

    def clear(self, room: str) -> None:
        """Forget everybody of a room, e.g. after it was set back; other rooms keep everything."""
        with self._open() as db:
            db.execute("DELETE FROM learner WHERE room = ?", (room,))
            db.execute("DELETE FROM control WHERE room = ?", (room,))
