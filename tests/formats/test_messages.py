"""What is told about incentives: every kind has its words, amounts and days are written out."""

from datetime import date, datetime

import pytest

from formats.messages import compose, joined
from formats.wording import returned_by
from rules.deadlines import WIB
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


@pytest.mark.parametrize("kind", ["incentive_failed", "account_trouble"])
def test_a_failure_is_told_in_the_words_of_its_partners_kind(kind) -> None:
    for _, _, text in compose(kind, failure="not_kyc", **{**FACTS, "partner": "bni"}):
        assert "belum lengkap di bank" in text and "premium" not in text
    for _, _, text in compose(kind, failure="not_kyc", **FACTS):
        assert "e-wallet milikmu belum premium" in text


def test_money_that_came_back_is_told_in_the_one_wording() -> None:
    for channel, _, text in compose("incentive_returned", **FACTS):
        assert returned_by("DANA") in text
        assert channel == "email" or len(text) <= 306  # two SMS


def test_losing_the_place_is_told_with_its_reason_and_what_became_of_the_balance() -> None:
    deadline = datetime(2021, 10, 21, 23, 59, 59, tzinfo=WIB)
    said = {channel: text for channel, _, text in compose("revoked", name="S", deadline=deadline)}
    assert set(said) == {"sms", "email"}
    assert "21 Oktober 2021 pukul 23.59 WIB" in said["email"]
    assert "Saldo pelatihan yang belum dipakai sudah dikembalikan" in said["email"]


def test_a_reminder_has_one_colon_at_most() -> None:
    left = {"remaining": "Hari terakhir: sisa 4 jam", "deadline": date(2021, 10, 21), "name": "S"}
    for _, subject, text in compose("deadline_near", **left):
        assert subject.count(":") <= 1
        assert text.splitlines()[0].count(":") <= 1


def test_planned_again_it_names_the_day() -> None:
    assert "27 Desember 2021" in compose("incentive_resend", **FACTS)[0][2]


@pytest.mark.parametrize("kind", ["account_linked", "account_unlinked", "account_missing"])
def test_what_happens_to_the_account_is_told_by_sms_and_email(kind) -> None:
    facts = {**FACTS, "account": "BNI •••• 7009", "help_phone": "0800 150 3001 (gratis)"}
    said = compose(kind, **facts)
    assert [channel for channel, _, _ in said] == ["sms", "email"]
    assert len(said[0][2]) <= 2 * 67 or kind == "account_missing"  # two SMS
    for _, subject, text in said:
        assert "{" not in subject + text


def test_a_second_text_for_a_kind_is_not_taken() -> None:
    one = {"kept": [("sms", "Satu", "Satu.")]}
    assert joined(one, {"other": [("sms", "Dua", "Dua.")]}).keys() == {"kept", "other"}
    with pytest.raises(ValueError, match="kept"):
        joined(one, {"kept": [("sms", "Dua", "Dua.")]})
