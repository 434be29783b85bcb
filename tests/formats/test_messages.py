"""What is told about incentives: every kind has its words, amounts and days are written out."""

from datetime import date

import pytest

from formats.messages import compose
from rules.incentives import FAILURES

FACTS = {"name": "Sari", "amount": 600_000, "partner": "dana", "day": date(2021, 12, 27)}


@pytest.mark.parametrize(
    ("kind", "channels"),
    [
        ("incentive_paid", ["sms", "email"]),
        ("incentive_failed", ["sms", "email"]),
        ("incentive_returned", ["sms", "email"]),
        ("incentive_resend", ["email"]),
    ],
)
def test_each_event_of_a_payment_is_told(kind, channels) -> None:
    said = compose(kind, failure="not_kyc", **FACTS)
    assert [channel for channel, _, _ in said] == channels
    for _, subject, text in said:
        assert "Rp600.000" in text
        assert "{" not in subject + text


@pytest.mark.parametrize("reason", FAILURES)
def test_a_failure_is_told_with_its_reason_and_that_the_money_is_not_lost(reason) -> None:
    for channel, _, text in compose("incentive_failed", failure=reason, **FACTS):
        assert "tidak hilang" in text or "tetap tercatat" in text
        assert channel == "email" or len(text) <= 306  # two SMS


def test_planned_again_it_names_the_day() -> None:
    assert "27 Desember 2021" in compose("incentive_resend", **FACTS)[0][2]
