"""Cancelling: the whole price back once, the seat free, the place watched again, nothing half done."""

from concurrent.futures import ThreadPoolExecutor

import pytest

import clock
import jobs
import ledger
import rooms
from actions import cancellations, certificates, lapses, ratings, redeeming, training
from actions.refused import NotFound
from models import (
    AuditEntry,
    Block,
    Lapse,
    Message,
    Offer,
    Participation,
    Purchase,
    RedeemCode,
    Training,
    Transfer,
)
from queries.audit import broken_rules
from queries.standing import standing_of
from rules import next_step
from rules.refusals import Refused
from tests.conftest import ROOM
from tests.people import bought_by, buy, offer_for, part_of, wib
from tests.students import institution, scheduled

pytestmark = pytest.mark.usefixtures("room")

WHY = "Mentor sakit dan kelas tidak jadi dibuka."


@pytest.fixture
def sari(someone, at):
    """Bought a first course for Rp400.000 on 3 October; the first deadline is 21 October."""
    with at("2021-10-03 10:00"):
        return someone.with_course(21)


@pytest.fixture
def officer(someone, at):
    with at("2021-10-01 08:00"):
        return someone.registered("Joko Petugas", role="operator")


def cancel(person, key: str = "kunci-batal-1", confirmed: bool = False, purchase=None) -> Purchase:
    purchase = purchase or bought_by(person)[0]
    return cancellations.cancel_own(person, purchase.public_id, key, confirmed)


def refused(call, *args, **named):
    with pytest.raises(Refused) as no:
        call(*args, **named)
    return no.value.refusal


def step(person) -> str:
    return next_step.steps(standing_of(person).facts(), clock.now())[0].code


def told(kind: str) -> list[Message]:
    return list(Message.select().where(Message.reference.startswith(f"{kind}:")))


# --- By the participant --------------------------------------------------------------------------


def test_the_whole_price_comes_back_and_everything_says_so(sari, at) -> None:
    with at("2021-10-05 12:00"):
        assert standing_of(sari).balance == 600_000
        purchase = cancel(sari)
        standing = standing_of(sari)
        assert (standing.balance, standing.bought, step(sari)) == (1_000_000, [], "buy_first")
    row = Purchase.get_by_id(purchase.id)
    assert (row.state, row.cancelled_by, row.cancel_reason) == ("cancelled", "participant", None)
    assert row.cancelled_at == wib("2021-10-05 12:00")
    refund = row.refund
    assert (refund.kind, refund.amount) == ("refund", row.price)
    assert refund.reference == f"refund:{row.public_id}"
    assert (refund.source.kind, refund.target.owner) == ("platform", part_of(sari).public_id)
    assert Offer.get_by_id(row.offer_id).sold == 0
    entry = AuditEntry.get(AuditEntry.action == "purchase_cancelled")
    assert entry.actor == f"participant:{sari.public_id}"
    assert entry.detail == {"price": 400_000, "by": "participant"}
    assert {message.channel for message in told("cancelled")} == {"sms", "email"}
    assert all("21 Oktober 2021 pukul 23.59 WIB" in message.text for message in told("cancelled"))
    assert not broken_rules()


def test_the_same_press_twice_cancels_once_and_another_one_is_told(sari, at) -> None:
    with at("2021-10-05 12:00"):
        first, purchase = cancel(sari), Purchase.get()
        again = cancellations.cancel_own(sari, purchase.public_id, "kunci-batal-1")
        assert again.public_id == first.public_id
        other = refused(cancellations.cancel_own, sari, purchase.public_id, "kunci-lain-1")
        assert (other.code, other.facts["on"]) == ("cancel_done", wib("2021-10-05 12:00"))
    assert Transfer.select().where(Transfer.kind == "refund").count() == 1
    assert len(told("cancelled")) == 2


def test_a_key_that_paid_cancels_nothing(someone, at) -> None:
    with at("2021-10-03 10:00"):
        person = someone.with_card(21)
        first = buy(person, offer_for(21))
        second = Purchase.get_by_id(first.id)
        cancel(person, "kunci-ulang-1")
        bought = buy(person, offer_for(21))
        assert (
            refused(cancellations.cancel_own, person, bought.public_id, "kunci-ulang-1").code
            == "form_reused"
        )
        assert Purchase.get_by_id(second.id).state == "cancelled"
        assert Purchase.get_by_id(bought.id).state == "paid"


