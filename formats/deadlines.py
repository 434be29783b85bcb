"""A participant's own deadlines, as calendar entries and as one sentence to share."""

from datetime import datetime

from formats.calendar import Entry
from formats.text import moment_text
from rules.deadlines import balance_deadline, first_purchase_deadline
from rules.next_step import Facts


def entries(facts: Facts, now: datetime) -> list[Entry]:
    """Every deadline that is still ahead: joining, first purchase, balance, surveys. No name, no number."""
    found = []
    if facts.terms is None:
        if facts.open_gelombang and facts.open_until and not _waits(facts):
            title = f"Gelombang {facts.open_gelombang} ditutup"
            found.append(Entry(f"tutup-{facts.open_gelombang}", title, facts.open_until, "Gabung"))
        return [entry for entry in found if entry.until >= now]
    number = facts.terms.gelombang
    if facts.accepted_on and not facts.bought and not facts.lapsed_at:
        until = first_purchase_deadline(facts.terms, facts.accepted_on)
        if now > until:
            return []  # the place is lost, whether or not timed work has booked it
        found.append(
            Entry(
                f"beli-{number}", f"Batas beli pelatihan pertama Gelombang {number}", until, _LATE
            )
        )
    first = facts.bought[0].concluded_on if facts.bought else None
    ends = balance_deadline(facts.terms, first)
    if ends and not facts.lapsed_at and facts.balance:
        found.append(
            Entry(f"saldo-{number}", f"Batas memakai saldo Gelombang {number}", ends, _BALANCE)
        )
    for survey in facts.surveys:
        if survey.state == "open" and survey.closes_at:
            title = f"Batas mengisi survei {survey.ordinal}"
            found.append(Entry(f"survei-{number}-{survey.ordinal}", title, survey.closes_at, ""))
    return [entry for entry in found if entry.until >= now]


def of_step(code: str, facts: Facts, now: datetime) -> Entry | None:
    """The deadline that belongs to this next step; None where the step has none that is kept here."""
    kind = _KINDS.get(code)
    mine = (entry for entry in entries(facts, now) if entry.uid.split("-")[0] == kind)
    return min(mine, key=lambda entry: entry.until, default=None)


def _waits(facts: Facts) -> bool:
    """In a gelombang whose result is not out."""
    return facts.joined and facts.result is None


def to_share(entry: Entry) -> str:
    """«Batas beli pelatihan pertama Gelombang 21: 21 Oktober 2021 pukul 23.59 WIB.»"""
    return f"{entry.title}: {moment_text(entry.until)}."


_KINDS = {
    "confirm_email": "tutup",
    "verify_identity": "tutup",
    "complete_profile": "tutup",
    "join_gelombang": "tutup",
    "buy_first": "beli",
    "payment_pending": "beli",
    "buy_again": "saldo",
    "fill_survey": "survei",
}  # next step → the first word of its entry's name
_LATE = "Jika terlambat, kepesertaan dicabut. Buka dasbor, pilih Cari pelatihan."
_BALANCE = "Sisa saldo setelah ini tidak bisa dipakai lagi."
