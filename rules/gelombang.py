"""The gelombang we know the dates of, with what differed from their scheme. Times are WIB.

An operator opens further ones as rows; these are facts of the past with their sources.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from typing import Any

from rules.schemes import DATE_FIELDS, Figure, Terms, resolve

_WIB = timezone(timedelta(hours=7), "WIB")


@dataclass(frozen=True)
class PublishedGelombang:
    """One intake as announced; None where no source was found."""

    number: int
    scheme: str
    source: str
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    announced_at: datetime | None = None
    quota: int | None = None
    overrides: Mapping[str, Figure] = field(default_factory=dict)

    def terms(self) -> Terms:
        """The rules that a participant accepted in this gelombang gets."""
        return resolve(self.number, self.scheme, self.overrides)


def _at(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=_WIB)


def _end(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, 23, 59, 59, tzinfo=_WIB)


# Survey n always waits for survey n−1 to be sent (N16 N17); `not_before` is a calendar day.
_SURVEYS_2021 = (
    {"after": "first_incentive", "days": 0},
    {"after": "first_incentive", "days": 0},
    {"after": "first_incentive", "days": 0, "not_before": "2021-11-01"},
)
_YEAR_END_2021 = {
    "balance_use_until": Figure(date(2021, 11, 30), "N5 N9 N14", "H"),
    "survey_close_on": Figure(date(2021, 12, 10), "N14 N16", "H"),
}
_YEAR_END_2022 = {
    "balance_use_until": Figure(date(2022, 11, 30), "N9 N14", "H"),
    "complete_until": Figure(date(2022, 12, 4), "N9 N14", "H"),
    "min_training_hours": Figure(6, "N1 N2", "H"),
}

PUBLISHED: Mapping[int, PublishedGelombang] = {
    known.number: known
    for known in (
        PublishedGelombang(
            20,
            "semi_bansos",
            "N4",
            _at(2021, 9, 9),
            _end(2021, 9, 12),
            overrides={
                **_YEAR_END_2021,
                "first_purchase_deadline": Figure(date(2021, 10, 14), "N4", "M"),
                "survey_open_rule": Figure(_SURVEYS_2021, "N16 N18 (seperti gelombang 21)", "L"),
            },
        ),
        PublishedGelombang(
            21,
            "semi_bansos",
            "N3 N7–N11",
            _at(2021, 9, 16),
            _end(2021, 9, 19),
            _at(2021, 9, 22, 20),
            754_929,
            {
                **_YEAR_END_2021,
                "first_purchase_deadline": Figure(date(2021, 10, 21), "N3 S3", "H"),
                "max_trainings": Figure(2, "S3", "L"),
                "participant_cancel_days": Figure(30, "S2", "L"),
                "survey_open_rule": Figure(_SURVEYS_2021, "N16 N18", "H"),
            },
        ),
        PublishedGelombang(
            22,
            "semi_bansos",
            "N3 N5",
            _at(2021, 10, 25),
            _end(2021, 10, 27),
            _at(2021, 11, 1),
            46_000,
            {
                **_YEAR_END_2021,
                "first_purchase_deadline": Figure(date(2021, 11, 30), "N5", "H"),
                "survey_open_rule": Figure(_SURVEYS_2021, "N16 N18 (seperti gelombang 21)", "L"),
                "participant_cancel_days": Figure(30, "S2", "L"),
            },
        ),
        PublishedGelombang(
            23,
            "semi_bansos",
            "N10 N11",
            _at(2022, 2, 17),
            _end(2022, 2, 20),
            None,  # after 28 February 2022; no source names the day
            500_000,
            {
                **_YEAR_END_2022,
                "age_max": Figure(64, "N10 (teks 2022 lain: 18+)", "M"),
                "participant_cancel_days": Figure(30, "S2", "L"),
            },
        ),
        PublishedGelombang(
            47,
            "semi_bansos",
            "N9",
            None,
            _end(2022, 10, 28),
            _at(2022, 10, 31),
            None,
            {
                **_YEAR_END_2022,
                # One day more than counting gives: the announced date wins.
                "first_purchase_deadline": Figure(date(2022, 11, 30), "N9", "H"),
            },
        ),
        PublishedGelombang(
            48,
            "normal",
            "N7–N11",
            _at(2023, 2, 17, 19),
            None,
            _at(2023, 2, 25),
            10_000,
            {
                "balance_use_until": Figure(date(2023, 10, 31), "N15", "M"),
                "complete_until": Figure(date(2023, 11, 12), "N15", "M"),
                "review_until": Figure(date(2023, 12, 3), "N15", "M"),
            },
        ),
        PublishedGelombang(
            62,
            "normal",
            "N15",
            overrides={
                "balance_use_until": Figure(date(2023, 10, 31), "N15", "M"),
                "complete_until": Figure(date(2023, 11, 12), "N15", "M"),
                "review_until": Figure(date(2023, 12, 3), "N15", "M"),
            },
        ),
        PublishedGelombang(
            70,
            "normal",
            "N13",
            None,
            _end(2024, 7, 8),
            _at(2024, 7, 10),  # the source's weekday and date disagree: 10 or 11 July
            None,
            {
                "modes": Figure(("webinar", "spl", "luring"), "N2 P3", "H"),
                "payout_partners": Figure(
                    ("bni", "bca", "ovo", "linkaja", "gopay", "dana"), "N24", "M"
                ),
            },
        ),
        PublishedGelombang(
            71,
            "normal",
            "N13",
            _at(2024, 8, 2),
            _end(2024, 8, 5),
            None,  # the last one; no source names the day of its announcement
            None,
            {
                "modes": Figure(("webinar", "spl", "luring"), "N2 P3 (seperti gelombang 70)", "L"),
                "payout_partners": Figure(
                    ("bni", "bca", "ovo", "linkaja", "gopay", "dana"), "N24", "M"
                ),
            },
        ),
    )
}


def figures_from_row(overrides: Mapping[str, Any]) -> dict[str, Figure]:
    """The overrides of a stored gelombang ({field: [value, source, confidence]}) as figures."""
    figures = {}
    for name, (value, source, confidence) in overrides.items():
        if name in DATE_FIELDS:
            value = date.fromisoformat(value)
        elif isinstance(value, list):
            value = tuple(value)
        figures[name] = Figure(value, source, confidence)
    return figures
