"""Refusals in words: rules and actions speak codes, people read these sentences."""

from collections.abc import Mapping
from typing import Any

from formats.refusals import (
    account,
    application,
    aptitude,
    cancelling,
    complaint,
    draw,
    identity,
    joining,
    learning,
    money_account,
    office,
    partner,
    proof,
    study,
)
from formats.refusals.sentence import Sentence
from formats.text import day, from_minute, moment_text, rupiah, thousands
from rules.refusals import Refusal


def joined(*parts: Mapping[str, Sentence]) -> dict[str, Sentence]:
    """All sentences as one mapping; ValueError for a code that two files speak for."""
    found: dict[str, Sentence] = {}
    for part in parts:
        if twice := found.keys() & part.keys():
            raise ValueError(f"refusals with two sentences: {sorted(twice)}")
        found.update(part)
    return found


_SENTENCES: Mapping[str, Sentence] = joined(
    learning.SENTENCES,
    account.SENTENCES,
    identity.SENTENCES,
    application.SENTENCES,
    aptitude.SENTENCES,
    joining.SENTENCES,
    draw.SENTENCES,
    office.SENTENCES,
    proof.SENTENCES,
    partner.SENTENCES,
    study.SENTENCES,
    complaint.SENTENCES,
    money_account.SENTENCES,
    cancelling.SENTENCES,
)


def sentence(refusal: Refusal) -> Sentence:
    """The refusal as people read it, its amounts and dates filled in."""
    facts = {name: _written(value, name) for name, value in refusal.facts.items()}
    said = _SENTENCES[refusal.code]
    return said._replace(
        title=said.title.format(**facts),
        text=said.text.format(**facts),
        link=said.link and said.link.format(**facts),
    )


def _written(value: Any, name: str) -> Any:
    if hasattr(value, "hour"):
        # «mulai {until}»: who comes back at that minute is let in.
        return moment_text(from_minute(value) if name == "until" else value)
    if hasattr(value, "year"):
        return day(value)
    if name in ("missing", "balance", "shown", "price"):
        return rupiah(value)
    return thousands(value) if name in ("low", "high", "limit", "longest") else value
