"""Alerts about the account that money is sent to: what is at stake, and what comes first."""

from dataclasses import replace
from datetime import date

from formats import steps
from formats.steps import alerts
from rules.next_step import Facts, Payment, Step
from rules.schemes import resolve
from rules.units import Rupiah
from tests.people import wib

NOW = wib("2021-12-13 09:00:00")
TERMS = resolve(21, "semi_bansos")
PLANNED = Payment("job", 2, Rupiah(600_000), "scheduled", date(2021, 12, 20), None, None, None)
FACTS = Facts(terms=TERMS, accepted_on=date(2021, 9, 22), card_issued=True, account_linked=True)
UNLINKED = replace(FACTS, account_linked=False)
BEFORE = "Sambungkan sebelum 20 Desember 2021, supaya insentif Rp600.000 sampai."


def test_without_an_account_the_step_still_asks_to_link_one() -> None:
    shown = steps.card(Step("link_account"), FACTS, NOW)
    assert (shown.title, shown.path) == ("Sambungkan rekening atau e-wallet", "/rekening")
    assert alerts.alert(Step("link_account"), FACTS, NOW).title == "Rekening belum tersambung"


def test_a_planned_payment_without_account_says_money_and_day_on_card_and_alert() -> None:
    step = Step("link_account", payment=PLANNED, deadline=wib("2021-12-19 23:59:59"))
    shown = steps.card(step, UNLINKED, NOW)
    assert (shown.title, shown.path) == ("Sambungkan rekening atau e-wallet", "/rekening")
    assert (shown.detail, shown.deadline, shown.tone) == (BEFORE, step.deadline, "warn")
    alert = alerts.alert(step, UNLINKED, NOW)
    assert (alert.text, alert.path, alert.tone) == (BEFORE, "/rekening", "warn")


def test_an_account_that_money_waits_for_comes_before_other_alerts() -> None:
    at_stake = Step("link_account", payment=PLANNED)
    others = [Step("continue_training"), Step("rate_training"), Step("fill_survey")]
    assert alerts.worth_an_alert([*others, at_stake])[0] is at_stake
    later = [step.code for step in alerts.worth_an_alert([*others, Step("link_account")])]
    assert later == ["fill_survey", "rate_training"]
