"""Asking partners: who is asked, when again, and what follows from the answer."""

from datetime import date, timedelta

import pytest

import clock
import jobs
from actions import account_checks, accounts, lapses, linking
from models import AccountLink, Incentive, Message, PayoutAccount
from queries import accounts as found
from queries.standing import standing_of
from tests.letters import code_to
from tests.payments import schedule
from tests.people import part_of

pytestmark = pytest.mark.usefixtures("room")
PAID_ON = date(2021, 12, 8)


@pytest.fixture
def sari(someone, at):
    with at("2021-09-23 09:00"):
        return someone.with_card(21)


@pytest.fixture
def account(sari, at):
    """Linked, with a payment on 8 December."""
    with at("2021-09-23 09:00"):
        row = accounts.link(sari, "dana", sari.phone)
    schedule(sari, "job", 1, PAID_ON)
    return row


def again(row):
    return type(row).get_by_id(row.id)


def told(kind: str = "account_trouble") -> int:
    return Message.select().where(Message.reference.startswith(f"{kind}:")).count()


def rested(row) -> None:
    """As if its pause were over."""
    type(row).update(leased_until=clock.real_now() - timedelta(seconds=1)).where(
        type(row).id == row.id
    ).execute()


def answer_all(verdict: str) -> int:
    count = 0
    while row := account_checks.claim_next():
        account_checks.settle(row, verdict)
        count += 1
    return count


def test_an_account_is_asked_about_from_three_days_before_its_payment(account, at) -> None:
    with at("2021-12-04 23:59:59"):
        assert account_checks.plan() == 0
    with at("2021-12-05 00:00"):
        assert account_checks.plan() == 1
        assert account_checks.plan() == 0
        assert answer_all("ok") == 1
        assert again(account).checked_at == clock.now()
        assert account_checks.plan() == 0
    assert told() == 0


def test_nobody_asks_about_an_account_taken_off_or_a_place_lost(account, sari, at) -> None:
    with at("2021-12-05 09:00"):
        lapses.lapse(part_of(sari))
        schedule(sari, "job", 2, PAID_ON)
        assert account_checks.plan() == 0
        accounts.unlink(sari)
        assert account_checks.plan() == 0


def test_a_trouble_is_told_once_for_a_payment_and_looked_at_daily(account, sari, at) -> None:
    with at("2021-12-05 09:00"):
        account_checks.plan()
        answer_all("limit")
        assert again(account).trouble == "limit" and told() == 2
        accounts.check_again(sari)
        answer_all("limit")
        assert told() == 2
        assert account_checks.plan() == 0
    with at("2021-12-06 09:00"):
        assert account_checks.plan() == 1
        answer_all("inactive")
        assert told() == 4
    text = Message.select().order_by(Message.id.desc()).get().text
    assert "DANA" in text and "8 Desember 2021" in text and "tidak aktif" in text


def test_a_mended_account_has_no_trouble_and_what_failed_is_planned_again(
    sari, account, at
) -> None:
    Incentive.update(
        state="failed", failure="not_kyc", account=account, failed_at=clock.now()
    ).where(Incentive.scheduled_for == PAID_ON).execute()
    PayoutAccount.update(trouble="not_kyc").execute()
    with at("2021-12-09 09:00"):
        assert accounts.check_again(sari)
        assert standing_of(sari).incentives[0].state == "failed"
        answer_all("not_kyc")
        assert standing_of(sari).incentives[0].state == "failed"
        accounts.check_again(sari)
        answer_all("ok")
    row = standing_of(sari).incentives[0]
    assert (row.state, again(account).trouble) == ("scheduled", None)
    assert row.scheduled_for > date(2021, 12, 9)


def test_without_a_payment_ahead_the_page_alone_tells(sari, at) -> None:
    with at("2021-09-23 09:00"):
        row = accounts.link(sari, "dana", sari.phone)
        accounts.check_again(sari)
        answer_all("closed")
    assert again(row).trouble == "closed" and told() == 0


