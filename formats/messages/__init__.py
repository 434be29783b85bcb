"""The texts of our SMS and e-mails. SMS: one thought, no link but our own; e-mail: a subject too."""

from collections.abc import Mapping
from typing import Any

from formats.messages import account, applying, buying, help, learning, money
from formats.messages.message import Message
from formats.text import day, moment_text, rupiah
from formats.wording import PARTNERS, failure_reason


def joined(*parts: Mapping[str, list[Message]]) -> dict[str, list[Message]]:
    """All texts as one mapping; ValueError for a kind that two files speak for."""
    found: dict[str, list[Message]] = {}
    for part in parts:
        if twice := found.keys() & part.keys():
            raise ValueError(f"messages with two texts: {sorted(twice)}")
        found.update(part)
    return found


TEXTS: Mapping[str, list[Message]] = joined(
    account.TEXTS,
    applying.TEXTS,
    buying.TEXTS,
    learning.TEXTS,
    money.TEXTS,
    help.TEXTS,
)


def compose(kind: str, **facts: Any) -> list[tuple[str, str, str]]:
    """The messages of one event as (channel, subject, text). Raises KeyError for an unknown kind."""
    values = {name: _written(name, value) for name, value in facts.items()}
    if failure := facts.get("failure"):
        values["failure"] = failure_reason(failure, facts.get("partner"))
    return [
        (channel, subject.format(**values), text.format(**values))
        for channel, subject, text in TEXTS[kind]
    ]


def _written(name: str, value: Any) -> Any:
    if hasattr(value, "hour"):
        return moment_text(value)
    if hasattr(value, "year"):
        return day(value)
    if name in ("price", "amount", "balance", "left"):
        return rupiah(value)
    if name == "partner":
        return PARTNERS[value]
    return value
