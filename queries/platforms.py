"""The platforms of the programme: all of them, and those valid for a gelombang."""

from collections.abc import Iterable
from typing import Any

from models import Platform
from rules.purchases import valid_for


def all_platforms() -> list[Any]:
    """Every platform by name."""
    return list(Platform.select().order_by(Platform.name))


def names_valid_for(rows: Iterable[Any], gelombang: int) -> tuple[str, ...]:
    """Names of the platforms where the balance of a gelombang may be used."""
    return tuple(row.name for row in rows if valid_for(row.valid_for, gelombang))
