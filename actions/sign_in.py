"""Signing in and out: the cookie carries a random token, the row its hash. All in real time."""

import hashlib
import secrets
from datetime import timedelta

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError

import clock
import ledger
import sealing
from models import Participant, SignIn

# RFC 9106's lighter profile: the server has two cores, and logins are limited per account.
HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
# Somebody without an account costs the same work as somebody with a wrong password.
NOBODY = HASHER.hash("nobody has this password")

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


def open_sign_in(participant: Participant) -> str:
    """A new signed-in browser; returns the token for its cookie, which is kept nowhere."""
    token = secrets.token_urlsafe(32)
    with ledger.write():
        SignIn.create(token_hash=hash_token(token), participant=participant)
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


def hash_token(token: str) -> str:
    """What is kept of a cookie's token; it is random, so a plain hash is enough."""
    return hashlib.sha256(token.encode()).hexdigest()
