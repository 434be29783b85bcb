"""Asking partners: who is asked, when again, and what follows from the answer."""

from datetime import date, timedelta

import pytest

import clock
import jobs
from actions import account_checks, accounts, lapses, linking
from models import AccountLink, Incentive, Lapse, Message, Payout, PayoutAccount, db
from queries import accounts as found
from tests.letters import code_to
from tests.payments import schedule
from tests.people import part_of, wib

pytestmark = pytest.mark.usefixtures("room", "still_machine")
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
    schedule(sari, "survey", 1, PAID_ON)
    return row


def again(row):
    return type(row).get_by_id(row.id)


def payment_of(person) -> Incentive:
    """The one of 8 December; nothing has to earn a survey's."""
    return Incentive.get(
        Incentive.participation == part_of(person),
        Incentive.kind == "survey",
        Incentive.ordinal == 1,
    )


def told(kind: str = "account_trouble") -> int:
    return Message.select().where(Message.reference.startswith(f"{kind}:")).count()


def rested(row) -> timedelta:
    """As if its pause, or the lease of a runner that died, were over; returns how long the pause was."""
    table, row = type(row), again(row)
    now = clock.real_now()
    pause = max(row.ask_at - now, timedelta(0))
    gone = max(pause, row.leased_until - now) + timedelta(seconds=1)
    table.update(ask_at=row.ask_at - gone, leased_until=row.leased_until - gone).where(
        table.id == row.id
    ).execute()
    return pause


def answer_all(verdict: str) -> int:
    count = 0
    while claim := account_checks.claim_next():
        account_checks.settle(claim, verdict)
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
        schedule(sari, "survey", 2, PAID_ON)
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
        assert payment_of(sari).state == "failed"
        answer_all("not_kyc")
        assert payment_of(sari).state == "failed"
        accounts.check_again(sari)
        answer_all("ok")
    row = payment_of(sari)
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
    assert account_checks.claim_next().row == account
    assert account_checks.claim_next() is None
    rested(account)
    assert account_checks.claim_next().row == account


def test_people_who_link_come_before_planned_checks(account, sari, someone, at) -> None:
    accounts.check_again(sari)
    with at("2021-09-23 09:00"):
        other = someone.with_card(21)
        row = linking.start(other, "ovo", other.phone)
    assert [account_checks.claim_next().row for _ in range(2)] == [row, account]
    assert account_checks.claim_next() is None


@pytest.mark.parametrize("verdict", ["unknown", "", "something-new", "not_linked"])
def test_what_is_no_word_is_asked_again_after_a_pause(account, sari, verdict) -> None:
    accounts.check_again(sari)
    account_checks.settle(account_checks.claim_next(), verdict)
    row = again(account)
    assert (row.checked_at, row.trouble) == (None, None)
    assert row.ask_at > clock.real_now()
    assert account_checks.claim_next() is None


def test_a_partner_silent_ten_times_ends_the_try_after_the_last_step(sari, at) -> None:
    with at("2021-09-23 09:00"):
        row = linking.start(sari, "dana", sari.phone)
        for place in range(10):
            account_checks.settle(account_checks.claim_next(), "unknown")
            if place < 9:
                assert timedelta(0) < rested(row) <= timedelta(minutes=2)
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


# --- Pauses, and who ends them -------------------------------------------------------------------


def silences(account, count: int) -> list[timedelta]:
    """The pauses after so many silences, each waited for but the last."""
    pauses = []
    for _ in range(count):
        if pauses:
            rested(account)
        account_checks.settle(account_checks.claim_next(), "unknown")
        pauses.append(again(account).ask_at - again(account).leased_until)
    return pauses


def test_a_silent_partner_is_asked_less_and_less(account, sari) -> None:
    accounts.check_again(sari)
    pauses = [pause.total_seconds() for pause in silences(account, 9)]
    assert pauses == [5, 30, 120, 240, 480, 960, 1920, 3600, 3600]


def test_asking_again_ends_the_longest_pause(account, sari) -> None:
    accounts.check_again(sari)
    silences(account, 8)
    assert account_checks.claim_next() is None
    accounts.check_again(sari)
    claim = account_checks.claim_next()
    assert claim.row == account and claim.rested == timedelta(0)
    account_checks.settle(claim, "ok")
    assert again(account).checked_at is not None and again(account).ask_at is None


