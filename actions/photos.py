"""Pictures people send us: kept sealed, replaced by the next of their kind, forgotten in time."""

from datetime import timedelta

import clock
import ledger
import sealing
from actions import audit
from formats.photos import prepared
from models import IdentityCheck, Participant, Photo, new_public_id
from queries import identity
from rules.refusals import Refused

# A face and a card are needed for the decision and for a complaint about it, no longer.
KEPT = timedelta(days=30)
BATCH = 200


def keep(participant: Participant, kind: str, data: bytes) -> Photo:
    """Clean a picture and keep it sealed in place of the last of its kind.

    Raises formats.photos.BadPhoto, or Refused when face and card may not change any more.
    """
    picture = prepared(data)
    public_id = new_public_id()
    content = sealing.seal_bytes(picture.jpeg, "photo", "content", public_id)
    with ledger.write():
        if kind in identity.NEEDED:
            _refuse_change(participant)
        Photo.delete().where(Photo.participant == participant, Photo.kind == kind).execute()
        photo = Photo.create(
            public_id=public_id,
            participant=participant,
            kind=kind,
            content=content,
            width=picture.width,
            height=picture.height,
        )
        audit.record(
            f"participant:{participant.public_id}", "photo_kept", f"photo:{public_id}", kind=kind
        )
        return photo


def content(photo: Photo) -> bytes:
    """The JPEG of a kept picture."""
    return sealing.unseal_bytes(photo.content, "photo", "content", photo.public_id)


def forget_old() -> int:
    """Delete faces and cards thirty days after the decision; returns how many, at most a batch."""
    limit = clock.now() - KEPT
    open_or_fresh = IdentityCheck.select(IdentityCheck.participant).where(
        IdentityCheck.state.in_(("checking", "queued")) | (IdentityCheck.decided_at > limit)
    )
    decided = IdentityCheck.select(IdentityCheck.participant).where(
        IdentityCheck.decided_at <= limit
    )
    due = (
        Photo.select(Photo.id)
        .where(Photo.kind.in_(identity.NEEDED), Photo.taken_at <= limit)
        .where(Photo.participant.in_(decided), Photo.participant.not_in(open_or_fresh))
        .limit(BATCH)
    )
    if not due.exists():
        return 0
    with ledger.write():
        count = int(Photo.delete().where(Photo.id.in_(due)).execute())
        audit.record("system", "photos_forgotten", "photos", count=count)
        return count


def _refuse_change(participant: Participant) -> None:
    person = Participant.get_by_id(participant.id)
    if person.identity_verified_at is not None:
        raise Refused("identity_frozen")
    if identity.state_of(person).under_way:
        raise Refused("already_checking")
