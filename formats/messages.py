"""The texts of our SMS and e-mails. SMS: one thought, no link but our own; e-mail: a subject too."""

from collections.abc import Callable, Mapping
from typing import Any

from formats.text import day, moment_text, rupiah
from formats.wording import PARTNERS, failure_reason

Text = str | Callable[..., str]


def compose(kind: str, **facts: Any) -> list[tuple[str, str, str]]:
    """The messages of one event as (channel, subject, text). Raises KeyError for an unknown kind."""
    values = {name: _written(name, value) for name, value in facts.items()}
    return [
        (channel, subject.format(**values), text.format(**values))
        for channel, subject, text in TEXTS[kind]
    ]


def _written(name: str, value: Any) -> Any:
    if hasattr(value, "hour"):
        return moment_text(value)
    if hasattr(value, "year"):
        return day(value)
    if name in ("price", "amount", "balance", "left"):
        return rupiah(value)
    if name == "partner":
        return PARTNERS[value]
    if name == "failure":
        return failure_reason(value)
    return value


TEXTS: Mapping[str, list[tuple[str, str, str]]] = {
    "accepted": [
        (
            "sms",
            "Kamu lolos",
            "Selamat {name}, kamu lolos Gelombang {gelombang}. Beli pelatihan pertama "
            "paling lambat {deadline}.",
        ),
        (
            "email",
            "Selamat, kamu lolos Gelombang {gelombang}",
            "Halo {name},\n\nKamu lolos Gelombang {gelombang}. Beli pelatihan pertamamu paling "
            "lambat {deadline}. Jika terlambat, kepesertaanmu dicabut.\n\nBuka dasbor untuk "
            "memilih pelatihan.",
        ),
    ],
    "balance_issued": [
        (
            "email",
            "Saldo pelatihanmu sudah bisa dipakai",
            "Halo {name},\n\nSaldo pelatihan {balance} dan nomor kartumu sudah ada di dasbor. "
            "Jangan bagikan nomor kartu kepada siapa pun.",
        ),
    ],
    "not_selected": [
        (
            "sms",
            "Hasil seleksi",
            "Halo {name}, kamu belum lolos Gelombang {gelombang}. Alasannya ada di dasbor. "
            "Kamu boleh ikut lagi.",
        ),
    ],
    "otp": [
        (
            "sms",
            "Kode OTP",
            "Kode OTP untuk membayar {price}: {code}. Berlaku sampai pukul {until} WIB. Jangan "
            "beri tahu siapa pun.\n@{host} #{code}",
        ),
    ],
    "paid": [
        (
            "sms",
            "Pembayaran berhasil",
            "Pembayaran {price} berhasil. Kode tukar: {redeem_code}. Buka {platform}, pilih "
            "Tukar Kode. Panduan lengkap ada di emailmu.",
        ),
        (
            "email",
            "Panduan pelatihan: {title}",
            "Halo {name},\n\nKamu membeli «{title}» di {platform} seharga {price}.\n"
            "Nomor pesanan: {number}\nKode tukar: {redeem_code}\nSisa saldo: {left}\n\n"
            "Panduan belajar (data contoh)\nTautan: {site}\nNama pengguna: {username}\n"
            "Sandi pertama: {first_password}\nJadwal: {schedule}\nMentor: {mentor}\n\n"
            "Pelatihan yang sudah dibeli tidak bisa diganti. Ikuti sendiri sampai selesai.",
        ),
    ],
    "certificate": [
        (
            "email",
            "Sertifikatmu terbit: {title}",
            "Halo {name},\n\nSertifikat «{title}» sudah terbit. Kode sertifikat: {code}. "
            "Beri ulasan dan sambungkan rekening supaya insentifmu dijadwalkan.",
        ),
    ],
    "scheduled": [
        (
            "email",
            "Insentifmu dijadwalkan",
            "Halo {name},\n\nInsentif {amount} dijadwalkan {day}. Uangnya dikirim ke {partner}.",
        ),
    ],
    "incentive_paid": [
        (
            "sms",
            "Insentif dikirim",
            "Halo {name}, insentif {amount} sudah dikirim ke {partner}.",
        ),
    ],
    "incentive_failed": [
        (
            "sms",
            "Insentif gagal dikirim",
            "Insentif {amount} gagal dikirim: {failure} Uangmu tetap tercatat. Buka Insentif di "
            "dasbor untuk memperbaikinya.",
        ),
    ],
    "revoked": [
        (
            "sms",
            "Kepesertaan dicabut",
            "Halo {name}, batas membeli pelatihan pertama sudah lewat pada {deadline}. "
            "Kepesertaanmu dicabut. Alasannya ada di dasbor.",
        ),
    ],
}
