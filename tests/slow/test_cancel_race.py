"""Cancelling against redeeming, at the same moment: exactly one wins. Quick: 100; DEEP=1: 1,000."""

import os
import threading
from collections import Counter

import pytest

import clock
import rooms
from actions import cancellations, redeeming
from models import Purchase, RedeemCode, Transfer
from queries.audit import broken_rules
from queries.standing import standing_of
from rules.refusals import Refused
from tests.conftest import ROOM
from tests.people import bought_by, wib
from tests.students import institution

pytestmark = pytest.mark.usefixtures("room")

ROUNDS = 1000 if os.environ.get("DEEP") == "1" else 100
NOON = wib("2021-10-05 12:00")


def test_of_cancelling_and_redeeming_exactly_one_wins(someone) -> None:
    with clock.stopped_at(wib("2021-10-03 10:00")):
        people = [someone.with_course(21) for _ in range(ROUNDS)]
    partner = institution()
    purchases = [bought_by(person)[0] for person in people]
    start = threading.Barrier(2, timeout=60)
    said: list[list[str]] = [[], []]

    def cancel() -> None:
        with rooms.enter(ROOM), clock.stopped_at(NOON):
            for number, person in enumerate(people):
                start.wait()
                try:
                    name = purchases[number].public_id
                    cancellations.cancel_own(person, name, f"kunci-balap-{number:05}")
                    said[0].append("cancelled")
                except Refused as no:
                    said[0].append(no.refusal.code)

    def redeem() -> None:
        with rooms.enter(ROOM), clock.stopped_at(NOON):
            for number in range(ROUNDS):
                start.wait()
                try:
                    redeeming.commit(partner, purchases[number].redeem_code)
                    said[1].append("redeemed")
                except Refused as no:
                    said[1].append(no.refusal.code)

    both = [threading.Thread(target=work) for work in (cancel, redeem)]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join(600)
    outcomes = Counter(zip(*said, strict=True))
    assert set(outcomes) <= {("cancelled", "code_cancelled"), ("cancel_redeemed", "redeemed")}
    assert sum(outcomes.values()) == ROUNDS
    won = Counter()
    with clock.stopped_at(NOON):
        for person, purchase in zip(people, purchases, strict=True):
            state = Purchase.get_by_id(purchase.id).state
            used = RedeemCode.get(RedeemCode.purchase == purchase).redeemed_at is not None
            assert (state == "cancelled") is not used
            assert standing_of(person).balance == (1_000_000 if state == "cancelled" else 600_000)
            won[state] += 1
    refunds = Transfer.select().where(Transfer.kind == "refund").count()
    assert refunds == won["cancelled"] == outcomes["cancelled", "code_cancelled"]
    assert not broken_rules()
    print(f"\ncancel race: {ROUNDS} rounds, {dict(won)}")
