"""The shape of an item of the test, and of the figure it may come with."""

from dataclasses import dataclass
from math import cos, pi, sin
from typing import NamedTuple

LETTERS = "abcd"


@dataclass(frozen=True)
class Table:
    """Rows under a head; the first cell of a row names it."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str | int, ...], ...]
    kind: str = "table"


class Slice(NamedTuple):
    """A piece of a pie around (0, 0) with radius 100: its outline, and where its words stand."""

    label: str
    value: int
    outline: str
    x: float
    y: float


@dataclass(frozen=True)
class Chart:
    """Named values to be drawn; `unit` is said with each of them."""

    kind: str  # bar | pie | line
    title: str
    unit: str
    points: tuple[tuple[str, int], ...]

    @property
    def highest(self) -> int:
        """The largest value."""
        return max(value for _, value in self.points)

    @property
    def slices(self) -> list[Slice]:
        """The pieces of a pie, clockwise from the top."""
        total, gone, found = sum(value for _, value in self.points), 0, []
        for label, value in self.points:
            start, middle, end = (
                2 * pi * part / total for part in (gone, gone + value / 2, gone + value)
            )
            found.append(
                Slice(
                    label,
                    value,
                    f"M0 0L{_at(start)}A100 100 0 {int(2 * value > total)} 1 {_at(end)}Z",
                    round(122 * sin(middle), 1),
                    round(-122 * cos(middle), 1),
                )
            )
            gone += value
        return found


def _at(angle: float) -> str:
    return f"{100 * sin(angle):.1f} {-100 * cos(angle):.1f}"


@dataclass(frozen=True)
class Item:
    """One question with four options, lettered a to d in the order they are shown.

    `right` is None where no answer is wrong. `proof` computes the right option: a number or a
    text; `holds` is true of the right option alone (`o`: its parts). `why` is for the answer key.
    """

    code: str
    topic: str
    prompt: str
    options: tuple[str, str, str, str]
    right: str | None
    why: str
    text: str = ""  # what is to be read first
    figure: Table | Chart | None = None
    proof: str = ""
    holds: str = ""

    @property
    def choices(self) -> list[tuple[str, str]]:
        """(letter, option), as a form shows them."""
        return list(zip(LETTERS, self.options, strict=True))
