"""Messages about incentives and the account they go to."""

from collections.abc import Mapping

from formats.messages.message import Message

TEXTS: Mapping[str, list[Message]] = {
    "link_code": [
        (
            "sms",
            "Kode OTP rekening",
            "Kode OTP untuk menyambungkan rekening atau e-wallet: {code}. Berlaku sampai pukul "
            "{until} WIB. Jangan beri tahu siapa pun.\n@{host} #{code}",
        ),
    ],
    "account_trouble": [
        (
            "sms",
            "{partner} perlu diperbaiki",
            "Insentifmu dijadwalkan {day}, tetapi {partner} belum bisa menerima: {failure} "
            "Perbaiki sebelum tanggal itu di Rekening/e-wallet.",
        ),
        (
            "email",
            "Perbaiki {partner} sebelum {day}",
            "Halo {name},\n\nInsentifmu dijadwalkan {day}. Kami sudah mengecek {partner}, dan "
            "uang belum bisa masuk.\n\nAlasannya: {failure}\n\nBuka Rekening/e-wallet untuk cara "
            "memperbaikinya. Setelah itu tekan «Cek rekening lagi».",
        ),
    ],
    "account_missing": [
        (
            "sms",
            "Rekening belum tersambung",
            "Insentif {amount} dijadwalkan {day}, tetapi rekening atau e-wallet belum tersambung. "
            "Sambungkan sebelum tanggal itu di Rekening/e-wallet.",
        ),
        (
            "email",
            "Sambungkan rekening sebelum {day}",
            "Halo {name},\n\nInsentif {amount} dijadwalkan {day}. Belum ada rekening atau "
            "e-wallet yang tersambung, jadi uangnya belum bisa dikirim.\n\nBuka "
            "Rekening/e-wallet, lalu sambungkan satu sebelum tanggal itu.",
        ),
    ],
    "account_linked": [
        (
            "sms",
            "Rekening tersambung",
            "Insentif sekarang dikirim ke {account}. Bukan kamu? Hubungi {help_phone}.",
        ),
        (
            "email",
            "Insentif sekarang dikirim ke {account}",
            "Halo {name},\n\nInsentif sekarang dikirim ke {account}. Lihat atau ganti di "
            "Rekening/e-wallet.\n\nBukan kamu? Segera hubungi {help_phone}, lalu ganti sandimu.",
        ),
    ],
    "account_unlinked": [
        (
            "sms",
            "Rekening diputus",
            "{account} sudah diputus. Insentif tidak dikirim sampai kamu menyambungkan yang lain. "
            "Bukan kamu? Hubungi {help_phone}.",
        ),
        (
            "email",
            "{account} sudah diputus",
            "Halo {name},\n\n{account} sudah diputus. Insentif tidak dikirim sampai kamu "
            "menyambungkan yang lain di Rekening/e-wallet.\n\nBukan kamu? Segera hubungi "
            "{help_phone}, lalu ganti sandimu.",
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
        (
            "email",
            "Insentif {amount} sudah dikirim",
            "Halo {name},\n\nInsentif {amount} sudah dikirim ke {partner}. Buktinya ada di "
            "Riwayat insentif.\n\nUangnya belum masuk? Buat pengaduan dari halaman itu.",
        ),
    ],
    "incentive_failed": [
        (
            "sms",
            "Insentif gagal dikirim",
            "Insentif {amount} gagal dikirim: {failure} Uangmu tetap tercatat. Buka Insentif di "
            "dasbor untuk memperbaikinya.",
        ),
        (
            "email",
            "Insentif {amount} gagal dikirim",
            "Halo {name},\n\nInsentif {amount} gagal dikirim.\nAlasannya: {failure}\n\n"
            "Uangmu tidak hilang. Perbaiki rekeningmu, lalu kami kirim ulang otomatis. Caranya "
            "dan tanggal kirim ulang ada di Riwayat insentif.",
        ),
    ],
    "incentive_returned": [
        (
            "sms",
            "Insentif ditolak setelah dikirim",
            "Insentif {amount} ditolak {partner} setelah dikirim, uangnya kembali ke program. "
            "Uangmu tetap tercatat. Buka Insentif di dasbor untuk memperbaikinya.",
        ),
        (
            "email",
            "Insentif {amount} ditolak {partner} setelah dikirim",
            "Halo {name},\n\nInsentif {amount} ditolak {partner} setelah dikirim, uangnya "
            "kembali ke program.\n\nUangmu tidak hilang. Cek rekeningmu, lalu kami kirim ulang otomatis. "
            "Caranya dan tanggal kirim ulang ada di Riwayat insentif.",
        ),
    ],
    "incentive_resend": [
        (
            "email",
            "Insentif {amount} dikirim ulang {day}",
            "Halo {name},\n\nInsentif {amount} dijadwalkan lagi dan dikirim ulang {day}. Tidak "
            "ada yang perlu kamu lakukan sekarang.",
        ),
    ],
}
