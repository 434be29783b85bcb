"""Words of studying: what methods and sessions are called, and how the API writes times."""

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from rules.training import EXAM, WIB


class Method(NamedTuple):
    """How the API names a method; numbers 3 and 4 and the labels are ours."""

    number: int
    label: str
    learning: str


METHODS: Mapping[str, Method] = {
    "spl": Method(1, "Belajar mandiri", "online"),
    "webinar": Method(2, "Webinar", "online"),
    "luring": Method(3, "Luring", "offline"),
    "bauran": Method(4, "Bauran", "hybrid"),
}


def session_name(sequence: int) -> str:
    """«Sesi 2», «Ujian akhir»."""
    return "Ujian akhir" if sequence == EXAM else f"Sesi {sequence}"


def from_to(start: datetime, end: datetime) -> str:
    """«2024-03-05 09:00 - 2024-03-06 12:00», in WIB, for programs; ours."""
    return " - ".join(moment.astimezone(WIB).strftime("%Y-%m-%d %H:%M") for moment in (start, end))
