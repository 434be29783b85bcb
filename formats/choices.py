"""What people choose from in lists, and sentences that depend on where they stand."""

from datetime import datetime
from typing import Any

from formats.course_wording import why
from formats.incentives import next_words
from formats.text import day
from formats.wording import LEVELS, METHODS, failure_reason
from rules import categories
from rules.deadlines import balance_deadline


def category_choices() -> list[tuple[str, str]]:
    """Every category, in the order of its headings."""
    return [(category.slug, category.name) for category in categories.CATEGORIES]


def method_choices() -> list[tuple[str, str]]:
    """Ways to learn."""
    return list(METHODS.items())


def level_choices() -> list[tuple[str, str]]:
    """Levels, easiest first."""
    return list(LEVELS.items())


def balance_words(standing: Any, clock_now: datetime) -> str:
    """What the balance is for, or where it went."""
    if standing.card is None:
        return "Belum tersedia. Muncul setelah kamu lolos dan saldo disiapkan."
    terms = standing.terms
    if standing.lapse:
        gone = terms.forfeit_to or "program"
        return f"Dikembalikan ke {gone} pada {day(standing.lapse.lapsed_at)}."
    first = standing.bought[0].concluded_on if standing.bought else None
    ends = balance_deadline(terms, first)
    if ends and standing.bought and ends < clock_now:
        gone = f" Sisanya dikembalikan ke {terms.forfeit_to}." if terms.forfeit_to else ""
        return f"Masa pakainya berakhir {day(ends)}.{gone}"
    words = "Hanya untuk membeli pelatihan, tidak bisa diuangkan."
    return f"{words} Bisa dipakai sampai {day(ends)}." if ends and standing.bought else words


_FAULTS = {
    "payout_failure": "Setiap insentif gagal dikirim karena",
    "payout_manner": "Penyedia pembayaran menjawab",
    "face": "Cek wajah saat hadir",
    "task": "Tugas akhir",
}
_FAULT_CHOICES = {
    ("payout_manner", "delay"): "Terlambat: hasilnya datang 20 detik kemudian",
    ("payout_manner", "timeout"): "Tidak sama sekali, tapi uangnya dikirim",
    ("payout_manner", "error"): "Galat 500, tapi uangnya dikirim",
    ("payout_manner", "twice"): "Dua kali: kabar hasilnya datang ganda",
    ("payout_manner", "early"): "Terlalu cepat: kabar hasilnya datang duluan",
    ("payout_manner", "reverse"): "Ditolak setelah dikirim, uangnya kembali ke program",
    ("face", "no"): "Selalu tidak cocok",
    ("face", "unknown"): "Tidak dijawab",
    ("task", "failed"): "Selalu tidak lulus",
}


def fault_label(name: str) -> str:
    """What goes wrong while a trainer's fault is on."""
    return _FAULTS[name]


def fault_choice(name: str, how: str) -> str:
    """How it goes wrong."""
    return _FAULT_CHOICES.get((name, how)) or failure_reason(how)


GLOBALS = {
    "fault_label": fault_label,
    "fault_choice": fault_choice,
    "category_choices": category_choices,
    "method_choices": method_choices,
    "level_choices": level_choices,
    "balance_words": balance_words,
    "next_payment_words": next_words,
    "why": why,
}
