"""Pauses between tries: growing, and long enough for a bad afternoon."""

from datetime import timedelta

from rules.outbox import PAUSES, RESTING, Outcome, known_by, pause


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


def test_gateways_know_a_message_by_a_name_that_says_nothing_of_it() -> None:
    names = {known_by(public_id) for public_id in ("PSN1", "PSN1", "PSN2")}
    assert len(names) == 2 and "PSN1" not in " ".join(names)
    assert all(len(name) == 32 and name.isalnum() for name in names)
