"""Messages about the first course's deadline, the balance, paying and cancelling."""

from collections.abc import Mapping

from formats.messages.message import Message

TEXTS: Mapping[str, list[Message]] = {
    "deadline_near": [
        (
            "sms",
            "Batas beli pertama",
            "{remaining} untuk membeli pelatihan pertama, sampai {deadline}. Jika terlambat, "
            "kepesertaanmu dicabut.",
        ),
        (
            "email",
            "Beli pelatihan pertamamu. {remaining}",
            "Halo {name},\n\nKamu belum membeli pelatihan pertama. Batasnya {deadline}. Jika "
            "terlambat, kepesertaanmu dicabut dan saldo dikembalikan.\n\nCaranya: buka dasbor, "
            "pilih Cari pelatihan, bandingkan, lalu bayar dengan nomor kartu dan OTP.",
        ),
    ],
    "deadline_extended": [
        (
            "sms",
            "Batas diperpanjang",
            "Batas membeli pelatihan pertamamu diperpanjang sampai {deadline}.",
        ),
        (
            "email",
            "Batas beli pertamamu diperpanjang",
            "Halo {name},\n\nPetugas memperpanjang batas membeli pelatihan pertamamu sampai "
            "{deadline}. Jika terlambat, kepesertaanmu dicabut.",
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
            "Pembayaran {price} berhasil. Kode tukar: {redeem_code}. Masukkan kode itu di tempat "
            "belajar. Panduan lengkap ada di emailmu.",
        ),
        (
            "email",
            "Panduan pelatihan: {title}",
            "Halo {name},\n\nKamu membeli «{title}» di {platform} seharga {price}.\n"
            "Nomor pesanan: {number}\nKode tukar: {redeem_code}\nSisa saldo: {left}\n\n"
            "Panduan belajar (data contoh)\nMasukkan kode tukar di tempat belajar.\n"
            "Tempat belajar: {site}\nNama pengguna: {username}\n"
            "Sandi pertama: {first_password}\nJadwal: {schedule}\nMentor: {mentor}\n\n"
            "Pelatihan yang sudah dibeli tidak bisa diganti.{cancel} Ikuti sendiri sampai selesai.",
        ),
    ],
    "cancelled": [
        (
            "sms",
            "Pelatihan dibatalkan",
            "«{title}» sudah kamu batalkan. {price} kembali ke saldo pelatihan. {then}",
        ),
        (
            "email",
            "Pelatihan dibatalkan: {title}",
            "Halo {name},\n\nKamu membatalkan «{title}», pesanan {number}.\n\n"
            "Kembali ke saldo pelatihan: {price}\nSaldo sekarang: {balance}\n\n{then}\n\n"
            "Bukan kamu yang membatalkan? Hubungi bantuan.",
        ),
    ],
    "cancelled_by_provider": [
        (
            "sms",
            "Lembaga membatalkan pelatihan",
            "Lembaga membatalkan «{title}». {price} kembali ke saldo pelatihan. {then}",
        ),
        (
            "email",
            "Lembaga membatalkan: {title}",
            "Halo {name},\n\nLembaga membatalkan «{title}», pesanan {number}.\n\n"
            "Alasannya:\n{reason}\n\n"
            "Kembali ke saldo pelatihan: {price}\nSaldo sekarang: {balance}\n\n{then}",
        ),
    ],
    "revoked": [
        (
            "sms",
            "Kepesertaan dicabut",
            "Halo {name}, batas membeli pelatihan pertama sudah lewat pada {deadline}. "
            "Kepesertaanmu dicabut. Alasannya ada di dasbor.",
        ),
        (
            "email",
            "Kepesertaanmu dicabut",
            "Halo {name},\n\nKepesertaanmu dicabut. Alasannya: pelatihan pertama tidak dibeli "
            "sampai {deadline}.\n\nSaldo pelatihan yang belum dipakai sudah dikembalikan. Insentif "
            "tidak dikirim, dan kamu tidak bisa ikut gelombang lain.\n\nKeberatan? Ajukan dari "
            "dasbor.",
        ),
    ],
}
