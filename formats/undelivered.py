"""Messages that did not arrive, in an officer's words: what each was about, and whether it can go again."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from formats.money import Queue
from formats.text import masked_email, masked_phone, moment_text, thousands
from rules.references import Reference
from rules.undelivered import CODES

CHANNELS: Mapping[str, str] = {"sms": "SMS", "email": "email"}

# kind of the message → what it was about; never its own text or subject, where a code may stand.
ABOUT: Mapping[str, str] = {
    "email_link": "Tautan konfirmasi email",
    "email_taken": "Pendaftaran dengan email yang sudah terdaftar",
    "identity_passed": "Verifikasi selesai",
    "identity_failed": "Verifikasi belum berhasil",
    "sign_in_code": "Kode masuk",
    "phone_code": "Kode konfirmasi nomor HP",
    "old_phone_code": "Kode ganti nomor HP",
    "phone_changed": "Nomor HP diganti",
    "reset_link": "Tautan sandi baru",
    "password_changed": "Sandi diganti",
    "accepted": "Lolos gelombang",
    "not_selected": "Belum lolos gelombang",
    "deadline_near": "Pengingat batas beli pertama",
    "deadline_extended": "Batas beli pertama diperpanjang",
    "balance_issued": "Saldo pelatihan siap",
    "otp": "Kode OTP pembayaran",
    "paid": "Pembayaran berhasil",
    "cancelled": "Pelatihan dibatalkan peserta",
    "cancelled_by_provider": "Pelatihan dibatalkan lembaga",
    "revoked": "Kepesertaan dicabut",
    "session_near": "Pengingat sesi pelatihan",
    "session_missed": "Sesi terlewat, pelatihan tidak lulus",
    "task_failed": "Tugas akhir belum berhasil",
    "certificate": "Sertifikat terbit",
    "certificate_revoked": "Sertifikat dicabut",
    "review_hidden": "Ulasan disembunyikan",
    "link_code": "Kode OTP rekening",
    "account_trouble": "Rekening perlu diperbaiki",
    "account_missing": "Rekening belum tersambung",
    "account_linked": "Rekening tersambung",
    "account_unlinked": "Rekening diputus",
    "scheduled": "Insentif dijadwalkan",
    "incentive_paid": "Insentif dikirim",
    "incentive_failed": "Insentif gagal dikirim",
    "incentive_returned": "Insentif ditolak setelah dikirim",
    "incentive_resend": "Insentif dikirim ulang",
    "appeal_upheld": "Keberatan diterima",
    "appeal_refused": "Keberatan belum diterima",
    "complaint_sent": "Pengaduan terkirim",
    "complaint_answered": "Pengaduan dijawab",
}
_UNKNOWN = "Pemberitahuan lain"

DEAD_CODE = "Kode atau tautannya sudah mati. Peserta bisa meminta yang baru."
OVER = "Tidak perlu dikirim lagi: sudah dibaca, selesai, atau lewat waktunya."


class Line(NamedTuple):
    """One message as officers read it; `dead` says why it cannot go again, empty when it can."""

    public_id: str
    who: str
    channel: str
    address: str
    about: str
    since: datetime
    dead: str


def line(row: Any) -> Line:
    """A row of queries.undelivered in words."""
    kind = Reference.of(row.reference).kind
    masked = masked_phone if row.channel == "sms" else masked_email
    return Line(
        public_id=row.public_id,
        who=row.participant.name or "Tanpa nama",
        channel=CHANNELS[row.channel],
        address=masked(row.addressee),
        about=ABOUT.get(kind, _UNKNOWN),
        since=row.visible_at,
        dead=DEAD_CODE if kind in CODES else "" if row.again else OVER,
    )


def held_texts(found: Sequence[Any]) -> list[str]:
    """A sentence for each queries.undelivered.Held."""
    return [
        f"{thousands(one.count)} {CHANNELS[one.channel]} belum terkirim, "
        f"paling lama sejak {moment_text(one.since)}."
        for one in found
    ]


def queue(found: Any, waiting: Sequence[Any]) -> Queue:
    """What needs an officer in a queries.undelivered.GivenUp, and what is held (Held)."""
    texts = held_texts(waiting)
    if found.again:
        oldest = moment_text(found.oldest)
        texts.append(f"{thousands(found.again)} tidak terkirim, paling lama sejak {oldest}.")
    text = " ".join(texts) or "Antrean kosong."
    if waiting:
        return Queue("Tertahan", "warn", text)
    return Queue(f"{thousands(found.again)} menunggu", "warn" if found.again else "calm", text)


def sent_again(count: int) -> str:
    """What is said after «Kirim lagi semua»; pressed twice, the second time finds nothing."""
    if not count:
        return "Semua yang masih berguna sudah dicoba lagi."
    return f"{thousands(count)} pesan dicoba lagi. Muat ulang sebentar lagi."
