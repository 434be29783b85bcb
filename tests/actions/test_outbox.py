"""The outbox: claimed once, settled as the gateway said, and given up only when there is no more hope."""

from datetime import timedelta

import pytest

import clock
from actions import outbox
from models import Message, OneTimeCode
from rules.outbox import Outcome, pause
from tests.outbox import claim_next
from tests.people import offer_for, start

pytestmark = pytest.mark.usefixtures("room")


@pytest.fixture
def waiting(someone, at):
    """An SMS and an e-mail about one event wait."""
    with at("2021-10-18 09:00:00"):
        someone.accepted(21)
        yield


def settled(message: Message, outcome: Outcome, blank: bool = True) -> tuple[Message, bool]:
    """The message as it is afterwards, and whether it was given up."""
    given_up = outbox.settle(message, outcome, blank)
    return Message.get_by_id(message.id), given_up


def outlived(message: Message) -> Message:
    """The same claim, whose lease ended a second ago."""
    message.leased_until = clock.real_now() - timedelta(seconds=1)
    message.save(only=[Message.leased_until])
    return message


def test_only_the_channels_asked_for_are_claimed(waiting) -> None:
    assert claim_next(("sms",)).channel == "sms"
    assert claim_next(("sms",)) is None
    assert claim_next(("email",)).channel == "email"


def test_what_was_sent_is_over_and_blank_in_production(waiting) -> None:
    first, given_up = settled(claim_next(), Outcome.SENT)
    assert first.sent_at == clock.now() and first.text == "" and not given_up
    second, _ = settled(claim_next(), Outcome.SENT, blank=False)
    assert second.text


@pytest.mark.parametrize("outcome", [Outcome.LATER, Outcome.BUSY])
def test_what_counts_is_tried_again_after_a_growing_pause(waiting, outcome: Outcome) -> None:
    for tries in range(1, outbox.MAX_ATTEMPTS):
        before = clock.real_now()
        row, given_up = settled(claim_next(("sms",)), outcome)
        assert (row.attempts, row.sent_at, given_up) == (tries, None, False)
        assert before + pause(tries) <= row.leased_until <= clock.real_now() + pause(tries)
        assert claim_next(("sms",)) is None
        Message.update(leased_until=clock.real_now() - timedelta(seconds=1)).execute()
    row, given_up = settled(claim_next(("sms",)), outcome)
    assert given_up and row.text  # nobody got it: it is not blanked
    Message.update(leased_until=None).execute()
    assert claim_next(("sms",)) is None


def test_a_refusal_for_good_gives_up_at_once(waiting) -> None:
    row, given_up = settled(claim_next(("sms",)), Outcome.REFUSED)
    assert given_up and row.sent_at is None
    Message.update(leased_until=None).execute()
    assert claim_next(("sms",)) is None


def test_a_gateway_that_is_down_costs_no_try_and_lets_others_go_first(waiting) -> None:
    first = claim_next()
    row, given_up = settled(first, Outcome.DOWN)
    assert (row.attempts, given_up) == (0, False)
    assert claim_next().id != first.id
    for _ in range(outbox.MAX_ATTEMPTS + 1):
        Message.update(leased_until=None).execute()
        settled(claim_next(("sms",)), Outcome.DOWN)
    Message.update(leased_until=None).execute()
    assert claim_next(("sms",)) is not None


def test_those_a_gateway_does_not_want_let_everybody_else_go_first(someone, at) -> None:
    with at("2021-10-18 09:00:00"):
        for _ in range(3):
            someone.accepted(21)
        first, second = (settled(claim_next(("sms",)), Outcome.DOWN)[0] for _ in range(2))
        lately = clock.real_now() - timedelta(seconds=2)
        Message.update(leased_until=lately).where(Message.id == first.id).execute()
        Message.update(leased_until=lately - timedelta(seconds=2)).where(
            Message.id == second.id
        ).execute()
        turns = [claim_next(("sms",)).id for _ in range(3)]
        assert turns[0] not in (first.id, second.id) and turns[1:] == [second.id, first.id]


def test_a_round_claims_each_message_when_its_turn_comes(waiting) -> None:
    awake = {"sms", "email"}
    claims = outbox.claims(awake, 40)
    assert next(claims).channel == "sms"
    assert Message.get(Message.channel == "email").leased_until is None
    awake.discard("email")
    assert next(claims, None) is None
    assert Message.get(Message.channel == "email").leased_until is None
    assert list(outbox.claims(set(), 40)) == []


def test_what_another_runner_took_meanwhile_is_passed_over(waiting) -> None:
    ours = outbox.claims({"sms", "email"}, 40)
    first = next(ours)
    assert claim_next().id != first.id
    assert list(ours) == []


def test_a_code_overtakes_what_was_written_before_it(waiting, someone) -> None:
    buyer = someone.with_card(21)
    start(buyer, offer_for(21))
    assert claim_next().reference.startswith("otp:")
    assert claim_next().reference.startswith("accepted:")


def test_a_code_that_died_while_it_waited_is_given_up_and_not_sent(waiting, someone) -> None:
    start(someone.with_card(21), offer_for(21))
    OneTimeCode.update(expires_at=clock.real_now()).execute()
    left = [message.reference for message in outbox.claims({"sms", "email"}, 40)]
    assert left and not any(reference.startswith("otp:") for reference in left)
    code = Message.get(Message.reference.startswith("otp:"))
    assert (code.attempts, code.sent_at, code.leased_until) == (outbox.MAX_ATTEMPTS, None, None)


@pytest.mark.parametrize("outcome", list(Outcome))
def test_a_runner_that_hung_past_its_lease_undoes_nothing_of_another_s(waiting, outcome) -> None:
    hung = outlived(claim_next(("sms",)))
    other = claim_next(("sms",))
    assert other.id == hung.id
    for word in (Outcome.LATER, Outcome.SENT):
        before = Message.select().where(Message.id == hung.id).dicts().get()
        assert outbox.settle(hung, outcome, blank=True) is False
        assert Message.select().where(Message.id == hung.id).dicts().get() == before
        outbox.settle(other, word, blank=False)
        other = Message.get_by_id(hung.id)
    assert other.sent_at and other.text


def test_one_that_hung_but_was_not_replaced_is_believed(waiting) -> None:
    hung = outlived(claim_next(("sms",)))
    assert settled(hung, Outcome.SENT)[0].sent_at
