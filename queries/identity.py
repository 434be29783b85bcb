"""How far somebody's verification is: the latest try, and which photos are there."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time

import clock
from formats.verification import REASONS
from models import IdentityCheck, Participant, Photo

# The two pictures a verification needs.
NEEDED = ("selfie", "id_card")


@dataclass(frozen=True)
class IdentityState:
    """The latest try (None: none yet) and when each kind of photo that is there was taken."""

    check: IdentityCheck | None
    taken: Mapping[str, datetime]

    @property
    def has_photos(self) -> bool:
        """Whether face and card are both there."""
        return self.taken.keys() >= set(NEEDED)

    @property
    def retake(self) -> frozenset[str]:
        """The photos that the latest no asks for and that were not taken again since."""
        if self.check is None or self.check.state != "failed":
            return frozenset()
        reason = REASONS.get(self.check.reason or "")
        return frozenset(reason.retake if reason else ()) - self._taken_since_the_answer

    @property
    def kept(self) -> frozenset[str]:
        """The kinds of photos that are there and serve the next try."""
        return frozenset(self.taken) - self.retake

    @property
    def renewed(self) -> bool:
        """Whether photos came in after a no, so that the same numbers may be checked with them."""
        failed = self.check is not None and self.check.state == "failed"
        new = bool(self._taken_since_the_answer.intersection(NEEDED))
        return failed and new and self.has_photos and not self.retake

    @property
    def _taken_since_the_answer(self) -> frozenset[str]:
        since = self.check and self.check.decided_at
        return frozenset(kind for kind, at in self.taken.items() if since and at > since)

    @property
    def under_way(self) -> bool:
        """Whether register or officer is looking at it, so that nothing may change."""
        return self.check is not None and (
            self.check.state == "queued" or (self.check.state == "checking" and self.has_photos)
        )


def state_of(participant: Participant) -> IdentityState:
    """Where the participant's verification stands."""
    rows = Photo.select(Photo.kind, Photo.taken_at).where(Photo.participant == participant)
    return IdentityState(latest_check(participant), {row.kind: row.taken_at for row in rows})


def latest_check(participant: Participant) -> IdentityCheck | None:
    """The newest try, whatever became of it."""
    return (
        IdentityCheck.select()
        .where(IdentityCheck.participant == participant)
        .order_by(IdentityCheck.id.desc())
        .first()
    )


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
