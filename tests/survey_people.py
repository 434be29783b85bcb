"""A person who may answer surveys: accepted in a gelombang, first incentive received."""

from datetime import datetime, timedelta, timezone

import clock
from actions import incentives, selection
from models import Gelombang, Incentive, Participant, Participation
from rules.gelombang import PUBLISHED

WIB = timezone(timedelta(hours=7), "WIB")
FIRST_INCENTIVE = datetime(2021, 10, 12, 10, tzinfo=WIB)
SURVEY_DAY = datetime(2021, 10, 18, 9, tzinfo=WIB)


def accepted(name="Sari", number=21):
    """A participant of gelombang 21 or 70 who has yet to receive anything."""
    published = PUBLISHED[number]
    gelombang, _ = Gelombang.get_or_create(
        number=number,
        defaults={
            "scheme": published.scheme,
            "announced_at": published.announced_at,
            "overrides": _stored(published.overrides),
        },
    )
    digits = sum(map(ord, name))
    participant = Participant.create(
        name=name,
        email=f"{name.lower()}@example.com",
        phone=f"0812{digits:08d}",
        password_hash="none",
    )
    with clock.stopped_at(published.announced_at):
        selection.accept(selection.join(participant, gelombang))
    return participant


def received_first_incentive(name="Sari", number=21, moment=FIRST_INCENTIVE):
    """A participant whose first survey is open from `moment` on."""
    participant = accepted(name, number)
    first = Incentive.get(
        Incentive.participation == participation_of(participant),
        Incentive.kind == "job",
        Incentive.ordinal == 1,
    )
    first.state, first.scheduled_for = "scheduled", moment.date()
    first.save()
    with clock.stopped_at(moment):
        incentives.settle(first, None, None)
    return participant


def participation_of(participant):
    """The only participation these people have."""
    return Participation.get(Participation.participant == participant)


def survey_payment(participant, ordinal):
    """The payment promised for a survey."""
    return Incentive.get(
        Incentive.participation == participation_of(participant),
        Incentive.kind == "survey",
        Incentive.ordinal == ordinal,
    )


def _stored(overrides):
    return {
        field: [_plain(figure.value), figure.source, figure.confidence]
        for field, figure in overrides.items()
    }


def _plain(value):
    return value.isoformat() if hasattr(value, "isoformat") else value
