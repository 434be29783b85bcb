"""Proving that an address is somebody's: codes and links sent to it, tried, used up. Real time.

The same rules as for paying (rules/otp.py): five minutes, three wrong tries, then an hour.
"""

import secrets
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import clock
import ledger
import sealing
from actions import outbox
from config import settings
from formats.text import hour
from models import Challenge, Participant
from rules import otp
from rules.refusals import Refusal, Refused

LINK_LIVES = {"email": timedelta(hours=24), "reset": timedelta(minutes=30)}
# Which message of formats/messages/ carries the code of a purpose; all but «sign_in» by SMS.
MESSAGES = {
    "phone": "phone_code",
    "new_phone": "phone_code",
    "old_phone": "old_phone_code",
    "link": "link_code",
    "sign_in": "sign_in_code",
    "email": "email_link",
    "reset": "reset_link",
}


def send_code(
    participant: Participant, purpose: str, address: str, anew: bool = False
) -> Challenge:
    """Send six digits to a phone number or e-mail address; an older code is dead from now on.

    `anew`: for something else than the code before, so that it need not wait the minute.
    Raises Refused when it may not be sent yet.
    """
    with ledger.write():
        if refusal := refuse_to_send(participant, purpose, anew):
            raise Refused.because(refusal)
        code = f"{secrets.randbelow(10**otp.DIGITS):0{otp.DIGITS}}"
        tries = otp.tries_carried(newest(participant, purpose), clock.real_now())
        row = _new(participant, purpose, address, code, otp.LIFETIME, tries)
        outbox.tell(
            participant,
            MESSAGES[purpose],
            row.public_id,
            to=address,
            code=code,
            until=hour(clock.shown(row.expires_at)),
            host=urlsplit(settings.base_url).hostname,
        )
        return row


def send_link(
    participant: Participant, purpose: str, path: str, pending: str | None = None
) -> Challenge:
    """Send a link to the participant's e-mail; `path` is the page it opens, before the token.

    `pending` (text) waits with the link until it is opened. Raises Refused when one was
    sent less than a minute ago, or five in the hour.
    """
    with ledger.write():
        if refusal := refuse_to_send(participant, purpose):
            raise Refused.because(refusal)
        secret = secrets.token_urlsafe(24)
        row = _new(participant, purpose, participant.email, secret, LINK_LIVES[purpose], 0, pending)
        outbox.tell(
            participant,
            MESSAGES[purpose],
            row.public_id,
            url=f"{settings.base_url}{path}/{row.public_id}.{secret}",
            until=hour(clock.shown(row.expires_at)),
        )
        return row


def remember(participant: Participant, purpose: str, address: str) -> None:
    """Keep an address that waits for its first code; nothing is sent, and no code fits."""
    long_ago = clock.real_now() - timedelta(days=1)
    row = _new(participant, purpose, address, secrets.token_urlsafe(24), timedelta(0), 0)
    Challenge.update(issued_at=long_ago, expires_at=long_ago).where(
        Challenge.id == row.id
    ).execute()


def refuse_to_send(participant: Participant, purpose: str, anew: bool = False) -> Refusal | None:
    """Why no code or link may be sent to this participant for this purpose now."""
    now = clock.real_now()
    recent = _recent(participant, purpose, now - otp.REMEMBERED)
    wait = otp.must_wait(recent, now, anew)
    return Refusal(f"code_{wait.why}", {"until": clock.shown(wait.until)}) if wait else None


def try_code(participant: Participant, purpose: str, code: str) -> Challenge | Refusal:
    """Spend one try on the newest code of this purpose; the challenge, used up, if it was right.

    Counted by one conditional UPDATE, so that guesses sent at the same moment cannot all
    read the same count. Must be committed even when refused.
    """
    now = clock.real_now()
    counted = list(
        Challenge.update(tries=Challenge.tries + 1)
        .where(
            _on_its_way(participant),
            Challenge.purpose == purpose,
            Challenge.tries < otp.TRIES,
            Challenge.expires_at > now,
        )
        .returning(Challenge)
        .execute()
    )
    if not counted:
        return _why_dead(participant, purpose, now)
    row = counted[0]
    if sealing.same(row.code_mac, _mac(row, code)):
        Challenge.update(used_at=now).where(Challenge.id == row.id).execute()
        return row
    if row.tries < otp.TRIES:
        return Refusal("code_wrong", {"left": otp.TRIES - row.tries})
    until = now + otp.LOCK
    Challenge.update(locked_until=until).where(Challenge.id == row.id).execute()
    return Refusal("code_locked", {"until": clock.shown(until)})


def find_link(token: str, purpose: str) -> Challenge | None:
    """The live challenge of a link, or None when it is used, replaced, too old or made up."""
    public_id, _, secret = token.partition(".")
    row = Challenge.get_or_none(Challenge.public_id == public_id, Challenge.purpose == purpose)
    if row is None or row.used_at or row.replaced_at or row.expires_at <= clock.real_now():
        return None
    return row if sealing.same(row.code_mac, _mac(row, secret)) else None


def use_link(row: Challenge) -> bool:
    """Use a link up; False when somebody was faster."""
    used = (
        Challenge.update(used_at=clock.real_now())
        .where(Challenge.id == row.id, Challenge.used_at.is_null())
        .execute()
    )
    return bool(used)


def newest(participant: Participant, purpose: str) -> Challenge | None:
    """The latest challenge of this purpose, whatever became of it."""
    return (
        Challenge.select()
        .where(Challenge.participant == participant, Challenge.purpose == purpose)
        .order_by(Challenge.id.desc())
        .first()
    )


def kill_all(participant: Participant) -> None:
    """Every code and link on its way is dead: the address they were sent to has changed."""
    _kill(_on_its_way(participant))


def _on_its_way(participant: Participant) -> Any:
    """Neither used nor replaced."""
    return (
        (Challenge.participant == participant)
        & Challenge.used_at.is_null()
        & Challenge.replaced_at.is_null()
    )


def _kill(which: Any) -> None:
    Challenge.update(replaced_at=clock.real_now()).where(which).execute()


def _new(
    participant: Participant,
    purpose: str,
    address: str,
    code: str,
    lives: timedelta,
    tries: int,
    pending: str | None = None,
) -> Challenge:
    now = clock.real_now()
    if pending is None:  # else each link stands for what was typed with it, whoever typed it
        _kill(_on_its_way(participant) & (Challenge.purpose == purpose))
    row = Challenge(
        participant=participant,
        purpose=purpose,
        address=address,
        tries=tries,
        pending=pending,
        issued_at=now,
        expires_at=now + lives,
    )
    row.code_mac = _mac(row, code)
    row.save(force_insert=True)
    return row


def _recent(participant: Participant, purpose: str, since: datetime) -> list[Challenge]:
    return list(
        Challenge.select()
        .where(
            Challenge.participant == participant,
            Challenge.purpose == purpose,
            Challenge.issued_at > since,
            Challenge.used_at.is_null(),  # what was used proves itself, and costs nobody a wait
        )
        .order_by(Challenge.id)
    )


def _why_dead(participant: Participant, purpose: str, now: datetime) -> Refusal:
    last = newest(participant, purpose)
    if last is not None and last.locked_until and last.locked_until > now:
        return Refusal("code_locked", {"until": clock.shown(last.locked_until)})
    return Refusal("code_expired")


def _mac(row: Challenge, code: str) -> str:
    """Bound to the purpose, the row and the address: the code of one is no code of another."""
    return sealing.code_mac(f"{row.purpose}|{row.public_id}|{row.address_index}", code)
