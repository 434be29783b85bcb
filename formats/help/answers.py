"""What an answer is, and whom it is written for."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from rules.schemes import Terms, resolve


@dataclass(frozen=True)
class Answer:
    """An answer: paragraphs, then points (numbered when their order matters), then one way on."""

    says: tuple[str, ...]
    points: tuple[str, ...] = ()
    ordered: bool = False
    then: tuple[str, ...] = ()
    link: tuple[str, str] | None = None  # (path, what the link says)

    @property
    def text(self) -> str:
        """All its words."""
        return " ".join((*self.says, *self.points, *self.then))


@dataclass(frozen=True)
class Reader:
    """Who reads: somebody with terms of their own, or anybody."""

    help_phone: str
    terms: Terms | None = None
    deadline: datetime | None = None  # of the first purchase
    platforms: tuple[str, ...] = ()  # where the reader's balance is valid

    @property
    def incentive_days(self) -> int:
        """Working days until an incentive is sent; the same in both schemes."""
        return int((self.terms or general_terms()[0]).need("incentive_working_days"))

    def each(self, say: Callable[[Terms], str]) -> tuple[str, ...]:
        """The sentence for the reader's own terms, else one for each scheme."""
        if self.terms is not None:
            return (_sentence(say(self.terms)),)
        old, new = general_terms()
        if say(old) == say(new):
            return (_sentence(say(old)),)
        return (f"{OLD}: {say(old)}", f"{NEW}: {say(new)}")


def _sentence(said: str) -> str:
    """With a capital; `str.capitalize` would make «rp1.000.000» of the rest."""
    return said[0].upper() + said[1:]


@dataclass(frozen=True)
class Question:
    """One question of the help. `keywords`: what people also call it."""

    code: str
    text: str
    keywords: str
    answer: Callable[[Reader], Answer]


OLD, NEW = "Gelombang 1–47", "Gelombang 48 ke atas"


@cache
def general_terms() -> tuple[Terms, Terms]:
    """Both schemes without any gelombang's own dates, the older first."""
    return resolve(47, "semi_bansos"), resolve(48, "normal")