def test_a_stranger_finds_nothing_to_cancel(sari, someone, at) -> None:
    with at("2021-10-05 12:00"):
        stranger = someone.with_card(21)
        with pytest.raises(NotFound):
            cancel(stranger, purchase=bought_by(sari)[0])
        with pytest.raises(NotFound):
            cancellations.cancel_own(sari, "tidak-ada", "kunci-batal-1")


def test_day_thirty_is_in_time_and_day_thirty_one_is_too_late(sari, at) -> None:
    with at("2021-11-02 00:00:00"):
        refusal = refused(cancel, sari, confirmed=True)
        assert refusal.code == "cancel_too_late"
        assert refusal.facts["deadline"] == wib("2021-11-01 23:59:59")
        assert standing_of(sari).balance == 600_000
    with at("2021-11-01 23:59:59"):
        assert cancel(sari, confirmed=True).state == "cancelled"


def test_a_redeemed_code_ends_it(sari, at) -> None:
    with at("2021-10-05 12:00"):
        redeeming.commit(institution(), RedeemCode.get().code)
        assert refused(cancel, sari).code == "cancel_redeemed"
        assert not Transfer.select().where(Transfer.kind == "refund").exists()


def test_beginning_by_oneself_does_not_end_it(sari, at) -> None:
    with at("2021-10-05 12:00"):
        training.begin(sari, Purchase.get().public_id)
        assert cancel(sari).state == "cancelled"


def test_the_first_session_ends_it(someone, at) -> None:
    with at("2021-10-04 09:00"):  # a Monday
        person = someone.with_card(21)
        scheduled(person, 21)  # begins on Thursday at 09.00
    with at("2021-10-07 09:00:00"):
        assert refused(cancel, person).code == "cancel_started"
    with at("2021-10-07 08:59:59"):
        assert cancel(person).state == "cancelled"


def test_finished_failed_and_unpaid_have_their_own_reasons(someone, at) -> None:
    from tests.people import start

    with at("2021-10-03 10:00"):
        done, waiting, absent = someone.finished(21), someone.with_card(21), someone.with_course(21)
        unpaid = start(waiting, offer_for(21))
        Training.update(failed_at=clock.now(), failure="missed_session").where(
            Training.purchase == bought_by(absent)[0]
        ).execute()
        assert refused(cancel, done).code == "cancel_finished"
        assert refused(cancel, absent).code == "cancel_failed"
        assert refused(cancel, waiting, purchase=unpaid).code == "cancel_not_paid"


def test_gelombang_without_the_rule_do_not_offer_it(someone, at) -> None:
    with at("2024-07-11 10:00"):
        assert refused(cancel, someone.with_course(70)).code == "cancel_not_offered"


def test_the_code_of_a_cancelled_course_opens_nothing(sari, at) -> None:
    with at("2021-10-05 12:00"):
        cancel(sari)
        assert refused(redeeming.commit, institution(), RedeemCode.get().code).code == (
            "code_cancelled"
        )


def test_the_same_course_may_be_bought_again(sari, at) -> None:
    with at("2021-10-05 12:00"):
        offer = cancel(sari).offer
        again = buy(sari, Offer.get_by_id(offer.id))
        assert (again.state, standing_of(sari).balance) == ("paid", 600_000)
        assert Offer.get_by_id(offer.id).sold == 1
        cancel(sari, "kunci-batal-2")
        assert standing_of(sari).balance == 1_000_000
    assert not broken_rules()


def test_a_seat_of_a_full_class_is_free_again(someone, at) -> None:
    with at("2021-10-03 10:00"):
        person, other = someone.with_card(21), someone.with_card(21)
        offer = offer_for(21, quota=1)
        buy(person, offer)
        assert refused(buy, other, offer).code == "seats_gone"
        cancel(person)
        assert buy(other, offer).state == "paid"


# --- The first-purchase deadline is not moved ----------------------------------------------------


def test_in_time_the_old_deadline_counts_again(sari, at) -> None:
    with at("2021-10-05 12:00"):
        jobs.run_due()  # what looks for lapses saw the purchase
        cancel(sari)
    assert part_of(sari).lapses_after == wib("2021-10-21 23:59:59")
    with at("2021-10-21 23:59:59"):
        jobs.run_due()
        assert step(sari) == "buy_first"
    with at("2021-10-22 00:00:00"):
        jobs.run_due()
        assert Lapse.get().lapsed_at == wib("2021-10-22 00:00:00")
        assert standing_of(sari).balance == 0
    assert not broken_rules()


