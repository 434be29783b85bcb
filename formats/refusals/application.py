"""Refusals in words: eligibility and profile."""

from collections.abc import Mapping

from formats.refusals.sentence import Sentence

SENTENCES: Mapping[str, Sentence] = {
    "profile_frozen": Sentence(
        "Data diri tidak bisa diubah sekarang",
        "Datamu sudah dipakai di Gelombang {gelombang}. Ada yang salah? Telepon 0800 150 3001.",
        "Lihat data diri",
        "/data-diri",
    ),
    "sex_differs": Sentence(
        "Jenis kelamin tidak cocok dengan NIK",
        "Jenis kelamin tidak cocok dengan NIK-mu. Pilih seperti di KTP.",
    ),
}
