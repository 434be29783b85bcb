"""The step cards about money: payments, the account they go to, surveys, what is left to spend."""

from collections.abc import Callable, Mapping

from formats.incentives import MONEY_LOST, NOT_LOST, cause_now, link_to, status_of
from formats.steps.step_card import StepCard
from formats.text import day, rupiah
from formats.wording import failure_reason
from rules.next_step import Facts, Step


def _payout_failed(step: Step, facts: Facts) -> StepCard:
    assert step.payment is not None and step.payment.failure is not None
    failed = [row for row in facts.payments if row.state == "failed"]
    title = f"Insentif {rupiah(step.payment.amount)} gagal dikirim"
    if len(failed) > 1:
        total = rupiah(sum(row.amount for row in failed))
        title = f"{len(failed)} insentif, {total}, gagal dikirim"
    cause = cause_now(step.payment.failure, facts.account_linked, facts.account_trouble)
    return StepCard(
        "",
        title,
        "Perbaiki rekening",
        link_to(step.payment),
        # What failed back then may have been sent to another account than today's.
        headline=failure_reason(cause, facts.account_partner if facts.account_trouble else None),
        tone="danger",
        question=MONEY_LOST,
        answer=NOT_LOST,
    )


def _link_account(step: Step, facts: Facts) -> StepCard:
    if step.payment is not None and facts.account_linked:
        return mend_account(step, facts)
    ahead = sum(row.amount for row in facts.payments if row.state not in ("paid", "forfeited"))
    return StepCard(
        "",
        "Sambungkan rekening atau e-wallet",
        "Sambungkan",
        "/rekening",
        detail=f"Ke sana insentifmu dikirim, sampai {rupiah(ahead)}." if ahead else None,
        question="Rekening siapa yang boleh dipakai?",
        answer="Hanya milikmu sendiri: nama dan NIK sama, dan nomor HP e-wallet sama dengan "
        "nomor akunmu.",
    )


def mend_account(step: Step, facts: Facts) -> StepCard:
    """An account is linked, but the next payment would not arrive there."""
    payment, trouble = step.payment, facts.account_trouble
    assert payment is not None and payment.scheduled_for is not None and trouble is not None
    return StepCard(
        "",
        "Perbaiki rekeningmu",
        "Perbaiki rekening",
        link_to(payment),
        headline=failure_reason(trouble, facts.account_partner),
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


CARDS: Mapping[str, Callable[[Step, Facts], StepCard]] = {
    "payout_failed": _payout_failed,
    "link_account": _link_account,
    "fill_survey": _fill_survey,
    "buy_again": _buy_again,
    "payout_scheduled": _payout_scheduled,
}
