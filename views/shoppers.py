"""How the catalogue sees the person who is looking."""

from flask_login import current_user

from queries.courses import Shopper
from queries.standing import Standing, standing_of


def shopper_of(standing: Standing) -> Shopper:
    """A participant with their gelombang, balance and interests."""
    accepted = standing.terms is not None and standing.gelombang is not None
    return Shopper(
        gelombang=standing.gelombang.number if accepted and standing.gelombang else None,
        balance=standing.balance if standing.card and not standing.lapse else None,
        interests=tuple(standing.participant.interests),
    )


def present_shopper() -> tuple[Shopper, Standing | None]:
    """The signed-in participant, or a stranger who may look but not buy."""
    if not current_user.is_authenticated:
        return Shopper(gelombang=None, balance=None, interests=()), None
    standing = standing_of(current_user.participant)
    return shopper_of(standing), standing
