"""Answers about the card, the balance, until when and where it is used."""

from formats.help.answers import Answer, Question, Reader
from formats.text import day, moment_text, rupiah
from rules.schemes import Terms


def _card_number(_reader: Reader) -> Answer:
    return Answer(
        (
            "Nomor Kartu Prakerja, 16 angka, ada di Beranda. Tekan «Lihat nomor» untuk "
            "membukanya. Tidak ada kartu fisik.",
            "Nomor ini dipakai membayar pelatihan bersama kode OTP. Siapa pun yang tahu "
            "keduanya bisa memakai saldomu. Jangan bagikan, juga kepada yang mengaku petugas.",
        ),
        link=("/dasbor", "Buka Beranda"),
    )


def _balance(reader: Reader) -> Answer:
    return Answer(
        (
            *reader.each(_balance_of),
            "Saldo hanya untuk membeli pelatihan. Tidak bisa diuangkan atau dipindahkan.",
            "Saldo belum ada? Nomor kartu dan saldo muncul setelah kamu lolos. Kami kabari "
            "lewat email; kamu tidak perlu melakukan apa-apa.",
        ),
        link=("/dasbor", "Lihat saldoku"),
    )


def _balance_of(terms: Terms) -> str:
    until = f", dipakai sampai {day(terms.balance_use_until)}" if terms.balance_use_until else ""
    days = terms.balance_use_days_after_first
    rest = f" Sisanya boleh dipakai {days} hari setelah pelatihan pertama." if days else ""
    return (
        f"saldo {rupiah(terms.need('training_balance_idr'))}{until}.{rest} "
        f"Yang tidak dipakai kembali ke {terms.forfeit_to}."
    )


def _first_purchase(reader: Reader) -> Answer:
    until = reader.each(_first_days)
    if reader.deadline is not None:
        until = (f"Batasmu {moment_text(reader.deadline)}. Menit terakhir itu masih boleh.",)
    return Answer(
        (*until, "Yang dihitung adalah saat pembayaran berhasil."),
        (
            "Jika terlambat, kepesertaanmu dicabut dan saldo dikembalikan.",
            "Insentif tidak dikirim.",
            "Kamu tidak bisa ikut gelombang lain.",
        ),
        link=("/pelatihan", "Cari pelatihan"),
    )


def _first_days(terms: Terms) -> str:
    return (
        f"{terms.first_purchase_days} hari; hari pengumuman dihitung hari pertama. "
        "Hari terakhir berakhir pukul 23.59 WIB."
    )


def _platforms(reader: Reader) -> Answer:
    valid = "Hanya di platform mitra resmi. Daftarnya berbeda tiap gelombang."
    if reader.platforms and reader.terms:
        names = ", ".join(reader.platforms)
        valid = f"Untuk Gelombang {reader.terms.gelombang}: {names}."
    return Answer(
        (
            valid,
            "Penawaran di platform lain tetap tampil dengan alasannya, tetapi tidak bisa dibeli.",
            "Bidangnya: keterampilan digital, keuangan, manajemen usaha, bahasa asing, "
            "keterampilan teknik, dan lainnya.",
        ),
        link=("/pelatihan", "Lihat semua pelatihan"),
    )


QUESTIONS = (
    Question(
        "nomor-kartu",
        "Di mana nomor kartuku, dan mengapa harus rahasia?",
        "kartu fisik prakerja 16 angka aman",
        _card_number,
    ),
    Question(
        "saldo",
        "Berapa saldo pelatihanku, dan bisakah diuangkan?",
        "uang dana tarik tunai sisa hangus belum ada belum masuk",
        _balance,
    ),
    Question(
        "batas-beli",
        "Sampai kapan pelatihan pertama harus dibeli?",
        "batas membeli tenggat deadline terlambat dicabut hangus",
        _first_purchase,
    ),
    Question(
        "platform",
        "Di platform mana saldoku berlaku?",
        "mitra toko tokopedia bukalapak bidang kategori belajar apa",
        _platforms,
    ),
)
