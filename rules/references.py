"""A message's reference: its kind, what it speaks of, and its channel, in one line of text."""

from typing import NamedTuple


class Reference(NamedTuple):
    """«incentive_paid:12:2021-12-13:email»; the same event has the same reference, told twice or not."""

    kind: str
    about: tuple[str, ...]
    channel: str

    @classmethod
    def of(cls, text: str) -> "Reference":
        """A reference taken apart; what was written otherwise has empty parts, and names nothing."""
        kind, *about = text.split(":")
        return cls(kind, tuple(about[:-1]), about[-1] if about else "")

    @property
    def first(self) -> str:
        """The first thing it names, mostly a row's id; empty when it names none."""
        return self.about[0] if self.about else ""

    @property
    def text(self) -> str:
        """As it is kept."""
        return ":".join((self.kind, *self.about, self.channel))
