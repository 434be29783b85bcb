"""Opening a gelombang: a row with its scheme, dates, and what differs from the scheme."""

from datetime import date

import ledger
from actions import audit, draws
from models import Gelombang
from rules.gelombang import PUBLISHED


def open_published(number: int, drawn_here: bool = False) -> Gelombang:
    """The row of a gelombang whose facts we know, its overrides with their sources.

    Those of the past were drawn by the programme, behind closed doors; one that is
    `drawn_here` gets its open draw, whose secret's hash is published from now on.
    """
    known = PUBLISHED[number]
    overrides = {
        name: [
            figure.value.isoformat() if isinstance(figure.value, date) else figure.value,
            figure.source,
            figure.confidence,
        ]
        for name, figure in known.overrides.items()
    }
    with ledger.write():
        row = Gelombang.create(
            number=number,
            scheme=known.scheme,
            registration_opens_at=known.opens_at,
            registration_closes_at=known.closes_at,
            announced_at=known.announced_at,
            quota=known.quota,
            overrides=overrides,
        )
        audit.record("system", "gelombang_opened", f"gelombang:{number}")
        if drawn_here:
            draws.ensure_draw(row)
        return row
