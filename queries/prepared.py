"""Queries that are asked on every request: Peewee writes their SQL once, afterwards only the text runs."""

from collections.abc import Callable
from functools import cached_property
from typing import Any

from models import db


class Slot:
    """Stands in a prepared query where a value comes later; values are given in the slots' order."""

    def __init__(self, place: int) -> None:
        self.place = place


class Prepared:
    """A select with slots; `build` makes the query, called when it is first asked.

    >>> BY_CODE = Prepared(lambda: RedeemCode.select().where(RedeemCode.code == Slot(0)))
    """

    def __init__(self, build: Callable[[], Any]) -> None:
        self.build = build

    @cached_property
    def _parts(self) -> tuple[Any, str, list[Any]]:
        query = self.build()
        text, parameters = query.sql()
        return query, text, parameters

    def tuples(self, *values: Any) -> list[tuple[Any, ...]]:
        """The rows as the database holds them."""
        _query, text, parameters = self._parts
        return list(db.execute_sql(text, _filled(parameters, values)).fetchall())

    def first(self, *values: Any) -> Any | None:
        """The first row as a model with its joined rows; None when there is none."""
        query, text, parameters = self._parts
        cursor = db.execute_sql(text, _filled(parameters, values))
        rows = query._get_model_cursor_wrapper(cursor)
        return next(iter(rows), None)


def _filled(parameters: list[Any], values: tuple[Any, ...]) -> list[Any]:
    return [values[one.place] if isinstance(one, Slot) else one for one in parameters]
