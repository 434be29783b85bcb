"""Messages that answer people: appeals and complaints."""

from collections.abc import Mapping

from formats.messages.message import Message

TEXTS: Mapping[str, list[Message]] = {
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
}
