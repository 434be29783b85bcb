"""Results of the selection in words: the badge, the reason, and what mends it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from formats.text import day


class Reason(NamedTuple):
    """Why somebody was not selected, and where that is mended (programme.md 2.3)."""

    says: str
    mends: str


REASONS: Mapping[str, Reason] = {
    "quota_full": Reason(
        "Kamu memenuhi syarat, tetapi kuota penuh dan kamu tidak terundi.",
        "Tidak ada yang perlu diperbaiki. Ikut lagi di gelombang berikutnya.",
    ),
    "bsu": Reason(
        "NIK-mu tercatat sebagai penerima bantuan subsidi upah (BSU).",
        "Cek di bsu.kemnaker.go.id, atau telepon 1500-630.",
    ),
    "bpum": Reason(
        "NIK-mu tercatat sebagai penerima bantuan usaha mikro (BPUM).",
        "Cek di eform BRI dengan KTP.",
    ),
    "student": Reason(
        "Kamu tercatat masih sekolah atau kuliah.",
        "Minta sekolah atau kampusmu memperbarui data, lalu ikut lagi.",
    ),
    "social_aid": Reason(
        "Keluargamu tercatat di daftar bantuan sosial (DTKS).",
        "Tanyakan ke kantor desa atau kelurahan, dengan membawa KTP dan KK.",
    ),
    "identity": Reason(
        "NIK atau KK tidak cocok dengan data kependudukan.",
        "Perbaiki di Dukcapil setempat, atau telepon Dukcapil 1500-538.",
    ),
    "already_recipient": Reason(
        "NIK-mu sudah pernah menerima Kartu Prakerja.",
        "Program ini hanya sekali seumur hidup. Merasa bukan kamu? Hubungi bantuan.",
    ),
    "occupation": Reason(
        "Pekerjaanmu termasuk yang dikecualikan.",
        "Jika pekerjaanmu sudah berubah, perbarui profil, lalu ikut lagi.",
    ),
    "kk_full": Reason(
        "Sudah ada dua peserta dalam KK-mu.",
        "Satu KK paling banyak dua peserta. Ini tidak bisa diubah.",
    ),
    "not_verified": Reason(
        "Profilmu belum terverifikasi saat gelombang ditutup.",
        "Selesaikan Verifikasi Akun, lalu ikut lagi.",
    ),
}
_UNNAMED = Reason(
    "Alasannya belum kami terima.", "Hubungi bantuan dan sebutkan nomor gelombangnya."
)
_LAPSES: Mapping[str, str] = {
    "no_first_purchase": "pelatihan pertama tidak dibeli sampai batas waktunya",
}


@dataclass(frozen=True)
class ResultLine:
    """One participation in the history."""

    number: int
    label: str
    tone: str
    joined_on: datetime
    decided_on: datetime | None
    says: str
    mends: str
    link: tuple[str, str] | None = None


def history(parts: Iterable[Any], now: datetime) -> list[ResultLine]:
    """The participations as people read them, in the order given."""
    return [_line(part, now) for part in parts]


def _line(part: Any, now: datetime) -> ResultLine:
    lapse = getattr(part, "lapse", None)
    if lapse is not None:
        return _result(part, "Dicabut", "danger", *_lapsed(lapse), ("/bantuan", "Hubungi bantuan"))
    if part.result == "accepted":
        says = "Kamu lolos seleksi. Langkahmu berikutnya ada di Beranda."
        return _result(part, "Berhasil", "done", says, "", ("/dasbor", "Buka Beranda"))
    if part.result == "not_selected":
        reason = REASONS.get(part.result_reason or "", _UNNAMED)
        return _result(part, "Gagal", "danger", *reason)
    closes = part.gelombang.registration_closes_at
    if closes is not None and now <= closes:
        says = f"Kamu sudah bergabung. Gelombang ini ditutup {day(closes)}."
        return _result(part, "Menunggu gelombang ditutup", "accent", says, _TOLD)
    says = "Datamu sedang dicek. Ini belum berarti lolos atau gagal."
    return _result(part, "Sedang diproses", "accent", says, _TOLD)


_TOLD = "Hasilnya kami kabari lewat SMS. Kamu tidak perlu melakukan apa-apa."


def _lapsed(lapse: Any) -> tuple[str, str]:
    why = _LAPSES.get(lapse.reason, "alasannya belum kami terima")
    return (
        f"Kamu lolos, tetapi kepesertaanmu dicabut {day(lapse.lapsed_at)}: {why}.",
        "Kamu tidak bisa ikut gelombang lain. Merasa keliru? Hubungi bantuan dan sebutkan "
        "tanggal itu.",
    )


def _result(
    part: Any,
    label: str,
    tone: str,
    says: str,
    mends: str,
    link: tuple[str, str] | None = None,
) -> ResultLine:
    return ResultLine(
        number=part.gelombang.number,
        label=label,
        tone=tone,
        joined_on=part.joined_at,
        decided_on=(part.gelombang.announced_at or part.decided_at) if part.result else None,
        says=says,
        mends=mends,
        link=link,
    )
