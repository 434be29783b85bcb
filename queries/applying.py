"""How far an applicant came: the check of identity, the profile, the test, the gelombang now open."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from models import AptitudeTest, Gelombang, IdentityCheck, MomentField, Participant, Profile
from queries.prepared import Prepared, slot
from rules.eligibility import NEEDED_PAGES


@dataclass(frozen=True)
class Applying:
    """The names are those of rules.next_step.Facts."""

    identity_state: str | None
    profile_pages: int
    test_state: str | None
    open_gelombang: int | None
    open_until: datetime | None


def applying_of(participant: Participant, now: datetime) -> Applying:
    """One statement: the latest check, the pages saved, the test, the newest open gelombang."""
    [row] = _APPLYING.tuples(participant.id, now)
    state, pages, submitted, number, closes = row
    return Applying(
        identity_state=state,
        profile_pages=len(NEEDED_PAGES & set(Profile.saved.python_value(pages) or [])),
        test_state=None if submitted is None else "done" if submitted else "running",
        open_gelombang=number,
        open_until=MomentField().python_value(closes),
    )


def _applying() -> Any:
    check = (
        IdentityCheck.select(IdentityCheck.state)
        .where(IdentityCheck.participant == Participant.id)
        .order_by(IdentityCheck.id.desc())
        .limit(1)
    )
    saved = Profile.select(Profile.saved).where(Profile.participant == Participant.id)
    test = AptitudeTest.select(AptitudeTest.submitted_at.is_null(False)).where(
        AptitudeTest.participant == Participant.id
    )
    is_open = (Gelombang.registration_opens_at <= slot(1)) & (
        Gelombang.registration_closes_at >= slot(1)
    )
    opened = Gelombang.select().where(is_open).order_by(Gelombang.number.desc()).limit(1)
    return Participant.select(
        check.alias("identity_state"),
        saved.alias("saved"),
        test.alias("submitted"),
        opened.select(Gelombang.number).alias("number"),
        opened.select(Gelombang.registration_closes_at).alias("closes"),
    ).where(Participant.id == slot(0))


_APPLYING = Prepared(_applying)