def test_a_word_asked_for_before_the_mending_does_not_count_as_its_answer(
    account, sari, at
) -> None:
    with at("2021-12-05 09:00"):
        account_checks.plan()
        old = account_checks.claim_next()
        accounts.check_again(sari)
        account_checks.settle(old, "not_kyc")
        assert again(account).trouble is None and again(account).checked_at is None
        account_checks.settle(account_checks.claim_next(), "ok")
        assert again(account).checked_at == clock.now() and told() == 0


def test_who_asked_before_the_lease_ran_out_is_too_late_for_the_next(account, sari) -> None:
    accounts.check_again(sari)
    late = account_checks.claim_next()
    rested(account)
    late.row.leased_until -= timedelta(seconds=61)
    claim = account_checks.claim_next()
    account_checks.settle(late, "closed")
    assert again(account).trouble is None
    account_checks.settle(claim, "inactive")
    assert again(account).trouble == "inactive"


# --- What is planned -----------------------------------------------------------------------------


def fail(failure: str) -> None:
    """The payment of 8 December fails, which says something about the account."""
    Incentive.update(state="failed", failure=failure, failed_at=clock.now()).where(
        Incentive.scheduled_for == PAID_ON
    ).execute()
    PayoutAccount.update(trouble=failure, checked_at=clock.now()).execute()


def test_what_failed_for_the_accounts_sake_is_looked_at_daily_and_sent_again(
    account, sari, at
) -> None:
    with at("2021-12-08 09:00"):
        fail("limit")
        assert account_checks.plan() == 0
    with at("2021-12-09 09:00"):
        assert account_checks.plan() == 1
        answer_all("limit")
        assert account_checks.plan() == 0
    with at("2021-12-10 09:00"):
        assert account_checks.plan() == 1
        answer_all("ok")
        row = payment_of(sari)
        assert (row.state, row.failure) == ("scheduled", None)
        assert account_checks.plan() == 0
    assert told() == 0


@pytest.mark.parametrize("failure", ["returned", "rejected", "not_linked"])
def test_what_no_provider_gave_a_reason_for_waits_for_its_owner(account, at, failure) -> None:
    with at("2021-12-08 09:00"):
        fail(failure)
    with at("2021-12-12 09:00"):
        assert account_checks.plan() == 0


def test_what_failed_in_a_lost_place_or_without_an_account_is_not_looked_at(
    account, sari, at
) -> None:
    with at("2021-12-08 09:00"):
        fail("limit")
    with at("2021-12-09 09:00"):
        lapsed = part_of(sari)
        lapses.lapse(lapsed)
        schedule(sari, "survey", 1, PAID_ON)
        fail("limit")
        PayoutAccount.update(checked_at=None).execute()
        assert account_checks.plan() == 0
        Lapse.delete().execute()
        assert account_checks.plan() == 1
        accounts.unlink(sari)
        assert account_checks.plan() == 0


def test_each_payment_has_its_own_look(account, sari, at) -> None:
    schedule(sari, "survey", 2, date(2021, 12, 10))
    PayoutAccount.update(checked_at=wib("2021-12-05 00:00:00")).execute()
    with at("2021-12-06 23:59:59"):
        assert account_checks.plan() == 0
    with at("2021-12-07 00:00:00"):
        assert account_checks.plan() == 1
        answer_all("ok")
        assert account_checks.plan() == 0


@pytest.mark.parametrize(
    ("now", "checked_at", "trouble", "planned"),
    [
        ("2021-12-05 00:00:00", "2021-12-04 23:59:59", None, 1),
        ("2021-12-08 09:00:00", "2021-12-05 00:00:00", None, 0),
        ("2021-12-05 09:00:00", "2021-12-05 00:00:00", "limit", 0),
        ("2021-12-06 00:00:00", "2021-12-05 23:59:59", "limit", 1),
        ("2021-12-04 23:59:59", "2021-12-01 08:00:00", "limit", 0),
        ("2021-12-09 09:00:00", "2021-12-01 08:00:00", None, 1),
        ("2021-12-06 09:00:00", "2021-12-20 08:00:00", None, 1),  # the clock was set back
    ],
)
def test_a_look_counts_from_three_days_before_and_a_day_while_in_trouble(
    account, at, now, checked_at, trouble, planned
) -> None:
    PayoutAccount.update(checked_at=wib(checked_at), trouble=trouble).execute()
    with at(now):
        assert account_checks.plan() == planned


def test_no_more_than_some_are_planned_at_once(account, someone, at, monkeypatch) -> None:
    monkeypatch.setattr(account_checks, "PLANNED_AT_ONCE", 1)
    with at("2021-09-23 09:00"):
        other = someone.with_card(21)
        accounts.link(other, "dana", other.phone)
    schedule(other, "survey", 1, PAID_ON)
    with at("2021-12-05 09:00"):
        assert [account_checks.plan() for _ in range(3)] == [1, 1, 0]


