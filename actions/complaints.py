"""Complaints: sent, taken, answered, added to and closed; each step is told and audited."""

import hashlib

import clock
import ledger
import sealing
from actions import audit, form_keys, outbox
from actions.refused import not_found
from formats.photos import Picture, screenshot
from models import (
    Complaint,
    ComplaintEntry,
    ComplaintPhoto,
    Participant,
    new_public_id,
)
from queries import complaints
from rules.complaints import (
    CLOSES_AFTER,
    KINDS,
    LONGEST,
    MOST_A_DAY,
    MOST_ADDED_A_DAY,
    MOST_OPEN,
    PICTURES_KEPT,
    SHORTEST,
    SHORTEST_MORE,
    SHORTEST_REPLY,
    WAITING,
    about_kept,
    may_reopen,
    number_of,
    promised_on,
    words_of,
)
from rules.refusals import Refused

BATCH = 200


def send(
    participant: Participant,
    kind: str,
    text: str,
    about: str | None = None,
    picture: bytes | None = None,
    key: str | None = None,
) -> Complaint:
    """Complain, once per `key`; `about` as rules.complaints.About.text, what is not theirs is left out.

    Raises formats.photos.BadPhoto for a picture, or Refused: complaint_kind, complaint_length,
    complaint_many, complaint_often, form_reused.
    """
    text = words_of(text)
    kept = _sealed(screenshot(picture)) if picture is not None else None
    digest = form_keys.digest_of(
        "complain", kind, text, about or "", hashlib.sha256(picture or b"").hexdigest()
    )
    with ledger.write():
        if key and (earlier := form_keys.used(participant, key, digest)):
            return Complaint.get(Complaint.public_id == earlier)
        if kind not in KINDS:
            raise Refused("complaint_kind")
        _refuse_length(text, SHORTEST)
        _refuse_more_of(participant)
        if complaints.subject_of(participant, about_kept(about)) is None:
            about = None
        now = clock.now()
        row = Complaint.create(
            participant=participant,
            kind=kind,
            about=about,
            sent_at=now,
            promised_on=promised_on(now.date()),
        )
        row.number = number_of(now.year, row.id)
        row.save(only=[Complaint.number])
        _note(row, "sent", participant, text)
        if kept:
            ComplaintPhoto.create(complaint=row, **kept)
        if key:
            form_keys.use(participant, key, digest, row.public_id)
        _tell(row, "complaint_sent", row.public_id, promised=row.promised_on)
        audit.record(_actor(participant), "complaint_sent", _subject(row), kind=kind)
        return row


def add(participant: Participant, number: str, text: str, key: str | None = None) -> Complaint:
    """Say more; what was answered, or closed less than a week ago, is open again by that.

    Raises NotFound, or Refused: complaint_length, complaint_over, complaint_often, form_reused.
    """
    text = words_of(text)
    with ledger.write():
        row = own(participant, number)
        digest = form_keys.digest_of("more", row.public_id, text)
        if key and form_keys.used(participant, key, digest):
            return row
        _refuse_length(text, SHORTEST_MORE)
        now = clock.now()
        if row.state == "closed" and not may_reopen(row.closed_at, now):
            raise Refused("complaint_over")
        _refuse_too_much_added(row)
        again = row.state not in WAITING
        if again:
            row.state = "taken" if row.taken_by_id else "new"
            row.promised_on = promised_on(now.date())
            row.answered_at = row.closed_at = None
            row.save()
        _note(row, "reopened" if again else "more", participant, text)
        if key:
            form_keys.use(participant, key, digest, row.public_id)
        done = "complaint_reopened" if again else "complaint_added"
        audit.record(_actor(participant), done, _subject(row))
        return row


def close(participant: Participant, number: str) -> Complaint:
    """«Sudah selesai»; said twice, it counts once. Raises NotFound."""
    with ledger.write():
        row = own(participant, number)
        if row.state != "closed":
            _close(row, participant)
            audit.record(_actor(participant), "complaint_closed", _subject(row))
        return row


def own(participant: Participant, number: str) -> Complaint:
    """The participant's complaint of that number. Raises NotFound for anybody else's."""
    return complaints.own(participant, number) or not_found("complaint")


def take(complaint: Complaint, by: Participant) -> None:
    """An officer says that they look into it. Raises Refused: complaint_taken,
    complaint_answered, complaint_closed."""
    with ledger.write():
        row = Complaint.get_by_id(complaint.id)
        _refuse_settled(row)
        if row.taken_by_id == by.id and row.state == "taken":
            return
        if row.state == "taken":
            raise Refused("complaint_taken")
        row.state = "taken"
        row.taken_by = by
        row.save()
        _note(row, "taken", by)
        audit.record(_officer(by), "complaint_taken", _subject(row))


