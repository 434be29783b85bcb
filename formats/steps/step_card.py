"""The step card: what every step fills in and the dashboard shows."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class StepCard:
    """What the step card shows. `tone`: calm | warn | danger, for the deadline line alone."""

    code: str
    title: str
    button: str | None = None
    path: str | None = None
    headline: str | None = None  # the bold line: time left, or what is wrong
    detail: str | None = None  # the line below it
    deadline: datetime | None = None
    tone: str = "calm"
    question: str | None = None
    answer: str | None = None
