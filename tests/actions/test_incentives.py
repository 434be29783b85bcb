"""Incentives: earned by three things together, sent on their day, once, and again after mending."""

from datetime import date

import pytest

import jobs
from actions import accounts, certificates, ratings, training, training_room
from models import Incentive, Transfer
from queries.audit import broken_rules
from queries.standing import standing_of
from rules.refusals import Refused
from tests.people import bought_by, buy, offer_for

pytestmark = pytest.mark.usefixtures("room")
WORDS = "Penjelasannya pelan dan jelas."


def rate(person) -> None:
    ratings.rate(person, bought_by(person)[0].public_id, 5, WORDS)


def link(person, partner: str = "dana") -> None:
    accounts.link(person, partner, person.phone)


def dates(person, kind: str = "job") -> list[date | None]:
    return [row.scheduled_for for row in standing_of(person).incentives if row.kind == kind]


def test_all_payments_of_the_terms_exist_from_acceptance_on(someone, at) -> None:
    with at("2021-09-23 09:00:00"):
        standing = standing_of(someone.accepted(21))
    assert standing.promised == 2_550_000
    assert len(standing.incentives) == 7


@pytest.mark.parametrize("order", [("rate", "link"), ("link", "rate")])
def test_certificate_rating_and_account_schedule_four_months(someone, at, order) -> None:
    with at("2021-10-01 09:00:00"):
        person = someone.finished(21)
        for step in order:
            assert dates(person) == [None] * 4
            {"rate": rate, "link": link}[step](person)
    assert dates(person) == [
        date(2021, 10, 8),
        date(2021, 11, 8),
        date(2021, 12, 8),
        date(2022, 1, 8),
    ]


def test_the_certificate_may_come_last(someone, at) -> None:
    with at("2021-10-01 09:00:00"):
        person = someone.with_course(21)
        training.finish(bought_by(person)[0])
        rate(person)
        link(person)
        assert dates(person) == [None] * 4
    with at("2021-10-01 20:59:59"):
        jobs.run_due()
        assert dates(person) == [None] * 4
    with at("2021-10-01 21:00:00"):
        jobs.run_due()
        assert dates(person)[0] == date(2021, 10, 8)


def test_a_payment_is_sent_on_its_day_and_once(someone, at) -> None:
    with at("2021-10-01 09:00:00"):
        person = someone.finished(21)
        rate(person)
        link(person)
    with at("2021-10-07 23:59:59"):
        jobs.run_due()
        assert standing_of(person).received == 0
    with at("2021-10-08 00:00:00"):
        jobs.run_due()
        jobs.run_due()
        assert standing_of(person).received == 600_000
        assert Transfer.select().where(Transfer.kind == "incentive").count() == 1
        assert not broken_rules()


def test_a_failed_payment_says_why_and_is_sent_again_after_mending(someone, at) -> None:
    with at("2021-10-01 09:00:00"):
        person = someone.finished(21)
        rate(person)
        link(person)
        training_room.switch_fault("payout_failure", "not_kyc")
    with at("2021-10-08 06:00:00"):
        jobs.run_due()
        failed = next(row for row in standing_of(person).incentives if row.state == "failed")
        assert (failed.failure, failed.transfer) == ("not_kyc", None)
        training_room.switch_fault("payout_failure", "")
        accounts.check_again(person)
        jobs.run_due()  # the partner is asked, and what failed is planned again
    with at("2021-10-15 06:00:00"):
        jobs.run_due()
        assert standing_of(person).received == 600_000


def test_linking_another_account_also_mends(someone, at) -> None:
    with at("2021-10-01 09:00:00"):
        person = someone.finished(21)
        rate(person)
        link(person)
        training_room.switch_fault("payout_failure", "closed")
    with at("2021-10-08 06:00:00"):
        jobs.run_due()
        training_room.switch_fault("payout_failure", "")
        link(person, "ovo")
        rows = [row for row in standing_of(person).incentives if row.ordinal == 1]
        assert rows[0].state == "scheduled"
        assert rows[0].scheduled_for == date(2021, 10, 15)


def test_only_the_first_training_earns_the_job_incentive(someone, at) -> None:
    with at("2021-10-01 09:00:00"):
        person = someone.finished(21)
        second = buy(person, offer_for(21, price=100_000))
        link(person)
        training.finish(second)
        certificates.issue_certificate(second)
        ratings.rate(person, second.public_id, 5, WORDS)
        assert dates(person) == [None] * 4


def test_the_normal_scheme_pays_the_job_incentive_once(someone, at) -> None:
    with at("2024-07-12 09:00:00"):
        person = someone.finished(70)
        rate(person)
        link(person, "bca")
        assert dates(person) == [date(2024, 7, 19)]


def test_a_wallet_must_have_the_phone_number_of_the_account(someone, at) -> None:
    with at("2021-10-01 09:00:00"), pytest.raises(Refused) as caught:
        accounts.link(someone.with_card(21), "dana", "081200009999")
    assert caught.value.refusal.code == "number_differs"


def test_a_partner_of_later_years_cannot_be_linked(someone, at) -> None:
    with at("2021-10-01 09:00:00"), pytest.raises(Refused) as caught:
        accounts.link(someone.with_card(21), "bca", "1234567890")
    assert caught.value.refusal.code == "partner_not_offered"


def test_money_sent_never_comes_back_to_life(someone, at) -> None:
    with at("2021-10-01 09:00:00"):
        person = someone.finished(21)
        rate(person)
        link(person)
    with at("2021-10-08 00:00:00"):
        jobs.run_due()
    with pytest.raises(Exception, match="stays paid"):
        Incentive.update(state="scheduled", transfer=None, paid_at=None).where(
            Incentive.state == "paid"
        ).execute()
