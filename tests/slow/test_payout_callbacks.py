"""The provider's callbacks, through the real door: whatever order, however often, the book decides."""

import json
import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import permutations, product

import pytest

import clock
from models import Incentive, Payout, Transfer
from queries.audit import broken_rules
from rules.payouts import Reply, callback_signature
from tests.payments import earned, schedule, speak
from views.partner import payouts as door

pytestmark = pytest.mark.usefixtures("room")

KEY = "kunci-penyalur-untuk-uji-0123456789"
DAY = date(2021, 12, 1)
EVENTS = ("pending", "succeeded", "failed", "reversed")
# How often each comes: all of them, or one of them lost or doubled, or none (DEEP=1: everything).
COUNTS = (
    list(product((0, 1, 2), repeat=4))
    if os.environ.get("DEEP") == "1"
    else [(1, 1, 1, 1), (2, 2, 2, 2), (0, 0, 0, 0)]
    + [tuple(n if i == at else 1 for i in range(4)) for at in range(4) for n in (0, 2)]
)
# What the provider's book says in the end → payout, payment, rupiah left with the participant.
BOOKS = {
    "accepted": ("open", "scheduled", 0),
    "succeeded": ("paid", "paid", 600_000),
    "failed": ("failed", "failed", 0),
    "reversed": ("reversed", "failed", 0),
}


@pytest.fixture
def person(someone, at, monkeypatch) -> Iterator[object]:
    monkeypatch.setattr(door, "settings", replace(door.settings, payout_key=KEY))
    with at("2021-10-18 09:00:00"):
        participant = earned(someone)
    with at("2021-12-01 09:00:00"):
        yield participant


def call_back(app, event: str, row: Payout, key: str = KEY) -> int:
    """What the provider sends; returns the status it was answered with."""
    data = {"id": "disb-uji", "reference_id": row.reference, "amount": row.amount}
    body = json.dumps({"event": f"payout.{event}", "data": data}).encode()
    stamp = str(int(clock.real_now().timestamp()))
    headers = {
        "X-Callback-Timestamp": stamp,
        "X-Callback-Signature": callback_signature(key, stamp, body),
        "Content-Type": "application/json",
    }
    answer = app.test_client().post("/api/v1/payouts/callback", data=body, headers=headers)
    return int(answer.status_code)


def book_says(word: str):
    """The provider's book, asked or sent to."""
    failure = "closed" if word == "failed" else None
    return lambda row, _send: Reply(word, failure, row.amount, "disb-uji")


def newest() -> Payout:
    return Payout.select().order_by(Payout.id.desc()).get()


def left_of(row: Payout) -> int:
    """What this payout left in the participant's purse."""
    booked = Transfer.get_or_none(Transfer.id == row.transfer_id)
    back = Transfer.get_or_none(Transfer.id == row.reversal_id)
    return (booked.amount if booked else 0) - (back.amount if back else 0)


@pytest.mark.parametrize("book", BOOKS)
def test_callbacks_in_every_order_and_number_end_as_the_book_ends(app, person, book: str) -> None:
    """4! orders, each callback lost, once or twice, the book turning final before, between or after.

    Where none comes any more, the book is asked by and by. What callbacks do to a runner that
    is just speaking is tried in test_payout_orders.py.
    """
    for order in permutations(EVENTS):
        for doubled in COUNTS:
            payment = schedule(person, "job", 1, DAY)
            speak(book_says("accepted"))
            turns = order.index("succeeded")  # the book is final once this one is on its way
            for place, (event, times) in enumerate(zip(order, doubled, strict=True)):
                for _ in range(times):
                    assert call_back(app, event, newest()) == 200
                    speak(book_says(book if place >= turns else "accepted"))
            hours_pass(book)
            row = newest()
            ended = (row.state, Incentive.get_by_id(payment.id).state, left_of(row))
            assert ended == BOOKS[book], (order, doubled)
            start_over(row)
    assert broken_rules() == []


def hours_pass(book: str) -> None:
    """The book is asked by itself, as often as it is when nobody calls back."""
    for _ in range(2):
        past = clock.real_now() - timedelta(seconds=1)
        Payout.update(ask_at=past).where(Payout.ask_at.is_null(False)).execute()
        speak(book_says(book))


def start_over(row: Payout) -> None:
    """Room for the next life: what is open fails, what was paid is sent back, then it is due again."""
    word = {"open": "failed", "paid": "reversed"}.get(row.state)
    if word:
        now = clock.real_now() - timedelta(seconds=1)
        Payout.update(ask_at=now).where(Payout.id == row.id).execute()
        speak(book_says(word))


def test_a_callback_of_a_stranger_moves_nothing(app, person) -> None:
    schedule(person, "job", 1, DAY)
    speak(book_says("accepted"))
    assert call_back(app, "succeeded", newest(), key="kunci-orang-lain") == 401
    assert newest().ask_at > clock.real_now()
