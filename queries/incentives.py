"""Payments with how they were sent: for the participant's history, the receipt, the messages."""

from collections import defaultdict
from typing import Any

from peewee import JOIN

from models import (
    Incentive,
    Message,
    Participant,
    Participation,
    Payout,
    PayoutAccount,
    Transfer,
)


def sendings_of(part: Participation) -> dict[int, list[Any]]:
    """Every payout of a participation by its incentive's id, oldest first, with `.account`."""
    rows = (
        Payout.select(Payout, PayoutAccount)
        .join(PayoutAccount)
        .join_from(Payout, Incentive)
        .where(Incentive.participation == part)
        .order_by(Payout.id)
    )
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.incentive_id].append(row)
    return dict(found)


def paid_of(part: Participation, kind: str, ordinal: int) -> Any | None:
    """A payment that was paid with its `.payout`, `.account` and `.transfer`, or None."""
    paid = (Payout.incentive == Incentive.id) & (Payout.state == "paid")
    return (
        Incentive.select(Incentive, Transfer, Payout, PayoutAccount)
        .join(Transfer)
        .join_from(Incentive, Payout, JOIN.LEFT_OUTER, on=paid, attr="payout")
        .join_from(
            Incentive,
            PayoutAccount,
            JOIN.LEFT_OUTER,
            on=(Incentive.account == PayoutAccount.id),
            attr="sent_to",
        )
        .where(
            Incentive.participation == part,
            Incentive.kind == kind,
            Incentive.ordinal == ordinal,
            Incentive.state == "paid",
        )
        .first()
    )


# Messages whose reference names one payment: «incentive_failed:12:2021-12-13:…».
OF_ONE_PAYMENT = ("incentive_failed", "incentive_paid", "incentive_returned", "incentive_resend")


def payments_of_messages(participant: Participant, messages: list[Message]) -> dict[int, Any]:
    """Message id → the payment it speaks of, with its live `.payout`; one statement, or none."""
    spoken = {row.id: row.reference.split(":") for row in messages}
    if not any(words[0] in (*OF_ONE_PAYMENT, "scheduled") for words in spoken.values()):
        return {}
    live = (Payout.incentive == Incentive.id) & Payout.state.in_(["open", "paid"])
    rows = list(
        Incentive.select(Incentive, Participation, Payout)
        .join(Participation)
        .join_from(Incentive, Payout, JOIN.LEFT_OUTER, on=live, attr="payout")
        .where(Participation.participant == participant)
    )
    by_id = {str(row.id): row for row in rows}
    first_job = {
        row.participation.public_id: row for row in rows if (row.kind, row.ordinal) == ("job", 1)
    }
    found = {}
    for message_id, words in spoken.items():
        payment = None
        if words[0] in OF_ONE_PAYMENT:
            payment = by_id.get(words[1])
        elif words[:2] == ["scheduled", "job"] and len(words) > 2:
            payment = first_job.get(words[2])
        if payment is not None:
            found[message_id] = payment
    return found


def accounts_mended(participant: Participant, messages: list[Message]) -> set[int]:
    """Ids of the messages about an account's trouble, or about a missing one, that is over.

    One statement, or none. References: «account_trouble:<public id of the account>:…»,
    «account_missing:…».
    """
    spoken = {row.id: row.reference.split(":") for row in messages}
    told = {
        number: words
        for number, words in spoken.items()
        if words[0] in ("account_trouble", "account_missing")
    }
    if not told:
        return set()
    linked = PayoutAccount.get_or_none(
        PayoutAccount.participant == participant, PayoutAccount.unlinked_at.is_null()
    )
    troubled = linked.public_id if linked is not None and linked.trouble else None
    return {
        number
        for number, (kind, about, *_rest) in told.items()
        if (linked is not None if kind == "account_missing" else about != troubled)
    }
