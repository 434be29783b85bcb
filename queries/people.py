"""Accounts by what their owners type: an address, a number."""

import sealing
from models import Participant


def with_email(email: str) -> Participant | None:
    """The account with this e-mail address."""
    index = sealing.blind("participant.email", email.strip().lower())
    return Participant.get_or_none(Participant.email_index == index)


def with_phone(phone: str) -> Participant | None:
    """The account whose confirmed phone number this is (08…)."""
    return Participant.get_or_none(
        Participant.phone_index == sealing.blind("participant.phone", phone)
    )
