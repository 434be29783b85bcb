"""Buying: once, at the price agreed, in time, with the own card and the right code."""

import pytest

import jobs
import ledger
from actions import purchases
from actions.refused import NotFound
from models import FormKey, Message, Offer, Purchase, Transfer
from queries.standing import standing_of
from rules.refusals import Refused
from tests.people import bought_by, buy, card_of, code_sent_to, offer_for, part_of, start

pytestmark = pytest.mark.usefixtures("room")
MORNING = "2021-10-18 09:00:00"


def refusal_of(action) -> str:
    with pytest.raises(Refused) as caught:
        action()
    return caught.value.refusal.code


@pytest.fixture
def sari(someone, at):
    with at(MORNING):
        yield someone.with_card(21)


def test_a_course_is_paid_with_the_code_of_the_sms(sari) -> None:
    offer = offer_for(21, price=450_000)
    purchase = buy(sari, offer)
    assert purchase.state == "paid"
    assert standing_of(sari).balance == 550_000
    assert len(purchase.redeem_code) == 12
    assert purchase.number == f"PLT-2021-{purchase.id:06}"
    assert Offer.get_by_id(offer.id).sold == 1


def test_receipt_and_guide_are_told_once_by_sms_and_email(sari) -> None:
    purchase = buy(sari, offer_for(21))
    purchases.pay(sari, purchase.public_id, "000000", "kunci-lain-1")
    told = Message.select().where(Message.reference.startswith(f"paid:{purchase.public_id}"))
    assert sorted(message.channel for message in told) == ["email", "sms"]
    assert all(purchase.redeem_code in message.text for message in told)
    assert all("di tempat belajar" in message.text for message in told)


def test_starting_pays_nothing_and_holds_no_seat(sari) -> None:
    offer = offer_for(21, quota=1)
    start(sari, offer)
    assert standing_of(sari).balance == 1_000_000
    assert Offer.get_by_id(offer.id).sold == 0


def test_the_same_form_sent_twice_is_one_purchase(sari) -> None:
    offer = offer_for(21)
    first, second = (start(sari, offer, "kunci-sama-1") for _ in range(2))
    assert first.id == second.id
    assert Message.select().where(Message.reference.startswith("otp:")).count() == 1


def test_the_same_key_with_another_course_is_refused(sari) -> None:
    start(sari, offer_for(21), "kunci-sama-1")
    assert refusal_of(lambda: start(sari, offer_for(21), "kunci-sama-1")) == "form_reused"


def test_a_new_start_closes_the_waiting_one(sari) -> None:
    first = start(sari, offer_for(21))
    old_code = code_sent_to(sari)
    start(sari, offer_for(21))
    assert Purchase.get_by_id(first.id).state == "cancelled"
    pay = lambda: purchases.pay(sari, first.public_id, old_code, "kunci-baru-1")  # noqa: E731
    assert refusal_of(pay) == "purchase_over"


def test_paying_twice_is_one_debit(sari) -> None:
    purchase = start(sari, offer_for(21))
    code = code_sent_to(sari)
    for key in ("kunci-satu-1", "kunci-satu-1", "kunci-dua-22"):
        assert purchases.pay(sari, purchase.public_id, code, key).state == "paid"
    assert Transfer.select().where(Transfer.kind == "purchase").count() == 1


def test_another_persons_card_does_not_pay(sari, someone) -> None:
    other = someone.with_card(21)
    offer = offer_for(21)
    attempt = lambda: purchases.start_purchase(  # noqa: E731
        sari, offer, offer.price, card_of(other), "kunci-kartu-1"
    )
    assert refusal_of(attempt) == "wrong_card"
    assert not FormKey.select().exists()


def test_another_persons_purchase_does_not_exist(sari, someone) -> None:
    purchase = start(sari, offer_for(21))
    other = someone.with_card(21)
    with pytest.raises(NotFound):
        purchases.pay(other, purchase.public_id, code_sent_to(sari), "kunci-orang-1")


def test_a_moved_price_must_be_agreed_to_again(sari) -> None:
    offer = offer_for(21, price=500_000)
    attempt = lambda: purchases.start_purchase(  # noqa: E731
        sari, offer, 475_000, card_of(sari), "kunci-harga-1"
    )
    assert refusal_of(attempt) == "price_moved"


def test_a_price_that_moves_before_paying_stops_the_payment(sari) -> None:
    offer = offer_for(21, price=400_000)
    purchase = start(sari, offer)
    Offer.update(price=410_000).where(Offer.id == offer.id).execute()
    pay = lambda: purchases.pay(sari, purchase.public_id, code_sent_to(sari), "kunci-naik-1")  # noqa: E731
    assert refusal_of(pay) == "price_moved"
    assert standing_of(sari).balance == 1_000_000


def test_the_last_seat_is_sold_once(sari, someone) -> None:
    offer = offer_for(21, quota=1)
    other = someone.with_card(21)
    mine, theirs = start(sari, offer), start(other, offer)
    purchases.pay(sari, mine.public_id, code_sent_to(sari), "kunci-kursi-1")
    pay = lambda: purchases.pay(other, theirs.public_id, code_sent_to(other), "kunci-kursi-2")  # noqa: E731
    assert refusal_of(pay) == "seats_gone"


