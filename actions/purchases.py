"""Buying a course: start with the card number, pay with the OTP, each exactly once."""

import secrets
import string
from datetime import timedelta

import clock
import ledger
import rooms
import sealing
from actions import audit, form_keys, otp, outbox
from actions.refused import not_found
from formats import cancelling
from formats.text import day
from models import (
    Course,
    Offer,
    Participant,
    Participation,
    Platform,
    Purchase,
    RedeemCode,
    Training,
)
from queries.cancellations import until_once_paid
from queries.purchases import starts_on, why_not
from queries.standing import Standing, standing_of
from rules.purchases import refuse_buyer
from rules.refusals import Refusal, Refused

CODE_LETTERS = string.ascii_uppercase + string.digits
# A started purchase that nobody pays is closed after this long (programme time); ours.
WAITS = timedelta(hours=1)


def start_purchase(
    participant: Participant, offer: Offer, shown_price: int, card_number: str, key: str
) -> Purchase:
    """Agree to an offer at the price shown and get an OTP; nothing is paid yet.

    `key` is the form's one-time key: sent again it answers with the same purchase.
    A new start closes a waiting one, because no seat is held before paying.
    Raises Refused with the reason.
    """
    digest = form_keys.digest_of("start", offer.id, shown_price)
    with ledger.write():
        if earlier := form_keys.used(participant, key, digest):
            return own_purchase(participant, earlier)
        standing = standing_of(participant)
        offer = _as_it_stands(offer)
        if refusal := why_not(standing, offer, shown_price):
            raise Refused.because(refusal)
        if not _is_own_card(standing, card_number):
            raise Refused("wrong_card")
        assert standing.part is not None
        if refusal := otp.refuse_to_send(standing.part, first_of_purchase=True):
            raise Refused.because(refusal)
        _close_waiting(standing.part, "cancelled")
        purchase = Purchase.create(
            participation=standing.part, course=offer.course, offer=offer, price=offer.price
        )
        otp.issue(purchase)
        form_keys.use(participant, key, digest, purchase.public_id)
        audit.record(_actor(participant), "purchase_started", _subject(purchase))
        return purchase


def pay(participant: Participant, public_id: str, code: str, key: str) -> Purchase:
    """Pay a waiting purchase with its OTP; paying what is paid answers with the same purchase.

    The order, the transfer, the messages and the audit entry are one transaction.
    Raises Refused (a wrong code is counted all the same) or NotFound.
    """
    digest = form_keys.digest_of("pay", public_id)
    with ledger.write():
        purchase = own_purchase(participant, public_id)
        form_keys.used(participant, key, digest)
        refusal = _try_to_pay(purchase, participant, code)
        if refusal is None:
            form_keys.use(participant, key, digest, purchase.public_id)
    if refusal:
        raise Refused.because(refusal)
    return purchase


def resend_code(participant: Participant, public_id: str) -> None:
    """Another OTP for a waiting purchase. Raises Refused or NotFound."""
    with ledger.write():
        purchase = own_purchase(participant, public_id)
        if purchase.state != "awaiting_otp":
            raise Refused("purchase_over")
        otp.resend(purchase)


def own_purchase(participant: Participant, public_id: str) -> Purchase:
    """The participant's purchase of that name. Raises NotFound for anybody else's."""
    found = (
        Purchase.select(Purchase, Participation)
        .join(Participation)
        .where(Purchase.public_id == public_id, Participation.participant == participant)
        .first()
    )
    return found or not_found("purchase")


def expire_waiting() -> int:
    """Close purchases whose OTP was awaited too long; returns how many."""
    with ledger.write():
        return int(
            Purchase.update(state="expired")
            .where(Purchase.state == "awaiting_otp", Purchase.started_at < clock.now() - WAITS)
            .execute()
        )


def _try_to_pay(purchase: Purchase, participant: Participant, code: str) -> Refusal | None:
    if purchase.state == "paid":
        return None
    standing = standing_of(participant)
    # Who may not buy any more is told so, even where the waiting was ended by the same clock.
    if refusal := refuse_buyer(standing.buyer(), clock.now()):
        return refusal
    if purchase.state != "awaiting_otp":
        return Refusal("purchase_over")
    # The rules first: who may not buy any more should not have to spend a code to learn it.
    if refusal := why_not(standing, purchase.offer, purchase.price):
        return refusal
    if refusal := otp.try_code(purchase, code):
        return refusal
    _book(purchase, standing)
    return None


def _book(purchase: Purchase, standing: Standing) -> None:
    """The money moves, the seat is taken, the code is given. Inside the caller's transaction."""
    now = clock.now()
    offer = purchase.offer
    purchase.transfer = ledger.transfer(
        ledger.account("training", purchase.participation.public_id),
        ledger.account("platform", offer.platform.slug),
        purchase.price,
        "purchase",
        f"purchase:{purchase.public_id}",
    )
    Offer.update(sold=Offer.sold + 1).where(Offer.id == offer.id).execute()
    purchase.state = "paid"
    purchase.paid_at = now
    purchase.number = f"PLT-{now.year}-{purchase.id:06}"
    purchase.redeem_code = "".join(secrets.choice(CODE_LETTERS) for _ in range(12))
    purchase.save()
    Training.create(purchase=purchase)
    RedeemCode.create(code=purchase.redeem_code, purchase=purchase)
    _tell(purchase, standing)
    audit.record(
        _actor(standing.participant), "purchase_paid", _subject(purchase), price=purchase.price
    )


def _tell(purchase: Purchase, standing: Standing) -> None:
    """Receipt and course guide; the sign-in at the platform is sample data of this app."""
    offer, participant = purchase.offer, standing.participant
    starts = starts_on(purchase)
    until = until_once_paid(standing.terms, purchase) if standing.terms else None
    outbox.tell(
        participant,
        "paid",
        purchase.public_id,
        link=f"/beli/{purchase.public_id}",
        price=purchase.price,
        title=purchase.course.title,
        platform=offer.platform.name,
        number=purchase.number,
        redeem_code=purchase.redeem_code,
        left=standing.balance - purchase.price,
        site=rooms.study_address() or offer.platform.site or "lihat situs platform",
        username=f"peserta{purchase.id:06}",
        first_password=secrets.token_urlsafe(6),
        schedule=day(starts) if starts else "mulai kapan saja",
        mentor=offer.platform.contact or "lihat situs platform",
        cancel=f" {cancelling.possible(until)}" if until else "",
    )


def _as_it_stands(offer: Offer) -> Offer:
    """The offer read anew behind the write lock: the page that showed it may be old."""
    return (
        Offer.select(Offer, Course, Platform)
        .join(Course)
        .join_from(Offer, Platform)
        .where(Offer.id == offer.id)
        .get()
    )


def _is_own_card(standing: Standing, number: str) -> bool:
    assert standing.card is not None
    return sealing.same(standing.card.number_index, sealing.blind("card.number", number))


def _close_waiting(part: Participation, state: str) -> None:
    Purchase.update(state=state).where(
        Purchase.participation == part, Purchase.state == "awaiting_otp"
    ).execute()


def _actor(participant: Participant) -> str:
    return f"participant:{participant.public_id}"


def _subject(purchase: Purchase) -> str:
    return f"purchase:{purchase.public_id}"
