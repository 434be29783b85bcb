"""How the catalogue sees the person who is looking."""

from dataclasses import replace
from typing import Any

from flask_login import current_user

import clock
from models import Participant
from queries.courses import Shopper
from queries.standing import Standing, buying_standing_of, participation_of
from rules.purchases import refuse_buyer


def shopper_of(standing: Standing) -> Shopper:
    """A participant with their gelombang, balance, interests and what they own."""
    owned = tuple(course.course_id for course in standing.bought)
    return _shopper(standing.participant, standing.part, owned)


def present_shopper() -> Shopper:
    """The signed-in participant, or a stranger who may look but not buy; one statement."""
    if not current_user.is_authenticated:
        return Shopper(gelombang=None, balance=None)
    participant = current_user.participant
    return _shopper(participant, participation_of(participant))


def present_buyer() -> Shopper:
    """The same, and whether they may buy anything at all now; two statements."""
    if not current_user.is_authenticated:
        return Shopper(gelombang=None, balance=None)
    standing = buying_standing_of(current_user.participant)
    refusal = refuse_buyer(standing.buyer(), clock.now())
    return replace(shopper_of(standing), refusal=refusal)


def _shopper(participant: Participant, part: Any | None, owned: tuple[int, ...] = ()) -> Shopper:
    usable = part is not None and getattr(part, "card", None) and not getattr(part, "lapse", None)
    return Shopper(
        gelombang=part.gelombang.number if part is not None and part.terms else None,
        balance=part.balance if part is not None and usable else None,
        interests=tuple(participant.interests),
        saved=current_user.saved if current_user.is_authenticated else (),
        owned=owned,
    )
