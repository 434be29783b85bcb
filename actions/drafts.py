"""Forms that were sent when their sender's time had run out: kept sealed for an hour, offered again."""

import json
from collections.abc import Sequence
from datetime import timedelta

import clock
import ledger
from actions.refused import not_found
from models import Draft, Participant, SignIn

LIVES = timedelta(hours=1)


def keep(token_hash: str, path: str, fields: Sequence[tuple[str, str]]) -> str | None:
    """Keep what somebody sent whose sign-in is over; None when we do not know whose it is.

    One draft a person: the newest is the one they look for.
    """
    row = SignIn.get_or_none(SignIn.token_hash == token_hash)
    if row is None or not fields:
        return None
    with ledger.write():
        Draft.delete().where(Draft.participant == row.participant_id).execute()
        draft = Draft(participant=row.participant_id, path=path[:200])
        draft.fields = json.dumps(fields)
        draft.save(force_insert=True)
        return str(draft.public_id)


def take(participant: Participant, public_id: str) -> tuple[str, list[tuple[str, str]]]:
    """Where it was going and what was typed. Raises NotFound for another's, or after an hour."""
    draft = Draft.get_or_none(Draft.public_id == public_id, Draft.participant == participant)
    if draft is None or draft.kept_at + LIVES < clock.real_now():
        not_found("draft")
    return draft.path, [(name, value) for name, value in json.loads(draft.fields)]


def forget_old() -> int:
    """Delete drafts nobody came back for; returns how many."""
    old = Draft.kept_at < clock.real_now() - LIVES
    if not Draft.select().where(old).exists():
        return 0
    with ledger.write():
        return int(Draft.delete().where(old).execute())
