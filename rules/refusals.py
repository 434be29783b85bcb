"""A refusal: which rule says no, and the facts its sentence needs. Sentences are in formats/refusals/."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Refusal:
    """Why something may not be done; `facts` hold the amounts, dates and names to show."""

    code: str
    facts: Mapping[str, Any] = field(default_factory=dict)


class Refused(Exception):
    """An action was refused; nothing was changed."""

    def __init__(self, code: str, **facts: Any) -> None:
        super().__init__(code)
        self.refusal = Refusal(code, facts)

    @classmethod
    def because(cls, refusal: Refusal) -> "Refused":
        """The exception that carries a refusal a rule returned."""
        return cls(refusal.code, **refusal.facts)
