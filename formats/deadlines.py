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
        if facts.open_gelombang and facts.open_until and not facts.joined:
            title = f"Gelombang {facts.open_gelombang} ditutup"
            found.append(Entry(f"tutup-{facts.open_gelombang}", title, facts.open_until, "Gabung"))
        return found
    number = facts.terms.gelombang
    if facts.accepted_on and not facts.bought and not facts.lapsed_at:
        until = first_purchase_deadline(facts.terms, facts.accepted_on)
        found.append(Entry(f"beli-{number}", "Batas beli pelatihan pertama", until, _LATE))
    first = facts.bought[0].concluded_on if facts.bought else None
    ends = balance_deadline(facts.terms, first)
    if ends and not facts.lapsed_at and facts.balance:
        found.append(Entry(f"saldo-{number}", "Batas memakai saldo pelatihan", ends, _BALANCE))
    for survey in facts.surveys:
        if survey.state == "open" and survey.closes_at:
            title = f"Batas mengisi survei {survey.ordinal}"
            found.append(Entry(f"survei-{number}-{survey.ordinal}", title, survey.closes_at, ""))
    return [entry for entry in found if entry.until >= now]


def to_share(entry: Entry, gelombang: int) -> str:
    """«Batas beli pelatihan pertama Gelombang 21: 21 Oktober 2021 pukul 23.59 WIB.»"""
    return f"{entry.title} Gelombang {gelombang}: {moment_text(entry.until)}."


_LATE = "Jika terlambat, kepesertaan dicabut. Buka dasbor, pilih Cari pelatihan."
_BALANCE = "Sisa saldo setelah ini tidak bisa dipakai lagi."
