"""How a payout ends: the header wins, then the number."""

import pytest

from disburser.outcomes import (
    BY_NUMBER,
    FAILURE_CODES,
    MANNERS,
    SENT_BACK,
    Wish,
    failure_of,
    manner_of,
    wish,
)


@pytest.mark.parametrize(
    ("header", "wanted"),
    [
        ("", Wish()),
        ("fail=ACCOUNT_CLOSED", Wish("ACCOUNT_CLOSED")),
        ("manner=twice", Wish("", "twice")),
        ("fail=DESTINATION_LIMIT; manner=delay", Wish("DESTINATION_LIMIT", "delay")),
        (" manner = early ;fail= HOLDER_MISMATCH ; ", Wish("HOLDER_MISMATCH", "early")),
    ],
)
def test_the_header_says_how_it_ends_and_behaves(header: str, wanted: Wish) -> None:
    assert wish(header) == wanted


@pytest.mark.parametrize(
    "header",
    [
        "fail=closed",
        "manner=silent",
        "manner=",
        "fail",
        "x=1",
        "manner=twice, fail=X",
        "=",
        "fail==",
    ],
)
def test_what_nobody_can_simulate_is_refused(header: str) -> None:
    with pytest.raises(ValueError, match="simulation"):
        wish(header)


def test_every_failure_has_a_number_of_its_own() -> None:
    assert len(set(FAILURE_CODES)) == len(BY_NUMBER) == 7
    for last, code in BY_NUMBER.items():
        assert failure_of(f"0812345{last}", Wish()) == code
        assert failure_of(f"{last}1234567", Wish()) == ""


def test_what_is_asked_for_wins_over_the_number() -> None:
    assert failure_of("081234569001", Wish("HOLDER_MISMATCH")) == "HOLDER_MISMATCH"
    assert failure_of("081234569001", Wish("", "twice")) == "ACCOUNT_CLOSED"


def test_every_manner_can_be_asked_for() -> None:
    assert [wish(f"manner={manner}").manner for manner in MANNERS] == list(MANNERS)


def test_one_number_is_paid_and_sent_back() -> None:
    assert failure_of(f"0812345{SENT_BACK}", Wish()) == ""
    assert manner_of(f"0812345{SENT_BACK}", Wish()) == "reverse"
    assert manner_of(f"{SENT_BACK}1234567", Wish()) == ""
    assert manner_of(f"0812345{SENT_BACK}", Wish("", "twice")) == "twice"
    assert SENT_BACK not in BY_NUMBER
