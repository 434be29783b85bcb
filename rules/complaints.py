"""Complaints: what they may be about, how long they are, when they are answered and closed.

The programme has the form and its fields (programme.md 2.10); every figure here is ours.
"""

import re
from datetime import date, datetime, timedelta
from typing import NamedTuple

from rules.deadlines import working_days_after

# The programme's form names the first one; the others are proposed there.
KINDS = (
    "registration",
    "selection",
    "purchase",
    "redeem",
    "attendance",
    "certificate",
    "review",
    "account",
    "incentive",
    "survey",
    "refund",
    "blocked",
    "phone",
    "other",
)
SHORTEST, LONGEST = 20, 2000
SHORTEST_MORE = 5
SHORTEST_REPLY = 10
MOST_OPEN = 5  # without an answer, of one person
MOST_A_DAY = 10
MOST_ADDED_A_DAY = 20
WORKING_DAYS = 3
CLOSES_AFTER = timedelta(days=7)  # an answer nobody objected to
REOPENS_FOR = timedelta(days=7)
PICTURES_KEPT = timedelta(days=30)  # after closing

WAITING = ("new", "taken")


class About(NamedTuple):
    """What a complaint is about: «incentive» and «job-1», «purchase» and its public id, «account»."""

    kind: str
    name: str = ""

    @property
    def text(self) -> str:
        """As it is kept."""
        return f"{self.kind}:{self.name}" if self.name else self.kind


_ADDRESSES = (
    ("incentive", re.compile(r"insentif-((?:job|survey)-[1-9][0-9]?)", re.A)),
    ("purchase", re.compile(r"pesanan-([\w-]{22})", re.A)),
    ("certificate", re.compile(r"sertifikat-([\w-]{22})", re.A)),
    ("survey", re.compile(r"survei-([1-9][0-9]?)", re.A)),
    ("account", re.compile(r"rekening()", re.A)),
)
_ADDRESS_WORDS = {
    "incentive": "insentif",
    "purchase": "pesanan",
    "certificate": "sertifikat",
    "survey": "survei",
    "account": "rekening",
}


def about_in(address: str) -> About | None:
    """What «insentif-job-1», «pesanan-…», «rekening» of an address mean; None for anything else."""
    for kind, pattern in _ADDRESSES:
        if found := pattern.fullmatch(address):
            return About(kind, found[1])
    return None


def about_kept(text: str | None) -> About | None:
    """The same from what is kept."""
    if not text:
        return None
    kind, _, name = text.partition(":")
    return About(kind, name)


def address_of(about: About) -> str:
    """The word of the address again."""
    word = _ADDRESS_WORDS[about.kind]
    return f"{word}-{about.name}" if about.name else word


def number_of(year: int, row: int) -> str:
    """«PGD-2021-0042»."""
    return f"PGD-{year}-{row:04}"


def promised_on(sent_on: date) -> date:
    """The last day for an answer."""
    return working_days_after(sent_on, WORKING_DAYS)


def is_late(state: str, promised: date, answered_at: datetime | None, today: date) -> bool:
    """Whether the promise was broken: no answer yet, or one that came after the promised day."""
    if state in WAITING:
        return promised < today
    return answered_at is not None and promised < answered_at.date()


def may_reopen(closed_at: datetime, now: datetime) -> bool:
    """Whether adding something still opens a closed complaint again."""
    return now < closed_at + REOPENS_FOR


def words_of(text: str) -> str:
    """What somebody typed, without the space around it; lines end as they are counted."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()
