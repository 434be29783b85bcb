"""Every part a participant had in a gelombang, newest first."""

from typing import Any

from peewee import JOIN

from models import Gelombang, Lapse, Participant, Participation


def history_of(participant: Participant) -> list[Any]:
    """The participations with `.gelombang` and `.lapse`; one statement."""
    return list(
        Participation.select(Participation, Gelombang, Lapse)
        .join(Gelombang)
        .join_from(Participation, Lapse, JOIN.LEFT_OUTER, attr="lapse")
        .where(Participation.participant == participant)
        .order_by(Participation.id.desc())
    )


def in_gelombang(participant: Participant, number: int) -> Participation | None:
    """The participant's part in one gelombang."""
    found: Participation | None = (
        Participation.select(Participation, Gelombang)
        .join(Gelombang)
        .where(Participation.participant == participant, Gelombang.number == number)
        .first()
    )
    return found
