"""What follows from a provider's answer: every state with every answer, and no callback is believed."""

from datetime import UTC, datetime, timedelta
from itertools import product

import pytest

from rules.payouts import (
    PAUSES,
    PROBLEMS,
    STATUSES,
    Entry,
    Page,
    Reply,
    callback_fits,
    callback_signature,
    differs,
    gets_on,
    next_move,
    pause,
)
from rules.units import Rupiah

AMOUNT = Rupiah(600_000)
STATES = ("open", "paid", "failed", "reversed")
# What moves money or ends a payout, and nothing else does.
MOVING = {
    ("open", "succeeded"): "pay",
    ("open", "failed"): "fail",
    ("open", "reversed"): "pay_and_reverse",
    ("paid", "reversed"): "reverse",
}


@pytest.mark.parametrize(("state", "status"), list(product(STATES, STATUSES)))
def test_only_a_final_word_of_the_book_moves_a_payout(state: str, status: str) -> None:
    move = next_move(state, AMOUNT, Reply(status, amount=AMOUNT))
    allowed = {MOVING[state, status]} if (state, status) in MOVING else {
        "ask_again", "send_again", "rest", *PROBLEMS
    }  # fmt: skip
    assert move in allowed


@pytest.mark.parametrize(("state", "status"), list(product(STATES, STATUSES)))
def test_another_amount_than_ours_moves_nothing(state: str, status: str) -> None:
    assert next_move(state, AMOUNT, Reply(status, amount=Rupiah(1))) == "amount_differs"


@pytest.mark.parametrize("state", STATES)
def test_silence_only_means_to_ask_again(state: str) -> None:
    assert next_move(state, AMOUNT, Reply("unknown")) == "ask_again"


@pytest.mark.parametrize(
    ("state", "status"),
    [("paid", "failed"), ("paid", "absent"), ("failed", "succeeded"), ("reversed", "succeeded")],
)
def test_a_book_that_takes_a_final_word_back_is_a_case_for_an_officer(state, status) -> None:
    assert next_move(state, AMOUNT, Reply(status)) == "contradiction"


def test_only_what_the_book_does_not_know_is_sent_again() -> None:
    again = {
        (state, status)
        for state, status in product(STATES, STATUSES)
        if next_move(state, AMOUNT, Reply(status)) == "send_again"
    }
    assert again == {("open", "absent")}


def test_pauses_grow_and_end_at_a_minute() -> None:
    pauses = [pause(tries) for tries in range(20)]
    assert pauses == sorted(pauses)
    assert pauses[-1] == PAUSES[-1] == timedelta(minutes=1)


def test_a_callback_fits_only_with_key_time_and_every_byte() -> None:
    good = callback_signature("kunci", "1700000000", b'{"a":1}')
    assert callback_fits("kunci", "1700000000", b'{"a":1}', good)
    assert not callback_fits("lain", "1700000000", b'{"a":1}', good)
    assert not callback_fits("kunci", "1700000001", b'{"a":1}', good)
    assert not callback_fits("kunci", "1700000000", b'{"a":2}', good)
    assert not callback_fits("kunci", "1700000000", b'{"a":1}', good.upper())
    assert not callback_fits("kunci", "1700000000", b'{"a":1}', "é")


def test_without_a_key_nothing_fits() -> None:
    assert not callback_fits("", "1", b"", callback_signature("", "1", b""))


NOW = datetime(2021, 12, 31, 9, tzinfo=UTC)


def page(*minutes: int, cursor: str | None = None) -> Page:
    """A page whose entries changed that many minutes before now."""
    moments = [NOW - timedelta(minutes=before) for before in minutes]
    return Page(tuple(Entry("x", "y", "failed", 5, moment) for moment in moments), cursor)


@pytest.mark.parametrize("found", [page(), page(5), page(9, 9, 3, 3), page(9, 3, cursor="x")])
def test_a_page_gets_on_when_it_rises_from_where_the_last_one_ended(found: Page) -> None:
    assert gets_on(found, NOW - timedelta(minutes=9), "", NOW)


@pytest.mark.parametrize(
    "found", [page(10), page(3, 5), page(cursor="x"), page(9, cursor="before"), page(-24 * 60 - 1)]
)
def test_a_page_that_goes_back_stands_still_or_runs_ahead_does_not(found: Page) -> None:
    assert not gets_on(found, NOW - timedelta(minutes=9), "before", NOW)


def test_changes_that_share_a_moment_fill_more_than_a_page() -> None:
    assert gets_on(page(9, 9, cursor="b"), NOW - timedelta(minutes=9), "a", NOW)


def test_a_line_of_the_list_agrees_with_one_state_and_one_amount() -> None:
    words = ("accepted", "succeeded", "failed", "reversed", "unknown")
    lines = [Entry("x", "y", status, AMOUNT, NOW) for status in words]
    agreeing = {
        (one.status, state)
        for one in lines
        for state in STATES
        if not differs(state, None, AMOUNT, one)
    }
    assert agreeing == {
        ("accepted", "open"),
        ("succeeded", "paid"),
        ("failed", "failed"),
        ("reversed", "reversed"),
    }
    assert all(differs(state, None, AMOUNT + 1, one) for one in lines for state in STATES)


def test_an_officers_word_stands_against_everything_but_money_that_arrived() -> None:
    words = ("accepted", "succeeded", "failed", "reversed", "unknown")
    lines = [Entry("x", "y", status, AMOUNT, NOW) for status in words]
    news = [one.status for one in lines if differs("failed", "rejected", AMOUNT, one)]
    assert news == ["succeeded"]
    other = Entry("x", "y", "succeeded", Rupiah(1), NOW)
    assert not differs("failed", "rejected", AMOUNT, other)