def test_reminders_begin_again(sari, at) -> None:
    with at("2021-10-05 12:00"):
        jobs.run_due()
        cancel(sari)
    with at("2021-10-18 08:00"):
        jobs.run_due()
    assert told("deadline_near")


def test_whoever_loses_the_place_by_it_must_say_so(sari, at) -> None:
    with at("2021-10-25 12:00"):
        jobs.run_due()
        assert part_of(sari).lapses_after is None  # timed work had stopped looking
        refusal = refused(cancel, sari)
        assert refusal.code == "cancel_loses_place"
        assert refusal.facts["deadline"] == wib("2021-10-21 23:59:59")
        assert Purchase.get().state == "paid"
        cancel(sari, confirmed=True)
        lost = next_step.steps(standing_of(sari).facts(), clock.now())[0]
        assert (lost.code, lost.on) == ("revoked", wib("2021-10-25 12:00"))  # before any job ran
        jobs.run_due()
        jobs.run_due()
        assert standing_of(sari).balance == 0
    lapse, block = Lapse.get(), Block.get()
    assert lapse.lapsed_at == block.blocked_at == wib("2021-10-25 12:00")
    assert Transfer.select().where(Transfer.kind == "forfeit").get().amount == 1_000_000
    assert all("rekening dana Kartu Prakerja" in message.text for message in told("cancelled"))
    assert not broken_rules()


def test_the_day_an_officer_gave_counts(sari, at) -> None:
    Participation.update(first_purchase_until="2021-11-10").execute()
    with at("2021-10-25 12:00"):
        cancel(sari)
        jobs.run_due()
        assert step(sari) == "buy_first"
    with at("2021-11-11 00:00:00"):
        jobs.run_due()
    assert Lapse.select().count() == 1


def test_who_keeps_another_course_loses_nothing(someone, at) -> None:
    with at("2021-10-03 10:00"):
        person = someone.finished(21)
        ratings.rate(person, bought_by(person)[0].public_id, 5, "Jelas dan mudah dipahami.")
    with at("2021-10-20 10:00"):
        second = buy(person, offer_for(21, price=300_000))
    with at("2021-11-05 10:00"):
        cancel(person, purchase=second)
        jobs.run_due()
        standing = standing_of(person)
        assert (len(standing.bought), standing.balance, standing.lapse) == (1, 600_000, None)
    assert all("yang lain tidak berubah" in message.text for message in told("cancelled"))
    assert not broken_rules()


def test_money_that_comes_back_too_late_is_given_back_again(someone, at) -> None:
    with at("2021-10-03 10:00"):
        person = someone.finished(21)
    with at("2021-11-20 10:00"):
        second = buy(person, offer_for(21, price=300_000))
    with at("2021-12-01 08:00"):
        jobs.run_due()
        assert standing_of(person).balance == 0
        assert part_of(person).balance_ends_after is None
        assert refused(cancel, person, purchase=second).code == "cancel_loses_balance"
        cancel(person, confirmed=True, purchase=second)
        assert standing_of(person).balance == 300_000
        jobs.run_due()
        jobs.run_due()
        assert standing_of(person).balance == 0
    references = [row.reference for row in Transfer.select().where(Transfer.kind == "forfeit")]
    assert len(set(references)) == 2
    assert standing_of(person).lapse is None
    assert not broken_rules()


# --- By the provider -----------------------------------------------------------------------------


def test_a_provider_gives_back_also_what_was_redeemed(someone, officer, at) -> None:
    with at("2024-07-11 10:00"):
        person = someone.with_course(70)
        redeeming.commit(institution(), RedeemCode.get().code)
        row = cancellations.cancel_by_provider(Purchase.get(), f"  {WHY} ", officer)
        assert (row.cancelled_by, row.cancel_reason) == ("provider", WHY)
        assert standing_of(person).balance == 3_500_000
        assert step(person) == "buy_first"
    assert len(told("cancelled_by_provider")) == 2
    assert WHY in next(m for m in told("cancelled_by_provider") if m.channel == "email").text
    entry = AuditEntry.get(AuditEntry.action == "purchase_cancelled")
    assert entry.actor == f"operator:{officer.public_id}"
    assert WHY not in str(entry.detail)
    assert not broken_rules()


