"""Pictures people send us: kept sealed, replaced by the next of their kind, forgotten in time."""

from datetime import timedelta

import clock
import ledger
import sealing
from actions import audit
from formats.photos import Picture, prepared
from models import IdentityCheck, Participant, Participation, Photo, new_public_id
from queries import identity
from rules.refusals import Refused

# A face and a card are needed for the decision and for a complaint about it, no longer; the
# papers of a profile until the result of a gelombang.
KEPT = timedelta(days=30)
PAPERS = ("diploma", "layoff", "business")
BATCH = 200


def keep(participant: Participant, kind: str, data: bytes) -> Photo:
    """Clean a picture and keep it sealed in place of the last of its kind.

    Raises formats.photos.BadPhoto, or Refused when face and card may not change any more.
    """
    return store(participant, kind, prepared(data))


def store(participant: Participant, kind: str, picture: Picture) -> Photo:
    """Keep a cleaned picture sealed in place of the last of its kind; quick, so also in a write.

    Raises Refused when face and card may not change any more.
    """
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
    """Delete pictures thirty days after their result; returns how many, at most a batch.

    Without a result they are kept thirty days, and for as long as somebody looks at them.
    Papers stay until thirty days after the result of the gelombang one is in, too.
    """
    limit = clock.now() - KEPT
    looked_at = (IdentityCheck.state == "queued") | (
        (IdentityCheck.state == "checking")
        & ((IdentityCheck.asked_at > limit) | (IdentityCheck.attempts > 0))
    )
    checked = IdentityCheck.select(IdentityCheck.participant).where(
        looked_at | (IdentityCheck.decided_at > limit)
    )
    in_gelombang = Participation.select(Participation.participant).where(
        Participation.result.is_null() | (Participation.decided_at > limit)
    )
    papers = Photo.kind.in_(PAPERS) & Photo.participant.not_in(in_gelombang)
    due = (
        Photo.select(Photo.id)
        .where(Photo.taken_at <= limit, Photo.participant.not_in(checked))
        .where(Photo.kind.in_(identity.NEEDED) | papers)
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
