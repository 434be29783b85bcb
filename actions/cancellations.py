"""Cancelling a bought course: the whole price goes back to the training balance, exactly once."""

from typing import Any

from peewee import fn

import clock
import ledger
from actions import audit, extensions, form_keys, lapses, outbox
from actions.purchases import own_purchase
from formats import cancelling as words
from models import Offer, Participant, Purchase, RedeemCode, Transfer
from queries.cancellations import Outlook, balance_ends, outlook, provider_refusal, terms_of
from queries.standing import standing_of
from rules.deadlines import first_purchase_deadline
from rules.refusals import Refused

SHORTEST, LONGEST = 10, 200  # of a provider's reason


def cancel_own(
    participant: Participant, purchase_id: str, key: str, confirmed_loss: bool = False
) -> Purchase:
    """The participant cancels a course of theirs; refund, seat, messages are one transaction.

    `key` is the form's one-time key: sent again it answers with the same purchase. Whoever
    would lose place or balance by it must have said so (`confirmed_loss`).
    Raises NotFound, or Refused: form_reused, cancel_not_paid, cancel_done, cancel_not_offered,
    cancel_finished, cancel_failed, cancel_redeemed, cancel_started, cancel_too_late,
    cancel_loses_place, cancel_loses_balance.
    """
    digest = form_keys.digest_of("cancel", purchase_id)
    with ledger.write():
        purchase = own_purchase(participant, purchase_id)
        if form_keys.used(participant, key, digest):
            return purchase
        seen = outlook(standing_of(participant), purchase)
        if seen.refusal:
            raise Refused.because(seen.refusal)
        if seen.loss and not confirmed_loss:
            raise Refused.because(seen.loss)
        _cancel(purchase, "participant", None, _not_redeemed(purchase))
        lapses.look_again(purchase.participation)
        form_keys.use(participant, key, digest, purchase.public_id)
        _tell(purchase, "cancelled", seen)
        audit.record(
            f"participant:{participant.public_id}",
            "purchase_cancelled",
            f"purchase:{purchase.public_id}",
            price=purchase.price,
            by="participant",
        )
        return purchase


def cancel_by_provider(purchase: Purchase, reason: str, by: Participant) -> Purchase:
    """An officer cancels a course for its provider; also a redeemed one, but none that was finished.

    The balance can be spent for whole days more, and whoever is left without a course gets a new
    period for their first purchase: nobody loses place or money for what somebody else did. The
    same again changes nothing.
    Raises Refused: cancel_reason_missing, cancel_not_paid, cancel_done, cancel_finished.
    """
    reason = reason.strip()
    if not SHORTEST <= len(reason) <= LONGEST:
        raise Refused("cancel_reason_missing", low=SHORTEST, high=LONGEST)
    with ledger.write():
        purchase = Purchase.get_by_id(purchase.id)
        if purchase.cancelled_by == "provider" and purchase.cancel_reason == reason:
            return purchase
        if refusal := provider_refusal(purchase):
            raise Refused.because(refusal)
        _cancel(purchase, "provider", reason, Purchase.state == "paid")
        participant = purchase.participation.participant
        _give_time(purchase)
        lapses.look_again(purchase.participation)
        _tell(
            purchase,
            "cancelled_by_provider",
            outlook(standing_of(participant), purchase),
            reason=reason,
        )
        audit.record(
            f"operator:{by.public_id}",
            "purchase_cancelled",
            f"purchase:{purchase.public_id}",
            price=purchase.price,
            by="provider",
        )
        return purchase


def _cancel(purchase: Purchase, who: str, reason: str | None, still: Any) -> None:
    """The money back, the state and the seat. One update, because a cancelled purchase has its refund."""
    refund = _refund(purchase)
    changed = (
        Purchase.update(
            state="cancelled",
            cancelled_at=clock.now(),
            cancelled_by=who,
            cancel_reason=reason,
            refund=refund,
        )
        .where(Purchase.id == purchase.id, Purchase.state == "paid", still)
        .execute()
    )
    if not changed:  # the rules read the same rows behind the same lock, so this cannot be
        raise RuntimeError("the purchase changed behind the write lock")
    Offer.update(sold=Offer.sold - 1).where(Offer.id == purchase.offer_id).execute()
    fresh = Purchase.get_by_id(purchase.id)
    for name in ("state", "cancelled_at", "cancelled_by", "cancel_reason", "refund"):
        setattr(purchase, name, getattr(fresh, name))


def _refund(purchase: Purchase) -> Transfer:
    return ledger.transfer(
        ledger.account("platform", purchase.offer.platform.slug),
        ledger.account("training", purchase.participation.public_id),
        purchase.price,
        "refund",
        f"refund:{purchase.public_id}",
    )


def _not_redeemed(purchase: Purchase) -> Any:
    used = RedeemCode.select(RedeemCode.id).where(
        RedeemCode.purchase == purchase.id, RedeemCode.redeemed_at.is_null(False)
    )
    return ~fn.EXISTS(used)


def _give_time(purchase: Purchase) -> None:
    """Time for the money that came back, and for the first purchase where no course is left."""
    participant = purchase.participation.participant
    standing = standing_of(participant)
    if standing.part != purchase.participation or standing.accepted_on is None:
        return
    ends = balance_ends(standing, standing.bought)
    extensions.give_balance_time(standing.part, terms_of(purchase), ends)
    if standing.bought:
        return
    standing = standing_of(participant)  # with the day that was just given
    assert standing.part is not None and standing.terms is not None
    assert standing.accepted_on is not None
    deadline = first_purchase_deadline(standing.terms, standing.accepted_on)
    extensions.give_whole_period(standing.part, standing.terms, deadline)


def _tell(purchase: Purchase, kind: str, seen: Outlook, **more: object) -> None:
    participant = purchase.participation.participant
    outbox.tell(
        participant,
        kind,
        purchase.public_id,
        link=f"/beli/{purchase.public_id}",
        title=purchase.course.title,
        number=purchase.number,
        price=purchase.price,
        balance=standing_of(participant).balance,
        then=words.afterwards(seen),
        **more,
    )
