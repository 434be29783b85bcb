"""«Aturan untukmu»: every rule of a participant's terms in plain words, with its source."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from formats.sources import CONFIDENCE, readable
from formats.text import day, rupiah
from formats.wording import METHODS, PARTNERS
from rules.incentives import OUR_INTERVAL_MONTHS, OUR_SURVEY_PAY_DAYS
from rules.schemes import Terms

UNKNOWN = "belum ditetapkan"
SCHEME_NAMES = {"semi_bansos": "Skema semi-bansos", "normal": "Skema normal"}


@dataclass(frozen=True)
class RuleLine:
    """One rule: what it is called, its value, how sure we are and where it comes from."""

    field: str
    name: str
    value: str
    confidence: str | None  # H | M | L | OURS; None: unknown
    sources: tuple[str, ...] = ()
    note: str | None = None

    @property
    def sure(self) -> str:
        """«pasti», «satu sumber berita» …; empty for what is not known."""
        return CONFIDENCE[self.confidence][0] if self.confidence else ""

    @property
    def tone(self) -> str:
        """The tone of the badge that says so."""
        return CONFIDENCE[self.confidence][1] if self.confidence else "calm"


@dataclass(frozen=True)
class RuleGroup:
    """Rules that belong together."""

    title: str
    lines: tuple[RuleLine, ...]


def _yes(value: bool) -> str:
    return "Ya" if value else "Tidak"


def _days(value: int) -> str:
    return f"{value} hari"


def _partners(values: Sequence[str]) -> str:
    return ", ".join(PARTNERS[value] for value in values)


def _methods(values: Sequence[str]) -> str:
    return ", ".join(METHODS[value] for value in values)


def _interval(months: int) -> str:
    return "Setiap bulan" if months == 1 else f"Setiap {months} bulan"


def _cancelling(value: int) -> str:
    return f"{value} hari sejak hari membeli, sebelum kode ditukar"


def _openings(rules: Sequence[Mapping[str, Any]]) -> str:
    """When each survey opens: after the first incentive, each after the one before."""
    said = []
    for ordinal, rule in enumerate(rules, 1):
        wait = int(rule.get("days", 0))
        begins = f"{wait} hari setelah" if wait else "setelah"
        after = "insentif pertama" if ordinal == 1 else f"survei {ordinal - 1} terkirim"
        earliest = rule.get("not_before")
        not_before = f", mulai {day(date.fromisoformat(str(earliest)))}" if earliest else ""
        said.append(f"Survei {ordinal} {begins} {after}{not_before}")
    return ". ".join(said)


_NEXT_TRAINING = {
    "finished": "Pelatihan sebelumnya selesai",
    "finished_and_reviewed": "Pelatihan sebelumnya selesai dan diulas",
}

Say = Callable[[Any], str]

GROUPS: tuple[tuple[str, tuple[tuple[str, str, Say], ...]], ...] = (
    (
        "Uang",
        (
            ("training_balance_idr", "Saldo pelatihan", rupiah),
            ("job_incentive_idr", "Insentif setelah pelatihan", rupiah),
            ("job_incentive_count", "Berapa kali insentif itu dikirim", "{} kali".format),
            ("survey_idr", "Insentif tiap survei", rupiah),
            ("survey_count", "Jumlah survei", str),
            ("own_topup_allowed", "Boleh menambah uang sendiri", _yes),
            ("forfeit_to", "Sisa saldo dikembalikan ke", str),
        ),
    ),
    (
        "Batas waktu",
        (
            ("first_purchase_days", "Waktu membeli pelatihan pertama", _days),
            ("first_purchase_deadline", "Tanggal batas membeli pertama", day),
            ("revoke_if_no_purchase", "Dicabut jika terlambat membeli", _yes),
            ("balance_use_until", "Saldo bisa dipakai sampai", day),
            ("balance_use_days_after_first", "Sisa saldo sesudah pelatihan pertama", _days),
            ("complete_until", "Pelatihan harus selesai sebelum akhir", day),
            ("review_until", "Ulasan dikirim paling lambat", day),
        ),
    ),
    (
        "Pelatihan",
        (
            ("max_trainings", "Paling banyak membeli", "{} pelatihan".format),
            ("next_training_requires", "Syarat membeli lagi", _NEXT_TRAINING.__getitem__),
            ("min_training_hours", "Lama pelatihan paling sedikit", "{} jam".format),
            ("modes", "Cara belajar", _methods),
            ("swap_allowed", "Boleh menukar pelatihan", _yes),
            ("participant_cancel_days", "Boleh kamu batalkan", _cancelling),
            ("provider_cancel_refund", "Saldo kembali jika lembaga membatalkan", _yes),
        ),
    ),
    (
        "Insentif dan survei",
        (
            ("incentive_interval_months", "Jarak antarinsentif", _interval),
            ("incentive_working_days", "Insentif dikirim paling lambat", "{} hari kerja".format),
            ("survey_open_rule", "Survei dibuka", _openings),
            ("survey_fill_days", "Waktu mengisi tiap survei", _days),
            ("survey_pay_within_days", "Insentif survei dikirim dalam", _days),
            ("survey_close_on", "Survei terakhir ditutup", day),
            ("payout_partners", "Bank dan e-wallet", _partners),
        ),
    ),
    (
        "Siapa yang boleh ikut",
        (
            ("age_min", "Umur paling muda", "{} tahun".format),
            ("age_max", "Umur paling tua", "{} tahun".format),
            ("exclude_social_aid", "Penerima bantuan sosial ditolak", _yes),
            ("max_per_kk", "Peserta dalam satu KK", "paling banyak {}".format),
            ("once_per_lifetime", "Hanya sekali seumur hidup", _yes),
        ),
    ),
)

# Where the terms are silent and the journey would stop, the app has a rule of its own.
_OURS: Mapping[str, tuple[str, str]] = {
    "survey_open_rule": (
        "Survei 1 setelah insentif pertama. Berikutnya setelah survei sebelumnya terkirim",
        "Program belum mengumumkan kapan survei dibuka untuk gelombangmu.",
    ),
    "survey_pay_within_days": (
        _days(OUR_SURVEY_PAY_DAYS),
        "Program belum mengumumkan lamanya untuk gelombangmu; kami memakai aturan lama.",
    ),
}
_SILENT: Mapping[str, str] = {
    "first_purchase_deadline": "Tidak ada tanggal khusus; dihitung dari hari pengumuman.",
    "max_trainings": "Program tidak menyebut jumlah. Kamu bisa membeli selama saldo cukup.",
    "participant_cancel_days": "Selama belum ditetapkan, pelatihan yang dibeli tidak bisa dibatalkan.",
    "own_topup_allowed": "Selama belum ditetapkan, harga harus cukup dengan saldo.",
}


def rule_groups(terms: Terms) -> list[RuleGroup]:
    """Every rule of these terms, in groups; what the app itself fills in comes last."""
    groups = [
        RuleGroup(title, tuple(_line(terms, *entry) for entry in entries))
        for title, entries in GROUPS
    ]
    return [*groups, RuleGroup("Diisi oleh aplikasi ini", _own_rules(terms))]


def _line(terms: Terms, field: str, name: str, say: Say) -> RuleLine:
    value = getattr(terms, field)
    if value is None:
        return _silent(terms, field, name)
    source, confidence = terms.sources[field]
    names, note = readable(source)
    return RuleLine(field, name, say(value), confidence, names, note)


def _silent(terms: Terms, field: str, name: str) -> RuleLine:
    if field == "incentive_interval_months" and terms.job_incentive_count == 1:
        return RuleLine(field, name, "Hanya sekali kirim", *_as_of(terms, "job_incentive_count"))
    if field == "incentive_interval_months":
        said = _interval(OUR_INTERVAL_MONTHS)
        return RuleLine(field, name, said, "OURS", note="Program belum mengumumkan jaraknya.")
    if field in _OURS:
        value, note = _OURS[field]
        return RuleLine(field, name, value, "OURS", note=note)
    return RuleLine(field, name, UNKNOWN, None, note=_SILENT.get(field))


def _as_of(terms: Terms, field: str) -> tuple[str, tuple[str, ...]]:
    source, confidence = terms.sources[field]
    return confidence, readable(source).names


def _own_rules(terms: Terms) -> tuple[RuleLine, ...]:
    """What no source settles and the simulation needs all the same."""
    days = terms.incentive_working_days
    lines = [
        ("certificate", "Sertifikat terbit", "12 jam sesudah selesai", _CERTIFICATE),
        ("review_length", "Panjang ulasan", "paling sedikit 20 huruf", _REVIEW_LENGTH),
        ("resend", "Kirim ulang insentif", f"{days} hari kerja sesudah diperbaiki", _RESEND),
        ("working_days", "Hari kerja", "Senin sampai Jumat", _WORKING_DAYS),
        ("otp", "Kode OTP berlaku", "5 menit, salah paling banyak 3 kali", _OTP),
    ]
    if terms.job_incentive_count != 1:
        lines.append(("month_day", "Tanggal insentif bulanan", "sama setiap bulan", _MONTH_DAY))
    return tuple(
        RuleLine(code, name, value, "OURS", note=note) for code, name, value, note in lines
    )


_CERTIFICATE = "Program: paling lambat satu hari setelah laporan. Di latihan waktunya dipendekkan."
_RESEND = "Program tidak menyebut tanggal kirim ulang; kami memakai lama kirim insentif."
_REVIEW_LENGTH = "Program tidak menyebut panjangnya."
_WORKING_DAYS = "Hari libur nasional belum diperhitungkan."
_OTP = "Terkunci 1 jam setelah 3 kali salah: itu aturan program. Lima menitnya aturan kami."
_MONTH_DAY = "Program menyebut bulanan tanpa tanggal."


@dataclass(frozen=True)
class SchemePair:
    """One rule in both schemes, for readers who have no terms of their own yet."""

    name: str
    first: str
    second: str


# Short values only: what somebody weighs before joining.
_COMPARED = (
    "training_balance_idr",
    "job_incentive_idr",
    "job_incentive_count",
    "survey_idr",
    "survey_count",
    "first_purchase_days",
    "revoke_if_no_purchase",
    "balance_use_days_after_first",
    "next_training_requires",
    "min_training_hours",
    "modes",
    "swap_allowed",
    "payout_partners",
    "forfeit_to",
    "age_min",
    "age_max",
    "exclude_social_aid",
    "max_per_kk",
    "once_per_lifetime",
)


def compare_schemes(first: Terms, second: Terms) -> list[tuple[str, list[SchemePair]]]:
    """The rules of two schemes side by side, in the groups of the page."""
    compared = []
    for title, entries in GROUPS:
        pairs = [
            SchemePair(name, _value(first, field, say), _value(second, field, say))
            for field, name, say in entries
            if field in _COMPARED
        ]
        if pairs:
            compared.append((title, pairs))
    return compared


def _value(terms: Terms, field: str, say: Say) -> str:
    value = getattr(terms, field)
    return UNKNOWN if value is None else say(value)
