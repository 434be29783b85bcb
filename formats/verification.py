"""«Verifikasi Akun» in words: the three parts, when each was done, what they unlock."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from formats.text import moment_text


@dataclass(frozen=True)
class Part:
    """One part of the verification; `state`: done | now | todo."""

    name: str
    state: str
    note: str | None
    help: str


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
