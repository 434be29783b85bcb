"""Refusals in words: rules and actions speak codes, people read these sentences."""

from collections.abc import Mapping
from typing import Any

from formats.refusals import (
    account,
    application,
    aptitude,
    draw,
    identity,
    joining,
    learning,
    office,
)
from formats.refusals.sentence import Sentence
from formats.text import day, moment_text, rupiah
from rules.refusals import Refusal

_SENTENCES: Mapping[str, Sentence] = {
    **learning.SENTENCES,
    **account.SENTENCES,
    **identity.SENTENCES,
    **application.SENTENCES,
    **aptitude.SENTENCES,
    **joining.SENTENCES,
    **draw.SENTENCES,
    **office.SENTENCES,
}


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
        return moment_text(value)
    if hasattr(value, "year"):
        return day(value)
    if name in ("missing", "balance", "shown", "price"):
        return rupiah(value)
    return value
