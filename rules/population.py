"""What the population register may say about a person."""

from dataclasses import dataclass
from typing import Literal

Verdict = Literal["yes", "no", "unknown"]

# Lists the register may name somebody on; what they mean for joining is rules/eligibility.py's.
LISTS = ("student", "social_aid", "bsu", "bpum", "official")


@dataclass(frozen=True)
class Answer:
    """Whether NIK, KK and birth date are one person's; «unknown» is for a human, never a no."""

    verdict: Verdict
    lists: tuple[str, ...] = ()
