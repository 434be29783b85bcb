"""Answers about false messages, forgotten passwords and complaints."""

from formats.help.answers import Answer, Question, Reader
from rules.complaints import WORKING_DAYS


def _false_messages(reader: Reader) -> Answer:
    return Answer(
        ("Pesan dari kami hanya mengajakmu membuka dasbor ini.",),
        (
            "Kami tidak pernah meminta nomor kartu, OTP, sandi, atau PIN.",
            "Mendaftar, lolos, dan menerima insentif tidak dipungut biaya.",
            "Email dari kami juga ada di Pesan. Tidak ada di sana? Jangan percaya.",
            "Jangan buka tautan dari nomor yang tidak kamu kenal.",
        ),
        then=(f"Terlanjur memberi kode? Segera telepon {reader.help_phone}.",),
        link=("/bantuan/cek-pesan", "Cek satu pesan sekarang"),
    )


def _forgotten(_reader: Reader) -> Answer:
    return Answer(
        ("Buat sandi baru sendiri; tidak perlu menelepon.",),
        (
            "Di halaman Masuk, tekan «Lupa sandi?».",
            "Isi email akunmu, lalu buka tautan di email kami.",
            "Tautannya berlaku 30 menit. Buat sandi baru di sana.",
        ),
        ordered=True,
        then=(
            "Email tidak masuk? Cek folder spam, lalu minta tautan lagi.",
            "Setelah sandi diganti, semua perangkat harus masuk lagi.",
        ),
        link=("/lupa-sandi", "Buat sandi baru"),
    )


def _complaints(reader: Reader) -> Answer:
    return Answer(
        (f"Buat pengaduan di sini kapan saja, atau telepon {reader.help_phone}.",),
        (
            "Tekan «Buat pengaduan» di dekat masalahnya. Formulirnya langsung terisi.",
            "Ceritakan apa yang terjadi dan kapan. Foto layar membantu.",
            "Catat nomornya, misalnya PGD-2021-0042.",
            "Ikuti perkembangannya di Pengaduan.",
        ),
        ordered=True,
        then=(
            f"Kami jawab dalam {WORKING_DAYS} hari kerja (aturan aplikasi ini). Jawabannya lewat "
            "SMS dan email. Jangan sebutkan OTP, sandi, atau PIN.",
        ),
        link=("/pengaduan", "Buka pengaduanku"),
    )


QUESTIONS = (
    Question(
        "pesan-palsu",
        "Bagaimana mengenali pesan palsu?",
        "penipuan penipu calo mencurigakan tautan link sms whatsapp petugas pin otp",
        _false_messages,
    ),
    Question(
        "lupa-sandi",
        "Aku lupa sandi. Bagaimana masuk lagi?",
        "kata sandi password reset ganti login akun tidak bisa masuk email tautan",
        _forgotten,
    ),
    Question(
        "pengaduan",
        "Bagaimana mengadu dan mengikuti pengaduanku?",
        "lapor komplain keluhan formulir telepon hubungi call center lama belum dijawab nomor",
        _complaints,
    ),
)
