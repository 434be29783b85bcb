"""Refusals in words: photos, NIK and KK."""

from collections.abc import Mapping

from formats.refusals.sentence import Sentence

_BACK = ("Kembali ke verifikasi", "/verifikasi")
_AGAIN = ("Ambil foto lagi", "/verifikasi/wajah")

SENTENCES: Mapping[str, Sentence] = {
    "identity_frozen": Sentence(
        "Datamu sudah terverifikasi",
        "NIK, nomor KK, dan foto tidak bisa diubah lagi. Ada yang keliru? Hubungi bantuan.",
        *_BACK,
    ),
    "already_checking": Sentence(
        "Datamu sedang dicek",
        "Data dan foto bisa diubah lagi kalau hasilnya belum cocok.",
        *_BACK,
    ),
    "too_many_checks": Sentence(
        "Sudah 5 kali hari ini",
        "Kamu sudah mengirim data 5 kali hari ini. Coba lagi besok.",
        *_BACK,
    ),
    "photos_stale": Sentence(
        "Ambil foto baru dulu",
        "Foto yang lama belum bisa diterima. Kirim foto baru, lalu kirim NIK dan KK lagi.",
        *_AGAIN,
    ),
    "no_numbers": Sentence(
        "NIK dan KK belum ada",
        "Kamu belum mengirim NIK dan nomor KK. Ketik keduanya di Verifikasi Akun.",
        *_BACK,
    ),
    "check_decided": Sentence(
        "Pengecekan ini sudah diputus",
        "Petugas lain atau sistem sudah memutusnya. Buka antrean untuk yang berikutnya.",
        "Buka antrean",
        "/petugas",
    ),
    "nik_taken": Sentence(
        "NIK ini sudah dipakai akun lain",
        "Satu NIK hanya untuk satu akun. Lihat peringatannya, lalu tolak salah satu.",
        "Buka antrean",
        "/petugas",
    ),
    "reason_missing": Sentence(
        "Pilih alasannya dulu",
        "Pendaftar membaca alasan itu supaya tahu apa yang harus diperbaiki.",
        "Buka antrean",
        "/petugas",
    ),
    "photo_empty": Sentence("Fotonya kosong", "File ini kosong. Ambil foto lagi.", *_AGAIN),
    "photo_heavy": Sentence(
        "Fotonya terlalu besar",
        "Foto paling besar 8 MB. Kecilkan ukuran foto di pengaturan kamera, lalu ambil lagi.",
        *_AGAIN,
    ),
    "photo_pixels": Sentence(
        "Fotonya terlalu besar",
        "Foto paling besar 40 megapiksel. Kecilkan ukuran di pengaturan kamera, lalu ambil lagi.",
        *_AGAIN,
    ),
    "photo_heic": Sentence(
        "Foto HEIC belum bisa dibaca",
        "Foto ini berjenis HEIC. Di iPhone: Pengaturan, Kamera, Format, pilih «Paling Kompatibel».",
        *_AGAIN,
    ),
    "photo_svg": Sentence(
        "Ini gambar SVG, bukan foto",
        "Gambar SVG tidak diterima. Ambil foto dengan kamera.",
        *_AGAIN,
    ),
    "photo_gif": Sentence(
        "Ini gambar GIF, bukan foto",
        "Gambar GIF tidak diterima. Ambil foto dengan kamera.",
        *_AGAIN,
    ),
    "photo_pdf": Sentence(
        "Ini PDF, bukan foto", "File PDF tidak diterima. Ambil foto dengan kamera.", *_AGAIN
    ),
    "photo_kind": Sentence(
        "File ini bukan foto", "Kirim foto JPG, PNG, atau WEBP dari kamera atau galeri.", *_AGAIN
    ),
    "photo_broken": Sentence(
        "Fotonya tidak bisa dibuka",
        "Fotonya rusak atau belum selesai tersimpan. Ambil foto lagi.",
        *_AGAIN,
    ),
    "photo_small": Sentence(
        "Fotonya terlalu kecil",
        "Foto terlalu kecil atau terpotong. Ambil lagi dari dekat, jangan dipotong.",
        *_AGAIN,
    ),
    "photo_blurred": Sentence(
        "Fotonya buram",
        "Foto buram atau gelap. Bersihkan lensa, cari tempat terang, dan pegang HP diam.",
        *_AGAIN,
    ),
}
