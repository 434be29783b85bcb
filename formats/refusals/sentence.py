"""The shape of a refusal in words."""

from typing import NamedTuple


class Sentence(NamedTuple):
    """A refusal in words: what is so, what to do, and where."""

    title: str
    text: str
    button: str | None = None
    link: str | None = None