def test_the_same_again_changes_nothing_and_another_reason_is_refused(sari, officer, at) -> None:
    with at("2021-10-05 12:00"):
        purchase = Purchase.get()
        for _ in range(2):
            cancellations.cancel_by_provider(purchase, WHY, officer)
        other = refused(cancellations.cancel_by_provider, purchase, f"{WHY} Lagi.", officer)
        assert other.code == "cancel_done"
    assert Transfer.select().where(Transfer.kind == "refund").count() == 1


@pytest.mark.parametrize("reason", ["", "   ", "pendek", "x" * 201])
def test_a_reason_is_needed(sari, officer, at, reason: str) -> None:
    with at("2021-10-05 12:00"):
        refusal = refused(cancellations.cancel_by_provider, Purchase.get(), reason, officer)
        assert refusal.code == "cancel_reason_missing"


def test_a_finished_or_unpaid_course_is_not_cancelled(someone, officer, at) -> None:
    from tests.people import start

    with at("2021-10-03 10:00"):
        done = bought_by(someone.finished(21))[0]
        unpaid = start(someone.with_card(21), offer_for(21))
        for purchase, said in ((done, "cancel_finished"), (unpaid, "cancel_not_paid")):
            assert refused(cancellations.cancel_by_provider, purchase, WHY, officer).code == said


def test_who_has_nothing_left_gets_a_whole_new_period(sari, officer, at) -> None:
    with at("2021-10-25 12:00"):
        jobs.run_due()
        cancellations.cancel_by_provider(Purchase.get(), WHY, officer)
        jobs.run_due()
        part = part_of(sari)
        assert part.first_purchase_until.isoformat() == "2021-11-23"  # 25 October is day 1
        assert part.lapses_after == wib("2021-11-23 23:59:59")
        assert (step(sari), standing_of(sari).balance) == ("buy_first", 1_000_000)
    assert all("23 November 2021" in message.text for message in told("cancelled_by_provider"))
    with at("2021-11-24 00:00:00"):
        jobs.run_due()
    assert Lapse.select().count() == 1


def test_also_shortly_before_the_deadline(sari, officer, at) -> None:
    with at("2021-10-21 22:00"):
        cancellations.cancel_by_provider(Purchase.get(), WHY, officer)
    assert part_of(sari).lapses_after == wib("2021-11-19 23:59:59")


def test_a_longer_time_is_never_made_shorter(sari, officer, at) -> None:
    Participation.update(first_purchase_until="2021-11-29").execute()
    with at("2021-10-05 12:00"):
        cancellations.cancel_by_provider(Purchase.get(), WHY, officer)
    assert part_of(sari).lapses_after == wib("2021-11-29 23:59:59")


def test_after_the_year_both_the_place_and_the_money_get_whole_days(sari, officer, at) -> None:
    with at("2021-12-02 12:00"):
        jobs.run_due()
        cancellations.cancel_by_provider(Purchase.get(), WHY, officer)
        jobs.run_due()
        part = part_of(sari)
        last = wib("2021-12-17 23:59:59")  # fifteen days, today not counted
        assert part.lapses_after == part.balance_ends_after == last
    assert all("17 Desember 2021" in message.text for message in told("cancelled_by_provider"))
    with at("2021-12-17 23:59:59"):
        jobs.run_due()
        assert (step(sari), standing_of(sari).balance) == ("buy_first", 400_000)
        buy(sari, offer_for(21, price=300_000))
    with at("2021-12-18 00:00:00"):
        jobs.run_due()
        standing = standing_of(sari)
        assert (standing.lapse, standing.balance) == (None, 0)
    assert not broken_rules()


@pytest.fixture
def lina(someone, at):
    """Gelombang 70: the first course is concluded, a second one bought on the window's last day."""
    with at("2024-07-12 09:00"):
        person = someone.finished(70)
        ratings.rate(person, bought_by(person)[0].public_id, 5, "Jelas dan mudah dipahami.")
    with at("2024-07-27 20:00"):
        buy(person, offer_for(70, price=300_000))
    return person


