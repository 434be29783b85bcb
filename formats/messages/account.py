"""Messages about the account: its addresses, signing in, passwords, verification."""

from collections.abc import Mapping

from formats.messages.message import Message

TEXTS: Mapping[str, list[Message]] = {
    "email_link": [
        (
            "email",
            "Konfirmasi emailmu",
            "Halo {name},\n\nBuka tautan ini untuk mengonfirmasi emailmu:\n{url}\n\n"
            "Tautan berlaku 24 jam, sampai pukul {until} WIB. Tidak merasa mendaftar? Abaikan "
            "email ini; tidak ada akun yang aktif tanpa tautan itu.",
        ),
    ],
    "email_taken": [
        (
            "email",
            "Kamu sudah punya akun",
            "Halo {name},\n\nSeseorang mendaftar dengan emailmu. Akunmu sudah ada dan tidak "
            "berubah. Jika itu kamu, masuk seperti biasa; lupa sandi bisa diganti di halaman "
            "Masuk. Jika bukan, abaikan email ini.",
        ),
    ],
    "identity_passed": [
        (
            "email",
            "Verifikasi selesai",
            "Halo {name},\n\nNIK, KK, dan fotomu sudah terverifikasi. Lanjutkan dengan melengkapi "
            "data diri dan tes, supaya bisa ikut gelombang.",
        ),
    ],
    "identity_failed": [
        (
            "email",
            "Datamu belum cocok",
            "Halo {name},\n\nVerifikasi akunmu belum berhasil. Buka Verifikasi Akun untuk membaca "
            "alasannya dan cara memperbaikinya, lalu kirim lagi.",
        ),
    ],
    "sign_in_code": [
        (
            "email",
            "Kode masuk {code}",
            "Halo {name},\n\nKode untuk masuk: {code}. Berlaku sampai pukul {until} WIB.\n"
            "Jangan beri tahu siapa pun. Tidak merasa masuk? Ganti sandimu.",
        ),
    ],
    "phone_code": [
        (
            "sms",
            "Kode OTP",
            "Kode OTP untuk nomor HP ini: {code}. Berlaku sampai pukul {until} WIB. Jangan beri "
            "tahu siapa pun.\n@{host} #{code}",
        ),
    ],
    "old_phone_code": [
        (
            "sms",
            "Kode OTP ganti nomor",
            "Kode OTP untuk mengganti nomor HP akunmu: {code}. Berlaku sampai pukul {until} WIB. "
            "Bukan kamu? Jangan beri tahu siapa pun.\n@{host} #{code}",
        ),
    ],
    "phone_changed": [
        (
            "sms",
            "Nomor HP diganti",
            "Nomor HP akun Prakerja-mu sudah diganti. Bukan kamu? Segera hubungi bantuan.",
        ),
    ],
    "reset_link": [
        (
            "email",
            "Buat sandi baru",
            "Halo {name},\n\nBuka tautan ini untuk membuat sandi baru:\n{url}\n\nTautan "
            "berlaku 30 menit, sampai pukul {until} WIB. Tidak memintanya? Abaikan email ini.",
        ),
    ],
    "password_changed": [
        (
            "email",
            "Sandimu sudah diganti",
            "Halo {name},\n\nSandi akunmu sudah diganti, dan semua perangkat dikeluarkan. "
            "Bukan kamu? Segera hubungi bantuan.",
        ),
    ],
}
