"""Refusals in words: joining a gelombang and leaving it. Reasons of eligibility: formats/gelombang.py."""

from collections.abc import Mapping

from formats.refusals.sentence import Sentence

SENTENCES: Mapping[str, Sentence] = {
    "not_eligible": Sentence(
        "Kamu belum bisa bergabung",
        "Ada syarat yang belum terpenuhi. Alasannya ada di halaman gelombang.",
        "Lihat alasan",
        "/gelombang/{number}",
    ),
    "gelombang_closed": Sentence(
        "Gelombang {number} sudah ditutup",
        "Pendaftarannya sudah lewat. Kamu bisa ikut gelombang berikutnya.",
        "Lihat gelombang",
        "/gelombang",
    ),
    "gelombang_not_open": Sentence(
        "Gelombang {number} belum dibuka",
        "Kamu bisa bergabung mulai {opens}.",
        "Lihat gelombang",
        "/gelombang",
    ),
    "waiting_elsewhere": Sentence(
        "Kamu masih menunggu hasil",
        "Satu gelombang dalam satu waktu. Tunggu hasil Gelombang {number} dulu.",
        "Lihat gelombang",
        "/gelombang",
    ),
    "nothing_to_leave": Sentence(
        "Kamu tidak sedang ikut gelombang ini",
        "Tidak ada yang perlu dibatalkan.",
        "Lihat gelombang",
        "/gelombang",
    ),
}
