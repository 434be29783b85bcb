"""Refusals in words: the test."""

from collections.abc import Mapping

from formats.refusals.sentence import Sentence

SENTENCES: Mapping[str, Sentence] = {
    "verify_first": Sentence(
        "Verifikasi akunmu dulu",
        "Tes bisa dimulai setelah NIK dan nomor KK-mu cocok.",
        "Verifikasi akun",
        "/verifikasi",
    ),
    "test_not_begun": Sentence(
        "Tesmu belum dimulai",
        "Baca dulu penjelasannya, lalu tekan «Mulai tes».",
        "Buka tes",
        "/tes",
    ),
    "test_time_over": Sentence(
        "Waktu tes sudah habis",
        "Tes berakhir {ended}. Jawaban terakhir ini tidak tersimpan. "
        "Jawaban sebelumnya sudah terkirim.",
        "Lihat hasil tes",
        "/tes/selesai",
    ),
    "test_submitted": Sentence(
        "Tesmu sudah terkirim",
        "Jawaban yang sudah terkirim tidak bisa diubah.",
        "Lihat hasil tes",
        "/tes/selesai",
    ),
}
