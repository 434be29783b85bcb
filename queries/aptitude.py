"""Somebody's test: its items, what was answered, and how much time there is."""

from dataclasses import dataclass
from datetime import datetime

import clock
from models import AptitudeAnswer, AptitudeTest, Gelombang, Participant
from rules import aptitude
from rules.aptitude_items.item import Item


@dataclass(frozen=True)
class Progress:
    """A test as it stands now. Places are counted from 1; `answers`: item code → letter."""

    test: AptitudeTest
    answers: dict[str, str]
    now: datetime

    @property
    def size(self) -> int:
        """How many items it has."""
        return len(self.test.items)

    @property
    def submitted(self) -> bool:
        """Whether it has been sent, by the participant or by the clock."""
        return self.test.submitted_at is not None

    @property
    def overdue(self) -> bool:
        """Whether the time is up and nobody has sent it yet."""
        return not self.submitted and aptitude.over(self.test.ends_at, self.now)

    @property
    def ended_by_time(self) -> bool:
        """Whether the clock sent it."""
        return self.submitted and self.test.submitted_at >= self.test.ends_at

    @property
    def minutes_left(self) -> int:
        """Whole minutes until the end, at least 1 while the test runs."""
        return max(1, int((self.test.ends_at - self.now).total_seconds()) // 60)

    @property
    def open_places(self) -> list[int]:
        """The places without an answer."""
        return [
            place for place, code in enumerate(self.test.items, start=1) if code not in self.answers
        ]

    @property
    def score(self) -> aptitude.Score:
        """How many were right, by topic."""
        return aptitude.score(self.test.items, self.answers)

    def item(self, place: int) -> Item:
        """The item at a place."""
        return aptitude.BY_CODE[self.test.items[place - 1]]


def progress_of(participant: Participant) -> Progress | None:
    """The participant's test, or None before it began."""
    test = AptitudeTest.get_or_none(AptitudeTest.participant == participant)
    return progress(test) if test else None


def progress(test: AptitudeTest) -> Progress:
    """A test with its answers."""
    rows = AptitudeAnswer.select(AptitudeAnswer.item, AptitudeAnswer.value).where(
        AptitudeAnswer.test == test
    )
    return Progress(test, dict(rows.tuples()), clock.now())


def blueprint_now() -> aptitude.Blueprint:
    """The blueprint of the newest gelombang that can be joined now, else the newest of all."""
    now = clock.now()
    number = (
        Gelombang.select(Gelombang.number)
        .where(
            Gelombang.registration_opens_at <= now,
            Gelombang.registration_closes_at >= now,
        )
        .order_by(Gelombang.number.desc())
        .limit(1)
        .scalar()
    )
    return aptitude.blueprint_for(number)