def test_money_that_a_provider_sends_back_late_can_be_spent_again(lina, officer, at) -> None:
    second = bought_by(lina)[1]
    with at("2024-07-29 08:00"):
        jobs.run_due()
        assert standing_of(lina).balance == 0
        cancellations.cancel_by_provider(second, WHY, officer)
        jobs.run_due()
        assert standing_of(lina).balance == 300_000
        assert part_of(lina).balance_until.isoformat() == "2024-08-13"
        assert step(lina) != "revoked"
    assert all(
        "tidak berubah. Saldo bisa dipakai sampai 13 Agustus 2024 pukul 23.59 WIB." in message.text
        for message in told("cancelled_by_provider")
    )
    with at("2024-08-13 23:59:59"):
        jobs.run_due()
        buy(lina, offer_for(70, price=200_000))
    with at("2024-08-14 00:00:00"):
        jobs.run_due()
        assert standing_of(lina).balance == 0
    forfeits = [row.amount for row in Transfer.select().where(Transfer.kind == "forfeit")]
    assert sorted(forfeits) == [100_000, 2_800_000]
    assert not broken_rules()


def test_whole_days_also_shortly_before_the_balance_ends(lina, officer, at) -> None:
    with at("2024-07-27 21:00"):
        cancellations.cancel_by_provider(bought_by(lina)[1], WHY, officer)
    with at("2024-07-28 08:00"):
        jobs.run_due()
        assert standing_of(lina).balance == 3_100_000
    assert part_of(lina).balance_ends_after == wib("2024-08-11 23:59:59")


def test_a_balance_that_lives_longer_anyway_is_given_no_day(sari, officer, at) -> None:
    with at("2021-10-05 12:00"):
        cancellations.cancel_by_provider(Purchase.get(), WHY, officer)
    part = part_of(sari)
    assert (part.balance_until, part.balance_ends_after) == (None, wib("2021-11-30 23:59:59"))


def test_a_balance_that_nothing_ends_yet_keeps_its_rule(someone, officer, at) -> None:
    with at("2024-07-11 10:00"):
        person = someone.with_course(70)
        cancellations.cancel_by_provider(Purchase.get(), WHY, officer)
    assert part_of(person).balance_until is None


def test_what_the_participant_cancels_themselves_gives_no_time(someone, at) -> None:
    with at("2021-10-03 10:00"):
        person = someone.finished(21)
    with at("2021-11-20 10:00"):
        second = buy(person, offer_for(21, price=300_000))
    with at("2021-11-30 20:00"):
        cancel(person, purchase=second)
    assert part_of(person).balance_until is None


def test_a_task_still_under_way_finishes_no_cancelled_course(sari, officer, at) -> None:
    with at("2021-10-05 12:00"):
        purchase = Purchase.get()
        cancellations.cancel_by_provider(purchase, WHY, officer)
        training.finish(purchase)
    with at("2021-10-09 12:00"):
        jobs.run_due()
        assert certificates.issue_due_certificates() == 0
    assert Training.get().finished_at is None
    assert not told("certificate")


# --- What cannot happen --------------------------------------------------------------------------


def test_the_database_refuses_half_a_cancellation(sari) -> None:
    from peewee import IntegrityError

    for half in ({"state": "cancelled"}, {"refund": Transfer.get().id}):
        with pytest.raises(IntegrityError), ledger.write():
            Purchase.update(**half).execute()


def test_of_two_that_come_at_once_one_wins(sari) -> None:
    """The big one is tests/slow/test_cancel_race.py."""
    code, purchase, partner = RedeemCode.get().code, Purchase.get(), institution()

    def race(number: int) -> str:
        with rooms.enter(ROOM), clock.stopped_at(wib("2021-10-05 12:00")):
            try:
                if number % 2:
                    redeeming.commit(partner, code)
                    return "redeemed"
                cancellations.cancel_own(sari, purchase.public_id, f"kunci-balap-{number}")
                return "cancelled"
            except Refused as no:
                return no.refusal.code

    with ThreadPoolExecutor(8) as pool:
        said = list(pool.map(race, range(8)))
    assert (said.count("redeemed"), said.count("cancelled")) in ((1, 0), (0, 1))
    assert not broken_rules()


def test_looking_again_leaves_a_place_that_is_gone(someone, at) -> None:
    with at("2021-10-01 10:00"):
        person = someone.with_card(21)
    with at("2021-10-22 00:00:00"):
        jobs.run_due()
        lapses.look_again(part_of(person))
        assert lapses.lapse_due() == 0
    assert Lapse.select().count() == 1
