"""One payout, spoken of by two runners, its provider calling back meanwhile: every order ends alike."""

from collections.abc import Iterator
from datetime import date
from itertools import permutations

import pytest

from actions import payouts
from models import Incentive, Participant, Payout, Transfer
from queries.audit import broken_rules
from rules.payouts import Reply
from tests.payments import earned, now_due, schedule, speak

pytestmark = pytest.mark.usefixtures("room")


@pytest.fixture
def person(someone, at) -> Iterator[Participant]:
    with at("2021-10-18 09:00:00"):
        participant = earned(someone)
    with at("2021-12-01 09:00:00"):
        yield participant


def newest() -> Payout:
    return Payout.select().order_by(Payout.id.desc()).get()


# Two runners speak with the provider (c: claims, s: hears and settles what the book said in
# between), its callback comes twice or never (k), and the book turns final at some moment (t).
ENDS = {
    "succeeded": ("paid", "paid", 600_000),
    "failed": ("failed", "failed", 0),
    "reversed": ("reversed", "failed", 0),
}


def orders(letters: str) -> list[str]:
    """Every order of these letters in which each «s» has a «c» of its own before it."""

    def fair(order: tuple[str, ...]) -> bool:
        held = 0
        for letter in order:
            held += {"c": 1, "s": -1}.get(letter, 0)
            if held < 0:
                return False
        return True

    return sorted({"".join(order) for order in permutations(letters) if fair(order)})


@pytest.mark.parametrize("knocks", [0, 1, 2])
@pytest.mark.parametrize("final", ENDS)
def test_claims_words_callbacks_and_the_books_turn_in_every_order_end_alike(
    person, final: str, knocks: int
) -> None:
    for order in orders("ccsst" + "k" * knocks):
        payment = schedule(person, "job", 1, date(2021, 12, 1))
        payouts.open_due()
        live_through(order, final)
        row = newest()
        assert (row.state, payment_again(payment).state, left_of(row)) == ENDS[final], order
        make_room(row)
    assert broken_rules() == []


def live_through(order: str, final: str) -> None:
    """One life; afterwards time passes, and the book is asked as often as it is by itself."""
    word, held = "accepted", []
    for letter in order:
        if letter == "k":
            payouts.knock(newest().reference)
        elif letter == "t":
            word = final
        elif letter == "c":
            now_due()
            claim = payouts.claim_next()
            held.append((claim, word))  # what it hears is as old as its question
        else:
            claim, heard = held.pop(0)
            if claim is not None:
                payouts.settle(claim, said(heard))
    for _ in range(3):
        now_due()
        speak(lambda _row, _send: said(final))


def said(word: str) -> Reply:
    return Reply(word, "closed" if word == "failed" else None, 600_000, "disb-uji")


def payment_again(payment: Incentive) -> Incentive:
    return Incentive.get_by_id(payment.id)


def left_of(row: Payout) -> int:
    """What this payout left in the purse."""
    booked, back = (
        Transfer.get_or_none(Transfer.id == key) for key in (row.transfer_id, row.reversal_id)
    )
    return (booked.amount if booked else 0) - (back.amount if back else 0)


def make_room(row: Payout) -> None:
    """The next life begins with the payment due again; what was paid is sent back first."""
    if row.state == "paid":
        payouts.knock(row.reference)
        speak(lambda _row, _send: said("reversed"))
