"""Answers about false messages and complaints."""

from formats.help.answers import Answer, Question, Reader


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
        link=("/pesan", "Cek pesan dari kami"),
    )


def _complaints(reader: Reader) -> Answer:
    return Answer(
        (f"Telepon {reader.help_phone}, atau pakai formulir dan obrolan di situs program.",),
        (
            "Ceritakan apa yang terjadi dan kapan.",
            "Sebutkan nomor pesanan atau baris insentifnya; siapkan foto layar.",
            "Catat nomor pengaduan, lalu tanyakan perkembangannya dengan nomor itu.",
        ),
        ordered=True,
        then=(
            "Formulir pengaduan di aplikasi ini menyusul. Jangan sebutkan OTP, sandi, atau PIN "
            "saat mengadu.",
        ),
        link=("/bantuan#kontak", "Lihat semua kontak"),
    )


QUESTIONS = (
    Question(
        "pesan-palsu",
        "Bagaimana mengenali pesan palsu?",
        "penipuan penipu mencurigakan tautan link sms whatsapp petugas pin otp",
        _false_messages,
    ),
    Question(
        "pengaduan",
        "Bagaimana mengadu dan mengikuti pengaduanku?",
        "lapor komplain keluhan formulir telepon hubungi call center",
        _complaints,
    ),
)
