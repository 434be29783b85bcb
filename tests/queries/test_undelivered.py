"""What did not arrive: given up and how much of it still helps; held back, per channel."""

from datetime import timedelta

import pytest

import clock
from actions import outbox
from models import Message, Participant
from queries import undelivered
from queries.undelivered import GivenUp
from rules.outbox import MAX_ATTEMPTS, Outcome
from tests.outbox import claim_next
from tests.outbox import message as made
from tests.people import wib

pytestmark = pytest.mark.usefixtures("room")
NOW = wib("2021-10-18 09:00:00")
MINUTE = timedelta(minutes=1)


@pytest.fixture
def sari(someone, at) -> Participant:
    with at("2021-10-18 09:00:00"):
        yield someone.registered()


def message(person: Participant, reference: str, **fields: object) -> Message:
    """A message of that reference; given up unless `fields` say otherwise."""
    given_up = {"visible_at": NOW - 20 * MINUTE, "attempts": MAX_ATTEMPTS}
    return made(person, reference, **{**given_up, **fields})


def again(person: Participant, reference: str, **fields: object) -> bool:
    """Whether a message like this would go again."""
    row = message(person, reference, **fields)
    (found,) = [one for one in undelivered.page_of(NOW, 1) if one.id == row.id]
    return bool(found.again)


def test_nothing_was_given_up_and_nothing_waits(sari) -> None:
    message(sari, "accepted:a:sms", attempts=0, visible_at=NOW)
    message(sari, "accepted:a:email", sent_at=NOW)
    assert undelivered.overview(NOW) == GivenUp(0, 0, None)
    assert undelivered.page_of(NOW, 1) == [] == undelivered.held(NOW)


def test_they_are_counted_with_the_oldest_that_may_go_again(sari) -> None:
    message(sari, "otp:a:1:sms", visible_at=NOW - timedelta(days=9))
    first = message(sari, "accepted:a:sms", visible_at=NOW - timedelta(days=5))
    message(sari, "accepted:a:email")
    assert undelivered.overview(NOW) == GivenUp(3, 2, first.visible_at)


def test_the_newest_stands_first_and_old_ones_leave_after_a_month(sari, monkeypatch) -> None:
    monkeypatch.setattr(undelivered, "PAGE", 2)
    old = NOW - timedelta(days=30)
    message(sari, "certificate:old:email", visible_at=old)
    rows = [message(sari, f"certificate:{name}:email") for name in "abc"]
    shown = [one.id for page in (1, 2, 3) for one in undelivered.page_of(NOW, page)]
    assert shown == [row.id for row in reversed(rows)]
    assert undelivered.page_of(NOW, 1)[0].participant == sari
    assert undelivered.overview(old).count == 4


@pytest.mark.parametrize(
    ("reference", "hours", "helps"),
    [
        ("deadline_near:a:72:sms", 0.5, True),
        ("deadline_near:a:72:sms", 2, False),
        ("session_near:a:1:email", 23, True),
        ("session_near:a:1:email", 25, False),
        ("account_missing:a:2021-10-21:sms", 70, True),
        ("account_missing:a:2021-10-21:sms", 73, False),
        ("account_linked:a:sms", 600, True),
        ("incentive_failed:1:2021-10-18:20211018:sms", 1, False),  # no such payment failed
        ("link_code:a:sms", 0.1, False),
        ("something else", 0.1, True),
    ],
)
def test_what_is_not_true_any_more_stays(sari, reference, hours, helps) -> None:
    since = NOW - timedelta(hours=hours)
    assert again(sari, reference, visible_at=since, channel="sms") is helps


def test_what_was_tried_and_waits_for_long_is_held_by_channel(sari) -> None:
    oldest = NOW - timedelta(hours=3)
    tried = clock.real_now() - MINUTE
    message(sari, "accepted:a:sms", attempts=0, visible_at=oldest, leased_until=tried)
    message(sari, "accepted:b:sms", attempts=3, leased_until=clock.real_now() + MINUTE)
    message(sari, "accepted:c:sms", attempts=1, visible_at=NOW - 9 * MINUTE, leased_until=tried)
    since = NOW - 11 * MINUTE
    message(sari, "accepted:c:email", attempts=1, visible_at=since, leased_until=tried)
    message(sari, "accepted:d:email")
    found = [(one.channel, one.count, one.since) for one in undelivered.held(NOW)]
    assert found == [("sms", 2, oldest), ("email", 1, since)]


def test_a_backlog_only_waits_for_its_turn(sari) -> None:
    for name in "abc":
        message(sari, f"accepted:{name}:sms", attempts=0, visible_at=NOW - timedelta(hours=1))
    claim_next()  # its first try goes on just now
    assert undelivered.held(NOW) == []


def test_a_gateway_that_is_down_is_seen_and_one_press_is_no_alarm(sari) -> None:
    row = message(sari, "accepted:a:sms", leased_until=clock.real_now() - MINUTE)
    assert outbox.send_again(row.public_id, sari)
    assert undelivered.held(NOW) == []
    outbox.settle(claim_next(), Outcome.DOWN, blank=True)
    assert [one.count for one in undelivered.held(NOW)] == [1]
