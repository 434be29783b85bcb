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
from rules.references import Reference


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


def live_payout() -> Any:
    """Of an incentive: the payout that is on its way or arrived; none that failed or came back."""
    return (Payout.incentive == Incentive.id) & Payout.state.in_(["open", "paid"])


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
    spoken = {row.id: Reference.of(row.reference) for row in messages}
    if not any(said.kind in (*OF_ONE_PAYMENT, "scheduled") for said in spoken.values()):
        return {}
    rows = list(
        Incentive.select(Incentive, Participation, Payout)
        .join(Participation)
        .join_from(Incentive, Payout, JOIN.LEFT_OUTER, on=live_payout(), attr="payout")
        .where(Participation.participant == participant)
    )
    by_id = {str(row.id): row for row in rows}
    first_job = {
        row.participation.public_id: row for row in rows if (row.kind, row.ordinal) == ("job", 1)
    }
    found = {}
    for message_id, said in spoken.items():
        payment = None
        if said.kind in OF_ONE_PAYMENT:
            payment = by_id.get(said.first)
        elif said.kind == "scheduled" and said.first == "job":
            payment = first_job.get(said.about[-1])
        if payment is not None:
            found[message_id] = payment
    return found


def accounts_mended(participant: Participant, messages: list[Message]) -> set[int]:
    """Ids of the messages about an account's trouble, or about a missing one, that is over.

    One statement, or none. References: «account_trouble:<public id of the account>:…»,
    «account_missing:…».
    """
    spoken = {row.id: Reference.of(row.reference) for row in messages}
    told = {
        number: said
        for number, said in spoken.items()
        if said.kind in ("account_trouble", "account_missing")
    }
    if not told:
        return set()
    linked = PayoutAccount.get_or_none(
        PayoutAccount.participant == participant, PayoutAccount.unlinked_at.is_null()
    )
    troubled = linked.public_id if linked is not None and linked.trouble else None
    return {
        number
        for number, said in told.items()
        if (linked is not None if said.kind == "account_missing" else said.first != troubled)
    }
