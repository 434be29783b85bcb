"""The test of motivation and basic ability: how many items of what, for how long, and its score.

One test per person. Its result does not decide acceptance: that is our rule, and shown as such.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from rules.aptitude_items import BANK
from rules.aptitude_items.item import Item

# In the order they are asked and shown.
TOPICS = (
    "arithmetic",
    "reading",
    "fractions",
    "tables",
    "percent",
    "instructions",
    "comparison",
    "diagrams",
    "motivation",
)
BY_CODE: Mapping[str, Item] = {item.code: item for item in BANK}


@dataclass(frozen=True)
class Blueprint:
    """How many items of each topic, and how many minutes for all of them."""

    topics: tuple[tuple[str, int], ...]
    minutes: int
    source: str

    @property
    def size(self) -> int:
        """How many items there are in all."""
        return sum(count for _, count in self.topics)


# 18 items in 25 minutes are the programme's; how they are shared among the topics is ours.
DEFAULT = Blueprint(tuple((topic, 2) for topic in TOPICS), 25, "N tests, programme.md 2.8")

# First gelombang to which a blueprint applies, the latest first. The tests of 2023 and later
# are known by their length alone (40 minutes), so the last one fully known is kept.
BLUEPRINTS: tuple[tuple[int, Blueprint], ...] = ((1, DEFAULT),)


@dataclass(frozen=True)
class Score:
    """How many of the items that have a right answer were answered right."""

    right: int
    scored: int
    topics: tuple[tuple[str, int, int], ...]  # (topic, right, scored)


def blueprint_for(gelombang: int | None) -> Blueprint:
    """The blueprint of a gelombang; the newest when none is open."""
    for first, blueprint in BLUEPRINTS:
        if gelombang is None or gelombang >= first:
            return blueprint
    return DEFAULT


def choose(blueprint: Blueprint, seed: str) -> list[str]:
    """The codes of a test, in the order they are asked: always the same for the same seed.

    One item of each topic, then the next of each: who runs out of time has met every topic.
    """
    rounds: dict[int, list[str]] = {}
    for topic, count in blueprint.topics:
        codes = sorted(
            (item.code for item in BANK if item.topic == topic),
            key=lambda code: hashlib.sha256(f"{seed}:{code}".encode()).digest(),
        )
        if len(codes) < count:
            raise ValueError(f"the bank has {len(codes)} items of {topic}, not {count}")
        for turn, code in enumerate(codes[:count]):
            rounds.setdefault(turn, []).append(code)
    return [code for turn in sorted(rounds) for code in rounds[turn]]


def ends(blueprint: Blueprint, started_at: datetime) -> datetime:
    """The last moment at which an answer counts."""
    return started_at + timedelta(minutes=blueprint.minutes)


def over(ends_at: datetime, now: datetime) -> bool:
    """Whether the time is up; the last second still counts."""
    return now > ends_at


def score(codes: Iterable[str], answers: Mapping[str, str]) -> Score:
    """What the answers (code → letter) to the items of a test are worth."""
    found: dict[str, list[bool]] = {}
    for item in (BY_CODE[code] for code in codes):
        if item.right is not None:
            found.setdefault(item.topic, []).append(answers.get(item.code) == item.right)
    topics = tuple(
        (topic, sum(found[topic]), len(found[topic])) for topic in TOPICS if topic in found
    )
    return Score(sum(row[1] for row in topics), sum(row[2] for row in topics), topics)
