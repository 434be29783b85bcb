"""Results of the selection in words: the badge, the reason, and what mends it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
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
        "Cek di bsu.kemnaker.go.id, atau telepon 1500-630. Siapkan KTP.",
    ),
    "bpum": Reason(
        "NIK-mu tercatat sebagai penerima bantuan usaha mikro (BPUM).",
        "Cek di eform BRI, atau di kantor BRI terdekat. Bawa KTP.",
    ),
    "student": Reason(
        "Kamu masih sekolah atau kuliah, atau masih tercatat begitu.",
        "Sudah lulus atau berhenti? Minta sekolah atau kampusmu memperbarui datanya. "
        "Bawa KTP dan ijazah, atau surat keterangan berhenti.",
    ),
    "social_aid": Reason(
        "Keluargamu menerima bantuan sosial, atau tercatat di daftarnya (DTKS).",
        "Sudah tidak menerima? Tanyakan ke kantor desa atau kelurahan. Bawa KTP dan KK.",
    ),
    "identity": Reason(
        "NIK atau KK tidak cocok dengan data kependudukan.",
        "Perbaiki di Dukcapil setempat, atau telepon Dukcapil 1500-538. Bawa KTP dan KK.",
    ),
    "already_recipient": Reason(
        "NIK-mu sudah pernah menerima Kartu Prakerja.",
        "Program ini hanya sekali seumur hidup. Merasa bukan kamu? "
        "Telepon bantuan 0800 150 3001 dan siapkan KTP.",
    ),
    "occupation": Reason(
        "Pekerjaanmu termasuk yang dikecualikan.",
        "Sudah tidak bekerja di sana? Perbarui profil, lalu ikut lagi. "
        "Simpan surat pemberhentianmu sebagai bukti.",
    ),
    "occupation_unsure": Reason(
        "Pegawai BUMN atau BUMD mungkin dikecualikan di gelombang ini.",
        "Sumbernya hanya satu, jadi ini belum pasti. Tanyakan ke 0800 150 3001. "
        "Siapkan surat keterangan kerja.",
    ),
    "official": Reason(
        "NIK-mu tercatat sebagai pejabat, ASN, TNI, Polri, atau perangkat desa.",
        "Sudah berhenti? Minta kantor lamamu memperbarui datanya. Bawa surat pemberhentian.",
    ),
    "phone_unconfirmed": Reason(
        "Nomor HP-mu belum dikonfirmasi.",
        "Masukkan kode OTP dari SMS di halaman «Konfirmasi nomor HP».",
    ),
    "kk_full": Reason(
        "Sudah ada dua peserta dalam KK-mu.",
        "Satu KK paling banyak dua peserta. Pindah KK? Perbarui dulu di Dukcapil, bawa KTP dan KK.",
    ),
    "not_citizen": Reason(
        "Program ini hanya untuk warga negara Indonesia.",
        "Sudah jadi WNI? Urus KTP di Dukcapil, telepon 1500-538. Bawa bukti kewarganegaraan.",
    ),
    "age_too_young": Reason(
        "Umurmu belum cukup pada hari gelombang ditutup.",
        "Ikut lagi setelah cukup umur. Tanggal lahirmu keliru? "
        "Perbaiki di Dukcapil, telepon 1500-538. Bawa akta lahir.",
    ),
    "age_too_old": Reason(
        "Umurmu melewati batas pada hari gelombang ditutup.",
        "Batas umur tidak bisa ditawar. Tanggal lahirmu keliru? "
        "Perbaiki di Dukcapil, telepon 1500-538. Bawa akta lahir.",
    ),
    "blocked": Reason(
        "Akunmu dibekukan, jadi belum bisa ikut gelombang.",
        "Alasannya ada di Beranda. Merasa keliru? Ajukan keberatan, "
        "atau telepon 0800 150 3001. Siapkan KTP dan buktimu.",
    ),
    "not_verified": Reason(
        "NIK dan KK-mu belum terverifikasi.",
        "Selesaikan Verifikasi Akun, lalu ikut gelombang. Siapkan KTP dan KK.",
    ),
    "profile_incomplete": Reason(
        "Profil atau tesmu belum selesai.",
        "Lengkapi Data diri dan tes, lalu ikut gelombang.",
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
    more: tuple[Reason, ...] = ()  # further reasons, where the first is not the only one


def history(parts: Iterable[Any], now: datetime) -> list[ResultLine]:
    """The participations as people read them, newest first, as they are given."""
    lines, lost = [], False
    for part in parts:
        lapse = getattr(part, "lapse", None)
        lines.append(_line(part, now) if lapse is None else _lapsed(part, lapse, latest=not lost))
        lost = lost or lapse is not None
    return lines


def _line(part: Any, now: datetime) -> ResultLine:
    if part.result == "accepted":
        says = "Kamu lolos seleksi. Langkahmu berikutnya ada di Beranda."
        return _result(part, "Berhasil", "done", says, "", ("/dasbor", "Buka Beranda"))
    if part.result == "not_selected":
        reason = REASONS.get(part.result_reason or "", _UNNAMED)
        others = [code for code in part.reasons or () if code != part.result_reason]
        line = _result(part, "Gagal", "danger", *reason, _draw_of(part))
        return replace(line, more=tuple(REASONS.get(code, _UNNAMED) for code in others))
    closes = part.gelombang.registration_closes_at
    if closes is not None and now <= closes:
        says = f"Kamu sudah bergabung. Gelombang ini ditutup {day(closes)}."
        return _result(part, "Menunggu gelombang ditutup", "accent", says, _TOLD)
    if part.reasons is None:
        says = "Gelombang sudah ditutup. Datamu sedang dicek, satu per satu."
        return _result(part, "Sedang diproses", "accent", says, _TOLD)
    says = "Gelombang sudah ditutup dan diseleksi. Ini belum berarti lolos atau gagal."
    return _result(part, "Dalam proses seleksi", "accent", says, _TOLD)


_TOLD = "Hasilnya kami kabari lewat SMS. Kamu tidak perlu melakukan apa-apa."


def _draw_of(part: Any) -> tuple[str, str] | None:
    """Where the draw can be recomputed, for those who took part in an open one."""
    if part.draw_code is None or part.draw_rank is None:
        return None
    return (f"/undian/{part.gelombang.number}", "Periksa undian ini")


_MAY_JOIN = "Kamu boleh ikut gelombang berikutnya."
_BARRED = "Kamu tidak bisa ikut gelombang lain."


def _lapsed(part: Any, lapse: Any, latest: bool) -> ResultLine:
    """A lost place, with what became of the block; only of the latest one there is a page."""
    why = _LAPSES.get(lapse.reason, "alasannya belum kami terima")
    says = f"Kamu lolos, tetapi kepesertaanmu dicabut {day(lapse.lapsed_at)}: {why}."
    mends, link = _after_block(lapse.block)
    if not latest:
        return _result(part, "Dicabut", "danger", says, mends.partition(_MAY_JOIN)[0].strip())
    return _result(part, "Dicabut", "danger", says, mends, link)


def _after_block(block: Any) -> tuple[str, tuple[str, str] | None]:
    appeal = getattr(block, "appeal", None)
    if block is None or (appeal is None and block.lifted_at is not None):
        return f"Akunmu tidak dibekukan lagi. {_MAY_JOIN}", None
    if appeal is None:
        says = f"{_BARRED} Merasa keliru? Ajukan keberatan; petugas membacanya."
        return says, ("/keberatan", "Ajukan keberatan")
    if appeal.decided_at is None:
        return f"{_BARRED} Keberatanmu sedang diperiksa.", ("/keberatan", "Lihat keberatanmu")
    if appeal.upheld:
        return f"Keberatanmu diterima. {_MAY_JOIN}", ("/keberatan", "Lihat jawabannya")
    return f"Keberatanmu belum bisa diterima. {_BARRED}", ("/keberatan", "Lihat jawabannya")


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
