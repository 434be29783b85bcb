"""One-time codes: send one, try one, lock after three wrong tries.

All counted in real time; a moment that is said to people is said on the clock they see.
"""

import secrets
from datetime import datetime
from urllib.parse import urlsplit

import clock
import ledger
import sealing
from actions import outbox
from config import settings
from formats.text import hour
from models import OneTimeCode, Participant, Participation, Purchase
from rules import otp
from rules.refusals import Refusal, Refused


def refuse_to_send(part: Participation, first_of_purchase: bool) -> Refusal | None:
    """Why no code may be sent to this participant now: locked, too soon, or too many in an hour."""
    now = clock.real_now()
    recent = list(
        OneTimeCode.select()
        .join(Purchase)
        .where(Purchase.participation == part, OneTimeCode.issued_at > now - otp.REMEMBERED)
        .order_by(OneTimeCode.id)
    )
    wait = otp.must_wait(recent, now, anew=first_of_purchase)
    return Refusal(f"otp_{wait.why}", {"until": clock.shown(wait.until)}) if wait else None


def issue(purchase: Purchase) -> None:
    """Send a fresh code for this purchase, price and phone; an older one is dead from now on."""
    with ledger.write():
        now = clock.real_now()
        OneTimeCode.update(replaced_at=now).where(
            OneTimeCode.purchase == purchase,
            OneTimeCode.used_at.is_null(),
            OneTimeCode.replaced_at.is_null(),
        ).execute()
        participant = purchase.participation.participant
        code = f"{secrets.randbelow(10**otp.DIGITS):0{otp.DIGITS}}"
        row = OneTimeCode.create(
            purchase=purchase,
            phone_index=participant.phone_index,
            price=purchase.price,
            code_mac=_mac(purchase, participant, code),
            tries=_tries_carried(purchase.participation, now),
            issued_at=now,
            expires_at=now + otp.LIFETIME,
        )
        outbox.tell(
            participant,
            "otp",
            f"{purchase.public_id}:{row.id}",
            price=purchase.price,
            code=code,
            until=hour(clock.shown(row.expires_at)),
            host=urlsplit(settings.base_url).hostname,
        )


def try_code(purchase: Purchase, code: str) -> Refusal | None:
    """Spend one try on the purchase's code; None if it was right, and is used up now.

    Tries are counted by one conditional UPDATE, so that guesses sent at the same
    moment cannot all read the same count. Must be committed even when refused.
    """
    now = clock.real_now()
    participant = purchase.participation.participant
    live = (
        (OneTimeCode.purchase == purchase)
        & OneTimeCode.used_at.is_null()
        & OneTimeCode.replaced_at.is_null()
    )
    counted = list(
        OneTimeCode.update(tries=OneTimeCode.tries + 1)
        .where(live, OneTimeCode.tries < otp.TRIES, OneTimeCode.expires_at > now)
        .returning(OneTimeCode)
        .execute()
    )
    if not counted:
        return _why_dead(purchase, now)
    row = counted[0]
    bound = row.phone_index == participant.phone_index and row.price == purchase.price
    if bound and sealing.same(row.code_mac, _mac(purchase, participant, code)):
        OneTimeCode.update(used_at=now).where(OneTimeCode.id == row.id).execute()
        return None
    if row.tries < otp.TRIES:
        return Refusal("otp_wrong", {"left": otp.TRIES - row.tries})
    until = now + otp.LOCK
    OneTimeCode.update(locked_until=until).where(OneTimeCode.id == row.id).execute()
    return Refusal("otp_locked", {"until": clock.shown(until)})


def resend(purchase: Purchase) -> None:
    """Send another code for a waiting purchase. Raises Refused when it may not be sent yet."""
    with ledger.write():
        if refusal := refuse_to_send(purchase.participation, first_of_purchase=False):
            raise Refused.because(refusal)
        issue(purchase)


def _tries_carried(part: Participation, now: datetime) -> int:
    last = (
        OneTimeCode.select()
        .join(Purchase)
        .where(Purchase.participation == part)
        .order_by(OneTimeCode.id.desc())
        .first()
    )
    return otp.tries_carried(last, now)


def _why_dead(purchase: Purchase, now: datetime) -> Refusal:
    last = (
        OneTimeCode.select()
        .where(OneTimeCode.purchase == purchase)
        .order_by(OneTimeCode.id.desc())
        .first()
    )
    if last is not None and last.locked_until and last.locked_until > now:
        return Refusal("otp_locked", {"until": clock.shown(last.locked_until)})
    if last is not None and last.used_at:
        return Refusal("otp_used")
    return Refusal("otp_expired")


def _mac(purchase: Purchase, participant: Participant, code: str) -> str:
    bound = f"{purchase.public_id}|{purchase.price}|{participant.phone_index}"
    return sealing.code_mac(bound, code)
