"""«Jejak uangku» in words: each move with its reason, as lines of a page, a CSV file and a PDF."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from formats.csv_text import csv_bytes
from formats.text import WIB, masked_account, rupiah
from formats.wording import PARTNERS, incentive_name, returned_by

PURSE_NAMES = {"training": "Saldo pelatihan", "incentive": "Insentif"}
# The names of the purses in addresses.
PURSE_PATHS = {"pelatihan": "training", "insentif": "incentive"}

HEADER = (
    "Tanggal",
    "Jam WIB",
    "Dompet",
    "Keterangan",
    "Nomor pesanan",
    "Masuk (rupiah)",
    "Keluar (rupiah)",
    "Saldo dompet (rupiah)",
)


@dataclass(frozen=True)
class Line:
    """One move as people read it. `amount` is negative where money went out; rupiah."""

    at: datetime
    purse: str
    reason: str
    number: str
    amount: int
    balance: int


@dataclass(frozen=True)
class Sum:
    """A purse's last line: what came in, what went out, what is left."""

    purse: str
    came: int
    went: int

    @property
    def left(self) -> int:
        """What the purse holds."""
        return self.came - self.went


def lines(entries: Iterable[Any]) -> list[Line]:
    """The moves in the order they were booked; `entries` are queries.money_trail.Entry."""
    return [
        Line(
            at=entry.at,
            purse=entry.purse,
            reason=reason(entry),
            number=(entry.purchase.number or "") if entry.purchase else "",
            amount=entry.amount,
            balance=entry.balance,
        )
        for entry in entries
    ]


def sums(rows: Sequence[Line]) -> list[Sum]:
    """One line for each purse; they are sums of the lines, not of anything else."""
    return [
        Sum(
            purse,
            sum(row.amount for row in rows if row.purse == purse and row.amount > 0),
            -sum(row.amount for row in rows if row.purse == purse and row.amount < 0),
        )
        for purse in PURSE_NAMES
    ]


def reason(entry: Any) -> str:
    """Why this money moved, one sentence without its amount."""
    return _REASONS[entry.kind](entry)


def _credit(entry: Any) -> str:
    return f"Saldo pelatihan Gelombang {entry.gelombang} masuk"


def _purchase(entry: Any) -> str:
    return f"Membeli {_course(entry)}"


def _refund(entry: Any) -> str:
    cancelled_by = entry.purchase.cancelled_by if entry.purchase else None
    who = {"participant": "kamu batalkan", "provider": "dibatalkan lembaga"}.get(
        cancelled_by or "", "dibatalkan"
    )
    return f"Harga kembali: {_course(entry)}, {who}"


def _course(entry: Any) -> str:
    if entry.purchase is None:
        return "pelatihan"
    return f"«{entry.purchase.course.title}» di {entry.purchase.offer.platform.name}"


def _incentive(entry: Any) -> str:
    return f"{_which(entry)} dikirim{_to(entry)}"


def _reversal(entry: Any) -> str:
    return f"{_which(entry)} {returned_by(_account(entry) or 'bank/e-wallet')}"


def _which(entry: Any) -> str:
    row = entry.incentive
    return incentive_name(row.kind, row.ordinal, entry.job_count) if row else "Insentif"


def _to(entry: Any) -> str:
    account = _account(entry)
    return f" ke {account}" if account else ""


def _account(entry: Any) -> str | None:
    if entry.account is None:
        return None
    return f"{PARTNERS[entry.account.partner]} {masked_account(entry.account.number)}"


def _forfeit(entry: Any) -> str:
    to = entry.forfeit_to or "program"
    if entry.reference.startswith("forfeit:"):
        return f"Kembali ke {to}: pelatihan pertama tidak dibeli sampai batasnya"
    return f"Kembali ke {to}: masa pakai saldo berakhir"


_REASONS = {
    "credit": _credit,
    "purchase": _purchase,
    "refund": _refund,
    "incentive": _incentive,
    "reversal": _reversal,
    "forfeit": _forfeit,
}


def csv_file(rows: Sequence[Line]) -> bytes:
    """All lines and the sums as CSV; see formats/csv_text.py for its dialect."""
    return csv_bytes(HEADER, [*map(_cells, rows), *map(_sum_cells, sums(rows))])


def _cells(row: Line) -> tuple[object, ...]:
    at = row.at.astimezone(WIB)
    return (
        at.strftime("%Y-%m-%d"),
        at.strftime("%H.%M"),
        PURSE_NAMES[row.purse],
        row.reason,
        row.number,
        row.amount if row.amount > 0 else None,
        -row.amount if row.amount < 0 else None,
        row.balance,
    )


def _sum_cells(row: Sum) -> tuple[object, ...]:
    return ("", "", PURSE_NAMES[row.purse], "Jumlah", "", row.came, row.went, row.left)


def signed(amount: int) -> str:
    """«+Rp600.000» or «−Rp400.000»."""
    return f"+{rupiah(amount)}" if amount > 0 else rupiah(amount)
