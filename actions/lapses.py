"""Places lost: no first purchase in time, and balances whose time is over."""

from itertools import count

import clock
import ledger
from actions import audit, outbox
from actions.reminders import has_card
from models import Block, Incentive, Lapse, Participation, Purchase
from queries.cancellations import balance_ends
from queries.standing import standing_of
from rules import reminders
from rules.deadlines import first_purchase_deadline, lost_at


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
        lost = lost_at(deadline, standing.last_cancelled_at)
        Lapse.create(participation=part, reason="no_first_purchase", lapsed_at=lost)
        Block.create(participant=part.participant, reason="no_first_purchase", blocked_at=lost)
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
    """Take back one balance if its last day is over; again when money came back to it later."""
    with ledger.write():
        standing = standing_of(part.participant)
        ends = balance_ends(standing, standing.bought)
        if ends is None or clock.now() <= ends:
            return False
        Participation.update(balance_ends_after=None).where(Participation.id == part.id).execute()
        if standing.lapse or not standing.balance:
            return False
        _give_back_rest(part, standing.balance)
        audit.record("system", "balance_expired", f"participation:{part.public_id}")
        return True


def watch_balance(part: Participation) -> None:
    """The first course was concluded: the window for the rest may start to count."""
    with ledger.write():
        standing = standing_of(part.participant)
        ends = balance_ends(standing, standing.bought)
        Participation.update(balance_ends_after=ends).where(Participation.id == part.id).execute()


def look_again(part: Participation) -> None:
    """A course was cancelled: timed work looks at place and balance anew, also when it had stopped.

    Without another course the first-purchase deadline counts as if nothing had been bought.
    """
    with ledger.write():
        standing = standing_of(part.participant)
        if standing.part != part or standing.terms is None or standing.accepted_on is None:
            return
        watch_balance(part)
        if standing.bought:
            return
        deadline = first_purchase_deadline(standing.terms, standing.accepted_on)
        Participation.update(
            lapses_after=deadline, reminded_hours=reminders.due(deadline, clock.now(), None)
        ).where(Participation.id == part.id).execute()


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


def _give_back_rest(part: Participation, amount: int) -> None:
    """Each return of an expired balance has a reference of its own; there is rarely more than one."""
    reference = f"expired:{part.public_id}"
    for number in count(2):
        try:
            _give_back(part, amount, reference)
            return
        except ledger.BookedBefore:
            reference = f"expired:{part.public_id}:{number}"
