"""How far somebody's verification is: the latest try, and which photos are there."""

from dataclasses import dataclass
from datetime import datetime, time

import clock
from models import IdentityCheck, Participant, Photo

# The two pictures a verification needs.
NEEDED = ("selfie", "id_card")


@dataclass(frozen=True)
class IdentityState:
    """The latest try (None: none yet) and the kinds of photos that are there."""

    check: IdentityCheck | None
    photos: frozenset[str]

    @property
    def has_photos(self) -> bool:
        """Whether face and card are both there."""
        return self.photos.issuperset(NEEDED)

    @property
    def under_way(self) -> bool:
        """Whether register or officer is looking at it, so that nothing may change."""
        return self.check is not None and (
            self.check.state == "queued" or (self.check.state == "checking" and self.has_photos)
        )


def state_of(participant: Participant) -> IdentityState:
    """Where the participant's verification stands."""
    return IdentityState(latest_check(participant), photo_kinds(participant))


def latest_check(participant: Participant) -> IdentityCheck | None:
    """The newest try, whatever became of it."""
    return (
        IdentityCheck.select()
        .where(IdentityCheck.participant == participant)
        .order_by(IdentityCheck.id.desc())
        .first()
    )


def passed_check(participant: Participant) -> IdentityCheck | None:
    """The try that passed, with the lists the register named."""
    return (
        IdentityCheck.select()
        .where(IdentityCheck.participant == participant, IdentityCheck.state == "passed")
        .order_by(IdentityCheck.id.desc())
        .first()
    )


def photo_kinds(participant: Participant) -> frozenset[str]:
    """Which pictures of somebody are there."""
    rows = Photo.select(Photo.kind).where(Photo.participant == participant).tuples()
    return frozenset(kind for (kind,) in rows)


def photos_of(participant: Participant) -> dict[str, Photo]:
    """Somebody's pictures by kind, sealed."""
    return {row.kind: row for row in Photo.select().where(Photo.participant == participant)}


def tries_today(participant: Participant) -> int:
    """How many tries somebody began on this day of the programme."""
    midnight = datetime.combine(clock.today(), time(), clock.WIB)
    return int(
        IdentityCheck.select()
        .where(IdentityCheck.participant == participant, IdentityCheck.asked_at >= midnight)
        .count()
    )
