"""The gelombang as visitors see them."""

from dataclasses import dataclass
from datetime import datetime

from models import Gelombang
from rules.gelombang import figures_from_row
from rules.schemes import Terms, resolve


@dataclass(frozen=True)
class GelombangView:
    """A gelombang with its rules, and whether one can join it now."""

    number: int
    closes_at: datetime | None
    is_open: bool
    terms: Terms


def latest(now: datetime) -> GelombangView | None:
    """The newest gelombang that has opened by now, open ones first; None in an empty product."""
    row = (
        Gelombang.select()
        .where(Gelombang.registration_opens_at.is_null() | (Gelombang.registration_opens_at <= now))
        .order_by(Gelombang.number.desc())
        .first()
    )
    if row is None:
        return None
    closes = row.registration_closes_at
    opened = row.registration_opens_at is not None
    return GelombangView(
        number=row.number,
        closes_at=closes,
        is_open=opened and closes is not None and now <= closes,
        terms=resolve(row.number, row.scheme, figures_from_row(row.overrides)),
    )
