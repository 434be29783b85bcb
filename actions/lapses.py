"""Places lost: no first purchase in time, and balances whose time is over."""

from datetime import datetime, timedelta

import clock
import ledger
from actions import audit, outbox
from actions.reminders import has_card
from models import Block, Incentive, Lapse, Participation, Purchase
from queries.standing import Standing, standing_of
from rules.deadlines import balance_deadline, first_purchase_deadline


def lapse_due() -> int:
    """Revoke every place whose first-purchase deadline passed; returns how many."""
    due = Participation.select().where(Participation.lapses_after < clock.now(), has_card())
    return sum(lapse(part) for part in list(due))


def lapse(part: Participation) -> bool:
    """Revoke one place if its time is over: money back, person blocked, told why. Once."""
    with ledger.write():
        standing = standing_of(part.participant)
        if standing.lapse or standing.bought or standing.terms is None:
            _look_no_more(part)
            return False
        if standing.card is None:
            return False  # the balance was never given, so not using it costs no place
        assert standing.accepted_on is not None
        deadline = first_purchase_deadline(standing.terms, standing.accepted_on)
        if clock.now() <= deadline or not standing.terms.revoke_if_no_purchase:
            return False
        Purchase.update(state="expired").where(
            Purchase.participation == part, Purchase.state == "awaiting_otp"
        ).execute()
        _look_no_more(part)
        if standing.balance:
            _give_back(part, standing.balance, f"forfeit:{part.public_id}")
        Lapse.create(participation=part, reason="no_first_purchase", lapsed_at=_after(deadline))
        Block.create(
            participant=part.participant,
            reason="no_first_purchase",
            blocked_at=_after(deadline),
        )
        Incentive.update(state="forfeited").where(
            Incentive.participation == part, Incentive.state == "waiting"
        ).execute()
        outbox.tell(part.participant, "revoked", part.public_id, link="/dasbor", deadline=deadline)
        audit.record("system", "lapsed", f"participation:{part.public_id}")
        return True


def forfeit_expired_balances() -> int:
    """Take back the rest of balances that may no longer be spent; returns how many."""
    due = Participation.select().where(Participation.balance_ends_after < clock.now())
    return sum(forfeit_balance(part) for part in list(due))


def forfeit_balance(part: Participation) -> bool:
    """Take back one balance if its last day is over. Once: the reference is the participation's."""
    with ledger.write():
        standing = standing_of(part.participant)
        ends = _balance_ends(standing)
        if ends is None or clock.now() <= ends:
            return False
        Participation.update(balance_ends_after=None).where(Participation.id == part.id).execute()
        if standing.lapse or not standing.balance:
            return False
        _give_back(part, standing.balance, f"expired:{part.public_id}")
        audit.record("system", "balance_expired", f"participation:{part.public_id}")
        return True


def watch_balance(part: Participation) -> None:
    """The first course was concluded: the window for the rest may start to count."""
    with ledger.write():
        ends = _balance_ends(standing_of(part.participant))
        Participation.update(balance_ends_after=ends).where(Participation.id == part.id).execute()


def _balance_ends(standing: Standing) -> datetime | None:
    if standing.terms is None or standing.part is None:
        return None
    first = standing.bought[0].concluded_on if standing.bought else None
    return balance_deadline(standing.terms, first)


def _look_no_more(part: Participation) -> None:
    Participation.update(lapses_after=None).where(Participation.id == part.id).execute()


def _give_back(part: Participation, amount: int, reference: str) -> None:
    """To where the terms say (`forfeit_to`): one purse, named on screen by the terms."""
    ledger.transfer(
        ledger.account("training", part.public_id),
        ledger.account("treasury"),
        amount,
        "forfeit",
        reference,
    )


def _after(deadline: datetime) -> datetime:
    """The place is lost the second after the deadline, however late the job ran."""
    return deadline + timedelta(seconds=1)
