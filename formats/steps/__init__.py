"""The next step in words: heading, deadline, button, and the question people ask about it."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime

from formats.incentives import STOPPED, link_before, resend_promise, safe
from formats.steps import applying, learning, money
from formats.steps.step_card import StepCard
from formats.text import time_left
from rules.next_step import Facts, Step

__all__ = ["BEFORE_JOINING", "CARDS", "WAITING", "StepCard", "card"]

CARDS: Mapping[str, Callable[[Step, Facts], StepCard]] = {
    **applying.CARDS,
    **learning.CARDS,
    **money.CARDS,
}

BEFORE_JOINING = ("confirm_email", "verify_identity", "complete_profile")

# Somebody else's deadline: said in the sentence, never as time that runs out for the reader.
WAITING = ("await_certificate", "await_balance")


def card(step: Step, facts: Facts, now: datetime) -> StepCard:
    """The step card of a step, with the amounts and dates of these facts."""
    made = CARDS[step.code](step, facts)
    made = replace(made, code=step.code)
    if step.code == "payout_failed":
        return replace(made, detail=resend_promise(facts.terms, now.date()))
    if step.code == "payout_scheduled" and facts.payouts_stopped and _may_be_held(step):
        return replace(made, headline=STOPPED, detail=safe(step.payment, now.date()), tone="warn")
    if step.code == "link_account" and step.payment is not None and not facts.account_linked:
        said = link_before(step.payment, now.date(), facts.payouts_stopped)
        made = replace(made, detail=said, tone="warn")
        if step.deadline is not None and step.deadline < now:
            return made  # its day has come: nothing counts down to a day that passed
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


def _may_be_held(step: Step) -> bool:
    return step.payment is not None and step.payment.may_be_held


def _is_near(step: Step, now: datetime) -> bool:
    """The last day: from here on the line is red as well as worded."""
    assert step.deadline is not None
    return (step.deadline - now).total_seconds() < 24 * 3600
