"""Refusals in words: buying, learning, surveys, payout accounts."""

from collections.abc import Mapping

from formats.refusals.sentence import Sentence

SENTENCES: Mapping[str, Sentence] = {
    "not_accepted": Sentence(
        "Kamu belum bisa membeli pelatihan",
        "Pelatihan dibeli setelah kamu lolos seleksi gelombang.",
        "Lihat riwayat gelombang",
        "/riwayat-gelombang",
    ),
    "balance_not_issued": Sentence(
        "Saldo pelatihanmu belum tersedia",
        "Kamu sudah lolos. Nomor kartu dan saldo sedang disiapkan; kami kabari lewat email.",
        "Kembali ke beranda",
        "/dasbor",
    ),
    "deadline_passed": Sentence(
        "Batas membeli pelatihan pertama sudah lewat",
        "Batasnya {deadline}. Kepesertaanmu dicabut dan saldo dikembalikan.",
        "Lihat alasan dan bantuan",
        "/dasbor",
    ),
    "revoked": Sentence(
        "Kepesertaanmu sudah dicabut",
        "Pelatihan pertama tidak dibeli sampai {deadline}, jadi saldonya dikembalikan.",
        "Lihat alasan dan bantuan",
        "/dasbor",
    ),
    "blocked": Sentence(
        "Akunmu dibekukan",
        "Selama dibekukan kamu tidak bisa membeli pelatihan. Hubungi bantuan untuk tahu alasannya.",
        "Buka bantuan",
        "/bantuan",
    ),
    "earlier_unfinished": Sentence(
        "Selesaikan pelatihanmu dulu",
        "Kamu masih mengikuti «{title}». Pelatihan berikutnya bisa dibeli setelah itu selesai.",
        "Lanjutkan pelatihan",
        "/pelatihanku/{purchase_id}",
    ),
    "earlier_failed": Sentence(
        "Pelatihan sebelumnya tidak lulus",
        "Ada sesi «{title}» yang terlewat. Pelatihan lain baru bisa dibeli setelah yang sebelumnya "
        "selesai. Merasa hadir? Hubungi bantuan.",
        "Lihat alasannya",
        "/pelatihanku/{purchase_id}",
    ),
    "earlier_unreviewed": Sentence(
        "Beri ulasan dulu",
        "Aturan gelombangmu meminta ulasan untuk «{title}» sebelum membeli lagi.",
        "Beri ulasan",
        "/pelatihanku/{purchase_id}/ulasan",
    ),
    "max_trainings": Sentence(
        "Jumlah pelatihanmu sudah penuh",
        "Di gelombangmu paling banyak {limit} pelatihan bisa dibeli.",
        "Lihat aturan untukmu",
        "/aturan",
    ),
    "balance_expired": Sentence(
        "Masa pakai saldo sudah lewat",
        "Saldo bisa dipakai sampai {deadline}.",
        "Lihat aturan untukmu",
        "/aturan",
    ),
    "already_owned": Sentence(
        "Pelatihan ini sudah kamu beli",
        "Satu pelatihan hanya bisa dibeli sekali. Kode tukarnya ada di Kelasku.",
        "Buka Kelasku",
        "/pelatihanku",
    ),
    "platform_not_valid": Sentence(
        "Platform ini tidak tersedia untuk gelombangmu",
        "Saldomu tidak berlaku di platform ini. Pilih platform lain untuk pelatihan yang sama.",
    ),
    "offer_withdrawn": Sentence(
        "Pelatihan ini tidak dijual lagi di platform ini",
        "Pilih platform lain atau cari pelatihan serupa.",
    ),
    "seats_gone": Sentence(
        "Kuotanya habis",
        "Kursi terakhir di platform ini baru saja terisi. Saldomu tidak berkurang.",
    ),
    "price_moved": Sentence(
        "Harganya berubah",
        "Harganya berubah dari {shown} menjadi {price}. Cek lagi sebelum membayar.",
    ),
    "balance_too_small": Sentence(
        "Saldomu belum cukup: kurang {missing}",
        "Saldomu {balance}. Pilih platform yang lebih murah atau pelatihan lain.",
    ),
    "wrong_card": Sentence(
        "Nomor kartu tidak cocok", "Nomor ini bukan kartumu. Salin dari beranda."
    ),
    "otp_wrong": Sentence("Kode OTP tidak cocok", "Kode OTP tidak cocok. Sisa {left} percobaan."),
    "otp_expired": Sentence(
        "Kode OTP sudah lewat", "Kode sudah lewat 5 menit. Kirim ulang kode di bawah."
    ),
    "otp_used": Sentence("Kode OTP sudah dipakai", "Kode ini sudah dipakai. Kirim ulang kode."),
    "otp_locked": Sentence(
        "Kode salah 3 kali",
        "Kode OTP salah 3 kali. Coba lagi mulai {until}. Saldomu tidak berkurang.",
    ),
    "otp_too_soon": Sentence(
        "Kode baru saja dikirim", "Kirim ulang bisa mulai {until}. Tunggu sebentar."
    ),
    "otp_too_many": Sentence(
        "Kode sudah dikirim 5 kali",
        "Dalam satu jam paling banyak 5 kode dikirim. Coba lagi mulai {until}.",
    ),
    "purchase_over": Sentence(
        "Pesanan ini sudah ditutup",
        "Kamu memulai pesanan lain, atau pesanan ini terlalu lama menunggu. Belum ada yang dibayar.",
        "Cari pelatihan",
        "/pelatihan",
    ),
    "form_reused": Sentence(
        "Isian ini sudah pernah dikirim",
        "Halaman yang sama dikirim dua kali dengan isi berbeda. Buka halamannya lagi dari awal.",
        "Kembali ke beranda",
        "/dasbor",
    ),
    "nothing_to_finish": Sentence(
        "Tidak ada pelatihan yang berjalan",
        "Peserta ini belum membeli pelatihan, atau semuanya sudah selesai.",
        "Kembali ke panel",
        "/latihan",
    ),
    "not_finished": Sentence(
        "Selesaikan pelatihan dulu", "Ulasan bisa dikirim setelah pelatihan selesai."
    ),
    "rated_before": Sentence("Ulasan sudah dikirim", "Ulasan untuk pelatihan ini sudah ada."),
    "survey_not_open": Sentence(
        "Survei ini belum atau tidak lagi dibuka",
        "Lihat kapan survei dibuka di halaman survei.",
        "Lihat survei",
        "/survei",
    ),
    "survey_incomplete": Sentence(
        "Masih ada pertanyaan yang kosong", "Lengkapi jawaban yang ditandai, lalu kirim."
    ),
    "survey_submitted": Sentence(
        "Survei ini sudah kamu kirim",
        "Jawaban yang sudah dikirim tidak bisa diubah.",
        "Lihat survei",
        "/survei",
    ),
    "survey_unconsented": Sentence(
        "Kamu belum mulai mengisi survei ini",
        "Baca dulu penjelasannya, lalu pilih «Ya».",
        "Buka survei",
        "/survei/{ordinal}",
    ),
}
