"""Pauses between tries: growing, and long enough for a bad afternoon."""

from datetime import timedelta

from rules.outbox import PAUSES, RESTING, Outcome, pause


def test_pauses_grow_and_the_last_one_repeats() -> None:
    pauses = [pause(tries) for tries in range(1, 12)]
    assert pauses[: len(PAUSES)] == list(PAUSES) == sorted(PAUSES)
    assert set(pauses[len(PAUSES) :]) == {PAUSES[-1]}
    assert pause(0) == PAUSES[0]


def test_the_tries_of_a_message_outlast_two_hours_and_end_within_a_day() -> None:
    from actions.outbox import MAX_ATTEMPTS

    whole = sum((pause(tries) for tries in range(1, MAX_ATTEMPTS)), timedelta())
    assert timedelta(hours=2) < whole < timedelta(days=1)


def test_a_gateway_rests_when_its_next_message_would_only_wait_as_long() -> None:
    assert set(RESTING) == {Outcome.BUSY, Outcome.DOWN}
