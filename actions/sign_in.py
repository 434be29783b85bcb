"""Signing in and out: the cookie carries a random token, the row its hash. All in real time."""

import hashlib
import secrets
from datetime import timedelta

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError

import clock
import ledger
import sealing
from actions import challenges
from models import Challenge, Participant, SignIn
from rules.refusals import Refusal, Refused

# RFC 9106's lighter profile: the server has two cores, and logins are limited per account.
HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
# Somebody without an account costs the same work as somebody with a wrong password.
NOBODY = HASHER.hash("nobody has this password")

# The password is as good as forgotten after this; one begins again.
SECOND_STEP_WITHIN = timedelta(hours=2)

SEEN_EVERY = timedelta(minutes=5)
# (idle, in all) by role: 2 h idle, 12 h in all; officers 15 minutes, 12 h.
LIMITS = {
    "participant": (timedelta(hours=2), timedelta(hours=12)),
    "operator": (timedelta(minutes=15), timedelta(hours=12)),
    "trainer": (timedelta(hours=2), timedelta(hours=12)),
}


def hash_password(password: str) -> str:
    """The hash that is kept. Takes tens of milliseconds: never inside a transaction."""
    return HASHER.hash(password)


def check_password(email: str, password: str) -> Participant | None:
    """The participant with this e-mail and password, or None: the same work either way."""
    index = sealing.blind("participant.email", email.strip().lower())
    found = Participant.get_or_none(Participant.email_index == index)
    try:
        HASHER.verify(found.password_hash if found else NOBODY, password)
    except VerificationError:
        return None
    return found


def ask_code(participant: Participant) -> tuple[str, Refusal | None]:
    """Send the code of the second step; returns the name the browser keeps of it.

    When it may not be sent yet, the name of the last one with the reason.
    """
    try:
        return str(challenges.send_code(participant, "sign_in", participant.email).public_id), None
    except Refused as no:
        last = challenges.newest(participant, "sign_in")
        return str(last.public_id) if last else "", no.refusal


def asked(public_id: str) -> Participant | None:
    """Who gave the right password not long ago, by the name their browser keeps."""
    row = Challenge.get_or_none(Challenge.public_id == public_id, Challenge.purpose == "sign_in")
    if row is None or row.used_at or row.issued_at + SECOND_STEP_WITHIN < clock.real_now():
        return None
    return row.participant


def try_second_step(participant: Participant, code: str) -> Refusal | None:
    """Try the code of the e-mail; None when it was right, and is used up now."""
    with ledger.write():
        tried = challenges.try_code(participant, "sign_in", code)
        return tried if isinstance(tried, Refusal) else None


def open_sign_in(participant: Participant, device: str = "") -> str:
    """A new signed-in browser; returns the token for its cookie, which is kept nowhere."""
    token = secrets.token_urlsafe(32)
    with ledger.write():
        SignIn.create(token_hash=hash_token(token), participant=participant, device=device)
    return token


def live(sign_in: SignIn) -> bool:
    """Whether the browser may go on: not idle too long, not too old."""
    now = clock.real_now()
    idle, in_all = LIMITS[sign_in.participant.role]
    return bool(sign_in.last_seen_at + idle > now and sign_in.created_at + in_all > now)


def seen(sign_in: SignIn) -> None:
    """Note that the browser is in use; written at most every five minutes."""
    now = clock.real_now()
    if now - sign_in.last_seen_at >= SEEN_EVERY:
        with ledger.write():
            SignIn.update(last_seen_at=now).where(SignIn.id == sign_in.id).execute()


def close_sign_in(sign_in: SignIn) -> None:
    """Sign this browser out."""
    with ledger.write():
        SignIn.delete().where(SignIn.id == sign_in.id).execute()


def close_others(sign_in: SignIn) -> int:
    """Sign every other browser of the same person out; returns how many."""
    with ledger.write():
        others = (SignIn.participant == sign_in.participant) & (SignIn.id != sign_in.id)
        return int(SignIn.delete().where(others).execute())


def hash_token(token: str) -> str:
    """What is kept of a cookie's token; it is random, so a plain hash is enough."""
    return hashlib.sha256(token.encode()).hexdigest()
