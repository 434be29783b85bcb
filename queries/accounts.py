"""Accounts that receive incentives, and the tries to link one."""

from datetime import date, datetime

import sealing
from models import AccountLink, Incentive, Lapse, Participant, Participation, PayoutAccount
from rules.accounts import is_over

OPEN = ("code", "partner", "checking")


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


def payment_days(until: date) -> list[tuple[PayoutAccount, date]]:
    """Linked accounts that nobody is asking about, each with the days of payments due by `until`."""
    rows = (
        PayoutAccount.select(PayoutAccount, Incentive.scheduled_for.alias("day"))
        .join(Participation, on=(Participation.participant == PayoutAccount.participant))
        .join(Incentive, on=(Incentive.participation == Participation.id))
        .switch(Participation)
        .where(
            PayoutAccount.unlinked_at.is_null(),
            PayoutAccount.ask_at.is_null(),
            Incentive.state == "scheduled",
            Incentive.scheduled_for <= until,
            Participation.id.not_in(Lapse.select(Lapse.participation)),
        )
        .order_by(PayoutAccount.id)
        .objects()
    )
    return [(row, row.day) for row in rows]


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
