"""Searches for people: noted by a fingerprint, whether or not anybody was found."""

import ledger
import sealing
from actions import audit
from models import Participant
from queries.office import phone_in


def look_for_person(typed: str, found: bool, by: Participant) -> None:
    """Note that an officer looked for an address or number; what was typed stands nowhere."""
    typed = typed.strip()
    if "@" in typed:
        index = sealing.blind("participant.email", typed.lower())
    else:
        index = sealing.blind("participant.phone", phone_in(typed))
    with ledger.write():
        audit.record(f"operator:{by.public_id}", "person_searched", f"index:{index}", found=found)
