"""Refusals in words: why a bought course can not be cancelled."""

from collections.abc import Mapping

from formats.refusals.sentence import Sentence

_CLASSES = ("Buka Kelasku", "/pelatihanku")

SENTENCES: Mapping[str, Sentence] = {
    "cancel_not_offered": Sentence(
        "Gelombangmu tidak punya aturan pembatalan",
        "Program belum menetapkan bahwa peserta gelombangmu boleh membatalkan. Ikuti "
        "pelatihannya sampai selesai.",
        "Lihat aturan untukmu",
        "/aturan",
    ),
    "cancel_not_paid": Sentence(
        "Pesanan ini tidak dibayar",
        "Tidak ada yang perlu dibatalkan. Saldomu tidak berkurang.",
        *_CLASSES,
    ),
    "cancel_done": Sentence(
        "Pelatihan ini sudah dibatalkan",
        "Dibatalkan {on}. Harganya sudah kembali ke saldo pelatihan.",
        "Lihat jejak uangnya",
        "/uangku",
    ),
    "cancel_finished": Sentence(
        "Pelatihan ini sudah selesai",
        "Pelatihan yang selesai tidak bisa dibatalkan.",
        *_CLASSES,
    ),
    "cancel_failed": Sentence(
        "Pelatihan ini tidak lulus",
        "Ada sesi yang terlewat, jadi pelatihan tidak bisa dibatalkan lagi.",
        *_CLASSES,
    ),
    "cancel_redeemed": Sentence(
        "Kode tukar sudah dipakai",
        "Kodenya dipakai {on}. Setelah ditukar, pelatihan tidak bisa dibatalkan.",
        *_CLASSES,
    ),
    "cancel_started": Sentence(
        "Sesi pertama sudah dimulai",
        "Sesi 1 mulai {on}. Sejak itu pelatihan tidak bisa dibatalkan.",
        *_CLASSES,
    ),
    "cancel_too_late": Sentence(
        "Batas pembatalan sudah lewat",
        "Pelatihan ini bisa dibatalkan sampai {deadline}. Ikuti pelatihannya sampai selesai.",
        *_CLASSES,
    ),
    "cancel_loses_place": Sentence(
        "Kepesertaanmu akan hilang",
        "Batas membeli pelatihan pertama sudah lewat pada {deadline}. Centang bahwa kamu mengerti.",
    ),
    "cancel_loses_balance": Sentence(
        "Uangnya tidak bisa kamu pakai lagi",
        "Masa pakai saldo berakhir {deadline}. Centang bahwa kamu mengerti.",
    ),
    "cancel_reason_missing": Sentence(
        "Alasannya belum ada", "Tulis alasan pembatalan, {low} sampai {high} huruf."
    ),
}
