"""The next step in words: heading, deadline, button, and the question people ask about it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from formats.incentives import (
    MONEY_LOST,
    NOT_LOST,
    link_to,
    resend_promise,
    status_of,
)
from formats.text import day, moment_text, rupiah, time_left
from formats.wording import STAGE_NAMES, failure_reason
from rules.eligibility import NEEDED_PAGES
from rules.next_step import Facts, Stage, Step
from rules.schemes import Terms


@dataclass(frozen=True)
class StepCard:
    """What the step card shows. `tone`: calm | warn | danger, for the deadline line alone."""

    code: str
    title: str
    button: str | None = None
    path: str | None = None
    headline: str | None = None  # the bold line: time left, or what is wrong
    detail: str | None = None  # the line below it
    deadline: datetime | None = None
    tone: str = "calm"
    question: str | None = None
    answer: str | None = None


@dataclass(frozen=True)
class Alert:
    """A second thing that wants attention. `tone`: calm | warn | danger."""

    title: str
    text: str
    button: str
    path: str
    tone: str


BEFORE_JOINING = ("confirm_email", "verify_identity", "complete_profile")
# Somebody else's deadline: said in the sentence, never as time that runs out for the reader.
WAITING = ("await_certificate", "await_balance")


def card(step: Step, facts: Facts, now: datetime) -> StepCard:
    """The step card of a step, with the amounts and dates of these facts."""
    made = _CARDS[step.code](step, facts)
    made = replace(made, code=step.code)
    if step.code == "payout_failed":
        return replace(made, detail=resend_promise(facts.terms, now.date()))
    if step.deadline is None or made.headline or step.code in WAITING:
        return made
    if step.code in BEFORE_JOINING and facts.open_gelombang:
        join = f"Supaya bisa ikut Gelombang {facts.open_gelombang}."
        made = replace(made, detail=" ".join(filter(None, (join, made.detail))))
    urgent = (step.deadline - now).total_seconds() < 72 * 3600
    return replace(
        made,
        headline=time_left(step.deadline, now),
        deadline=step.deadline,
        tone="danger" if urgent and step.code == "buy_first" and _is_near(step, now) else "warn",
    )


def _is_near(step: Step, now: datetime) -> bool:
    """The last day: from here on the line is red as well as worded."""
    assert step.deadline is not None
    return (step.deadline - now).total_seconds() < 24 * 3600


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


def _payout_failed(step: Step, _facts: Facts) -> StepCard:
    assert step.payment is not None and step.payment.failure is not None
    return StepCard(
        "",
        f"Insentif {rupiah(step.payment.amount)} gagal dikirim",
        "Perbaiki rekening",
        link_to(step.payment),
        headline=failure_reason(step.payment.failure),
        tone="danger",
        question=MONEY_LOST,
        answer=NOT_LOST,
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


def _link_account(step: Step, facts: Facts) -> StepCard:
    if step.payment is not None:
        return _mend_account(step, facts)
    amount = facts.terms.job_incentive_idr if facts.terms else None
    return StepCard(
        "",
        "Sambungkan rekening atau e-wallet",
        "Sambungkan",
        "/rekening",
        detail=f"Ke sana insentif {rupiah(amount)} dikirim." if amount else None,
        question="Rekening siapa yang boleh dipakai?",
        answer="Hanya milikmu sendiri: nama dan NIK sama, dan nomor HP e-wallet sama dengan "
        "nomor akunmu.",
    )


def _mend_account(step: Step, facts: Facts) -> StepCard:
    """An account is linked, but the next payment would not arrive there."""
    payment, trouble = step.payment, facts.account_trouble
    assert payment is not None and payment.scheduled_for is not None and trouble is not None
    return StepCard(
        "",
        "Perbaiki rekeningmu",
        "Perbaiki rekening",
        link_to(payment),
        headline=failure_reason(trouble),
        detail=f"Perbaiki sebelum insentif {rupiah(payment.amount)} dikirim "
        f"{day(payment.scheduled_for)}.",
        tone="warn",
        question=MONEY_LOST,
        answer=NOT_LOST,
    )


def _fill_survey(step: Step, facts: Facts) -> StepCard:
    assert step.survey is not None
    amount = facts.terms.survey_idr if facts.terms else None
    reward = f", dapat {rupiah(amount)}" if amount else ""
    return StepCard(
        "",
        f"Isi survei {step.survey.ordinal}{reward}",
        "Isi survei",
        f"/survei/{step.survey.ordinal}",
        question="Apakah jawabanku memengaruhi insentif?",
        answer="Tidak. Jawab apa adanya; insentif dikirim setelah survei lengkap.",
    )


def _buy_again(_step: Step, facts: Facts) -> StepCard:
    return StepCard(
        "",
        f"Masih ada saldo {rupiah(facts.balance)}",
        "Cari pelatihan berikutnya",
        "/pelatihan",
        detail="Kamu boleh membeli pelatihan lagi.",
    )


def _payout_scheduled(step: Step, _facts: Facts) -> StepCard:
    assert step.payment is not None and step.payment.scheduled_for is not None
    status = status_of(step.payment)
    said = status.label if status.code == "sending" else status.words
    return StepCard(
        "",
        f"Insentif {rupiah(step.payment.amount)} {said[:1].lower()}{said[1:]}",
        "Lihat insentif",
        link_to(step.payment),
        detail="Tidak ada yang perlu kamu lakukan sekarang.",
    )


def _all_done(_step: Step, _facts: Facts) -> StepCard:
    return StepCard(
        "",
        "Semua langkah selesai",
        "Lihat sertifikat",
        "/pelatihanku",
        detail="Terima kasih sudah belajar sampai akhir.",
    )


_CARDS: dict[str, Callable[[Step, Facts], StepCard]] = {
    "revoked": _revoked,
    "confirm_email": _confirm_email,
    "verify_identity": _verify_identity,
    "complete_profile": _complete_profile,
    "join_gelombang": _join_gelombang,
    "await_result": _await_result,
    "not_selected": _not_selected,
    "await_balance": _await_balance,
    "buy_first": _buy_first,
    "payment_pending": _payment_pending,
    "payout_failed": _payout_failed,
    "continue_training": _continue_training,
    "await_certificate": _await_certificate,
    "rate_training": _rate_training,
    "link_account": _link_account,
    "fill_survey": _fill_survey,
    "buy_again": _buy_again,
    "payout_scheduled": _payout_scheduled,
    "all_done": _all_done,
}

# Money, then deadlines, then the rest: what may stand beside the next step.
_ALERT_ORDER = ("payout_failed", "fill_survey", "rate_training", "link_account", "buy_again")
_ALERTS: dict[str, tuple[str, str, str]] = {
    "payout_failed": ("Insentif gagal dikirim", "Uangmu tetap tercatat.", "Perbaiki rekening"),
    "fill_survey": ("Survei menunggu", "Survei yang lengkap dibayar.", "Isi survei"),
    "rate_training": ("Ulasan belum dikirim", "Ulasan adalah syarat insentif.", "Beri ulasan"),
    "link_account": (
        "Rekening belum tersambung",
        "Insentif nanti dikirim ke rekening atau e-wallet milikmu.",
        "Sambungkan rekening",
    ),
    "buy_again": ("Masih ada saldo", "Kamu boleh membeli pelatihan lagi.", "Cari pelatihan"),
}


def worth_an_alert(steps: Sequence[Step]) -> list[Step]:
    """At most two later steps that want attention, money before deadlines before the rest."""
    later = [step for step in steps[1:] if step.code in _ALERTS and step.code != steps[0].code]
    by_code = {step.code: step for step in reversed(later)}
    return [by_code[code] for code in _ALERT_ORDER if code in by_code][:2]


def alert(step: Step, facts: Facts) -> Alert:
    """An alert for a later step."""
    title, text, button = _ALERTS[step.code]
    if step.code == "link_account" and step.payment is not None:
        made = _mend_account(step, facts)
        return Alert(
            made.title, made.headline or "", "Perbaiki rekening", link_to(step.payment), "warn"
        )
    path = _CARDS[step.code](step, facts).path or "/dasbor"
    tone = "danger" if step.code == "payout_failed" else "calm"
    return Alert(title, text, button, path, tone)


@dataclass(frozen=True)
class StageLine:
    """One line of the journey on the dashboard; `note` says more about the present one."""

    name: str
    state: str
    note: str | None = None


def timeline(stages: Sequence[Stage], facts: Facts) -> list[StageLine]:
    """The eight stages in words."""
    paid = sum(1 for row in facts.payments if row.state == "paid")
    lines = []
    for stage in stages:
        name = STAGE_NAMES[stage.name]
        if stage.name == "accepted" and facts.gelombang:
            name = f"{name} {facts.gelombang}"
        note = "Sekarang" if stage.state == "now" else None
        if stage.name == "paid" and stage.state == "now" and facts.payments:
            note = f"{paid} dari {len(facts.payments)} pembayaran sudah dikirim"
        lines.append(StageLine(name, stage.state, note))
    return lines


def stage_number(stages: Sequence[Stage]) -> str:
    """«Tahap 3 dari 8»."""
    here = next((place for place, stage in enumerate(stages, 1) if stage.state == "now"), None)
    if here is None:
        return "Selesai" if all(stage.state == "done" for stage in stages) else "Berhenti"
    return f"Tahap {here} dari {len(stages)}"


def forfeit_to(terms: Terms) -> str:
    """Who gets what is forfeited, in the words of the terms."""
    return terms.forfeit_to or "program (tujuannya belum ditetapkan)"
