"""Words for the codes of the rules: states, failures, methods. Refusals are in formats/refusals/."""

from collections.abc import Mapping
from typing import Any

from rules.accounts import WALLETS

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


_Failure = tuple[str, tuple[str, ...]]

# For a partner of either kind, and where it is not known which one it is.
_FAILURES: Mapping[str, _Failure] = {
    "closed": (
        "Rekening/e-wallet telah ditutup di Bank/e-wallet.",
        ("Sambungkan rekening atau e-wallet lain atas namamu.",),
    ),
    "not_kyc": (
        "Akunmu belum premium atau datanya belum lengkap, jadi belum bisa menerima insentif.",
        ("Lengkapi datamu dan verifikasi KTP di bank atau e-wallet itu.",),
    ),
    "nik_mismatch": (
        "Nama atau NIK di rekening berbeda dengan datamu di Kartu Prakerja.",
        ("Betulkan datanya di bank/e-wallet, atau sambungkan rekening atas namamu sendiri.",),
    ),
    "phone_mismatch": (
        "Nomor HP di bank/e-wallet tidak sama dengan nomor HP akunmu.",
        ("Samakan nomornya di bank/e-wallet, atau sambungkan yang bernomor sama.",),
    ),
    "phone_unregistered": (
        "Nomor HP-mu belum terdaftar di bank/e-wallet ini.",
        ("Daftarkan nomor HP akunmu di bank/e-wallet itu.",),
    ),
    "inactive": (
        "Rekening atau nomor sedang tidak aktif.",
        ("Hubungi bank atau e-wallet supaya aktif lagi.",),
    ),
    "limit": (
        "Saldonya penuh atau batas bulanannya terlampaui.",
        ("Kosongkan sebagian saldonya.",),
    ),
    "rejected": (
        "Bank atau e-wallet menolak tanpa menyebut alasannya.",
        ("Tanyakan alasannya di aplikasi bank/e-wallet, atau sambungkan yang lain.",),
    ),
    "not_linked": (
        "Belum ada rekening atau e-wallet yang tersambung.",
        ("Sambungkan rekening atau e-wallet atas namamu.",),
    ),
    "returned": (
        "Ditolak bank/e-wallet setelah dikirim, uangnya kembali ke program.",
        ("Pastikan rekening atau e-wallet itu masih aktif, atau sambungkan yang lain.",),
    ),
}
_OF_A_WALLET: Mapping[str, _Failure] = {
    "not_kyc": (
        "Akun e-wallet milikmu belum premium, jadi belum bisa menerima insentif.",
        ("Buka aplikasi e-wallet, lalu selesaikan verifikasi KTP sampai premium.",),
    ),
    "nik_mismatch": (
        "Nama atau NIK di e-wallet berbeda dengan datamu di Kartu Prakerja.",
        ("Betulkan data di aplikasi e-wallet, atau sambungkan yang atas namamu sendiri.",),
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
        "Akun e-walletmu sedang tidak aktif.",
        ("Hubungi layanan e-wallet itu supaya aktif lagi.",),
    ),
    "limit": (
        "Saldo e-wallet penuh atau batas bulanannya terlampaui.",
        ("Kosongkan sebagian saldo e-wallet.",),
    ),
    "rejected": (
        "E-wallet menolak tanpa menyebut alasannya.",
        ("Tanyakan alasannya di aplikasi e-wallet, atau sambungkan yang lain.",),
    ),
}
_OF_A_BANK: Mapping[str, _Failure] = {
    "not_kyc": (
        "Data rekeningmu belum lengkap di bank, jadi belum bisa menerima insentif.",
        ("Lengkapi data rekeningmu di aplikasi atau kantor bank.",),
    ),
    "nik_mismatch": (
        "Nama atau NIK di rekening berbeda dengan datamu di Kartu Prakerja.",
        ("Betulkan datanya di bank, atau sambungkan rekening atas namamu sendiri.",),
    ),
    "phone_mismatch": (
        "Nomor HP di bank tidak sama dengan nomor HP akunmu.",
        ("Samakan nomornya di aplikasi atau kantor bank, atau sambungkan yang lain.",),
    ),
    "phone_unregistered": (
        "Nomor HP-mu belum terdaftar di bank ini.",
        ("Daftarkan nomor HP akunmu di aplikasi atau kantor bank.",),
    ),
    "inactive": (
        "Rekeningmu sedang tidak aktif di bank.",
        ("Hubungi bank supaya aktif lagi.",),
    ),
    "limit": (
        "Saldo rekening penuh atau batas bulanannya terlampaui.",
        ("Tanyakan batasnya ke bank, atau sambungkan rekening lain.",),
    ),
    "rejected": (
        "Bank menolak tanpa menyebut alasannya.",
        ("Tanyakan alasannya ke bank, atau sambungkan yang lain.",),
    ),
}


def failure_reason(code: str, partner: str | None = None) -> str:
    """Why a payment failed, one sentence; `partner`: where it failed, None: it may be either kind."""
    if code == "returned" and partner:
        found = returned_by(PARTNERS[partner])
        return f"{found[0].upper()}{found[1:]}."
    return _failure(code, partner)[0]


def failure_steps(code: str, partner: str | None = None) -> tuple[str, ...]:
    """What the participant does about it, before it is sent again; `partner` as above."""
    return _failure(code, partner)[1]


def returned_by(who: str) -> str:
    """What a payment that was sent and came back is called everywhere: it is back with us, not with you."""
    return f"ditolak {who} setelah dikirim, uangnya kembali ke program"


def _failure(code: str, partner: str | None) -> _Failure:
    if partner is None:
        return _FAILURES[code]
    own = _OF_A_WALLET if partner in WALLETS else _OF_A_BANK
    return own.get(code) or _FAILURES[code]


_FOR_OFFICERS: Mapping[str, str] = {
    "closed": "Rekening atau e-wallet sudah ditutup",
    "not_kyc": "Belum premium atau data rekening belum lengkap",
    "nik_mismatch": "Nama atau NIK berbeda",
    "phone_mismatch": "Nomor HP di bank/e-wallet berbeda",
    "phone_unregistered": "Nomor HP belum terdaftar di bank/e-wallet",
    "inactive": "Rekening atau nomor tidak aktif",
    "limit": "Saldo penuh atau batas bulanan terlampaui",
    "rejected": "Ditolak bank atau e-wallet tanpa alasan",
    "not_linked": "Peserta belum menyambungkan rekening",
    "returned": "Ditolak bank/e-wallet setelah dikirim, uangnya kembali ke program",
}


def failure_for_officers(code: str) -> str:
    """Why a payment failed, as officers speak of somebody else's account."""
    return _FOR_OFFICERS[code]


INCENTIVE_STATES: Mapping[str, tuple[str, str]] = {
    "waiting": ("Belum dijadwalkan", "calm"),
    "scheduled": ("Dijadwalkan", "accent"),
    "sending": ("Sedang dikirim", "accent"),
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
