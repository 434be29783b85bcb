"""«Verifikasi Akun» in words: its parts, what is wrong with a number, how a try ended."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from formats.text import moment_text
from rules.identity_numbers import Problem


@dataclass(frozen=True)
class Part:
    """One part of the verification; `state`: done | now | todo."""

    name: str
    state: str
    note: str | None
    help: str


class Reason(NamedTuple):
    """Why a try failed, what mends it, and the kinds of photos that must be taken anew."""

    says: str
    mends: str
    retake: tuple[str, ...] = ()


UNLOCKS = (
    "Ikut seleksi gelombang.",
    "Saldo pelatihan dan nomor kartu, setelah lolos.",
    "Sertifikat dan insentif atas namamu.",
)
_PARTS = (
    (
        "Email dikonfirmasi",
        "email_confirmed_at",
        "Buka tautan di email yang kami kirim saat kamu mendaftar.",
    ),
    ("NIK dan KK cocok", "identity_verified_at", "Siapkan KTP dan Kartu Keluarga."),
    (
        "Profil dan tes selesai",
        "profile_completed_at",
        "Siapkan data pendidikan dan pekerjaan; tesnya sekitar 25 menit.",
    ),
)

REASONS: Mapping[str, Reason] = {
    "mismatch": Reason(
        "NIK, nomor KK, atau tanggal lahir tidak cocok dengan data kependudukan.",
        "Cek lagi dengan KTP dan KK. Kalau sudah sama, perbaiki di Dukcapil setempat, "
        "atau telepon Dukcapil 1500-538. Bawa KTP dan KK.",
    ),
    "card_differs": Reason(
        "NIK di foto KTP berbeda dengan yang kamu ketik.",
        "Ketik NIK persis seperti di KTP, atau kirim foto KTP-mu sendiri.",
    ),
    "face_differs": Reason(
        "Wajah di swafoto berbeda dengan foto di KTP.",
        "Ambil swafoto tanpa masker dan kacamata hitam. Pakai KTP-mu sendiri.",
        ("selfie", "id_card"),
    ),
    "photo_unclear": Reason(
        "Wajahmu kurang jelas di swafoto.",
        "Ambil ulang di tempat terang, dengan wajah di tengah.",
        ("selfie",),
    ),
    "card_unreadable": Reason(
        "Tulisan di foto KTP tidak terbaca.",
        "Ambil ulang tanpa lampu kilat. Keempat sudut KTP harus terlihat.",
        ("id_card",),
    ),
    "card_copy": Reason(
        "Foto KTP harus dari kartu aslinya.",
        "Fotokopi dan foto layar tidak diterima. Hilang? Urus di Dukcapil, telepon 1500-538.",
        ("id_card",),
    ),
}

_PROBLEMS: Mapping[str, tuple[str, str]] = {
    "nik_digits": ("nik", "NIK hanya berisi angka"),
    "nik_length": ("nik", "NIK harus 16 angka. Kamu mengetik {typed}."),
    "nik_serial": ("nik", "Empat angka terakhir NIK tidak mungkin 0000. Cek di KTP-mu."),
    "nik_date": (
        "nik",
        "Angka ke-7 sampai ke-12 NIK bukan tanggal lahir. Cek lagi di KTP-mu.",
    ),
    "nik_birth_date": ("tanggal_lahir", "Tanggal lahir di NIK berbeda dengan yang kamu ketik"),
    "nik_sex": ("nik", "Jenis kelamin di NIK berbeda dengan profilmu. Cek NIK, lalu profilmu."),
    "nik_region": ("nik", "Kode wilayah di NIK-mu tidak kami kenal. Kami tetap mengeceknya."),
    "kk_digits": ("nomor_kk", "Nomor KK hanya berisi angka"),
    "kk_length": ("nomor_kk", "Nomor KK harus 16 angka. Kamu mengetik {typed}."),
    "kk_is_nik": ("nomor_kk", "Ini NIK-mu. Nomor KK ada di bagian atas Kartu Keluarga."),
    "kk_date": ("nomor_kk", "Tanggal di nomor KK-mu tidak biasa. Kami tetap mengeceknya."),
    "kk_region": ("nomor_kk", "Kode wilayah di KK-mu tidak kami kenal. Kami tetap mengeceknya."),
    "birth_date_early": ("tanggal_lahir", "Tahun lahirmu terlalu lama. Cek tahunnya."),
    "birth_date_ahead": ("tanggal_lahir", "Tanggal lahirmu belum lewat. Cek tahunnya."),
}


def problem_at(problem: Problem) -> tuple[str, str]:
    """(field of the form, sentence) of what is wrong or odd about a number."""
    name, sentence = _PROBLEMS[problem.code]
    return name, sentence.format(**problem.facts)


def parts(participant: Any) -> list[Part]:
    """The parts in their order; the first open one is the present one."""
    made: list[Part] = []
    for name, field, help in _PARTS:
        done: datetime | None = getattr(participant, field)
        if done:
            state, note = "done", moment_text(done)
        elif all(part.state == "done" for part in made):
            state, note = "now", "Belum selesai"
        else:
            state, note = "todo", None
        made.append(Part(name, state, note, help))
    return made


def identity_parts(state: Any) -> list[Part]:
    """Face, numbers, result of somebody not verified yet; the first open one is the present one."""
    check = state.check
    sent = check is not None and check.state in ("checking", "queued")
    face_done = state.has_photos and not state.retake
    lines = (
        ("Foto wajah dan KTP", face_done, "Sudah dikirim", "Siapkan KTP asli di tempat terang."),
        ("NIK dan nomor KK", sent, "Sudah dikirim", "Siapkan KTP dan Kartu Keluarga."),
        ("Hasil", False, None, "Kami cek dengan data kependudukan."),
    )
    made: list[Part] = []
    for name, done, note, help in lines:
        if done:
            made.append(Part(name, "done", note, help))
        elif any(part.state == "now" for part in made):
            made.append(Part(name, "todo", None, help))
        else:
            made.append(Part(name, "now", "Sedang dicek" if name == "Hasil" else "Belum", help))
    return made
