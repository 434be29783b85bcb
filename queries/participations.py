"""Every part a participant had in a gelombang, newest first."""

from typing import Any

from peewee import JOIN

from models import Appeal, Block, Gelombang, Lapse, Participant, Participation


def history_of(participant: Participant) -> list[Any]:
    """The participations with `.gelombang` and `.lapse`, a lapse with its `.block` or None.

    One statement; one more for who lost a place.
    """
    parts = list(
        Participation.select(Participation, Gelombang, Lapse)
        .join(Gelombang)
        .join_from(Participation, Lapse, JOIN.LEFT_OUTER, attr="lapse")
        .where(Participation.participant == participant)
        .order_by(Participation.id.desc())
    )
    lapses = [part.lapse for part in parts if getattr(part, "lapse", None) is not None]
    blocks = _blocks_of(participant) if lapses else []
    for lapse in lapses:
        began = [block for block in blocks if block.blocked_at <= lapse.lapsed_at]
        lapse.block = began[0] if began else None
    return parts


def _blocks_of(participant: Participant) -> list[Any]:
    """Somebody's blocks, the newest first, with `.appeal` where there is one."""
    return list(
        Block.select(Block, Appeal)
        .join(Appeal, JOIN.LEFT_OUTER, attr="appeal")
        .where(Block.participant == participant)
        .order_by(Block.id.desc())
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


def is_blocked(participant: Participant) -> bool:
    """Whether the participant is barred from gelombang just now."""
    standing = Block.select().where(Block.participant == participant, Block.lifted_at.is_null())
    return bool(standing.exists())
