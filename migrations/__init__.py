"""The way to today's schema, one numbered step a change; run by Peewee's own runner."""

from pathlib import Path

from peewee import SqliteDatabase
from playhouse.migrations import Runner


class NewerSchema(RuntimeError):
    """The database was migrated by a newer release than this one; its files would be misread."""


def migrate(database: SqliteDatabase) -> list[str]:
    """Bring the open database up to date; returns the names of the steps taken.

    Raises NewerSchema, with nothing changed, when a step was applied whose file is not here.
    """
    runner = Runner(database, str(Path(__file__).parent))
    unknown = [step.name for step in runner.status() if step.path is None]
    if unknown:
        raise NewerSchema(f"this release does not know {', '.join(unknown)}")
    return list(runner.up())