def test_planning_finds_payments_by_their_day_and_failures_by_their_state(room) -> None:
    sql, values = found.accounts_to_check(clock.now()).sql()
    plan = " ".join(row[3] for row in db.execute_sql(f"EXPLAIN QUERY PLAN {sql}", values))
    assert "incentive_due" in plan and "incentive_failed" in plan
    assert "SCAN" not in plan.replace("SCAN (", "").replace("SCAN CONSTANT", "")


# --- The job -------------------------------------------------------------------------------------


def test_the_job_plans_once_a_minute_and_hears_who_links_at_once(sari, at, monkeypatch) -> None:
    looks = []
    monkeypatch.setattr(jobs, "_looked_at", {})
    monkeypatch.setattr(account_checks, "plan", lambda: looks.append(clock.now()) or 0)
    monkeypatch.setattr(jobs.payout_provider, "inquire", lambda *_: "ok")
    for time in ("09:00:00", "09:00:59", "09:01:00", "08:00:00"):
        with at(f"2021-12-05 {time}"):
            jobs.check_accounts()
    assert [f"{look:%H:%M:%S}" for look in looks] == ["09:00:00", "09:01:00", "08:00:00"]
    with at("2021-12-05 08:00:01"):
        linking.start(sari, "dana", sari.phone)
        assert jobs.check_accounts() == 1


def test_the_job_goes_on_planning_at_once_while_there_is_more(room, at, monkeypatch) -> None:
    counts = [account_checks.PLANNED_AT_ONCE, 3]
    monkeypatch.setattr(jobs, "_looked_at", {})
    monkeypatch.setattr(account_checks, "plan", lambda: counts.pop(0))
    with at("2021-12-05 09:00"):
        for _ in range(3):
            jobs.check_accounts()
    assert counts == []


def test_without_anybody_to_ask_the_job_asks_nobody(account, sari, monkeypatch) -> None:
    accounts.check_again(sari)
    monkeypatch.setattr(jobs.payout_provider, "ready", lambda: False)
    assert jobs.check_accounts() == 0
    assert account_checks.claim_next().row == account


# --- What the bank sent back, or refused without a reason -----------------------------------------


@pytest.fixture
def good(account):
    """Looked at long ago, and in order."""
    PayoutAccount.update(checked_at=wib("2021-10-01 09:00:00")).execute()
    return account


def fail_unexplained(failure: str) -> None:
    """The payment of 8 December fails, and the account is none the wiser."""
    Incentive.update(state="failed", failure=failure, failed_at=clock.now()).where(
        Incentive.scheduled_for == PAID_ON
    ).execute()


@pytest.mark.parametrize("failure", ["returned", "rejected"])
def test_our_own_look_sends_nothing_again_that_failed_without_a_reason(
    good, sari, at, failure
) -> None:
    with at("2021-12-08 09:00"):
        fail_unexplained(failure)
        schedule(sari, "survey", 2, date(2021, 12, 10))
        assert account_checks.plan() == 1
        assert answer_all("ok") == 1
        assert (payment_of(sari).state, payment_of(sari).failure) == ("failed", failure)
        assert told("incentive_resend") == 0


@pytest.mark.parametrize("failure", ["returned", "rejected"])
@pytest.mark.parametrize("first", ["plan", "silence", "lease", "nothing"])
def test_its_owners_question_sends_it_again_whatever_we_were_asking(
    good, sari, at, failure, first
) -> None:
    with at("2021-12-08 09:00"):
        fail_unexplained(failure)
        schedule(sari, "survey", 2, date(2021, 12, 10))
        if first != "nothing":
            account_checks.plan()
        claim = account_checks.claim_next() if first in ("lease", "silence") else None
        if first == "silence":
            account_checks.settle(claim, "unknown")
        assert accounts.check_again(sari)
        account_checks.settle(account_checks.claim_next(), "unknown")
        rested(good)
        assert payment_of(sari).state == "failed"
        assert answer_all("ok") == 1
        assert payment_of(sari).state == "scheduled"


def test_another_account_sends_it_again_at_once(good, sari, at) -> None:
    with at("2021-12-08 09:00"):
        fail_unexplained("returned")
        accounts.link(sari, "ovo", sari.phone)
        assert payment_of(sari).state == "scheduled"


# --- Nothing linked ------------------------------------------------------------------------------


