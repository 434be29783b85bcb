"""The step cards of an applicant: proving an address, verifying, joining, awaiting the result."""

from collections.abc import Callable, Mapping

from formats.steps.step_card import StepCard
from rules.eligibility import NEEDED_PAGES
from rules.next_step import Facts, Step


def _confirm_email(_step: Step, facts: Facts) -> StepCard:
    if facts.email_confirmed:
        return StepCard(
            "",
            "Konfirmasi nomor HP-mu",
            "Masukkan kode OTP",
            "/daftar/hp",
            detail="Kode OTP dikirim lewat SMS ke nomormu.",
        )
    return StepCard("", "Buka tautan di emailmu", "Lihat caranya", "/daftar/email")


def _verify_identity(_step: Step, facts: Facts) -> StepCard:
    if facts.identity_state in ("checking", "queued"):
        by_hand = facts.identity_state == "queued"
        return StepCard(
            "",
            "Datamu sedang dicek",
            "Lihat verifikasi",
            "/verifikasi",
            detail="Petugas memeriksanya. Kami kabari lewat email."
            if by_hand
            else "Biasanya selesai dalam 5 menit.",
        )
    if facts.identity_state == "failed":
        return StepCard(
            "",
            "Datamu belum cocok",
            "Lihat alasan",
            "/verifikasi",
            headline="NIK, KK, atau foto belum terverifikasi",
            detail="Perbaiki, lalu kirim lagi.",
            tone="warn",
        )
    return StepCard(
        "",
        "Verifikasi NIK dan KK",
        "Verifikasi data",
        "/verifikasi",
        detail="Siapkan KTP dan Kartu Keluarga.",
    )


def _complete_profile(_step: Step, facts: Facts) -> StepCard:
    pages = len(NEEDED_PAGES)
    if facts.profile_pages < pages:
        return StepCard(
            "",
            "Lengkapi profil dan tes",
            "Lanjutkan",
            "/data-diri",
            detail=f"Profil: {facts.profile_pages} dari {pages} bagian selesai.",
        )
    running = facts.test_state == "running"
    return StepCard(
        "",
        "Lanjutkan tesmu" if running else "Ikuti tes motivasi dan kemampuan dasar",
        "Lanjutkan tes" if running else "Buka tes",
        "/tes",
        detail="Waktunya masih berjalan."
        if running
        else "18 soal, 25 menit. Profilmu sudah lengkap.",
        tone="warn" if running else "calm",
    )


def _join_gelombang(_step: Step, facts: Facts) -> StepCard:
    if facts.open_gelombang is None:
        return StepCard(
            "",
            "Gabung gelombang berikutnya",
            "Lihat gelombang",
            "/gelombang",
            detail="Belum ada gelombang yang dibuka. Sambil menunggu, pilih pelatihan yang kamu "
            "minati.",
        )
    return StepCard(
        "",
        f"Gabung Gelombang {facts.open_gelombang}",
        f"Gabung Gelombang {facts.open_gelombang}",
        f"/gelombang/{facts.open_gelombang}",
        question="Apakah yang lebih dulu gabung lebih mungkin lolos?",
        answer="Tidak. Setelah ditutup, semua yang memenuhi syarat diundi bersama.",
    )


def _await_result(_step: Step, facts: Facts) -> StepCard:
    return StepCard(
        "",
        "Menunggu hasil seleksi",
        "Lihat gelombangmu",
        "/gelombang",
        detail=f"Kami kabari lewat SMS begitu hasil Gelombang {facts.gelombang} diumumkan.",
    )


def _not_selected(_step: Step, facts: Facts) -> StepCard:
    return StepCard(
        "",
        f"Belum lolos Gelombang {facts.gelombang}",
        "Lihat alasan",
        "/riwayat-gelombang",
        detail="Kamu boleh ikut gelombang berikutnya. Kami tampilkan di sini begitu dibuka.",
    )


CARDS: Mapping[str, Callable[[Step, Facts], StepCard]] = {
    "confirm_email": _confirm_email,
    "verify_identity": _verify_identity,
    "complete_profile": _complete_profile,
    "join_gelombang": _join_gelombang,
    "await_result": _await_result,
    "not_selected": _not_selected,
}
