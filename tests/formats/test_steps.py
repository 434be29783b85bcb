"""The step card about money: the same words as the list of payments."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from formats import incentives, steps
from formats.steps import alerts
from rules.incentives import FAILURES
from rules.next_step import Facts, Payment, Step
from rules.schemes import resolve
from rules.units import Rupiah
from tests.people import wib

NOW = wib("2021-12-13 09:00:00")
TERMS = resolve(21, "semi_bansos")
PLANNED = Payment("job", 2, Rupiah(600_000), "scheduled", date(2021, 12, 20), None, None, None)
FAILED = replace(PLANNED, state="failed", failure="not_kyc", failed_at=NOW)
FACTS = Facts(terms=TERMS, accepted_on=date(2021, 9, 22), card_issued=True, account_linked=True)


def card(code: str, payment: Payment, **facts: object) -> steps.StepCard:
    return steps.card(Step(code, payment=payment), replace(FACTS, **facts), NOW)


@pytest.mark.parametrize("reason", FAILURES)
def test_a_failed_payment_says_why_when_it_is_sent_again_and_that_nothing_is_lost(reason) -> None:
    shown = card("payout_failed", replace(FAILED, failure=reason))
    assert shown.title == "Insentif Rp600.000 gagal dikirim"
    assert shown.headline
    assert shown.detail == incentives.resend_promise(TERMS, NOW.date())
    assert shown.detail == "Kalau diperbaiki hari ini, dikirim ulang 20 Desember 2021."
    assert (shown.button, shown.path) == ("Perbaiki rekening", "/insentif#insentif-job-2")
    assert (shown.question, shown.answer) == (incentives.MONEY_LOST, incentives.NOT_LOST)


@pytest.mark.parametrize(
    ("payment", "title"),
    [
        (PLANNED, "Insentif Rp600.000 dijadwalkan 20 Des 2021"),
        (replace(PLANNED, sending=True), "Insentif Rp600.000 sedang dikirim"),
    ],
)
def test_a_planned_payment_is_called_as_in_the_list(payment, title) -> None:
    assert card("payout_scheduled", payment).title == title
    assert incentives.status_of(payment).label.lower() in title


def test_an_account_is_asked_for_with_what_can_still_come() -> None:
    paid = replace(PLANNED, state="paid", paid_at=NOW)
    survey = replace(PLANNED, kind="survey", amount=Rupiah(50_000), state="waiting")
    facts = replace(FACTS, account_linked=False, payments=[paid, survey, survey])
    shown = steps.card(Step("link_account"), facts, NOW)
    assert shown.detail == "Ke sana insentifmu dikirim, sampai Rp100.000."
    assert steps.card(Step("link_account"), FACTS, NOW).detail is None


def test_trouble_with_the_linked_account_is_told_with_the_day_it_must_be_mended_before() -> None:
    facts = replace(FACTS, account_trouble="limit")
    step = Step("link_account", payment=PLANNED, deadline=NOW + timedelta(days=6))
    shown = steps.card(step, facts, NOW)
    assert (shown.title, shown.button) == ("Perbaiki rekeningmu", "Perbaiki rekening")
    assert "20 Desember 2021" in (shown.detail or "")
    assert shown.path == "/insentif#insentif-job-2"
    alert = alerts.alert(step, facts, NOW)
    assert (alert.title, alert.text) == (shown.title, shown.headline)
    assert alert.path == shown.path


def test_a_day_that_passed_is_no_countdown() -> None:
    late = replace(PLANNED, scheduled_for=NOW.date())
    step = Step("link_account", payment=late, deadline=NOW - timedelta(days=1))
    shown = steps.card(step, replace(FACTS, account_trouble="closed"), NOW)
    assert shown.deadline is None and "lewat" not in (shown.headline or "")


UNLINKED = replace(FACTS, account_linked=False)


def test_on_its_day_nothing_counts_down() -> None:
    late = replace(PLANNED, scheduled_for=NOW.date())
    step = Step("link_account", payment=late, deadline=NOW - timedelta(hours=9))
    shown = steps.card(step, UNLINKED, NOW)
    assert shown.deadline is None
    assert shown.detail == "Sambungkan sekarang: insentif Rp600.000 dikirim hari ini."
    stopped = steps.card(step, replace(UNLINKED, payouts_stopped=True), NOW)
    assert "sebelum pengiriman dilanjutkan" in (stopped.detail or "")


@pytest.mark.parametrize(
    ("payment", "day"),
    [
        (PLANNED, ", paling cepat 20 Desember 2021"),
        (replace(PLANNED, scheduled_for=NOW.date()), ""),
    ],
)
def test_while_payouts_are_stopped_the_card_says_so_and_that_nothing_is_lost(payment, day) -> None:
    shown = card("payout_scheduled", payment, payouts_stopped=True)
    assert shown.headline == "Pengiriman dihentikan sementara"
    assert shown.detail == f"Uangmu aman, dikirim begitu pengiriman dilanjutkan{day}."


@pytest.mark.parametrize(("unsent", "held"), [(True, True), (False, False)])
def test_what_has_left_already_is_not_held(unsent, held) -> None:
    payment = replace(PLANNED, sending=True, unsent=unsent)
    shown = card("payout_scheduled", payment, payouts_stopped=True)
    assert (shown.headline is not None) == held


def test_several_failed_payments_are_told_as_one_sum() -> None:
    rows = [replace(FAILED, kind="survey", ordinal=n, amount=Rupiah(50_000)) for n in (1, 2)]
    shown = card("payout_failed", rows[0], payments=rows)
    assert shown.title == "2 insentif, Rp100.000, gagal dikirim"
    alert = alerts.alert(Step("payout_failed", payment=rows[0]), replace(FACTS, payments=rows), NOW)
    assert (alert.title, alert.tone) == (shown.title, "danger")


def test_the_card_of_a_failed_payment_tells_what_is_wrong_today() -> None:
    returned = replace(FAILED, failure="returned")
    assert "ditutup" in (card("payout_failed", returned, account_trouble="closed").headline or "")
    gone = card("payout_failed", returned, account_linked=False)
    assert "Belum ada rekening" in (gone.headline or "")
