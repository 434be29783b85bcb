"""The gelombang as visitors see them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from models import Gelombang
from rules.gelombang import figures_from_row
from rules.schemes import Terms, resolve


@dataclass(frozen=True)
class GelombangView:
    """A gelombang with its rules, and whether one can join it now."""

    number: int
    opens_at: datetime | None
    closes_at: datetime | None
    announced_at: datetime | None
    quota: int | None
    is_open: bool
    terms: Terms


def latest(now: datetime) -> GelombangView | None:
    """The newest gelombang that has opened by now, open ones first; None in an empty product."""
    opened = Gelombang.registration_opens_at
    return _first(Gelombang.select().where(opened.is_null() | (opened <= now)), now)


def open_now(now: datetime) -> GelombangView | None:
    """The newest gelombang that can be joined now."""
    opened, closes = Gelombang.registration_opens_at, Gelombang.registration_closes_at
    return _first(Gelombang.select().where(opened <= now, closes >= now), now)


def next_to_open(now: datetime) -> GelombangView | None:
    """The next gelombang whose opening is known and still to come."""
    rows = Gelombang.select().where(Gelombang.registration_opens_at > now)
    row = rows.order_by(Gelombang.registration_opens_at).first()
    return _view(row, now) if row else None


def with_number(number: int, now: datetime | None = None) -> GelombangView | None:
    """One gelombang; None when there is none of this number. `now` decides whether it is open."""
    row = Gelombang.get_or_none(Gelombang.number == number)
    return _view(row, now) if row else None


def row_of(number: int) -> Gelombang:
    """The row itself, for actions. Raises DoesNotExist."""
    return Gelombang.get(Gelombang.number == number)


def _first(rows: Any, now: datetime) -> GelombangView | None:
    row = rows.order_by(Gelombang.number.desc()).first()
    return _view(row, now) if row else None


def _view(row: Gelombang, now: datetime | None) -> GelombangView:
    opens, closes = row.registration_opens_at, row.registration_closes_at
    known = opens is not None and closes is not None and now is not None
    return GelombangView(
        number=row.number,
        opens_at=opens,
        closes_at=closes,
        announced_at=row.announced_at,
        quota=row.quota,
        is_open=bool(known and opens <= now <= closes),
        terms=resolve(row.number, row.scheme, figures_from_row(row.overrides)),
    )
