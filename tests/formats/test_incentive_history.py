"""The rows of «Insentif» stand in an order that knows every status."""

from formats import incentive_history
from formats.wording import INCENTIVE_STATES


def test_every_status_has_its_place_and_words() -> None:
    assert set(incentive_history._ORDER) == set(INCENTIVE_STATES)
