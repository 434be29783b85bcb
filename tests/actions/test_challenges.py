"""Codes and links that prove an address: once, in time, by whom they were sent to."""

from datetime import timedelta

import pytest

import clock
from actions import challenges
from rules import otp
from rules.refusals import Refusal, Refused
from tests.letters import age, code_to, link_to

pytestmark = pytest.mark.usefixtures("room")
PHONE = "081299990001"


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06}"


def test_the_code_that_was_sent_is_right_once(someone) -> None:
    who = someone.registered()
    challenges.send_code(who, "phone", PHONE)
    tried = challenges.try_code(who, "phone", code_to(PHONE))
    assert not isinstance(tried, Refusal)
    assert tried.address == PHONE
    again = challenges.try_code(who, "phone", code_to(PHONE))
    assert isinstance(again, Refusal)
    assert again.code == "code_expired"


def test_the_code_itself_is_kept_nowhere(someone) -> None:
    who = someone.registered()
    row = challenges.send_code(who, "phone", PHONE)
    assert code_to(PHONE) not in str(row.__data__)


@pytest.mark.parametrize(("minutes", "alive"), [(4.9, True), (5.1, False)])
def test_a_code_lives_five_minutes(someone, minutes: float, alive: bool) -> None:
    who = someone.registered()
    challenges.send_code(who, "phone", PHONE)
    age(minutes)
    tried = challenges.try_code(who, "phone", code_to(PHONE))
    assert isinstance(tried, Refusal) is not alive


def test_three_wrong_tries_lock_for_an_hour(someone) -> None:
    who = someone.registered()
    challenges.send_code(who, "phone", PHONE)
    code = code_to(PHONE)
    said = [challenges.try_code(who, "phone", wrong(code)) for _ in range(3)]
    assert [one.code for one in said] == ["code_wrong", "code_wrong", "code_locked"]
    assert said[0].facts["left"] == otp.TRIES - 1
    assert challenges.try_code(who, "phone", code).code == "code_locked"
    with pytest.raises(Refused) as no:
        challenges.send_code(who, "phone", PHONE)
    assert no.value.refusal.code == "code_locked"
    age(61)
    challenges.send_code(who, "phone", PHONE)
    assert not isinstance(challenges.try_code(who, "phone", code_to(PHONE)), Refusal)


def test_a_new_code_kills_the_old_one_and_keeps_its_wrong_tries(someone) -> None:
    who = someone.registered()
    challenges.send_code(who, "phone", PHONE)
    old = code_to(PHONE)
    challenges.try_code(who, "phone", wrong(old))
    age(2)
    challenges.send_code(who, "phone", PHONE)
    new = code_to(PHONE)
    if old != new:
        assert challenges.try_code(who, "phone", old).facts["left"] == 1
    assert not isinstance(challenges.try_code(who, "phone", new), Refusal)


def test_codes_are_sent_a_minute_apart_and_five_an_hour(someone) -> None:
    who = someone.registered()
    for _ in range(otp.SENDS_PER_HOUR):
        challenges.send_code(who, "phone", PHONE)
        with pytest.raises(Refused):
            challenges.send_code(who, "phone", PHONE)
        age(2)
    with pytest.raises(Refused) as no:
        challenges.send_code(who, "phone", PHONE)
    assert no.value.refusal.code == "code_too_many"


def test_the_code_of_one_purpose_opens_no_other(someone) -> None:
    who = someone.registered()
    challenges.send_code(who, "old_phone", PHONE)
    code = code_to(PHONE)
    assert challenges.try_code(who, "phone", code).code == "code_expired"
    other = someone.registered()
    assert challenges.try_code(other, "old_phone", code).code == "code_expired"


def test_an_address_that_waits_has_no_code_that_fits(someone) -> None:
    who = someone.registered()
    challenges.remember(who, "phone", PHONE)
    assert challenges.newest(who, "phone").address == PHONE
    assert challenges.try_code(who, "phone", "000000").code == "code_expired"
    challenges.send_code(who, "phone", PHONE)  # and does not count as one that was sent


def test_a_link_opens_once_and_not_for_another_purpose(someone) -> None:
    who = someone.registered()
    challenges.send_link(who, "reset", "/lupa-sandi")
    token = link_to(who.email).split("/")[-1]
    assert challenges.find_link(token, "email") is None
    row = challenges.find_link(token, "reset")
    assert challenges.use_link(row)
    assert not challenges.use_link(row)
    assert challenges.find_link(token, "reset") is None


@pytest.mark.parametrize("token", ["", ".", "x", "x.y", "a" * 500, "%00.%00"])
def test_a_made_up_link_opens_nothing(token: str) -> None:
    assert challenges.find_link(token, "reset") is None


def test_a_changed_secret_opens_nothing(someone) -> None:
    who = someone.registered()
    challenges.send_link(who, "reset", "/lupa-sandi")
    token = link_to(who.email).split("/")[-1]
    assert challenges.find_link(token[:-1] + ("a" if token[-1] != "a" else "b"), "reset") is None


def test_times_of_codes_are_real_times(someone, at) -> None:
    who = someone.registered()
    with at("2019-01-01 09:00"):
        row = challenges.send_code(who, "phone", PHONE)
    assert abs(row.issued_at - clock.real_now()) < timedelta(minutes=1)
