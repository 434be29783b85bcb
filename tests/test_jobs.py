"""Timed work: finds what is due, does it once, and survives a runner that died."""

from datetime import datetime, timedelta

import pytest

import clock
import jobs
from actions import outbox, payouts
from gateways import messages
from models import Incentive, Message, OneTimeCode, Payout
from rules.outbox import Outcome
from tests.outbox import claim_next
from tests.people import bought_by, offer_for, start

pytestmark = pytest.mark.usefixtures("room")


def test_all_work_runs_in_an_empty_room() -> None:
    assert set(jobs.run_due()) == {name for name, _, _ in jobs.WORK}


def test_a_message_is_delivered_once(someone, at) -> None:
    with at("2021-10-18 09:00:00"):
        someone.accepted(21)
        assert jobs.deliver_messages() == 2
        assert jobs.deliver_messages() == 0


def test_a_claimed_message_is_left_alone_until_its_lease_is_over(someone, at) -> None:
    with at("2021-10-18 09:00:00"):
        someone.accepted(21)
        first, second = claim_next(), claim_next()
        assert first.id != second.id
        assert claim_next() is None
        Message.update(leased_until=clock.real_now() - timedelta(seconds=1)).execute()
        assert claim_next().id == first.id


def test_a_gateway_that_fails_is_asked_again_and_not_for_ever(someone, at, monkeypatch) -> None:
    monkeypatch.setattr(messages, "deliver", lambda _message: Outcome.LATER)
    with at("2021-10-18 09:00:00"):
        someone.accepted(21)
        for _ in range(20):
            jobs.deliver_messages()
            Message.update(leased_until=None).execute()
        attempts = {row.attempts for row in Message.select()}
    assert attempts == {outbox.MAX_ATTEMPTS}


@pytest.mark.parametrize("outcome", [Outcome.DOWN, Outcome.BUSY])
def test_a_gateway_in_trouble_rests_and_the_other_goes_on(
    someone, at, monkeypatch, outcome: Outcome
) -> None:
    asked: list[str] = []

    def deliver(message: Message) -> Outcome:
        asked.append(message.channel)
        return outcome if message.channel == "sms" else Outcome.SENT

    monkeypatch.setattr(messages, "deliver", deliver)
    monkeypatch.setattr(jobs, "_resting", {})
    with at("2021-10-18 09:00:00"):
        for _ in range(3):
            someone.accepted(21)
        assert jobs.deliver_messages() == 3
        assert jobs.deliver_messages() == 0
        assert sorted(asked) == ["email", "email", "email", "sms"]
        jobs._resting["sms"] = 0.0
        jobs.deliver_messages()
        assert asked.count("sms") == 2


def test_a_message_nobody_takes_is_given_up_in_words_without_people(
    someone, at, monkeypatch, caplog
) -> None:
    monkeypatch.setattr(messages, "deliver", lambda _message: Outcome.REFUSED)
    with at("2021-10-18 09:00:00"):
        person = someone.accepted(21)
        assert jobs.deliver_messages() == 0
        rows = list(Message.select())
    lines = [record.getMessage() for record in caplog.records]
    assert lines == [f"message {row.public_id} ({row.channel}) was given up" for row in rows]
    assert person.phone not in caplog.text and person.email not in caplog.text


def test_a_rest_ends_in_time_when_the_machine_s_clock_is_set_back(someone, at, monkeypatch) -> None:
    monkeypatch.setattr(jobs, "_resting", {})
    monkeypatch.setattr(jobs, "GATEWAY_RESTS", 0.0)
    monkeypatch.setattr(messages, "deliver", lambda _message: Outcome.DOWN)
    right = clock.real_now
    with at("2021-10-18 09:00:00"):
        someone.accepted(21)
        monkeypatch.setattr(clock, "real_now", lambda: right() + timedelta(hours=1))
        assert jobs.deliver_messages() == 0
        monkeypatch.setattr(clock, "real_now", right)
        monkeypatch.setattr(messages, "deliver", lambda _message: Outcome.SENT)
        Message.update(leased_until=None).execute()
        assert jobs.deliver_messages() == 2


