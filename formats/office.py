"""Words of the office: stages, alerts, reasons an officer chooses from, exceptions to a scheme."""

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from formats.text import day, thousands
from formats.verification import REASONS
from rules.identity_numbers import problems_of_nik
from rules.selection import reserved_seats

# stage → (words, tone of the badge)
STAGES: Mapping[str, tuple[str, str]] = {
    "planned": ("Belum dibuka", "calm"),
    "open": ("Pendaftaran dibuka", "accent"),
    "ending": ("Waktu daftar habis, belum ditutup", "warn"),
    "closed": ("Ditutup, belum diundi", "warn"),
    "drawn": ("Diundi, belum diumumkan", "warn"),
    "announced": ("Diumumkan", "done"),
}

SCHEMES: tuple[tuple[str, str], ...] = (
    ("semi_bansos", "Semi-bansos (gelombang 1 sampai 47)"),
    ("normal", "Normal (gelombang 48 dan seterusnya)"),
)

GROUPS: Mapping[str, str] = {"laid_off": "Korban PHK", "migrant": "Pekerja migran"}

ALERTS: Mapping[str, tuple[str, str]] = {
    "nik_claimed": (
        "NIK dipakai dua kali",
        "Akun ini memasukkan NIK yang sudah terverifikasi di akun lain. Cek siapa pemiliknya.",
    ),
}
_UNKNOWN_ALERT = ("Perlu dicek", "Jenis peringatan ini belum dikenal.")

# What an officer chooses from is what the applicant reads.
CHECK_REASONS: tuple[tuple[str, str], ...] = tuple(
    (code, reason.says) for code, reason in REASONS.items()
)

BLOCKS: Mapping[str, str] = {
    "no_first_purchase": "Pelatihan pertama tidak dibeli sampai batas waktunya",
    "fraud": "Dugaan penyalahgunaan",
}
_UNKNOWN_BLOCK = "Alasannya belum tercatat"

RESULTS: Mapping[str | None, str] = {
    "accepted": "Lolos",
    "not_selected": "Tidak lolos",
    None: "Menunggu hasil",
}


class RuleException(NamedTuple):
    """A rule that a gelombang may set differently from its scheme."""

    field: str  # of rules.schemes.Terms
    name: str  # of the form's field
    label: str
    hint: str


EXCEPTIONS: tuple[RuleException, ...] = (
    RuleException(
        "first_purchase_deadline",
        "batas_beli",
        "Hari terakhir beli pertama",
        "Kosongkan untuk menghitung dari hari pengumuman.",
    ),
    RuleException(
        "balance_use_until",
        "saldo_sampai",
        "Hari terakhir pakai saldo",
        "Kosongkan jika tidak ada batas tanggal.",
    ),
    RuleException(
        "age_max", "usia_paling_tua", "Usia paling tua", "Kosongkan untuk memakai aturan skema."
    ),
    RuleException(
        "max_trainings",
        "pelatihan_paling_banyak",
        "Pelatihan paling banyak",
        "Kosongkan untuk memakai aturan skema.",
    ),
)


def alert_words(kind: str) -> tuple[str, str]:
    """Title and sentence of an alert."""
    return ALERTS.get(kind, _UNKNOWN_ALERT)


def block_reason(code: str) -> str:
    """Why somebody is blocked."""
    return BLOCKS.get(code, _UNKNOWN_BLOCK)


def exception_rows(overrides: Mapping[str, Any], dates: tuple[str, ...]) -> list[tuple[str, str]]:
    """(label, value and source) of the exceptions this office knows."""
    rows = []
    for rule in EXCEPTIONS:
        if rule.field in overrides:
            value, source, _confidence = overrides[rule.field]
            if rule.field in dates:
                value = day(date.fromisoformat(value))
            rows.append((rule.label, f"{value}. Sumber: {source}"))
    return rows


def share_rows(reserved: Mapping[str, float], quota: int | None) -> list[tuple[str, str]]:
    """(group, percent and seats) of the reserved shares."""
    rows = []
    counted = reserved_seats(quota, reserved) if quota else {}
    for group, label in GROUPS.items():
        share = reserved.get(group)
        if share:
            seats = f", {thousands(counted[group])} kursi" if counted else ""
            rows.append((label, f"{percent(share)} persen{seats}"))
    return rows


def percent(share: float) -> str:
    """0.125 → «12,5»."""
    return f"{round(share * 100, 2):g}".replace(".", ",")


def iso_day(text: str | None) -> str:
    """«2001-02-03» → «3 Februari 2001»; what is no date stays as it is."""
    try:
        return day(date.fromisoformat(text or ""))
    except ValueError:
        return text or "tidak ada"


def check_rows(view: Any) -> list[tuple[str, str]]:
    """What we can check without the register, as (what, how it is)."""
    nik, sex = view.row.nik, view.profile.sex if view.profile is not None else None
    try:
        born = date.fromisoformat(view.row.birth_date)
    except ValueError:
        born = None
    odd = {problem.code for problem in problems_of_nik(nik, born, sex)}
    rows = [("Tanggal lahir di NIK", "Tidak cocok" if odd & _DATES else "Cocok")]
    if sex is not None:
        rows.append((f"Profil: {_SEXES[sex]}", "Tidak cocok" if "nik_sex" in odd else "Cocok"))
    rows.append(("Kode wilayah", "Tidak dikenal" if "nik_region" in odd else "Dikenal"))
    rows.append(("Akun lain dengan NIK ini", _accounts(view.others)))
    rows.append(("Akun lain dengan KK ini", _accounts(view.same_kk)))
    rows.append(("Percobaan", f"ke-{view.tries}"))
    return rows


_SEXES: Mapping[str, str] = {"female": "perempuan", "male": "laki-laki"}
_DATES = frozenset({"nik_date", "nik_birth_date"})


def _accounts(count: int) -> str:
    return f"{count} akun terverifikasi" if count else "Tidak ada"


class StepWords(NamedTuple):
    """A step of the draw: what the button says, what happens, what is said afterwards."""

    title: str
    lines: tuple[str, ...]
    button: str
    done: str


STEPS: Mapping[str, StepWords] = {
    "tutup": StepWords(
        "Tutup pendaftaran",
        (
            "Syarat setiap pendaftar diperiksa.",
            "Sidik daftar pendaftar diterbitkan.",
            "Daftar tidak bisa diubah lagi.",
        ),
        "Ya, tutup pendaftaran",
        "Pendaftaran ditutup. Sidik daftar sudah terbit.",
    ),
    "undi": StepWords(
        "Jalankan undian",
        (
            "Rahasia, sidik daftar, dan nilai publik menentukan urutan.",
            "Urutan dan hasil setiap pendaftar disimpan.",
            "Undian tidak bisa diulang dengan hasil lain.",
        ),
        "Ya, jalankan undian",
        "Undian selesai. Hasilnya belum diumumkan.",
    ),
    "umumkan": StepWords(
        "Umumkan hasil",
        (
            "Hasil, benih undian, dan batas urutan diterbitkan.",
            "Setiap pendaftar dikabari lewat SMS dan email.",
            "Saldo peserta yang lolos disiapkan.",
        ),
        "Ya, umumkan hasil",
        "Hasil diumumkan. Pendaftar sedang dikabari.",
    ),
}

# stage → (path, what the button says)
NEXT_STEPS: Mapping[str, tuple[str, str]] = {
    "ending": ("tutup", "Tutup pendaftaran"),
    "closed": ("undi", "Jalankan undian"),
    "drawn": ("umumkan", "Umumkan hasil"),
}
