"""Training rooms: one database file each, opened by the context of the request or job.

In production there is one room without a name: the product's own database in real time.
"""

import fcntl
import os
import re
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from contextvars import ContextVar
from datetime import timedelta
from pathlib import Path
from typing import Any

from peewee import OperationalError, SqliteDatabase

import clock
from config import settings

DEFAULT = "gelombang-21"
PRODUCTION = "production"

# Durability before speed: FULL keeps every acknowledged purchase through a power cut.
PRAGMAS = {
    "journal_mode": "wal",
    "synchronous": 2,
    "busy_timeout": 5000,
    "foreign_keys": 1,
    "recursive_triggers": 1,
    "trusted_schema": 0,
    "cell_size_check": 1,
    "journal_size_limit": 64 * 1024 * 1024,
}

_current: ContextVar[str | None] = ContextVar("room", default=None)
_home: ContextVar[Path | None] = ContextVar("rooms_home", default=None)


class NoRoom(RuntimeError):
    """Somebody asked for the database before saying which room they are in."""


class RoomDatabase(SqliteDatabase):
    """SQLite whose file is that of the current room; a thread without a room gets nothing."""

    @property
    def database(self) -> str:
        return str(path_of(current()))

    @database.setter
    def database(self, _value: Any) -> None:
        """Peewee stores a file name here at start; ours is asked anew at each connection."""


database = RoomDatabase("the room decides", pragmas=PRAGMAS)


def current() -> str:
    """Name of the room this context is in; raises NoRoom outside of one."""
    name = _current.get()
    if name is None:
        raise NoRoom("no room was entered before the database was used")
    return name


def home() -> Path:
    """Where the rooms are."""
    return _home.get() or settings.data_dir / "rooms"


@contextmanager
def built_in(folder: Path) -> Iterator[None]:
    """While a room is being made it stands elsewhere, so that nobody enters half of it."""
    token = _home.set(folder)
    try:
        yield
    finally:
        _home.reset(token)


def folder_of(name: str) -> Path:
    """Where a room keeps its files. Raises ValueError for a name that is no folder name."""
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,39}", name):
        raise ValueError(f"not a room name: {name!r}")
    return home() / name


def path_of(name: str) -> Path:
    """The room's database file (in training mode a link to its present generation)."""
    if not settings.training:
        return settings.database_path
    return folder_of(name) / "app.db"


def names() -> list[str]:
    """All rooms that exist, in alphabetical order; in production the one there is."""
    if not settings.training:
        return [PRODUCTION]
    return sorted(file.parent.name for file in home().glob("*/app.db"))


def short_code(name: str) -> str:
    """The room's prefix in codes that arrive without a cookie, e.g. «G21» for gelombang-21."""
    digits = "".join(re.findall(r"\d+", name))
    return (name[:1] + digits).upper()


def study_address() -> str:
    """Where the room's simulated institution is; empty where there is none."""
    if not settings.institution_address:
        return ""
    return f"{settings.institution_address}/?ruang={short_code(current())}"


@contextmanager
def enter(name: str) -> Iterator[None]:
    """Open the room's database and set its clock for this context; close both at the end.

    Entering the room one is in already changes nothing.
    """
    if _current.get() == name and not database.is_closed():
        yield
        return
    token = _current.set(name)
    try:
        database.connect()
        try:
            clock.use_offset(read_offset() if settings.training else timedelta(0))
            yield
        finally:
            database.close()
            clock.use_offset(timedelta(0))
    finally:
        _current.reset(token)


def read_offset() -> timedelta:
    """How far the room's clock is shifted; zero in a room that has no tables yet."""
    try:
        row = database.execute_sql(
            "SELECT value FROM setting WHERE key = 'clock_offset'"
        ).fetchone()
    except OperationalError as error:
        if "no such table" not in str(error):
            raise
        return timedelta(0)
    return timedelta(seconds=int(row[0])) if row else timedelta(0)


def set_offset(offset: timedelta) -> None:
    """Shift the clock of the room one is in, for everybody in it."""
    _store("clock_offset", str(int(offset.total_seconds())))
    clock.use_offset(offset)


def remember_clock() -> None:
    """Note every half minute how far the room's clock came, so that it can go on from there."""
    stamp = int(clock.now().timestamp())
    row = database.execute_sql("SELECT value FROM setting WHERE key = 'clock_seen'").fetchone()
    if row is None or abs(stamp - int(row[0])) >= 30:
        _store("clock_seen", str(stamp))


def resume_clock() -> None:
    """A room's time stood still while no server ran, so that a demo does not grow old overnight."""
    row = database.execute_sql("SELECT value FROM setting WHERE key = 'clock_seen'").fetchone()
    if row is not None:
        set_offset(timedelta(seconds=int(row[0]) - int(clock.real_now().timestamp())))


def resume_clocks() -> None:
    """The same for every room, when a server starts."""
    for name in names():
        with enter(name):
            resume_clock()


def _store(key: str, value: str) -> None:
    with database.atomic("IMMEDIATE"):
        database.execute_sql(
            "INSERT INTO setting (key, value) VALUES (?, ?) "
            "ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            (key, value),
        )


def keep_as_template(name: str, made: Path) -> None:
    """Store a finished, closed database as the state that `reset` goes back to."""
    folder = folder_of(name)
    folder.mkdir(parents=True, exist_ok=True)
    os.replace(made, folder / "template.db")


def reset(name: str) -> None:
    """Back to the template: a new generation of the file, and a link that flips to it at once.

    Nothing is ever copied over a live database; requests under way finish in the old
    generation, which stays until the next reset.
    """
    folder = folder_of(name)
    with (folder / "reset.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # two trainers at once would make the same generation
        _next_generation(folder)


def _next_generation(folder: Path) -> None:
    present = folder / "app.db"
    numbers = [int(file.stem) for file in folder.glob("[0-9]*.db")]
    fresh = folder / f"{max(numbers, default=0) + 1:06}.db"
    shutil.copyfile(folder / "template.db", fresh)
    fresh.chmod(0o600)
    old = present.resolve() if present.is_symlink() else None
    _start_clock(fresh)
    _point_to(present, fresh)
    for file in folder.glob("[0-9]*.db*"):
        if not any(file.name.startswith(kept.name) for kept in (fresh, old) if kept):
            file.unlink(missing_ok=True)


def _start_clock(file: Path) -> None:
    """The template's clock goes on from now; the file is nobody's room yet, so opened by itself."""
    with closing(sqlite3.connect(file, isolation_level=None)) as own:
        (seen,) = own.execute("SELECT value FROM setting WHERE key = 'clock_seen'").fetchone()
        offset = int(seen) - int(clock.real_now().timestamp())
        own.execute("REPLACE INTO setting (key, value) VALUES ('clock_offset', ?)", (str(offset),))


def _point_to(link: Path, target: Path) -> None:
    draft = link.with_name(f".link.{os.getpid()}")
    draft.unlink(missing_ok=True)
    draft.symlink_to(target.name)
    os.replace(draft, link)
