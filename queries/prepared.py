"""Queries that are asked on every request: Peewee writes their SQL once, afterwards only the text runs."""

from collections.abc import Callable
from datetime import datetime
from functools import cached_property
from typing import Any

from peewee import SQL

from models import MomentField, db

_MOMENT = MomentField()


class _Slot:
    def __init__(self, place: int) -> None:
        self.place = place


def slot(place: int) -> SQL:
    """Stands in a prepared query where a value comes later: the `place`-th of those given, from 0."""
    return SQL("?", [_Slot(place)])


class Prepared:
    """A select with slots; `build` makes the query, called when it is first asked.

    Values are given as the database holds them: texts, numbers, ids; moments may be aware ones.

    >>> BY_CODE = Prepared(lambda: RedeemCode.select().where(RedeemCode.code == slot(0)))
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
        return next(iter(self.rows(*values)), None)

    def rows(self, *values: Any) -> list[Any]:
        """The rows as models with their joined rows, exactly as the query itself would give them."""
        query, text, parameters = self._parts
        cursor = db.execute_sql(text, _filled(parameters, values))
        return list(query._get_model_cursor_wrapper(cursor))


def _filled(parameters: list[Any], values: tuple[Any, ...]) -> list[Any]:
    given = [_MOMENT.db_value(one) if isinstance(one, datetime) else one for one in values]
    return [given[one.place] if isinstance(one, _Slot) else one for one in parameters]
