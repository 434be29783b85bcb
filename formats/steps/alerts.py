"""Alerts: the later steps that want attention beside the next one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from formats.incentives import link_before, link_to
from formats.steps import CARDS
from formats.steps.money import mend_account
from rules.next_step import Facts, Step


@dataclass(frozen=True)
class Alert:
    """A second thing that wants attention. `tone`: calm | warn | danger."""

    title: str
    text: str
    button: str
    path: str
    tone: str


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
    found = [by_code[code] for code in _ALERT_ORDER if code in by_code]
    # An account that a planned payment waits for is money; one that is only useful later is not.
    found.sort(key=lambda step: step.code != "payout_failed" and step.payment is None)
    return found[:2]


def alert(step: Step, facts: Facts, now: datetime) -> Alert:
    """An alert for a later step."""
    title, text, button = _ALERTS[step.code]
    if step.code == "link_account" and step.payment is not None:
        if not facts.account_linked:
            text = link_before(step.payment, now.date(), facts.payouts_stopped)
            return Alert(title, text, button, "/rekening", "warn")
        made = mend_account(step, facts)
        return Alert(
            made.title, made.headline or "", "Perbaiki rekening", link_to(step.payment), "warn"
        )
    made = CARDS[step.code](step, facts)
    if step.code == "payout_failed":
        return Alert(made.title, text, button, made.path or "/dasbor", "danger")
    return Alert(title, text, button, made.path or "/dasbor", "calm")
