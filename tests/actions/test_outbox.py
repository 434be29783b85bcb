"""The outbox: claimed once, settled as the gateway said, and given up only when there is no more hope."""

from datetime import timedelta

import pytest

import clock
from actions import outbox
from models import Message
from rules.outbox import Outcome, pause

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


def test_only_the_channels_asked_for_are_claimed(waiting) -> None:
    assert outbox.claim_next(("sms",)).channel == "sms"
    assert outbox.claim_next(("sms",)) is None
    assert outbox.claim_next(("email",)).channel == "email"


def test_what_was_sent_is_over_and_blank_in_production(waiting) -> None:
    first, given_up = settled(outbox.claim_next(), Outcome.SENT)
    assert first.sent_at == clock.now() and first.text == "" and not given_up
    second, _ = settled(outbox.claim_next(), Outcome.SENT, blank=False)
    assert second.text


@pytest.mark.parametrize("outcome", [Outcome.LATER, Outcome.BUSY])
def test_what_counts_is_tried_again_after_a_growing_pause(waiting, outcome: Outcome) -> None:
    for tries in range(1, outbox.MAX_ATTEMPTS):
        before = clock.real_now()
        row, given_up = settled(outbox.claim_next(("sms",)), outcome)
        assert (row.attempts, row.sent_at, given_up) == (tries, None, False)
        assert before + pause(tries) <= row.leased_until <= clock.real_now() + pause(tries)
        assert outbox.claim_next(("sms",)) is None
        Message.update(leased_until=clock.real_now() - timedelta(seconds=1)).execute()
    row, given_up = settled(outbox.claim_next(("sms",)), outcome)
    assert given_up and row.text  # nobody got it: it is not blanked
    Message.update(leased_until=None).execute()
    assert outbox.claim_next(("sms",)) is None


def test_a_refusal_for_good_gives_up_at_once(waiting) -> None:
    row, given_up = settled(outbox.claim_next(("sms",)), Outcome.REFUSED)
    assert given_up and row.sent_at is None
    Message.update(leased_until=None).execute()
    assert outbox.claim_next(("sms",)) is None


def test_a_gateway_that_is_down_costs_no_try_and_lets_others_go_first(waiting) -> None:
    first = outbox.claim_next()
    row, given_up = settled(first, Outcome.DOWN)
    assert (row.attempts, given_up) == (0, False)
    assert outbox.claim_next().id != first.id
    for _ in range(outbox.MAX_ATTEMPTS + 1):
        Message.update(leased_until=None).execute()
        settled(outbox.claim_next(("sms",)), Outcome.DOWN)
    Message.update(leased_until=None).execute()
    assert outbox.claim_next(("sms",)) is not None
