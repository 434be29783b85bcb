"""Payments in words: name, state, reason of a failure and the way to mend it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from formats.wording import (
    INCENTIVE_STATES,
    failure_reason,
    failure_steps,
    incentive_name,
)
from rules.schemes import Terms


@dataclass(frozen=True)
class PaymentLine:
    """One row of the incentive history. `day`: sent, planned or failed on, by state."""

    name: str
    amount: int
    state: str
    label: str
    tone: str
    day: date | None
    reason: str | None
    steps: tuple[str, ...]
    relink: bool  # only another account helps
    brings_it: str | None


# Failures that mending the same account cannot cure.
NEEDS_ANOTHER = ("closed", "not_linked")
_ORDER = {"failed": 0, "scheduled": 1, "waiting": 2, "paid": 3, "forfeited": 4}


def payments(rows: Sequence[Any], terms: Terms | None) -> list[PaymentLine]:
    """The rows as people read them: problem first, then planned, then what came."""
    job_count = (terms.job_incentive_count or 1) if terms else 1
    far = date.max
    ordered = sorted(rows, key=lambda row: (_ORDER[row.state], row.scheduled_for or far, row.kind))
    return [_line(row, job_count) for row in ordered]


def _line(row: Any, job_count: int) -> PaymentLine:
    label, tone = INCENTIVE_STATES[row.state]
    return PaymentLine(
        name=incentive_name(row.kind, row.ordinal, job_count),
        amount=row.amount,
        state=row.state,
        label=label,
        tone=tone,
        day=_day(row),
        reason=failure_reason(row.failure) if row.failure else None,
        steps=_mending(row.failure) if row.failure else (),
        relink=row.failure in NEEDS_ANOTHER,
        brings_it=_brings(row),
    )


def _mending(failure: str) -> tuple[str, ...]:
    """What to do, and what then happens by itself."""
    if failure in NEEDS_ANOTHER:
        return (*failure_steps(failure), "Begitu tersambung, kami jadwalkan kirim ulang otomatis.")
    return (
        *failure_steps(failure),
        "Kembali ke sini, tekan «Cek rekening lagi».",
        "Kami jadwalkan kirim ulang otomatis; tanggalnya langsung tampil di sini.",
    )


def _day(row: Any) -> date | None:
    happened: datetime | None = {"paid": row.paid_at, "failed": row.failed_at}.get(row.state)
    planned: date | None = row.scheduled_for
    return happened.date() if happened else planned


def _brings(row: Any) -> str | None:
    """What still has to happen before this payment gets its day."""
    if row.state == "forfeited":
        return "Tidak dikirim karena kepesertaan dicabut."
    if row.state != "waiting":
        return None
    if row.kind == "survey":
        return f"Dijadwalkan setelah survei {row.ordinal} kamu kirim."
    return "Dijadwalkan setelah sertifikat terbit, ulasan terkirim, dan rekening tersambung."
