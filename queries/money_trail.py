"""«Jejak uangku»: every transfer in and out of a participant's purses, with what it was for."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from models import (
    Account,
    Course,
    Gelombang,
    Incentive,
    Offer,
    Participant,
    Participation,
    Payout,
    PayoutAccount,
    Platform,
    Purchase,
    Transfer,
)
from rules.schemes import Terms

PURSES = ("training", "incentive")


@dataclass(frozen=True)
class Entry:
    """One transfer as its owner sees it. `amount` is negative where money went out.

    `balance` is that of this kind of purse after it. What belongs to the kind of transfer is
    filled in: `purchase` (.course, .offer.platform), `incentive` and `account`, `forfeit_to`.
    """

    at: datetime
    purse: str  # training | incentive
    kind: str  # as Transfer.kind, or reversal
    reference: str
    amount: int
    balance: int
    gelombang: int
    purchase: Any | None = None
    incentive: Any | None = None
    job_count: int = 1
    account: Any | None = None
    forfeit_to: str | None = None


def trail_of(participant: Participant) -> list[Entry]:
    """Everything that moved, in the order it was booked; seven statements, whatever the volume."""
    parts = {
        part.public_id: part
        for part in Participation.select(Participation, Gelombang)
        .join(Gelombang)
        .where(Participation.participant == participant)
    }
    purses = {
        purse.id: purse
        for purse in Account.select().where(
            Account.kind.in_(PURSES), Account.owner.in_(list(parts))
        )
    }
    rows = list(
        Transfer.select()
        .where(Transfer.source.in_(list(purses)) | Transfer.target.in_(list(purses)))
        .order_by(Transfer.id)
    )
    about = _about([row.id for row in rows])
    terms = {name: Terms.thawed(part.terms) for name, part in parts.items() if part.terms}
    left = dict.fromkeys(PURSES, 0)
    found = []
    for row in rows:
        # Both ends are never one's own: money moves between a purse and the programme's side.
        purse = purses.get(row.target_id) or purses[row.source_id]
        amount = row.amount if row.target_id in purses else -row.amount
        left[purse.kind] += amount
        own = terms.get(purse.owner)
        found.append(
            Entry(
                at=row.booked_at,
                purse=purse.kind,
                kind=_kind(row, purse),
                reference=row.reference,
                amount=amount,
                balance=left[purse.kind],
                gelombang=parts[purse.owner].gelombang.number,
                job_count=(own.job_incentive_count or 1) if own else 1,
                forfeit_to=own.forfeit_to if own and row.kind == "forfeit" else None,
                **about.get(row.id, {}),
            )
        )
    return found


def _kind(row: Transfer, purse: Account) -> str:
    """The kind as its owner means it: what goes back out of an incentive is a reversal to them."""
    back = purse.kind == "incentive" and row.source_id == purse.id
    return "reversal" if back else str(row.kind)


def _about(transfers: list[int]) -> dict[int, dict[str, Any]]:
    """What each transfer belongs to: its purchase, or its incentive and the account it went to."""
    found: dict[int, dict[str, Any]] = {}
    purchases = (
        Purchase.select(Purchase, Course, Offer, Platform)
        .join(Course)
        .join_from(Purchase, Offer)
        .join(Platform)
        .where(Purchase.transfer.in_(transfers) | Purchase.refund.in_(transfers))
    )
    for purchase in purchases:
        for moved in (purchase.transfer_id, purchase.refund_id):
            found[moved] = {"purchase": purchase}
    paid = (
        Incentive.select(Incentive, PayoutAccount)
        .join(PayoutAccount, on=(Incentive.account == PayoutAccount.id))
        .where(Incentive.transfer.in_(transfers))
    )
    for row in paid:
        found[row.transfer_id] = {"incentive": row, "account": row.account}
    # A payout knows where it went, also when the incentive was sent again to another account.
    sent = (
        Payout.select(Payout, Incentive, PayoutAccount)
        .join(Incentive)
        .join_from(Payout, PayoutAccount, on=(Payout.account == PayoutAccount.id))
        .where(Payout.transfer.in_(transfers) | Payout.reversal.in_(transfers))
    )
    for row in sent:
        for moved in (row.transfer_id, row.reversal_id):
            found[moved] = {"incentive": row.incentive, "account": row.account}
    return found
