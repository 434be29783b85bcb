"""Complaints in words: their kinds, states and steps, and what they are about."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from formats.incentives import status_of
from formats.text import masked_account, moment_text, rupiah
from formats.wording import PARTNERS, failure_reason, incentive_name

KINDS: Mapping[str, str] = {
    "registration": "Pendaftaran dan verifikasi",
    "selection": "Seleksi gelombang",
    "purchase": "Pembelian atau OTP",
    "redeem": "Kode tukar",
    "attendance": "Kehadiran atau cek wajah",
    "certificate": "Sertifikat",
    "review": "Ulasan",
    "account": "Rekening atau e-wallet",
    "incentive": "Insentif",
    "survey": "Survei",
    "refund": "Pembatalan dan pengembalian saldo",
    "blocked": "Akun dibekukan",
    "phone": "Ganti nomor HP",
    "other": "Hal lain",
}

STATES: Mapping[str, tuple[str, str]] = {
    "new": ("Terkirim", "calm"),
    "taken": ("Sedang diproses", "accent"),
    "answered": ("Sudah dijawab", "done"),
    "closed": ("Selesai", "calm"),
}
LATE = ("Lewat janji", "warn")
REOPENED = ("Dibuka lagi", "warn")

STEPS: Mapping[str, str] = {
    "sent": "Pengaduan terkirim",
    "taken": "Diambil petugas",
    "reply": "Jawaban petugas",
    "more": "Keterangan tambahan",
    "closed": "Pengaduan ditutup",
    "reopened": "Dibuka lagi dengan keterangan",
}

TABS: Mapping[str, str] = {"baru": "Baru", "diproses": "Diproses", "lewat": "Lewat janji"}

# Which kind a question of the help is about.
KIND_OF_QUESTION: Mapping[str, str] = {
    "daftar": "registration",
    "verifikasi": "registration",
    "gelombang": "selection",
    "membeli": "purchase",
    "membatalkan": "purchase",
    "gagal-membeli": "purchase",
    "saldo": "purchase",
    "mulai-belajar": "redeem",
    "sertifikat": "certificate",
    "ulasan": "review",
    "insentif": "incentive",
    "insentif-gagal": "incentive",
    "rekening": "account",
    "survei": "survey",
    "lupa-sandi": "other",
}

# A complaint's picture shows a screen, so nothing is said of cameras; by formats.photos.BadPhoto's code.
_OR_WITHOUT = "atau kirim pengaduan tanpa gambar."
_BAD_PICTURES: Mapping[str, str] = {
    "photo_empty": f"File ini kosong. Pilih gambar lain, {_OR_WITHOUT}",
    "photo_heavy": f"Gambar paling besar 8 MB. Potong gambarnya, {_OR_WITHOUT}",
    "photo_pixels": f"Gambar paling besar 40 megapiksel. Potong gambarnya, {_OR_WITHOUT}",
    "photo_heic": f"Gambar HEIC belum bisa dibaca. Ambil tangkapan layar lagi, {_OR_WITHOUT}",
    "photo_svg": f"Gambar SVG tidak diterima. Ambil tangkapan layarnya, {_OR_WITHOUT}",
    "photo_gif": f"Gambar GIF tidak diterima. Ambil tangkapan layarnya, {_OR_WITHOUT}",
    "photo_pdf": f"File PDF tidak diterima. Ambil tangkapan layarnya, {_OR_WITHOUT}",
    "photo_kind": f"Ini bukan gambar. Pilih JPG, PNG, atau WEBP, {_OR_WITHOUT}",
    "photo_broken": f"Gambarnya rusak. Ambil tangkapan layar lagi, {_OR_WITHOUT}",
    "photo_small": f"Gambarnya terlalu kecil. Potong lebih lebar, {_OR_WITHOUT}",
}


def bad_picture(code: str) -> str:
    """Why a screenshot was not taken, and what to do instead."""
    return _BAD_PICTURES[code]


_PURCHASES = {
    "awaiting_otp": "Menunggu kode OTP",
    "cancelled": "Dibatalkan",
    "expired": "Tidak dibayar sampai waktunya habis",
}


Reason = Callable[[str], str]  # a code of rules.incentives.FAILURES in words


@dataclass(frozen=True)
class SubjectWords:
    """What a complaint is about: its name, its facts, and the page it stands on."""

    name: str
    facts: tuple[tuple[str, str], ...]
    link: str


def subject_words(subject: Any, reason: Reason = failure_reason) -> SubjectWords:
    """A queries.complaints.Subject as people read it; officers read failures in words of their own."""
    if subject.kind in _WITH_REASON:
        return _WITH_REASON[subject.kind](subject, reason)
    return _WORDS[subject.kind](subject)


def _incentive(subject: Any, reason: Reason) -> SubjectWords:
    row = subject.row
    facts = [("Jumlah", rupiah(row.amount)), ("Keadaan", status_of(row).words)]
    if row.failure:
        facts.append(("Alasan", reason(row.failure)))
    if row.state == "paid":  # the moment stays with money that came back
        facts.append(("Dikirim", moment_text(row.paid_at)))
    name = incentive_name(row.kind, row.ordinal, subject.job_count)
    return SubjectWords(
        f"Insentif {name}" if row.kind == "survey" else name, tuple(facts), "/insentif"
    )


def _survey(subject: Any) -> SubjectWords:
    sent = subject.survey is not None and subject.survey.submitted_at
    filled = f"Terkirim {moment_text(sent)}" if sent else "Belum terkirim"
    return SubjectWords(
        f"Survei {subject.row.ordinal}",
        (("Keadaan", filled), ("Insentif", status_of(subject.row).words)),
        "/survei",
    )


def _purchase(subject: Any) -> SubjectWords:
    row = subject.row
    facts = [
        ("Pesanan", row.number or "Belum bernomor"),
        ("Platform", row.offer.platform.name),
        ("Harga", rupiah(row.price)),
        ("Keadaan", _bought(row)),
    ]
    if row.state == "cancelled" and row.refund_id:
        facts.append(("Saldo", f"{rupiah(row.price)} sudah kembali"))
    return SubjectWords(row.course.title, tuple(facts), f"/beli/{row.public_id}")


def _bought(row: Any) -> str:
    if row.state == "paid":
        return f"Dibayar {moment_text(row.paid_at)}"
    return _PURCHASES[row.state]


def _certificate(subject: Any) -> SubjectWords:
    row = subject.row
    certificate, training = getattr(row, "certificate", None), getattr(row, "training", None)
    if certificate is not None and certificate.revoked_at:
        state = f"Dicabut {moment_text(certificate.revoked_at)}"
    elif certificate is not None:
        state = f"Terbit {moment_text(certificate.issued_at)}"
    elif training is not None and training.failed_at:
        state = "Belum terbit: pelatihan belum berhasil"
    elif training is not None and training.finished_at:
        state = f"Belum terbit. Dilaporkan selesai {moment_text(training.finished_at)}"
    else:
        state = "Belum terbit: pelatihan belum dilaporkan selesai"
    return SubjectWords(
        f"Sertifikat {row.course.title}",
        (("Platform", row.offer.platform.name), ("Keadaan", state)),
        f"/pelatihanku/{row.public_id}",
    )


def _account(subject: Any, reason: Reason) -> SubjectWords:
    row = subject.row
    if row is None:
        return SubjectWords("Rekening/e-wallet", (("Keadaan", "Belum tersambung"),), "/rekening")
    facts = [
        ("Mitra", f"{PARTNERS[row.partner]} {masked_account(row.number)}"),
        ("Tersambung", moment_text(row.linked_at)),
    ]
    if row.trouble:
        facts.append(("Masalah", reason(row.trouble)))
    return SubjectWords("Rekening/e-wallet", tuple(facts), "/rekening")


_WITH_REASON = {"incentive": _incentive, "account": _account}
_WORDS = {"survey": _survey, "purchase": _purchase, "certificate": _certificate}
