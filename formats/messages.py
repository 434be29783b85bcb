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
    "session_near": [
        (
            "sms",
            "Sesi pelatihan",
            "Sesi {sequence} «{title}» mulai {starts}. Hadir antara {opens} dan {closes}. "
            "Tidak bisa diwakilkan.",
        ),
        (
            "email",
            "Sesi {sequence} segera mulai: {title}",
            "Halo {name},\n\nSesi {sequence} «{title}» mulai {starts}. Kehadiran dicatat antara "
            "{opens} dan {closes}, lewat tempat belajar lembaga. Sesi yang terlewat bisa membuat "
            "pelatihanmu tidak lulus.",
        ),
    ],
    "session_missed": [
        (
            "sms",
            "Pelatihan tidak lulus",
            "Ada sesi «{title}» yang terlewat, jadi pelatihanmu tidak lulus. Merasa hadir? Hubungi "
            "bantuan.",
        ),
        (
            "email",
            "Pelatihan tidak lulus: {title}",
            "Halo {name},\n\nAda sesi «{title}» yang tidak kamu hadiri, jadi sertifikatnya tidak "
            "terbit. Merasa sudah hadir? Hubungi lembaga atau bantuan, sebutkan tanggal sesinya.",
        ),
    ],
    "task_failed": [
        (
            "email",
            "Tugasmu belum berhasil: {title}",
            "Halo {name},\n\nTugas akhir «{title}» belum berhasil. Perbaiki, lalu kirim lagi di "
            "tempat belajar lembaga. Setelah berhasil, sertifikatmu diproses.",
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
    "deadline_near": [
        (
            "sms",
            "Batas beli pertama",
            "{remaining} untuk membeli pelatihan pertama, sampai {deadline}. Jika terlambat, "
            "kepesertaanmu dicabut.",
        ),
        (
            "email",
            "{remaining}: beli pelatihan pertamamu",
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
            "Insentif dikembalikan",
            "Insentif {amount} dikembalikan oleh {partner}. Uangmu tetap tercatat. Buka Insentif "
            "di dasbor untuk memperbaikinya.",
        ),
        (
            "email",
            "Insentif {amount} dikembalikan oleh {partner}",
            "Halo {name},\n\nInsentif {amount} sudah kami kirim, lalu dikembalikan oleh "
            "{partner}.\n\nUangmu tidak hilang. Cek rekeningmu, lalu kami kirim ulang otomatis. "
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
    "appeal_upheld": [
        (
            "sms",
            "Keberatan diterima",
            "Halo {name}, keberatanmu diterima. Kamu boleh ikut gelombang lagi. Jawaban lengkap "
            "ada di dasbor.",
        ),
        (
            "email",
            "Keberatanmu diterima",
            "Halo {name},\n\nKeberatanmu diterima. Akunmu tidak dibekukan lagi, dan kamu boleh "
            "ikut gelombang berikutnya. Saldo yang sudah dikembalikan tidak kembali.\n\n"
            "Jawaban petugas:\n{reply}",
        ),
    ],
    "appeal_refused": [
        (
            "sms",
            "Keberatan ditolak",
            "Halo {name}, keberatanmu sudah dijawab: belum bisa diterima. Alasannya ada di dasbor.",
        ),
        (
            "email",
            "Keberatanmu belum bisa diterima",
            "Halo {name},\n\nKeberatanmu sudah diperiksa dan belum bisa diterima.\n\n"
            "Jawaban petugas:\n{reply}",
        ),
    ],
    "complaint_sent": [
        (
            "sms",
            "Pengaduan {number}",
            "Pengaduan {number} terkirim. Kami jawab paling lambat {promised}. Perkembangannya ada "
            "di Pengaduan.",
        ),
    ],
    "complaint_answered": [
        (
            "sms",
            "Pengaduan {number} dijawab",
            "Pengaduan {number} sudah dijawab. Baca jawabannya di Pengaduan atau di emailmu.",
        ),
        (
            "email",
            "Jawaban untuk pengaduan {number}",
            "Halo {name},\n\nPengaduanmu {number} sudah dijawab.\n\nJawaban petugas:\n{reply}\n\n"
            "Belum selesai? Tambahkan keterangan di Pengaduan. Kami tutup sendiri setelah 7 hari.",
        ),
    ],
    "certificate_revoked": [
        (
            "email",
            "Sertifikatmu dicabut: {title}",
            "Halo {name},\n\nSertifikat «{title}» dicabut dan tidak berlaku lagi.\n\n"
            "Alasannya:\n{reason}\n\nKeberatan? Hubungi bantuan.",
        ),
    ],
    "review_hidden": [
        (
            "email",
            "Ulasanmu disembunyikan: {title}",
            "Halo {name},\n\nTeks ulasanmu untuk «{title}» disembunyikan petugas. Bintangnya "
            "tetap dihitung.\n\nAlasannya:\n{reason}\n\nKeberatan? Hubungi bantuan.",
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
    ],
}