def test_more_than_the_balance_is_not_sold(sari) -> None:
    offer = offer_for(21, price=1_000_001)
    assert refusal_of(lambda: start(sari, offer)) == "balance_too_small"


def test_the_whole_balance_may_be_spent(sari) -> None:
    buy(sari, offer_for(21, price=1_000_000))
    assert standing_of(sari).balance == 0


def test_a_platform_of_other_years_sells_nothing(sari) -> None:
    offer = offer_for(21, platform="tahun-lain", valid_for=[[1, 11], [48, None]])
    assert refusal_of(lambda: start(sari, offer)) == "platform_not_valid"


def test_the_next_course_waits_for_the_first(sari) -> None:
    buy(sari, offer_for(21))
    assert refusal_of(lambda: start(sari, offer_for(21))) == "earlier_unfinished"


def test_a_course_is_not_bought_twice(someone, at) -> None:
    with at(MORNING):
        person = someone.finished(21)
        offer = bought_by(person)[0].offer
        assert refusal_of(lambda: start(person, offer)) == "already_owned"


def test_the_normal_scheme_wants_a_review_before_the_next_course(someone, at) -> None:
    with at("2024-07-12 09:00:00"):
        person = someone.finished(70)
        assert refusal_of(lambda: start(person, offer_for(70))) == "earlier_unreviewed"


def test_gelombang_21_sells_two_courses_and_no_third(someone, at) -> None:
    from actions import training

    with at(MORNING):
        person = someone.finished(21)
        training.finish(buy(person, offer_for(21, price=100_000)))
        assert refusal_of(lambda: start(person, offer_for(21, price=100_000))) == "max_trainings"


def test_nothing_is_sold_before_the_balance_is_there(someone, at) -> None:
    with at(MORNING):
        person = someone.accepted(21)
        offer = offer_for(21)
        attempt = lambda: purchases.start_purchase(  # noqa: E731
            person, offer, offer.price, "9" * 16, "kunci-saldo-1"
        )
        assert refusal_of(attempt) == "balance_not_issued"


def test_nothing_is_sold_to_who_was_not_accepted(someone, at) -> None:
    with at(MORNING):
        person = someone.registered()
        offer = offer_for(21)
        attempt = lambda: purchases.start_purchase(  # noqa: E731
            person, offer, offer.price, "9" * 16, "kunci-lolos-1"
        )
        assert refusal_of(attempt) == "not_accepted"


def test_the_last_second_buys_and_the_next_one_is_refused(someone, at) -> None:
    with at("2021-10-21 23:59:59"):
        late = someone.with_card(21)
        buy(someone.with_card(21), offer_for(21))
    with at("2021-10-22 00:00:00"):
        assert refusal_of(lambda: start(late, offer_for(21))) == "deadline_passed"


def test_who_started_in_time_still_has_to_pay_in_time(someone, at) -> None:
    with at("2021-10-21 23:59:50"):
        person = someone.with_card(21)
        purchase = start(person, offer_for(21))
    with at("2021-10-22 00:00:00"):
        pay = lambda: purchases.pay(person, purchase.public_id, code_sent_to(person), "kunci-1234")  # noqa: E731
        assert refusal_of(pay) == "deadline_passed"
        assert standing_of(person).balance == 1_000_000


def test_a_waiting_purchase_closes_by_itself_after_an_hour(sari, at) -> None:
    purchase = start(sari, offer_for(21))
    with at("2021-10-18 10:00:00"):
        assert purchases.expire_waiting() == 0
    with at("2021-10-18 10:00:01"):
        assert purchases.expire_waiting() == 1
    assert Purchase.get_by_id(purchase.id).state == "expired"


def test_when_the_booking_fails_nothing_of_it_stays(sari, monkeypatch) -> None:
    purchase = start(sari, offer_for(21))

    def broken(*_args: object, **_facts: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(purchases.outbox, "tell", broken)
    with pytest.raises(ZeroDivisionError):
        purchases.pay(sari, purchase.public_id, code_sent_to(sari), "kunci-rusak-1")
    assert Purchase.get_by_id(purchase.id).state == "awaiting_otp"
    assert ledger.balance(ledger.account("training", part_of(sari).public_id)) == 1_000_000


def test_paying_after_the_deadline_names_the_deadline_even_when_the_wait_was_closed(
    someone, at
) -> None:
    with at("2021-10-21 23:58:30"):
        person = someone.with_card(21)
        purchase = start(person, offer_for(21))
    with at("2021-10-23 09:00:00"):
        jobs.run_due()
        pay = lambda: purchases.pay(person, purchase.public_id, code_sent_to(person), "kunci-5678")  # noqa: E731
        assert refusal_of(pay) == "revoked"


def test_an_offer_is_judged_as_it_stands_and_not_as_the_page_loaded_it(sari) -> None:
    stale = offer_for(21, price=400_000, quota=5)
    Offer.update(quota=0).where(Offer.id == stale.id).execute()
    assert refusal_of(lambda: start(sari, stale)) == "seats_gone"
