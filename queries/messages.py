"""Messages as they are read: by the participant on the dashboard, by the trainer in the inbox."""

from typing import Any

import sealing
from models import Message, Participant, Participation
from queries.viewer import (
    arrived,
    settled_first_purchase,
    shown_to_participants,
    still_news,
)
from rules.references import Reference


def of_participant(participant: Participant, limit: int = 50) -> list[Any]:
    """The participant's e-mails with `.news`, those that are news first, then the newest."""
    return list(
        Message.select(Message, still_news().alias("news"))
        .where(Message.participant == participant, shown_to_participants())
        .order_by(still_news().desc(), Message.id.desc())
        .limit(limit)
    )


def reminders_over(participant: Participant, messages: list[Any]) -> set[int]:
    """Ids of the reminders of a first purchase that was made, or came too late; one statement, or none."""
    about = {row.id: Reference.of(row.reference) for row in messages}
    reminders = {
        number: said.first for number, said in about.items() if said.kind == "deadline_near"
    }
    if not reminders:
        return set()
    over = {
        row.public_id
        for row in Participation.select(Participation.public_id).where(
            Participation.participant == participant, settled_first_purchase()
        )
    }
    return {number for number, part in reminders.items() if part in over}


def inbox(addressee: str | None = None, limit: int = 100) -> list[Any]:
    """Everything the room «sent», newest first; to one phone or e-mail address if given."""
    query = Message.select(Message, Participant).join(Participant).where(arrived())
    if addressee:
        index = sealing.blind("message.addressee", addressee.strip())
        query = query.where(Message.addressee_index == index)
    return list(query.order_by(Message.id.desc()).limit(limit))


def inbox_count() -> int:
    """How many messages the room «sent» in all."""
    return int(Message.select().where(arrived()).count())
