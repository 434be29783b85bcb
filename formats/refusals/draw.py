"""Refusals in words: joining a gelombang and its draw."""

from collections.abc import Mapping

from formats.refusals.sentence import Sentence

_OFFICE = ("Kembali ke daftar gelombang", "/petugas/gelombang")

SENTENCES: Mapping[str, Sentence] = {
    "closes_too_early": Sentence(
        "Waktu tutup terlalu awal",
        "Isi waktu tutup setelah waktu buka, dan setelah sekarang.",
        *_OFFICE,
    ),
    "bad_quota": Sentence("Kuota terlalu kecil", "Isi kuota paling sedikit 1 kursi.", *_OFFICE),
    "bad_shares": Sentence(
        "Jatah kelompok tidak pas",
        "Setiap jatah lebih dari 0, dan jumlah semuanya paling banyak 100%.",
        *_OFFICE,
    ),
    "registration_open": Sentence(
        "Pendaftaran masih dibuka",
        "Gelombang baru bisa ditutup setelah waktu pendaftarannya lewat.",
        *_OFFICE,
    ),
    "not_closed": Sentence(
        "Gelombang ini belum ditutup",
        "Tutup dulu gelombangnya. Setelah itu undian bisa dijalankan.",
        *_OFFICE,
    ),
    "quota_missing": Sentence(
        "Kuota belum diisi",
        "Isi kuota gelombang ini dulu, lalu jalankan undian.",
        *_OFFICE,
    ),
    "bad_public_value": Sentence(
        "Nilai publik belum bisa dibaca",
        "Tulis dalam satu baris, 1 sampai {longest} huruf.",
        *_OFFICE,
    ),
    "public_value_final": Sentence(
        "Nilai publik sudah dicatat",
        "Nilainya «{value}», sudah diumumkan, dan tidak bisa diganti.",
        *_OFFICE,
    ),
    "list_changed": Sentence(
        "Daftar peserta berubah setelah ditutup",
        "Undian dihentikan, karena daftar tidak sama dengan sidiknya. Periksa catatan audit.",
        *_OFFICE,
    ),
    "already_drawn": Sentence(
        "Undian sudah dijalankan",
        "Hasilnya tetap, dan tidak bisa diulang. Langkah berikutnya: umumkan.",
        *_OFFICE,
    ),
    "not_drawn": Sentence(
        "Undian belum dijalankan",
        "Jalankan undian dulu, lalu umumkan hasilnya.",
        *_OFFICE,
    ),
    "already_announced": Sentence(
        "Hasil sudah diumumkan",
        "Setiap peserta dikabari satu per satu. Tidak ada yang perlu dilakukan lagi.",
        *_OFFICE,
    ),
    "draw_file_later": Sentence(
        "Berkas undian belum terbit",
        "Berkas ini terbit bersama pengumuman hasil Gelombang {number}.",
        "Lihat undian ini",
        "/undian/{number}",
    ),
    "balance_over": Sentence(
        "Masa pakai saldo sudah lewat",
        "Menurut aturan gelombang ini saldo hanya bisa dipakai sampai {last}. Tidak ada yang "
        "bisa membeli pelatihan lagi.",
    ),
}
