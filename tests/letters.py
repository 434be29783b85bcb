"""Reading what was sent to somebody: codes and links, as the person would."""

import re
from datetime import timedelta

import sealing
from models import Challenge, Message


def newest_to(address: str) -> Message:
    """The newest message to an e-mail address or phone number."""
    index = sealing.blind("message.addressee", address)
    return (
        Message.select().where(Message.addressee_index == index).order_by(Message.id.desc()).get()
    )


def count_to(address: str) -> int:
    """How many messages went to an address."""
    index = sealing.blind("message.addressee", address)
    return int(Message.select().where(Message.addressee_index == index).count())


def code_to(address: str) -> str:
    """The six digits in the newest message to an address."""
    found = re.search(r": (\d{6})\.", newest_to(address).text)
    assert found
    return found[1]


def link_to(address: str) -> str:
    """The path of the link in the newest message to an address."""
    found = re.search(r"https?://[^/\s]+(/\S+)", newest_to(address).text)
    assert found
    return found[1]


def age(minutes: float) -> None:
    """As if every code and link had been sent this much earlier; nobody waits."""
    back = timedelta(minutes=minutes)
    for row in Challenge.select():
        Challenge.update(
            issued_at=row.issued_at - back,
            expires_at=row.expires_at - back,
            locked_until=row.locked_until and row.locked_until - back,
        ).where(Challenge.id == row.id).execute()
