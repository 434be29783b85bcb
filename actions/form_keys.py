"""One-time keys of forms: the same key twice leads to the same result, not to a second one."""

import hashlib

from models import FormKey, Participant
from rules.refusals import Refused


def digest_of(*parts: object) -> str:
    """What was sent with a key, in short."""
    return hashlib.sha256("|".join(map(str, parts)).encode()).hexdigest()


def used(participant: Participant, key: str, digest: str) -> str | None:
    """What this key led to before; None when it is new. Raises Refused (form_reused) when it
    came with something else then."""
    row = FormKey.get_or_none(FormKey.participant == participant, FormKey.key == key)
    if row is None:
        return None
    if row.digest != digest:
        raise Refused("form_reused")
    return str(row.result)


def use(participant: Participant, key: str, digest: str, result: str) -> None:
    """Remember what a key led to. Inside the write that did it."""
    FormKey.insert(
        participant=participant, key=key, digest=digest, result=result
    ).on_conflict_ignore().execute()
