"""Sentences for what the rules decide: refusals, states, failures. Rules speak codes, people read this."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from formats.text import moment_text, rupiah
from rules.refusals import Refusal

PARTNERS: Mapping[str, str] = {
    "bni": "BNI",
    "bca": "BCA",
    "ovo": "OVO",
    "gopay": "GoPay",
    "dana": "DANA",
    "linkaja": "LinkAja",
}

METHODS: Mapping[str, str] = {
    "spl": "Pembelajaran mandiri",
    "webinar": "Webinar",
    "luring": "Tatap muka",
    "bauran": "Bauran",
}
LEVELS: Mapping[str, str] = {"pemula": "Pemula", "menengah": "Menengah", "mahir": "Mahir"}

STATES: Mapping[str, str] = {
    "revoked": "Kepesertaan dicabut",
    "confirm_email": "Konfirmasi email",
    "verify_identity": "Verifikasi akun",
    "complete_profile": "Lengkapi profil",
    "join_gelombang": "Gabung gelombang",
    "await_result": "Menunggu hasil seleksi",
    "not_selected": "Belum lolos",
    "await_balance": "Menunggu saldo",
    "buy_first": "Beli pelatihan pertama",
    "payment_pending": "Selesaikan pembayaran",
    "payout_failed": "Insentif gagal dikirim",
    "continue_training": "Sedang belajar",
    "await_certificate": "Menunggu sertifikat",
    "rate_training": "Beri ulasan",
    "link_account": "Sambungkan rekening",
    "fill_survey": "Isi survei",
    "buy_again": "Boleh beli lagi",
    "payout_scheduled": "Insentif dijadwalkan",
    "all_done": "Semua langkah selesai",
}

STAGE_NAMES: Mapping[str, str] = {
    "register": "Daftar dan verifikasi",
    "accepted": "Lolos Gelombang",
    "buy": "Beli pelatihan pertama",
    "learn": "Ikuti pelatihan sampai selesai",
    "certificate": "Terima sertifikat",
    "rate": "Beri ulasan",
    "account": "Sambungkan rekening",
    "paid": "Terima insentif dan isi survei",
}


class Sentence(NamedTuple):
    """A refusal in words: what is so, what to do, and where."""

    title: str
    text: str
    button: str | None = None
    link: str | None = None


_REFUSALS: Mapping[str, Sentence] = {
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
    "partner_not_offered": Sentence(
        "Mitra ini tidak tersedia untuk gelombangmu", "Pilih mitra lain dari daftar."
    ),
    "number_differs": Sentence(
        "Nomor berbeda", "Nomor e-wallet harus sama dengan nomor HP di akunmu."
    ),
}


def sentence(refusal: Refusal) -> Sentence:
    """The refusal as people read it, its amounts and dates filled in."""
    facts = {name: _written(value, name) for name, value in refusal.facts.items()}
    said = _REFUSALS[refusal.code]
    return said._replace(
        title=said.title.format(**facts),
        text=said.text.format(**facts),
        link=said.link and said.link.format(**facts),
    )


def _written(value: Any, name: str) -> Any:
    if hasattr(value, "hour"):
        return moment_text(value)
    if name in ("missing", "balance", "shown", "price"):
        return rupiah(value)
    return value


_FAILURES: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "closed": (
        "Rekening/e-wallet telah ditutup di Bank/e-wallet.",
        ("Sambungkan rekening atau e-wallet lain atas namamu.",),
    ),
    "not_kyc": (
        "Akun e-wallet milikmu belum premium, jadi belum bisa menerima insentif.",
        ("Buka aplikasi e-wallet, lalu selesaikan verifikasi KTP sampai premium.",),
    ),
    "nik_mismatch": (
        "Nama atau NIK di rekening berbeda dengan datamu di Kartu Prakerja.",
        ("Betulkan data di aplikasi mitra, atau sambungkan rekening atas namamu sendiri.",),
    ),
    "phone_mismatch": (
        "Nomor HP di e-wallet tidak sama dengan nomor HP akunmu.",
        ("Samakan nomornya di e-wallet, atau sambungkan e-wallet dengan nomor akunmu.",),
    ),
    "phone_unregistered": (
        "Nomor HP-mu belum terdaftar di e-wallet ini.",
        ("Daftar dulu di aplikasi e-wallet dengan nomor HP akunmu.",),
    ),
    "inactive": (
        "Rekening atau nomor sedang tidak aktif.",
        ("Hubungi bank atau e-wallet supaya aktif lagi.",),
    ),
    "limit": (
        "Saldo e-wallet penuh atau batas bulanannya terlampaui.",
        ("Kosongkan sebagian saldo e-wallet.",),
    ),
    "not_linked": (
        "Belum ada rekening atau e-wallet yang tersambung.",
        ("Sambungkan rekening atau e-wallet atas namamu.",),
    ),
}


def failure_reason(code: str) -> str:
    """Why a payment failed, one sentence."""
    return _FAILURES[code][0]


def failure_steps(code: str) -> tuple[str, ...]:
    """What the participant does about it, before it is sent again."""
    return _FAILURES[code][1]


INCENTIVE_STATES: Mapping[str, tuple[str, str]] = {
    "waiting": ("Belum dijadwalkan", "calm"),
    "scheduled": ("Dijadwalkan", "accent"),
    "paid": ("Sudah dikirim", "done"),
    "failed": ("Gagal dikirim", "danger"),
    "forfeited": ("Tidak dikirim", "calm"),
}


def incentive_name(kind: str, ordinal: int, job_count: int) -> str:
    """«Insentif bulan 2», «Insentif pelatihan» where there is only one, «Survei 1»."""
    if kind == "survey":
        return f"Survei {ordinal}"
    return f"Insentif bulan {ordinal}" if job_count > 1 else "Insentif pelatihan"


OFFER_REASONS: Mapping[str, str] = {
    "already_owned": "Sudah kamu beli",
    "sold_out": "Kuota habis",
    "platform_not_valid": "Tidak tersedia untuk gelombangmu",
    "too_expensive": "Saldo tidak cukup",
    "inactive": "Tidak dijual lagi",
}

SYNTHETIC_NAMES: Mapping[str, str] = {
    "price": "harga",
    "description": "uraian",
    "lessons": "isi pelatihan",
    "level": "tingkat",
    "hours": "lama",
    "certificate_type": "jenis sertifikat",
    "offers": "penawaran platform",
    "ratings": "nilai dan ulasan",
    "schedule": "jadwal",
    "seats": "kuota",
}


def synthetic_names(fields: list[str]) -> str:
    """«harga, lama, kuota»: which facts of a course are made up for the demo."""
    return ", ".join(SYNTHETIC_NAMES.get(name, name) for name in fields)


FILTERS: Mapping[str, Any] = {
    "method": METHODS.__getitem__,
    "level": LEVELS.__getitem__,
    "state": STATES.__getitem__,
    "partner": PARTNERS.__getitem__,
    "failure": failure_reason,
    "offer_reason": OFFER_REASONS.__getitem__,
    "synthetic_names": synthetic_names,
}
