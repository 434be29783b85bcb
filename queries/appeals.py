"""A participant's block and what was said against it."""

from models import Appeal, Block, Participant


def block_of(participant: Participant) -> Block | None:
    """The block that counts: the one in force, else the latest; None for who never was blocked."""
    found: Block | None = (
        Block.select()
        .where(Block.participant == participant)
        .order_by(Block.lifted_at.is_null().desc(), Block.id.desc())
        .first()
    )
    return found


def of_block(block: Block) -> Appeal | None:
    """The appeal against a block, if one was sent."""
    found: Appeal | None = Appeal.get_or_none(Appeal.block == block)
    return found
