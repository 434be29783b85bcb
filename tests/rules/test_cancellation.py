"""Until when a bought course may be cancelled, to the second, and every reason why not."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from rules.cancellation import BoughtFacts, cancel_deadline, cancel_until, refuse_cancel
from rules.deadlines import WIB
from rules.gelombang import PUBLISHED

TERMS = PUBLISHED[21].terms()
PAID = datetime(2021, 10, 3, 10, 0, tzinfo=WIB)
BOUGHT = BoughtFacts("paid", PAID)
LAST = datetime(2021, 11, 1, 23, 59, 59, tzinfo=WIB)
SECOND = timedelta(seconds=1)


def code(bought: BoughtFacts = BOUGHT, now: datetime = PAID, terms=TERMS) -> str | None:
    refusal = refuse_cancel(terms, bought, now)
    return refusal.code if refusal else None


def test_the_day_of_buying_is_the_first_of_thirty() -> None:
    assert cancel_deadline(TERMS, PAID) == LAST
    assert cancel_deadline(replace(TERMS, participant_cancel_days=1), PAID) == datetime(
        2021, 10, 3, 23, 59, 59, tzinfo=WIB
    )


@pytest.mark.parametrize("hour", [0, 23])
def test_the_hour_of_buying_changes_nothing(hour: int) -> None:
    assert cancel_deadline(TERMS, PAID.replace(hour=hour)) == LAST


def test_the_day_is_that_of_wib_wherever_the_moment_was_written() -> None:
    from datetime import UTC

    late = datetime(2021, 10, 2, 17, 30, tzinfo=UTC)  # 3 October, 00.30 WIB
    assert cancel_deadline(TERMS, late) == LAST


def test_the_last_second_of_day_thirty_is_in_time_and_day_thirty_one_is_not() -> None:
    assert code(now=LAST) is None
    refusal = refuse_cancel(TERMS, BOUGHT, LAST + SECOND)
    assert refusal is not None
    assert (refusal.code, refusal.facts["deadline"]) == ("cancel_too_late", LAST)


@pytest.mark.parametrize("days", [None, 0])
def test_terms_that_do_not_say_so_offer_nothing(days: int | None) -> None:
    silent = replace(TERMS, participant_cancel_days=days)
    assert cancel_deadline(silent, PAID) is None
    assert cancel_until(silent, BOUGHT) is None
    assert code(terms=silent) == "cancel_not_offered"


@pytest.mark.parametrize("number", [21, 22, 23])
def test_three_gelombang_offer_thirty_days_and_we_are_not_sure(number: int) -> None:
    terms = PUBLISHED[number].terms()
    assert terms.participant_cancel_days == 30
    assert terms.sources["participant_cancel_days"] == ("S2", "L")


@pytest.mark.parametrize("number", sorted(set(PUBLISHED) - {21, 22, 23}))
def test_no_other_gelombang_does(number: int) -> None:
    assert PUBLISHED[number].terms().participant_cancel_days is None


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"state": "awaiting_otp", "paid_at": None}, "cancel_not_paid"),
        ({"state": "expired", "paid_at": None}, "cancel_not_paid"),
        ({"state": "cancelled", "paid_at": None}, "cancel_not_paid"),
        ({"state": "cancelled", "cancelled_at": PAID}, "cancel_done"),
        ({"redeemed_at": PAID}, "cancel_redeemed"),
        ({"redeemed_at": PAID, "finished_at": PAID}, "cancel_finished"),
        ({"failed_at": PAID}, "cancel_failed"),
        ({"first_session_at": PAID}, "cancel_started"),
        ({"first_session_at": PAID + SECOND}, None),
    ],
)
def test_what_already_happened_is_the_reason(change: dict[str, object], said: str | None) -> None:
    assert code(replace(BOUGHT, **change)) == said


def test_a_class_that_begins_earlier_ends_the_time_to_cancel() -> None:
    starts = datetime(2021, 10, 11, 9, tzinfo=WIB)
    scheduled = replace(BOUGHT, first_session_at=starts)
    assert cancel_until(TERMS, scheduled) == starts - SECOND
    assert code(scheduled, starts - SECOND) is None
    assert code(scheduled, starts) == "cancel_started"
    assert cancel_until(TERMS, BOUGHT) == LAST
    assert cancel_until(TERMS, replace(BOUGHT, paid_at=None)) is None
