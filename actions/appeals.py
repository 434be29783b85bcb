"""Appeals of blocked people: sent once, decided once by an officer, told to who asked."""

import clock
import ledger
from actions import audit, outbox
from models import Appeal, Block, Participant
from queries import appeals
from rules.refusals import Refused

SHORTEST, LONGEST = 20, 2000


def send(participant: Participant, text: str) -> Appeal:
    """Say something against the participant's block; sent twice, the first one counts.

    Raises Refused: not_blocked, or appeal_length for a text that is too short or too long.
    """
    text = text.strip()
    with ledger.write():
        block = appeals.block_of(participant)
        found = appeals.of_block(block) if block else None
        if found is not None:
            return found
        if block is None or block.lifted_at is not None:
            raise Refused("not_blocked")
        if not SHORTEST <= len(text) <= LONGEST:
            raise Refused("appeal_length", low=SHORTEST, high=LONGEST)
        appeal = Appeal.create(block=block, text=text)
        audit.record(f"participant:{participant.public_id}", "appeal_sent", _of(appeal))
        return appeal


def decide(appeal: Appeal, upheld: bool, reply: str, by: Participant) -> None:
    """Answer an appeal. Upheld: the block is lifted; money that went back stays there.

    The same answer given twice counts once. Raises Refused (appeal_decided) for another one.
    """
    with ledger.write():
        row = Appeal.get_by_id(appeal.id)
        if row.decided_at is not None:
            if row.upheld == upheld and row.reply == reply:
                return
            raise Refused("appeal_decided")
        row.upheld = upheld
        row.reply = reply
        row.decided_at = clock.now()
        row.decided_by = by
        row.save()
        block = row.block
        if upheld and block.lifted_at is None:
            block.lifted_at = clock.now()
            block.save(only=[Block.lifted_at])
        outbox.tell(
            block.participant,
            "appeal_upheld" if upheld else "appeal_refused",
            row.public_id,
            link="/keberatan",
            reply=reply,
        )
        audit.record(f"operator:{by.public_id}", "appeal_decided", _of(row), upheld=upheld)


def _of(appeal: Appeal) -> str:
    return f"appeal:{appeal.public_id}"
