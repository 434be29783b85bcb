"""Whether a text is one of the messages that were sent to somebody."""

from dataclasses import dataclass
from datetime import datetime

from formats.help.message_check import normal
from models import Message, Participant
from queries.viewer import arrived

MOST = 500
# A few words stand in many messages; so many only in one of ours.
ENOUGH = 40


@dataclass(frozen=True)
class Match:
    """`found`: whole | more (ours, and something beside it) | none; `gone`: texts not kept any more."""

    found: str
    sent_at: datetime | None = None
    channel: str | None = None
    gone: int = 0


def match(participant: Participant, pasted: str) -> Match:
    """Compare a text with the participant's newest messages, word for word."""
    wanted, gone = normal(pasted), 0
    within: Message | None = None
    rows = (
        Message.select()
        .where(Message.participant == participant, arrived())
        .order_by(Message.id.desc())
        .limit(MOST)
    )
    for row in rows:
        text = normal(row.text or "")
        if not text:
            gone += 1
            continue
        if wanted in (text, normal(f"{row.subject} {row.text}")) or (
            len(wanted) >= ENOUGH and wanted in text
        ):
            return Match("whole", row.sent_at or row.visible_at, row.channel, gone)
        if within is None and len(text) >= ENOUGH and text in wanted:
            within = row
    if within is not None:
        return Match("more", within.sent_at or within.visible_at, within.channel, gone)
    return Match("none", gone=gone)
