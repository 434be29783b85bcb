"""Accounts that receive incentives, and the tries to link one."""

from datetime import date, datetime, time, timedelta
from typing import Any

from peewee import SQL, fn

import sealing
from models import (
    AccountLink,
    Incentive,
    Lapse,
    Message,
    Participant,
    Participation,
    Payout,
    PayoutAccount,
)
from rules.accounts import CHECK_DAYS_BEFORE, LINK_LIVES, is_over
from rules.deadlines import WIB
from rules.incentives import SAID_BY_PROVIDERS

OPEN = ("code", "partner", "checking")
# With the words in it, not beside it: only so does the index of open tries answer.
_OPEN_IN_WORDS = SQL("state IN ('code', 'partner', 'checking')")


def linked_account_of(participant: Participant) -> PayoutAccount | None:
    """Where the participant's incentives go now."""
    found: PayoutAccount | None = PayoutAccount.get_or_none(
        PayoutAccount.participant == participant, PayoutAccount.unlinked_at.is_null()
    )
    return found


def open_try_of(participant: Participant, now: datetime) -> AccountLink | None:
    """The try to link an account that is going on; one that began too long ago is none."""
    row: AccountLink | None = AccountLink.get_or_none(
        AccountLink.participant == participant, AccountLink.state.in_(OPEN)
    )
    return None if row is None or is_over(row.started_at, now) else row


def last_try_of(participant: Participant) -> AccountLink | None:
    """The newest try, whatever became of it."""
    found: AccountLink | None = (
        AccountLink.select()
        .where(AccountLink.participant == participant)
        .order_by(AccountLink.id.desc())
        .first()
    )
    return found


def try_named(participant: Participant, public_id: str) -> AccountLink | None:
    """A participant's own try by its name."""
    found: AccountLink | None = AccountLink.get_or_none(
        AccountLink.participant == participant, AccountLink.public_id == public_id
    )
    return found


def is_anothers(participant: Participant, partner: str, number: str) -> bool:
    """Whether another participant receives incentives there."""
    index = sealing.blind("payout_account.number", number)
    return bool(
        PayoutAccount.select()
        .where(
            PayoutAccount.partner == partner,
            PayoutAccount.number_index == index,
            PayoutAccount.unlinked_at.is_null(),
            PayoutAccount.participant != participant,
        )
        .exists()
    )


def stale_tries(now: datetime) -> Any:
    """The ids of open tries that began too long ago, or in what is the future by now."""
    began = AccountLink.started_at
    return AccountLink.select(AccountLink.id).where(
        _OPEN_IN_WORDS, (began <= now - LINK_LIVES) | (began >= now + LINK_LIVES)
    )


def accounts_to_check(now: datetime) -> Any:
    """The ids of linked accounts whose partner is to be asked by itself, as one query.

    Each payment wants one look from three days before its day on; one that failed for a reason of
    the account counts as due today. An account in trouble is looked at every day of these.
    """
    today = now.astimezone(WIB).date()
    coming = _wanting_a_look(Incentive.scheduled_for, now).where(
        Incentive.state == "scheduled",
        Incentive.scheduled_for <= today + timedelta(days=CHECK_DAYS_BEFORE),
    )
    failed = _wanting_a_look(today.isoformat(), now).where(
        Incentive.state == "failed", Incentive.failure.in_(SAID_BY_PROVIDERS)
    )
    return coming | failed


def _wanting_a_look(paid_on: Any, now: datetime) -> Any:
    """Linked accounts that nobody asks about and nobody has since this day of payment came near."""
    checked = PayoutAccount.checked_at
    midnight = datetime.combine(now.astimezone(WIB).date(), time(), WIB)
    near = fn.datetime(paid_on, f"-{CHECK_DAYS_BEFORE} days", "-7 hours")  # its midnight, in UTC
    return (
        PayoutAccount.select(PayoutAccount.id)
        .join(Participation, on=(Participation.participant == PayoutAccount.participant))
        .join(Incentive, on=(Incentive.participation == Participation.id))
        .where(
            PayoutAccount.unlinked_at.is_null(),
            PayoutAccount.ask_at.is_null(),
            Participation.id.not_in(Lapse.select(Lapse.participation)),
            checked.is_null()
            | (checked > now)
            | (checked < near)
            | (PayoutAccount.trouble.is_null(False) & (checked < midnight)),
        )
    )


def payments_without_account(now: datetime) -> Any:
    """Payments of the next three days whose owner has no account linked and was not told yet.

    One row for a participation and a day, with `.total`; what is on its way already arrives.
    """
    today = now.astimezone(WIB).date()
    theirs = PayoutAccount.select(PayoutAccount.id).where(
        PayoutAccount.participant == Participation.participant, PayoutAccount.unlinked_at.is_null()
    )
    leaving = Payout.select(Payout.id).where(
        Payout.incentive == Incentive.id, Payout.state == "open"
    )
    told = fn.printf("account_missing:%s:%s:", Participation.public_id, Incentive.scheduled_for)
    message = Message.select(Message.id).where(
        Message.reference.in_([told.concat("email"), told.concat("sms")])
    )
    return (
        Incentive.select(Incentive, Participation, fn.SUM(Incentive.amount).alias("total"))
        .join(Participation)
        .where(
            Incentive.state == "scheduled",
            Incentive.scheduled_for > today,
            Incentive.scheduled_for <= today + timedelta(days=CHECK_DAYS_BEFORE),
            Participation.id.not_in(Lapse.select(Lapse.participation)),
            ~fn.EXISTS(theirs),
            ~fn.EXISTS(leaving),
            ~fn.EXISTS(message),
        )
        .group_by(Participation.id, Incentive.scheduled_for)
        .order_by(Incentive.scheduled_for, Participation.id)
    )


def next_payment_day(participant: Participant) -> date | None:
    """When the participant's next payment is due; None when none has its day."""
    found = (
        Incentive.select(Incentive.scheduled_for)
        .join(Participation)
        .where(Participation.participant == participant, Incentive.state == "scheduled")
        .order_by(Incentive.scheduled_for)
        .first()
    )
    day: date | None = found and found.scheduled_for
    return day
