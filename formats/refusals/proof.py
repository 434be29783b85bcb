"""Refusals in words: certificates, and reviews that are changed or reported."""

from collections.abc import Mapping

from formats.refusals.sentence import Sentence

SENTENCES: Mapping[str, Sentence] = {
    "certificate_revoked": Sentence(
        "Sertifikat ini sudah dicabut",
        "Sertifikat yang dicabut tidak berlaku. Alasannya ada di halaman pelatihan.",
        "Buka Kelasku",
        "/pelatihanku",
    ),
    "not_rated": Sentence(
        "Belum ada ulasan", "Kirim ulasan dulu. Setelah itu ulasan bisa diubah 7 hari."
    ),
    "review_edit_over": Sentence(
        "Ulasan tidak bisa diubah lagi",
        "Ulasan bisa diubah sampai {deadline}.",
        "Buka Kelasku",
        "/pelatihanku",
    ),
    "review_hidden": Sentence(
        "Ulasan ini disembunyikan petugas",
        "Ulasan ini tidak tampil dan tidak bisa diubah. Alasannya ada di Pesan. "
        "Keberatan? Buka Bantuan.",
        "Buka Bantuan",
        "/bantuan#kontak",
    ),
    "review_own": Sentence(
        "Ini ulasanmu sendiri",
        "Ubah ulasanmu di Kelasku selama 7 hari setelah dikirim.",
        "Buka Kelasku",
        "/pelatihanku",
    ),
    "review_reported": Sentence(
        "Ulasan ini sudah kamu laporkan", "Petugas memeriksa laporanmu. Tidak perlu melapor lagi."
    ),
    "review_changed": Sentence(
        "Ulasan ini baru diubah penulisnya",
        "Baca teks yang sekarang, lalu putuskan lagi. Alasanmu masih ada.",
    ),
    "review_decided": Sentence(
        "Laporan ini sudah diputuskan",
        "Keputusan pertama berlaku. Keputusanmu tidak disimpan.",
        "Lihat antrean ulasan",
        "/petugas/ulasan",
    ),
}