def reply(complaint: Complaint, text: str, by: Participant, seen: int | None = None) -> None:
    """Answer; the same answer given twice by the same officer counts once.

    `seen`: how many entries the officer had read. Raises Refused: complaint_reply_length,
    complaint_answered, complaint_closed, complaint_changed.
    """
    text = words_of(text)
    with ledger.write():
        row = Complaint.get_by_id(complaint.id)
        if not SHORTEST_REPLY <= len(text) <= LONGEST:
            raise Refused("complaint_reply_length", low=SHORTEST_REPLY, high=LONGEST)
        entries = complaints.entries_of(row)
        if row.state not in WAITING:
            replies = [entry for entry in entries if entry.kind == "reply"]
            if replies and replies[-1].author_id == by.id and replies[-1].text == text:
                return
        _refuse_settled(row)
        # Taking it adds a line that says nothing new.
        if seen is not None and seen != sum(entry.text_sealed is not None for entry in entries):
            raise Refused("complaint_changed")
        row.state = "answered"
        row.answered_at = clock.now()
        row.taken_by = row.taken_by_id or by
        row.save()
        entry = _note(row, "reply", by, text)
        _tell(row, "complaint_answered", entry.public_id, reply=text)
        audit.record(_officer(by), "complaint_answered", _subject(row))


def close_answered(complaint: Complaint, by: Participant) -> None:
    """An officer closes what was answered. Raises Refused: complaint_unanswered."""
    with ledger.write():
        row = Complaint.get_by_id(complaint.id)
        if row.state == "closed":
            return
        if row.state != "answered":
            raise Refused("complaint_unanswered")
        _close(row, by)
        audit.record(_officer(by), "complaint_closed", _subject(row))


def close_due() -> int:
    """Close what was answered a week ago; returns how many, at most a batch."""
    due = (
        Complaint.select()
        .where(Complaint.state == "answered", Complaint.answered_at <= clock.now() - CLOSES_AFTER)
        .order_by(Complaint.answered_at)
        .limit(BATCH)
    )
    if not due.exists():
        return 0
    with ledger.write():
        rows = list(due)
        for row in rows:
            _close(row, None)
            audit.record("system", "complaint_closed", _subject(row))
        return len(rows)


def forget_pictures() -> int:
    """Delete pictures thirty days after their complaint was closed; returns how many."""
    closed = Complaint.select(Complaint.id).where(
        Complaint.closed_at <= clock.now() - PICTURES_KEPT
    )
    due = ComplaintPhoto.select(ComplaintPhoto.id).where(ComplaintPhoto.complaint.in_(closed))
    if not due.exists():
        return 0
    with ledger.write():
        count = int(
            ComplaintPhoto.delete().where(ComplaintPhoto.id.in_(due.limit(BATCH))).execute()
        )
        audit.record("system", "complaint_pictures_forgotten", "complaints", count=count)
        return count


def picture_of(photo: ComplaintPhoto) -> bytes:
    """The JPEG of a kept picture."""
    return sealing.unseal_bytes(photo.content, "complaint_photo", "content", photo.public_id)


def look_at_picture(photo: ComplaintPhoto, by: Participant) -> bytes:
    """The same for an officer, which is noted."""
    with ledger.write():
        audit.record(_officer(by), "complaint_picture_seen", _subject(photo.complaint))
    return picture_of(photo)


def _sealed(picture: Picture) -> dict[str, object]:
    public_id = new_public_id()
    content = sealing.seal_bytes(picture.jpeg, "complaint_photo", "content", public_id)
    return {
        "public_id": public_id,
        "content": content,
        "width": picture.width,
        "height": picture.height,
    }


def _close(row: Complaint, by: Participant | None) -> None:
    row.state = "closed"
    row.closed_at = clock.now()
    row.save()
    _note(row, "closed", by)


def _note(
    row: Complaint, kind: str, author: Participant | None, text: str | None = None
) -> ComplaintEntry:
    return ComplaintEntry.create(complaint=row, kind=kind, author=author, text=text)


def _tell(row: Complaint, kind: str, event: str, **facts: object) -> None:
    outbox.tell(
        row.participant, kind, event, link=f"/pengaduan/{row.number}", number=row.number, **facts
    )


def _refuse_length(text: str, shortest: int) -> None:
    if not shortest <= len(text) <= LONGEST:
        raise Refused("complaint_length", low=shortest, high=LONGEST)


def _refuse_settled(row: Complaint) -> None:
    if row.state in WAITING:
        return
    if row.answered_at is None:
        raise Refused("complaint_closed", at=row.closed_at)
    raise Refused("complaint_answered", at=row.answered_at)


def _refuse_more_of(participant: Participant) -> None:
    mine = Complaint.select().where(Complaint.participant == participant)
    if mine.where(Complaint.state.in_(WAITING)).count() >= MOST_OPEN:
        raise Refused("complaint_many", most=MOST_OPEN)
    if mine.where(Complaint.sent_at > clock.now() - complaints.A_DAY).count() >= MOST_A_DAY:
        raise Refused("complaint_often", most=MOST_A_DAY)


def _refuse_too_much_added(row: Complaint) -> None:
    added = ComplaintEntry.select().where(
        ComplaintEntry.complaint == row,
        ComplaintEntry.kind.in_(["more", "reopened"]),
        ComplaintEntry.at > clock.now() - complaints.A_DAY,
    )
    if added.count() >= MOST_ADDED_A_DAY:
        raise Refused("complaint_often", most=MOST_ADDED_A_DAY)


def _actor(participant: Participant) -> str:
    return f"participant:{participant.public_id}"


def _officer(officer: Participant) -> str:
    return f"operator:{officer.public_id}"


def _subject(row: Complaint) -> str:
    return f"complaint:{row.public_id}"
