"""Guessing what protects itself by being unguessable: ten thousand tries find nothing."""

import random

import pytest

from models import Certificate
from queries.certificates import by_code
from rules.certificates import CODE_LENGTH, CODE_LETTERS

pytestmark = pytest.mark.usefixtures("room")


@pytest.fixture
def code(someone, at) -> str:
    with at("2021-10-18 09:00"):
        someone.finished(21)
    return Certificate.get().code


def test_ten_thousand_guesses_find_no_certificate(code) -> None:
    assert len(CODE_LETTERS) ** CODE_LENGTH >= 2**128
    seeded = random.Random(50)
    for number in range(10_000):
        guess = "U" + "".join(seeded.choices(CODE_LETTERS, k=CODE_LENGTH))
        if number % 2:  # near misses too: one letter of the real one changed
            place = seeded.randrange(1, len(code))
            letter = seeded.choice([sign for sign in CODE_LETTERS if sign != code[place]])
            guess = code[:place] + letter + code[place + 1 :]
        assert by_code(guess) is None
