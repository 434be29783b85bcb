"""Refusals in words: what officers may not do, and appeals."""

from collections.abc import Mapping

from formats.refusals.sentence import Sentence

SENTENCES: Mapping[str, Sentence] = {
    "not_blocked": Sentence(
        "Akunmu tidak dibekukan",
        "Tidak ada yang perlu diajukan. Lanjutkan dari Beranda.",
        "Buka Beranda",
        "/dasbor",
    ),
    "appeal_length": Sentence(
        "Panjang tulisanmu belum pas", "Tulis {low} sampai {high} huruf, lalu kirim lagi."
    ),
    "appeal_decided": Sentence(
        "Keberatan ini sudah dijawab",
        "Petugas lain sudah menjawab. Jawabanmu tidak disimpan.",
        "Buka daftar keberatan",
        "/petugas/keberatan",
    ),
    "no_problem": Sentence(
        "Masalah ini sudah selesai",
        "Pembayaran ini tidak perlu dicek lagi. Tidak ada yang diubah.",
        "Buka daftar masalah",
        "/petugas/uang/masalah",
    ),
    "email_in_use": Sentence("Email ini sudah punya akun", "Pakai alamat email lain."),
    "phone_in_use": Sentence("Nomor HP ini sudah dipakai", "Pakai nomor lain."),
    "no_such_role": Sentence("Peran ini tidak ada", "Pilih operator atau trainer."),
    "gelombang_exists": Sentence(
        "Gelombang ini sudah ada", "Gelombang {number} sudah ada. Pakai nomor lain."
    ),
    "change_after_close": Sentence(
        "Pendaftaran sudah ditutup",
        "Tanggal, kuota, dan aturan hanya bisa diubah sebelum penutupan.",
        "Buka daftar gelombang",
        "/petugas/gelombang",
    ),
    "gelombang_opened": Sentence(
        "Pendaftaran sudah dibuka",
        "Tanggal buka dan pengecualian aturan tidak bisa diubah lagi. Tanggal tutup, kuota, dan "
        "bagian kuota masih bisa.",
    ),
    "nothing_to_extend": Sentence(
        "Batasnya tidak bisa diperpanjang",
        "Hanya untuk peserta yang punya tempat dan belum membeli pelatihan.",
    ),
    "extension_too_short": Sentence(
        "Tanggalnya terlalu awal", "Pilih hari setelah batas yang sekarang, {deadline}."
    ),
    "extension_too_long": Sentence(
        "Tanggalnya terlalu jauh", "Saldo gelombang ini hanya bisa dipakai sampai {last}."
    ),
}
