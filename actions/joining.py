"""Joining a gelombang while it is open, and leaving it again before the close."""

import clock
import ledger
from actions import audit, selection
from models import Gelombang, Participant, Participation
from queries.applicants import applicant_of
from rules.eligibility import refuse_applicant
from rules.gelombang import figures_from_row
from rules.refusals import Refusal, Refused
from rules.schemes import resolve


def refuse_to_join(participant: Participant, gelombang: Gelombang) -> list[Refusal]:
    """Every reason why the participant may not join this gelombang now; [] means they may."""
    now = clock.now()
    opens, closes = gelombang.registration_opens_at, gelombang.registration_closes_at
    if opens is None or closes is None or now > closes:
        return [Refusal("gelombang_closed", {"number": gelombang.number})]
    if now < opens:
        return [Refusal("gelombang_not_open", {"number": gelombang.number, "opens": opens})]
    waiting = _waiting(participant)
    if waiting is not None and waiting.gelombang_id != gelombang.id:
        return [Refusal("waiting_elsewhere", {"number": waiting.gelombang.number})]
    terms = resolve(gelombang.number, gelombang.scheme, figures_from_row(gelombang.overrides))
    return refuse_applicant(applicant_of(participant), terms, closes.date())


def join(participant: Participant, number: int) -> Participation:
    """Take part in the selection; a second press finds the first one's row.

    Raises Refused (every reason: `refuse_to_join`), DoesNotExist for a gelombang that is not there.
    """
    with ledger.write():
        gelombang = Gelombang.get(Gelombang.number == number)
        own = Participation.get_or_none(
            Participation.participant == participant, Participation.gelombang == gelombang
        )
        if own is not None:
            return own
        if refuse_to_join(participant, gelombang):
            raise Refused("not_eligible", number=number)
        return selection.join(participant, gelombang)


def leave(participant: Participant, number: int) -> None:
    """Leave a gelombang that is still open; nothing of it remains but the audit entry.

    Raises Refused once it is closed, or when there is nothing to leave.
    """
    with ledger.write():
        own = _waiting(participant)
        if own is None or own.gelombang.number != number:
            raise Refused("nothing_to_leave")
        closes = own.gelombang.registration_closes_at
        if closes is None or clock.now() > closes:
            raise Refused("gelombang_closed", number=number)
        audit.record(
            f"participant:{participant.public_id}",
            "left",
            f"participation:{own.public_id}",
            gelombang=number,
        )
        own.delete_instance()


def _waiting(participant: Participant) -> Participation | None:
    """The participation without a result; there is one at most."""
    found: Participation | None = (
        Participation.select(Participation, Gelombang)
        .join(Gelombang)
        .where(Participation.participant == participant, Participation.result.is_null())
        .first()
    )
    return found
