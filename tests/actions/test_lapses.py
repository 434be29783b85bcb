"""Places lost: at the second after the deadline, once, however often and late the job runs."""

import pytest

import clock
import jobs
import ledger
from actions import lapses, ratings
from models import Block, Incentive, Lapse, Message, Participation, Transfer
from queries.audit import broken_rules
from queries.standing import standing_of
from rules import next_step
from tests.people import bought_by, buy, offer_for, part_of, wib
from tests.queries.test_counts import counted

pytestmark = pytest.mark.usefixtures("room")


def test_the_last_second_keeps_the_place_and_the_next_one_loses_it(someone, at) -> None:
    with at("2021-09-23 09:00:00"):
        person = someone.with_card(21)
    with at("2021-10-21 23:59:59"):
        assert lapses.lapse_due() == 0
    with at("2021-10-22 00:00:00"):
        assert lapses.lapse_due() == 1
        assert standing_of(person).balance == 0
    assert Lapse.get().lapsed_at == wib("2021-10-22 00:00:00")


def test_the_job_may_run_late_and_twice(someone, at) -> None:
    with at("2021-09-23 09:00:00"):
        person = someone.with_card(21)
    with at("2021-12-01 03:00:00"):
        for _ in range(3):
            jobs.run_due()
        assert Lapse.select().count() == Block.select().count() == 1
        told = Message.select().where(Message.reference.startswith("revoked:"))
        assert sorted(message.channel for message in told) == ["email", "sms"]
        states = {row.state for row in standing_of(person).incentives}
        assert states == {"forfeited"}
        assert not broken_rules()


def test_who_bought_in_time_keeps_the_place(someone, at) -> None:
    with at("2021-10-21 23:59:59"):
        person = someone.with_course(21)
    with at("2021-10-25 00:00:00"):
        assert lapses.lapse_due() == 0
        assert Participation.get(Participation.participant == person).lapses_after is None


def test_who_never_got_a_balance_does_not_lose_the_place_for_not_spending_it(someone, at) -> None:
    with at("2021-09-23 09:00:00"):
        person = someone.accepted(21)
    with at("2021-10-22 00:00:00"):
        assert lapses.lapse_due() == 0
        assert next_step.steps(standing_of(person).facts(), clock.now())[0].code == "await_balance"


def test_the_rest_of_the_balance_goes_back_at_the_year_end(someone, at) -> None:
    with at("2021-10-01 09:00:00"):
        person = someone.with_course(21)
    with at("2021-11-30 23:59:59"):
        jobs.run_due()
        assert standing_of(person).balance == 600_000
    with at("2021-12-01 00:00:00"):
        jobs.run_due()
        jobs.run_due()
        assert standing_of(person).balance == 0


def test_in_the_normal_scheme_it_goes_back_fifteen_days_after_the_first_course(someone, at) -> None:
    with at("2024-07-12 09:00:00"):
        person = someone.finished(70)
        ratings.rate(person, bought_by(person)[0].public_id, 5, "Jelas dan mudah dipahami.")
    with at("2024-07-27 23:59:59"):
        jobs.run_due()
        assert standing_of(person).balance == 3_100_000
    with at("2024-07-28 00:00:00"):
        jobs.run_due()
        assert standing_of(person).balance == 0


def test_each_return_has_its_own_reference_and_none_is_searched_for(someone, at) -> None:
    with at("2021-10-01 09:00:00"):
        person = someone.with_course(21)
    part = part_of(person)
    with at("2021-12-01 00:00:00"), counted() as sent:
        for _ in range(3):
            assert lapses.forfeit_balance(part)
            with ledger.write():
                purse = ledger.account("training", part.public_id)
                reference = f"uji:{len(sent)}"
                ledger.transfer(ledger.account("fund"), purse, 1_000, "credit", reference)
    returns = Transfer.select().where(Transfer.kind == "forfeit").order_by(Transfer.id)
    first = f"expired:{part.public_id}"
    assert [row.reference for row in returns] == [first, f"{first}:2", f"{first}:3"]
    assert [row.amount for row in returns] == [600_000, 1_000, 1_000]
    assert not [statement for statement in sent if "LIKE" in statement]


def test_a_second_course_bought_in_the_window_is_kept(someone, at) -> None:
    with at("2024-07-12 09:00:00"):
        person = someone.finished(70)
        ratings.rate(person, bought_by(person)[0].public_id, 5, "Jelas dan mudah dipahami.")
    with at("2024-07-27 23:59:59"):
        buy(person, offer_for(70, price=1_000_000))
    with at("2024-07-28 00:00:00"):
        jobs.run_due()
        assert len(bought_by(person)) == 2
        assert standing_of(person).balance == 0
        assert Incentive.select().where(Incentive.state == "forfeited").count() == 0