def test_two_runners_never_ask_about_the_same_thing(account, sari) -> None:
    accounts.check_again(sari)
    assert account_checks.claim_next() == account
    assert account_checks.claim_next() is None
    rested(account)
    assert account_checks.claim_next() == account


def test_people_who_link_come_before_planned_checks(account, sari, someone, at) -> None:
    accounts.check_again(sari)
    with at("2021-09-23 09:00"):
        other = someone.with_card(21)
        row = linking.start(other, "ovo", other.phone)
    assert [account_checks.claim_next() for _ in range(3)] == [row, account, None]


@pytest.mark.parametrize("verdict", ["unknown", "", "something-new", "not_linked"])
def test_what_is_no_word_is_asked_again_after_a_pause(account, sari, verdict) -> None:
    accounts.check_again(sari)
    account_checks.settle(account_checks.claim_next(), verdict)
    row = again(account)
    assert (row.checked_at, row.trouble) == (None, None)
    assert row.ask_at is not None and row.leased_until > clock.real_now()
    assert account_checks.claim_next() is None


def test_a_partner_silent_ten_times_ends_the_try_after_the_last_step(sari, at) -> None:
    with at("2021-09-23 09:00"):
        row = linking.start(sari, "dana", sari.phone)
        for _ in range(10):
            account_checks.settle(account_checks.claim_next(), "unknown")
            rested(row)
        assert account_checks.claim_next() is None
        assert (again(row).state, again(row).verdict) == ("code", "partner_silent")
        linking.confirm(sari, "dana", code_to(sari.phone))
        assert linking.agree_at_partner(sari, row.public_id).state == "refused"
    assert found.linked_account_of(sari) is None


def test_a_word_that_comes_twice_or_too_late_changes_nothing(sari, account, at) -> None:
    accounts.check_again(sari)
    claimed = account_checks.claim_next()
    account_checks.settle(claimed, "ok")
    account_checks.settle(claimed, "closed")
    assert again(account).trouble is None
    with at("2021-09-23 09:00"):
        row = linking.start(sari, "ovo", sari.phone)
        late = account_checks.claim_next()
        linking.start(sari, "gopay", sari.phone)
    account_checks.settle(late, "ok")
    assert (again(row).state, again(row).verdict) == ("dropped", None)


def test_a_word_about_an_account_taken_off_meanwhile_is_not_kept(sari, account) -> None:
    accounts.check_again(sari)
    claimed = account_checks.claim_next()
    accounts.unlink(sari)
    account_checks.settle(claimed, "closed")
    assert again(account).trouble is None


def test_the_planning_also_ends_tries_that_are_too_old(sari, at) -> None:
    with at("2021-09-23 09:00"):
        row = linking.start(sari, "dana", sari.phone)
    with at("2021-09-23 10:00"):
        account_checks.plan()
    assert again(row).state == "dropped"


def test_the_job_asks_the_gateway_with_name_and_nik(sari, at, monkeypatch) -> None:
    asked = []
    monkeypatch.setattr(
        jobs.payout_provider, "inquire", lambda *said: asked.append(said) or "ok", raising=False
    )
    with at("2021-09-23 09:00"):
        row = linking.start(sari, "dana", sari.phone)
        assert jobs.check_accounts() == 1
    assert asked == [("dana", sari.phone, sari.name, sari.nik)]
    assert again(row).verdict == "ok"


def test_a_partner_that_does_not_say_ends_the_round(sari, someone, at, monkeypatch) -> None:
    monkeypatch.setattr(jobs.payout_provider, "inquire", lambda *_: "unknown", raising=False)
    with at("2021-09-23 09:00"):
        other = someone.with_card(21)
        for person in (sari, other):
            linking.start(person, "dana", person.phone)
        assert jobs.check_accounts() == 1
    assert sorted(row.attempts for row in AccountLink.select()) == [0, 1]
