"""NIK and KK: what sixteen digits say about a person, and what about them cannot be.

A NIK is region (6) + day, month, year of birth (women: day + 40) + serial (4). A KK is
region (6) + date of record (6) + serial (4). Neither has a check digit, and the region is
where the number was first given out, so a region we do not know is a warning, never a no.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from rules import regions
from rules.eligibility import sex_of

LENGTH = 16
FEMALE_DAY = 40
EARLIEST_YEAR = 1900


@dataclass(frozen=True)
class Problem:
    """One thing about a number; a warning is said, and keeps nobody out."""

    code: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    warning: bool = False


def problems_of_nik(nik: str, birth_date: date | None, sex: str | None = None) -> list[Problem]:
    """Everything that is wrong or odd about a NIK, worst first.

    The century comes from the typed birth date. `sex` is «female» or «male» as the
    profile says; None where it does not say yet, and then nothing is compared.
    """
    if shape := _problems_of_shape("nik", nik):
        return shape
    found = []
    if nik[12:] == "0000":
        found.append(Problem("nik_serial"))
    born = _day_and_month(nik[6:12])
    if born is None:
        found.append(Problem("nik_date"))
    elif birth_date is not None and born != (birth_date.day, birth_date.month, _yy(birth_date)):
        found.append(Problem("nik_birth_date"))
    if born is not None and sex is not None and sex != sex_of(nik):
        found.append(Problem("nik_sex"))
    if not known_region(nik[:6]):
        found.append(Problem("nik_region", warning=True))
    return found


def problems_of_kk(kk: str, nik: str | None = None) -> list[Problem]:
    """Everything that is wrong or odd about the number of a family card."""
    if shape := _problems_of_shape("kk", kk):
        return shape
    found = []
    if kk == nik:
        found.append(Problem("kk_is_nik"))
    day, month = int(kk[6:8]), int(kk[8:10])
    if not _can_be(day, month):
        found.append(Problem("kk_date", warning=True))
    if not known_region(kk[:6]):
        found.append(Problem("kk_region", warning=True))
    return found


def problems_of_birth_date(birth_date: date, today: date) -> list[Problem]:
    """Whether somebody can have been born then."""
    if birth_date > today:
        return [Problem("birth_date_ahead")]
    if birth_date.year < EARLIEST_YEAR:
        return [Problem("birth_date_early")]
    return []


def known_region(code: str) -> bool:
    """Whether the first four digits of a number name a province and regency of today."""
    return regions.province(code[:2]) is not None and regions.regency(code[:4]) is not None


def _problems_of_shape(name: str, number: str) -> list[Problem]:
    if not (number.isascii() and number.isdigit()):
        return [Problem(f"{name}_digits")]
    if len(number) != LENGTH:
        return [Problem(f"{name}_length", {"typed": len(number)})]
    return []


def _day_and_month(six: str) -> tuple[int, int, int] | None:
    """Day, month and two digits of the year; None when there is no such day in any year."""
    day, month, year = int(six[:2]), int(six[2:4]), int(six[4:])
    if day > FEMALE_DAY:
        day -= FEMALE_DAY
    return (day, month, year) if _can_be(day, month) else None


def _can_be(day: int, month: int) -> bool:
    try:
        date(2000, month, day)  # a leap year: 29 February is somebody's birthday
    except ValueError:
        return False
    return True


def _yy(day: date) -> int:
    return day.year % 100