def test_gateways_that_are_slow_end_the_round_between_two_messages(
    someone, at, monkeypatch
) -> None:
    moment = [100.0]

    def deliver(_message: Message) -> Outcome:
        moment[0] += 1.5
        return Outcome.SENT

    monkeypatch.setattr(jobs, "monotonic", lambda: moment[0])
    monkeypatch.setattr(jobs, "_resting", {})
    monkeypatch.setattr(messages, "deliver", deliver)
    with at("2021-10-18 09:00:00"):
        for _ in range(2):
            someone.accepted(21)
        assert [jobs.deliver_messages() for _ in range(3)] == [2, 2, 0]


def test_a_code_that_died_while_its_gateway_was_down_is_not_sent(someone, at, monkeypatch) -> None:
    sent: list[str] = []

    def deliver(message: Message) -> Outcome:
        sent.append(message.reference)
        return Outcome.SENT

    monkeypatch.setattr(messages, "deliver", deliver)
    monkeypatch.setattr(jobs, "_resting", {})
    with at("2021-10-18 09:00:00"):
        start(someone.with_card(21), offer_for(21))
        OneTimeCode.update(expires_at=clock.real_now()).execute()
        jobs.deliver_messages()
    assert sent and not any(reference.startswith("otp:") for reference in sent)


def test_messages_leave_as_complete_private_files(someone, at, tmp_path, monkeypatch) -> None:
    from dataclasses import replace

    monkeypatch.setattr(
        messages, "settings", replace(messages.settings, sms_url=f"file:{tmp_path}")
    )
    with at("2021-10-18 09:00:00"):
        someone.accepted(21)
        jobs.deliver_messages()
    files = list(tmp_path.iterdir())
    assert [file.suffix for file in files] == [".json"]
    assert files[0].stat().st_mode & 0o077 == 0


def test_a_sent_otp_stays_in_the_inbox_when_the_clock_moves_back(someone, at) -> None:
    from queries.messages import inbox

    with at("2021-10-18 09:00:00"):
        person = someone.with_card(21)
        start(person, offer_for(21))
        jobs.run_due()
    with at("2021-10-17 09:00:00"):
        assert any("OTP" in message.text for message in inbox(person.phone))


def test_a_runner_that_died_after_claiming_loses_no_payment(someone, at) -> None:
    from actions import accounts, ratings

    with at("2021-10-01 09:00:00"):
        person = someone.finished(21)
        ratings.rate(person, bought_by(person)[0].public_id, 5, "Jelas dan mudah dipahami.")
        accounts.link(person, "dana", person.phone)
    with at("2021-10-08 06:00:00"):
        payouts.open_due()
        assert payouts.claim_next().send
        assert jobs.send_incentives() == 0
        Payout.update(leased_until=clock.real_now() - timedelta(seconds=1)).execute()
        assert jobs.send_incentives() == 1
        assert Incentive.select().where(Incentive.state == "paid").count() == 1


def test_work_that_fails_keeps_nothing_else_from_being_done(someone, at, monkeypatch) -> None:
    def broken() -> int:
        raise ZeroDivisionError

    first, *rest = jobs.WORK
    monkeypatch.setattr(jobs, "WORK", (("broken", "selalu", broken), first, *rest))
    with at("2021-10-18 09:00:00"):
        someone.accepted(21)
        with pytest.raises(ZeroDivisionError):
            jobs.run_due()
        assert Message.select().where(Message.sent_at.is_null()).count() == 0


def test_missed_sessions_are_looked_for_once_a_minute(at, monkeypatch) -> None:
    looks: list[datetime] = []
    monkeypatch.setattr(jobs, "_looked_at", {})
    monkeypatch.setattr(jobs.attendance, "fail_missed", lambda: looks.append(clock.now()) or 1)
    for time in ("09:00:00", "09:00:59", "09:01:00", "09:01:30", "07:00:00"):
        with at(f"2021-10-18 {time}"):
            jobs.run_due()
    assert [f"{look:%H:%M:%S}" for look in looks] == ["09:00:00", "09:01:00", "07:00:00"]
