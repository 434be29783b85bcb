"""One-time codes: three tries, five minutes, one use, one purchase, one phone."""

from datetime import timedelta

import pytest

import clock
from actions import purchases
from models import OneTimeCode, Participant
from rules.refusals import Refused
from tests.people import code_sent_to, offer_for, start

pytestmark = pytest.mark.usefixtures("room")


@pytest.fixture
def waiting(someone, at):
    with at("2021-10-18 09:00:00"):
        person = someone.with_card(21)
        yield person, start(person, offer_for(21))


def try_with(person: Participant, purchase, code: str) -> dict:
    with pytest.raises(Refused) as caught:
        purchases.pay(person, purchase.public_id, code, "kunci-coba-1")
    return {"code": caught.value.refusal.code, **caught.value.refusal.facts}


def wrong(person: Participant) -> str:
    return "000000" if code_sent_to(person) != "000000" else "111111"


def age_codes(by: timedelta) -> None:
    """Real time cannot be moved, so the codes are made older instead."""
    for code in OneTimeCode.select():
        code.issued_at -= by
        code.expires_at -= by
        if code.locked_until:
            code.locked_until -= by
        code.save()


def test_three_wrong_tries_lock_for_an_hour(waiting) -> None:
    person, purchase = waiting
    answers = [try_with(person, purchase, wrong(person)) for _ in range(3)]
    assert [answer.get("left") for answer in answers] == [2, 1, None]
    assert answers[2]["code"] == "otp_locked"
    left = answers[2]["until"] - clock.now()
    assert timedelta(minutes=59) < left <= timedelta(hours=1)


def test_while_locked_even_the_right_code_is_refused(waiting) -> None:
    person, purchase = waiting
    for _ in range(3):
        try_with(person, purchase, wrong(person))
    assert try_with(person, purchase, code_sent_to(person))["code"] == "otp_locked"


def test_while_locked_no_other_purchase_gets_a_code(waiting) -> None:
    person, purchase = waiting
    for _ in range(3):
        try_with(person, purchase, wrong(person))
    with pytest.raises(Refused) as caught:
        start(person, offer_for(21))
    assert caught.value.refusal.code == "otp_locked"


def test_after_the_hour_a_new_purchase_gets_a_code(waiting) -> None:
    person, purchase = waiting
    for _ in range(3):
        try_with(person, purchase, wrong(person))
    age_codes(timedelta(hours=1, seconds=1))
    again = start(person, offer_for(21))
    assert purchases.pay(person, again.public_id, code_sent_to(person), "kunci-lagi-1")


def test_a_code_lives_five_minutes(waiting) -> None:
    person, purchase = waiting
    age_codes(timedelta(minutes=5))
    assert try_with(person, purchase, code_sent_to(person))["code"] == "otp_expired"


def test_a_new_code_kills_the_old_one(waiting) -> None:
    person, purchase = waiting
    old = code_sent_to(person)
    age_codes(timedelta(seconds=61))
    purchases.resend_code(person, purchase.public_id)
    if code_sent_to(person) != old:
        assert try_with(person, purchase, old)["code"] == "otp_wrong"
    assert purchases.pay(person, purchase.public_id, code_sent_to(person), "kunci-baru-1")


def test_a_code_is_sent_again_after_a_minute_and_not_before(waiting) -> None:
    person, purchase = waiting
    with pytest.raises(Refused) as caught:
        purchases.resend_code(person, purchase.public_id)
    assert caught.value.refusal.code == "otp_too_soon"
    age_codes(timedelta(seconds=60))
    purchases.resend_code(person, purchase.public_id)


def test_at_most_five_codes_an_hour(waiting) -> None:
    person, purchase = waiting
    for _ in range(4):
        age_codes(timedelta(seconds=61))
        purchases.resend_code(person, purchase.public_id)
    age_codes(timedelta(seconds=61))
    with pytest.raises(Refused) as caught:
        purchases.resend_code(person, purchase.public_id)
    assert caught.value.refusal.code == "otp_too_many"


def test_a_code_of_one_purchase_does_not_pay_another(waiting, someone) -> None:
    person, _ = waiting
    other = someone.with_card(21)
    theirs = start(other, offer_for(21))
    if code_sent_to(person) != code_sent_to(other):
        assert try_with(other, theirs, code_sent_to(person))["code"] == "otp_wrong"


def test_a_code_dies_with_the_phone_it_was_sent_to(waiting) -> None:
    person, purchase = waiting
    code = code_sent_to(person)
    person.phone = "081299990000"
    person.save()
    assert try_with(person, purchase, code)["code"] == "otp_wrong"


def test_the_code_itself_is_kept_nowhere_but_in_the_sealed_message(waiting) -> None:
    person, _ = waiting
    row = OneTimeCode.get()
    assert code_sent_to(person) not in (row.code_mac, row.phone_index)
    assert len(row.code_mac) == 64


def test_a_new_code_brings_no_new_three_guesses(waiting) -> None:
    person, purchase = waiting
    for _ in range(2):
        try_with(person, purchase, wrong(person))
    age_codes(timedelta(seconds=61))
    purchases.resend_code(person, purchase.public_id)
    assert try_with(person, purchase, wrong(person))["code"] == "otp_locked"


def test_another_purchase_brings_no_new_guesses_either(waiting) -> None:
    person, purchase = waiting
    for _ in range(2):
        try_with(person, purchase, wrong(person))
    other = start(person, offer_for(21))
    assert try_with(person, other, wrong(person))["code"] == "otp_locked"
