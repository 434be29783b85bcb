"""The order in which messages leave, and which codes are not worth sending any more."""

from datetime import timedelta

import pytest

import clock
from actions import challenges
from models import Challenge, Message, OneTimeCode, Participant
from queries.outbox import code_is_dead, waiting
from rules.outbox import MAX_ATTEMPTS
from tests import outbox
from tests.people import offer_for, start, wib

pytestmark = pytest.mark.usefixtures("room")
NOW = wib("2021-10-18 09:00:00")
BOTH = ("sms", "email")
SECOND = timedelta(seconds=1)


@pytest.fixture
def sari(someone, at) -> Participant:
    with at("2021-10-18 09:00:00"):
        yield someone.accepted(21)


def message(person: Participant, reference: str, **fields: object) -> Message:
    """A message of that reference, due at NOW."""
    return outbox.message(person, reference, **{"visible_at": NOW, **fields})


def order(limit: int = 40) -> list[str]:
    """The references of what waits, as it leaves."""
    ids = [row.id for row in waiting(BOTH, limit)]
    named = {row.id: row.reference for row in Message.select()}
    return [named[number] for number in ids]


@pytest.fixture
def empty(sari) -> Participant:
    Message.delete().execute()
    return sari


def test_the_newest_code_goes_first_then_what_was_never_tried_then_what_rested_longest(
    empty,
) -> None:
    over = clock.real_now() - SECOND
    message(empty, "accepted:a:sms", leased_until=over - SECOND)
    message(empty, "accepted:b:sms", leased_until=over - 2 * SECOND)
    message(empty, "accepted:c:sms")
    message(empty, "otp:a:1:sms", leased_until=over)
    message(empty, "accepted:d:email")
    message(empty, "phone_code:a:sms")
    message(empty, "sign_in_code:a:email")
    assert order() == [
        "sign_in_code:a:email",
        "phone_code:a:sms",
        "otp:a:1:sms",
        "accepted:c:sms",
        "accepted:d:email",
        "accepted:b:sms",
        "accepted:a:sms",
    ]
    assert order(2) == order()[:2]


def test_what_is_over_or_not_due_does_not_wait(empty) -> None:
    message(empty, "accepted:a:sms", sent_at=NOW)
    message(empty, "accepted:b:sms", attempts=MAX_ATTEMPTS)
    message(empty, "accepted:c:sms", visible_at=NOW + SECOND)
    message(empty, "accepted:d:sms", leased_until=clock.real_now() + timedelta(minutes=1))
    assert order() == []
    message(empty, "accepted:e:email")
    assert waiting(("sms",), 40) == [] and order() == ["accepted:e:email"]


def test_a_code_by_sms_is_dead_when_it_ran_out_or_another_took_its_place(sari) -> None:
    challenges.send_code(sari, "link", sari.phone)
    reference = Message.get(Message.reference.startswith("link_code:")).reference
    assert not code_is_dead(reference)
    Challenge.update(replaced_at=clock.real_now()).execute()
    assert code_is_dead(reference)
    Challenge.update(replaced_at=None, expires_at=clock.real_now() - SECOND).execute()
    assert code_is_dead(reference)


def test_a_link_by_e_mail_lives_as_long_as_it_opens_something(sari) -> None:
    challenges.send_link(sari, "reset", "/lupa-sandi")
    reference = Message.get(Message.reference.startswith("reset_link:")).reference
    lives = challenges.LINK_LIVES["reset"]
    written = clock.real_now()
    for age, dead in ((timedelta(minutes=20), False), (lives, True)):
        Challenge.update(expires_at=written - age + lives).execute()
        assert code_is_dead(reference) is dead


def test_a_code_for_paying_lives_in_real_time_whatever_the_room_s_clock_says(someone, at) -> None:
    with at("2021-10-18 09:00:00"):
        buyer = someone.with_card(21)
        start(buyer, offer_for(21))
    reference = Message.get(Message.reference.startswith("otp:")).reference
    with at("2021-10-19 09:00:00"):
        assert not code_is_dead(reference)
    OneTimeCode.update(expires_at=clock.real_now()).execute()
    with at("2021-10-18 09:00:00"):
        assert code_is_dead(reference)


@pytest.mark.parametrize("reference", ["", "otp", "otp:sms", "otp:a:b:sms", "accepted:a:sms"])
def test_what_names_no_code_is_not_dead(sari, reference: str) -> None:
    assert not code_is_dead(reference)
