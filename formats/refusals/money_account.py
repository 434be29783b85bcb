"""Refusals in words: linking the account that receives incentives."""

from collections.abc import Mapping

from formats.refusals.sentence import Sentence

SENTENCES: Mapping[str, Sentence] = {
    "number_differs": Sentence(
        "Nomor berbeda",
        "Nomor e-wallet harus sama dengan nomor HP akunmu, {phone}.",
        "Ganti nomor HP akunku",
        "/profil/hp",
    ),
    "number_impossible": Sentence(
        "Nomor rekening tidak cocok", "Nomor rekening berisi 6 sampai 16 angka."
    ),
    "partner_not_offered": Sentence(
        "Mitra ini tidak tersedia untuk gelombangmu",
        "Pilih mitra lain dari daftar.",
        "Lihat pilihan",
        "/rekening",
    ),
    "account_taken": Sentence(
        "Rekening ini milik peserta lain",
        "Rekening ini sudah disambungkan peserta lain. Pakai rekening atas namamu sendiri.",
        "Pilih yang lain",
        "/rekening",
    ),
    "no_nik": Sentence(
        "NIK-mu belum terverifikasi",
        "Rekening disambungkan dengan NIK-mu. Verifikasi NIK dan KK dulu.",
        "Verifikasi data",
        "/verifikasi",
    ),
    "partners_away": Sentence(
        "Bank dan e-wallet belum terhubung",
        "Rekening belum bisa disambungkan atau dicek. Coba lagi besok.",
        "Ke Rekening/e-wallet",
        "/rekening",
    ),
    "link_over": Sentence(
        "Mulai lagi dari nomornya",
        "Percobaan tadi sudah selesai, diganti, atau lewat 1 jam. Ketik nomornya lagi.",
    ),
}
