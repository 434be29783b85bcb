"""Refusals in words: complaints, for who sends them and for who answers them."""

from collections.abc import Mapping

from formats.refusals.sentence import Sentence

_MINE = ("Lihat pengaduanku", "/pengaduan")
_QUEUE = ("Buka antrean pengaduan", "/petugas/pengaduan")

SENTENCES: Mapping[str, Sentence] = {
    "complaint_kind": Sentence("Kendalanya belum dipilih", "Pilih satu kendala dari daftar."),
    "complaint_length": Sentence(
        "Panjang tulisanmu belum pas", "Tulis {low} sampai {high} huruf, lalu kirim lagi."
    ),
    "complaint_many": Sentence(
        "Masih ada {most} pengaduan",
        "{most} pengaduanmu belum dijawab. Tambahkan keterangan di sana, atau tandai selesai dulu.",
        *_MINE,
    ),
    "complaint_often": Sentence(
        "Sudah {most} kali sehari",
        "Kamu sudah mengirim {most} kali dalam sehari. Kirim lagi besok.",
        *_MINE,
    ),
    "complaint_over": Sentence(
        "Pengaduan ini sudah ditutup",
        "Lewat 7 hari, pengaduan tidak bisa dibuka lagi. Buat pengaduan baru, sebut nomor ini.",
        "Buat pengaduan baru",
        "/pengaduan/baru",
    ),
    "complaint_taken": Sentence(
        "Sudah diambil petugas lain",
        "Petugas lain sedang memprosesnya. Pilih pengaduan berikutnya.",
        *_QUEUE,
    ),
    "complaint_answered": Sentence(
        "Pengaduan ini sudah dijawab",
        "Pengaduan ini sudah dijawab {at}. Jawaban baru tidak terkirim.",
        *_QUEUE,
    ),
    "complaint_closed": Sentence(
        "Pengaduan ini sudah ditutup",
        "Pesertanya menutup pengaduan ini {at}. Jawaban baru tidak terkirim.",
        *_QUEUE,
    ),
    "complaint_changed": Sentence(
        "Peserta menambah keterangan",
        "Baca keterangan barunya, lalu kirim jawabanmu lagi. Tulisanmu masih ada.",
    ),
    "complaint_unanswered": Sentence(
        "Belum ada jawaban", "Jawab dulu. Pengaduan tanpa jawaban tidak ditutup.", *_QUEUE
    ),
    "complaint_reply_length": Sentence(
        "Panjang jawabannya belum pas", "Tulis {low} sampai {high} huruf, lalu kirim lagi."
    ),
}
