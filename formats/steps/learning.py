"""The step cards of a participant: buying in time, studying, rating, and what is done or lost."""

from collections.abc import Callable, Mapping

from formats.steps.step_card import StepCard
from formats.text import day, moment_text
from rules.next_step import Facts, Step
from rules.schemes import Terms


def _revoked(step: Step, facts: Facts) -> StepCard:
    assert facts.terms is not None and step.on is not None and step.deadline is not None
    return StepCard(
        "",
        f"Kepesertaanmu dicabut pada {day(step.on)}",
        "Lihat alasan dan keberatan",
        "/keberatan",
        headline="Pelatihan pertama tidak dibeli",
        detail=f"Batasnya {moment_text(step.deadline)}.",
        tone="danger",
        question="Ke mana saldoku?",
        answer=f"Saldo pelatihan dikembalikan ke {forfeit_to(facts.terms)}. Merasa ada yang "
        "keliru? Lihat keberatan lewat tombol di atas.",
    )


def _await_balance(_step: Step, _facts: Facts) -> StepCard:
    return StepCard(
        "",
        "Saldo pelatihanmu belum tersedia",
        "Lihat pelatihan dulu",
        "/pelatihan",
        question="Apakah aku harus melakukan sesuatu?",
        answer="Tidak. Nomor kartu dan saldo sedang disiapkan; kami kabari lewat email. Kamu "
        "sudah bisa memilih pelatihan.",
    )


def _buy_first(_step: Step, facts: Facts) -> StepCard:
    assert facts.terms is not None
    return StepCard(
        "",
        "Beli pelatihan pertamamu",
        "Cari pelatihan",
        "/pelatihan",
        question="Apa akibatnya jika terlambat?",
        answer="Kepesertaanmu dicabut, saldo dikembalikan ke "
        f"{forfeit_to(facts.terms)}, dan kamu tidak bisa ikut gelombang lain.",
    )


def _payment_pending(step: Step, _facts: Facts) -> StepCard:
    return StepCard(
        "",
        "Selesaikan pembayaranmu",
        "Lanjut bayar",
        f"/beli/{step.purchase_id}/otp",
        question="Apakah saldoku sudah berkurang?",
        answer="Belum. Saldo baru berkurang setelah kode OTP benar.",
    )


def _continue_training(step: Step, _facts: Facts) -> StepCard:
    assert step.course is not None
    if step.course.failed_at is not None:
        return StepCard(
            "",
            "Pelatihanmu tidak lulus",
            "Lihat alasannya",
            f"/pelatihanku/{step.course.purchase_id}",
            detail="Ada sesi yang terlewat, jadi sertifikat dan insentifnya tidak terbit.",
            question="Merasa sudah hadir?",
            answer="Hubungi bantuan dan sebutkan tanggal sesinya.",
        )
    begun = step.course.started_at is not None
    return StepCard(
        "",
        "Lanjutkan pelatihanmu" if begun else "Mulai pelatihanmu",
        "Buka kelasku",
        f"/pelatihanku/{step.course.purchase_id}",
        detail=f"{step.course.title}, di {step.course.platform}",
    )


def _await_certificate(step: Step, _facts: Facts) -> StepCard:
    assert step.course is not None
    return StepCard(
        "",
        "Menunggu sertifikat",
        f"Hubungi {step.course.platform}" if step.late else "Buka kelasku",
        f"/pelatihanku/{step.course.purchase_id}",
        headline="Sertifikat terlambat" if step.late else None,
        detail=f"{step.course.title}. {_when_it_comes(step)}",
        tone="danger" if step.late else "calm",
    )


def _when_it_comes(step: Step) -> str:
    """A certificate's date is the institution's to keep, so it is not shown as a deadline."""
    assert step.deadline is not None
    if step.late:
        return f"Seharusnya terbit paling lambat {moment_text(step.deadline)}."
    return (
        f"Biasanya terbit paling lambat {moment_text(step.deadline)}. "
        "Tidak ada yang perlu kamu lakukan."
    )


def _rate_training(step: Step, _facts: Facts) -> StepCard:
    assert step.course is not None
    return StepCard(
        "",
        "Beri ulasan pelatihanmu",
        "Beri ulasan",
        f"/pelatihanku/{step.course.purchase_id}/ulasan",
        detail=step.course.title,
        question="Mengapa perlu?",
        answer="Bintang dan ulasan adalah syarat insentif, dan membantu peserta lain memilih.",
    )


def _all_done(_step: Step, _facts: Facts) -> StepCard:
    return StepCard(
        "",
        "Semua langkah selesai",
        "Lihat sertifikat",
        "/pelatihanku",
        detail="Terima kasih sudah belajar sampai akhir.",
    )


def forfeit_to(terms: Terms) -> str:
    """Who gets what is forfeited, in the words of the terms."""
    return terms.forfeit_to or "program (tujuannya belum ditetapkan)"


CARDS: Mapping[str, Callable[[Step, Facts], StepCard]] = {
    "revoked": _revoked,
    "await_balance": _await_balance,
    "buy_first": _buy_first,
    "payment_pending": _payment_pending,
    "continue_training": _continue_training,
    "await_certificate": _await_certificate,
    "rate_training": _rate_training,
    "all_done": _all_done,
}
