"""People who may answer surveys: accepted in a gelombang, first incentive received."""

from datetime import datetime, timedelta, timezone

import clock
from models import Incentive, Participant
from rules.gelombang import PUBLISHED
from tests.payments import pay_now
from tests.people import Someone, part_of

WIB = timezone(timedelta(hours=7), "WIB")
FIRST_INCENTIVE = datetime(2021, 10, 12, 10, tzinfo=WIB)
SURVEY_DAY = datetime(2021, 10, 18, 9, tzinfo=WIB)


def accepted(number: int = 21) -> Participant:
    """A participant who has yet to receive anything."""
    with clock.stopped_at(PUBLISHED[number].announced_at):
        return Someone().accepted(number)


def received_first_incentive(number: int = 21, moment: datetime = FIRST_INCENTIVE) -> Participant:
    """A participant whose first survey is open from `moment` on."""
    participant = accepted(number)
    with clock.stopped_at(moment):
        pay_now(participant)
    return participant


def survey_payment(participant: Participant, ordinal: int) -> Incentive:
    """The payment promised for a survey."""
    return _payment(participant, "survey", ordinal)


def _payment(participant: Participant, kind: str, ordinal: int) -> Incentive:
    return Incentive.get(
        Incentive.participation == part_of(participant),
        Incentive.kind == kind,
        Incentive.ordinal == ordinal,
    )