@pytest.fixture
def nothing(sari):
    """A payment on 8 December, and no account."""
    schedule(sari, "survey", 1, PAID_ON)
    return sari


def test_without_an_account_a_payment_is_warned_of_from_three_days_before_once(nothing, at) -> None:
    with at("2021-12-04 23:59:59"):
        assert account_checks.plan() == 0
    with at("2021-12-05 00:00:00"):
        assert [account_checks.plan() for _ in range(2)] == [1, 0]
    with at("2021-12-07 23:59:59"):
        assert account_checks.plan() == 0
    rows = list(Message.select().where(Message.reference.startswith("account_missing:")))
    assert sorted(row.channel for row in rows) == ["email", "sms"]
    for row in rows:
        assert "Rp50.000" in row.text and "8 Desember 2021" in row.text
        assert "sebelum tanggal itu" in row.text and row.link == "/rekening"


def test_on_the_day_itself_it_is_too_late_for_a_warning(nothing, at) -> None:
    with at("2021-12-08 00:00:00"):
        assert account_checks.plan() == 0


def test_a_day_of_two_payments_is_one_warning_and_another_day_another(nothing, at) -> None:
    schedule(nothing, "survey", 2, PAID_ON)
    schedule(nothing, "survey", 3, date(2021, 12, 9))
    with at("2021-12-06 09:00"):
        assert [account_checks.plan() for _ in range(2)] == [2, 0]
    rows = Message.select().where(Message.reference.startswith("account_missing:"))
    said = [row.text for row in rows.order_by(Message.id) if row.channel == "sms"]
    assert "Rp100.000" in said[0] and "8 Desember" in said[0]
    assert "Rp50.000" in said[1] and "9 Desember" in said[1]


def test_who_unlinked_is_warned_and_who_linked_again_is_not(account, sari, at) -> None:
    with at("2021-12-05 09:00"):
        PayoutAccount.update(checked_at=clock.now()).execute()
        assert account_checks.plan() == 0
        accounts.unlink(sari)
        accounts.link(sari, "ovo", sari.phone, checked=True)
        assert account_checks.plan() == 0
        accounts.unlink(sari)
        assert account_checks.plan() == 1
    assert told("account_missing") == 2


def test_a_lost_place_and_a_payment_on_its_way_need_no_warning(nothing, at) -> None:
    with at("2021-12-06 09:00"):
        old = accounts.link(nothing, "dana", nothing.phone, checked=True)
        accounts.unlink(nothing)
        sent = Payout.create(
            reference="uji-1", incentive=payment_of(nothing), account=old, amount=50_000
        )
        assert account_checks.plan() == 0
        sent.state, sent.failure, sent.settled_at = "failed", "not_linked", clock.now()
        sent.save()
        lapses.lapse(part_of(nothing))
        schedule(nothing, "survey", 1, PAID_ON)
        assert account_checks.plan() == 0
        Lapse.delete().execute()
        assert account_checks.plan() == 1


def test_no_more_than_some_are_warned_at_once(nothing, someone, at, monkeypatch) -> None:
    monkeypatch.setattr(account_checks, "PLANNED_AT_ONCE", 1)
    with at("2021-09-23 09:00"):
        other = someone.with_card(21)
    schedule(other, "survey", 1, PAID_ON)
    with at("2021-12-05 09:00"):
        assert [account_checks.plan() for _ in range(3)] == [1, 1, 0]


def test_who_has_no_account_is_found_by_indexes_alone(room) -> None:
    sql, values = found.payments_without_account(clock.now()).sql()
    plan = " ".join(row[3] for row in db.execute_sql(f"EXPLAIN QUERY PLAN {sql}", values))
    assert "incentive_due" in plan and "message_reference" in plan
    assert "SCAN" not in plan


def test_the_first_look_at_an_account_is_not_its_owners_question(account, sari, at) -> None:
    """What the bank sent back without a reason would else be sent round and round."""
    with at("2021-12-08 09:00"):
        PayoutAccount.update(checked_at=None, ask_at=None, trouble=None).execute()
        Incentive.update(state="failed", failure="returned", failed_at=clock.now()).where(
            Incentive.id == payment_of(sari).id
        ).execute()
        schedule(sari, "survey", 2, PAID_ON)
        assert account_checks.plan() > 0
        claim = account_checks.claim_next()
        account_checks.settle(claim, "ok")
        assert payment_of(sari).state == "failed"
        accounts.check_again(sari)
        account_checks.settle(account_checks.claim_next(), "ok")
        assert payment_of(sari).state == "scheduled"
