"""Telling people: a message is written with its event and delivered later by a job."""

from collections.abc import Collection, Iterator
from datetime import timedelta
from typing import Any

import clock
import ledger
from actions import audit
from actions.refused import not_found
from formats import messages
from models import Message, Participant
from queries import undelivered
from queries.outbox import code_is_dead, is_due, waiting
from rules.outbox import MAX_ATTEMPTS, Outcome, pause

CHANNELS = ("sms", "email")
LEASE = timedelta(seconds=60)  # a gateway is waited for 10 seconds at most


def tell(
    participant: Participant,
    kind: str,
    event: str,
    link: str | None = None,
    to: str | None = None,
    **facts: object,
) -> None:
    """Write the SMS and e-mail that belong to an event; told twice, they are written once.

    `kind` names a text in formats/messages/, `event` what happened (e.g. a purchase's id);
    `to` is an address other than the participant's own, e.g. one that is to be proved.
    """
    with ledger.write():
        name = participant.name or "calon peserta"
        for channel, subject, text in messages.compose(kind, name=name, **facts):
            addressee = to or (participant.phone if channel == "sms" else participant.email)
            if not addressee:
                continue  # no number was confirmed yet; the e-mail says it too
            reference = f"{kind}:{event}:{channel}"
            if Message.select().where(Message.reference == reference).exists():
                continue
            Message.create(
                participant=participant,
                channel=channel,
                reference=reference,
                addressee=addressee,
                subject=subject,
                text=text,
                link=link,
            )


def mark_read(participant: Participant, public_id: str) -> str | None:
    """The participant has seen a message; returns where it leads. Raises NotFound if not theirs."""
    with ledger.write():
        message = Message.get_or_none(
            Message.public_id == public_id, Message.participant == participant
        )
        if message is None:
            not_found("message")
        if message.read_at is None:
            message.read_at = clock.now()
            message.save(only=[Message.read_at])
        return str(message.link) if message.link else None


def claims(channels: Collection[str], limit: int) -> Iterator[Message]:
    """Take what is due one by one, each for a minute, in the order of queries.outbox.waiting.

    A channel that is taken out of `channels` meanwhile is passed over.
    """
    for row in waiting(channels, limit) if channels else ():
        # Asked only when its turn comes: until then another runner may have it, or have sent it.
        message = _claim(row.id) if row.channel in channels else None
        if message is not None:
            yield message


def _claim(number: int) -> Message | None:
    """This message, if it is still due. A code that died meanwhile is given up instead."""
    real_now = clock.real_now()
    with ledger.write():
        claimed = (
            Message.update(leased_until=real_now + LEASE, attempts=Message.attempts + 1)
            .where(Message.id == number, is_due(clock.now(), real_now))
            .returning(Message)
            .execute()
        )
        message = next(iter(claimed), None)
        if message is None or not code_is_dead(message.reference):
            return message
        _speak(message, attempts=MAX_ATTEMPTS, leased_until=None)
        return None


def settle(message: Message, outcome: Outcome, blank: bool) -> bool:
    """Do what follows from the gateway's word; True when the message is given up with it."""
    if outcome is Outcome.SENT:
        delivered(message, blank)
        return False
    attempts, rests_until = message.attempts, message.leased_until
    if outcome is Outcome.REFUSED:
        attempts = MAX_ATTEMPTS
    elif outcome is Outcome.DOWN:
        attempts -= 1  # the lease goes on, so that others have their turn first
    else:
        rests_until = clock.real_now() + pause(attempts)
    ours = _speak(message, attempts=attempts, leased_until=rests_until)
    return ours and bool(attempts >= MAX_ATTEMPTS)


def delivered(message: Message, blank: bool) -> None:
    """The gateway took it. In production its text is blanked: nobody needs to read it here again."""
    if blank:
        message.text = ""
    _speak(message, sent_at=clock.now(), leased_until=None, text_sealed=message.text_sealed)


def _speak(message: Message, **changes: object) -> bool:
    """Write what became of a message; False when another runner has it by now, who speaks of it."""
    with ledger.write():
        ours = (
            (Message.id == message.id)
            & Message.sent_at.is_null()
            & (Message.leased_until == message.leased_until)
        )
        return bool(Message.update(**changes).where(ours).execute())


def send_again(public_id: str, by: Participant) -> bool:
    """An officer has a message that was given up tried anew; asked twice, it is once.

    False when it stays given up: it helps nobody any more, or its last try is not over.
    Raises NotFound.
    """
    with ledger.write():
        row = Message.get_or_none(Message.public_id == public_id) or not_found("message")
        if row.sent_at is not None or row.attempts < MAX_ATTEMPTS:
            return True
        if not _try_anew(Message.id == row.id):
            return False
        audit.record(f"operator:{by.public_id}", "message_sent_again", f"message:{public_id}")
        return True


def send_all_again(by: Participant) -> int:
    """An officer has everything tried anew that was given up and still helps; returns how many."""
    with ledger.write():
        count = _try_anew(Message.attempts >= MAX_ATTEMPTS)
        if count:
            audit.record(f"operator:{by.public_id}", "messages_sent_again", "outbox", count=count)
        return count


def _try_anew(which: Any) -> int:
    real_now = clock.real_now()
    # While its last try lasts, another one would send it twice.
    resting = Message.leased_until.is_null() | ~Message.leased_until.between(
        real_now, real_now + LEASE
    )
    found = Message.select(Message.id).where(which, resting, undelivered.may_go_again(clock.now()))
    anew = Message.update(attempts=0, leased_until=None).where(Message.id.in_(found))
    return int(anew.execute())
