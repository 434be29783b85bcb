"""Attendance: asked for by the institution, proved with a face, recorded once per session."""

import re
import secrets
from datetime import timedelta
from typing import Any

from peewee import fn

import clock
import ledger
import rooms
import sealing
from actions import audit, outbox, photos, training
from actions.rate_limits import DatabaseStorage
from actions.redeeming import actor, course_facts, find, redeem, subject
from actions.refused import not_found
from config import settings
from formats.photos import prepared
from models import (
    Attendance,
    Course,
    Gelombang,
    Offer,
    Participant,
    Participation,
    Partner,
    Photo,
    Purchase,
    RedeemCode,
    Training,
)
from queries import study
from queries.study import Pretended
from rules.population import Answer
from rules.refusals import Refused
from rules.training import (
    EXAM,
    LAST_SESSION,
    MOST_FACES,
    completed,
    is_failed,
    redirect_fits,
    refuse_sequence,
    refuse_time,
)

KIND = "attendance"
LEASE = timedelta(minutes=1)
PAUSE = timedelta(seconds=20)  # after an answer that was none
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


def ask(partner: Partner, code: str, sequence: int, redirect_uri: str, email: str) -> Attendance:
    """The institution wants a session attended; the participant is sent to `address_of` it.

    A test code is attended at once. Raises Refused: as `redeeming.find`, wrong_sequence,
    attended_before, first_session_first, sessions_first, session_early, session_late,
    redirect_unknown, email_malformed, email_used.
    """
    with ledger.write():
        row = find(partner, code)
        if not 1 <= sequence <= LAST_SESSION and sequence != EXAM:
            raise Refused("wrong_sequence", count=LAST_SESSION)
        if not redirect_fits(redirect_uri, partner.redirect_uris):
            raise Refused("redirect_unknown")
        email_index = _index_of(email)
        _refuse_session(row, sequence)
        if row.purchase_id is not None and _used_elsewhere(row, email_index):
            raise Refused("email_used")
        asked = Attendance.create(
            redeem_code=row,
            sequence=sequence,
            partner=partner,
            state=_new_state(),
            redirect_uri=redirect_uri,
            email_index=email_index,
        )
        audit.record(actor(partner), "attendance_asked", subject(row), sequence=sequence)
        if row.test_case is not None:
            _verify(asked)
        return asked


def address_of(row: Attendance) -> str:
    """Where the participant's browser should go."""
    return f"{settings.base_url}/kehadiran/{row.state}"


def facts_of(row: Attendance) -> dict[str, Any]:
    """What the institution is told: the `data` of `url-generate`."""
    course = course_facts(study.plan_of(row.redeem_code))
    return {
        "url": address_of(row),
        "state": row.state,
        "course": {
            "type": course["course_type"],
            "learning_method": course["course_learning_method"],
        },
    }


def take(participant: Participant, state: str, picture: bytes) -> Attendance:
    """The participant's face for one session; it is checked by the job.

    Sent again while it is checked, or after it passed, it changes nothing. Raises NotFound,
    formats.photos.BadPhoto, Refused: attendance_expired, face_tries_over, code_cancelled, and
    as `ask`.
    """
    row = _own(participant, state)
    if _is_answered(row):
        return row
    cleaned = prepared(picture)  # takes a while, so not behind the lock
    with ledger.write():
        row = _own(participant, state)
        if _is_answered(row):
            return row
        _count_try(row)
        photos.store(participant, KIND, cleaned)
        row.taken_at, row.refused_at, row.leased_until = clock.now(), None, None
        row.save(only=[Attendance.taken_at, Attendance.refused_at, Attendance.leased_until])
        audit.record(
            f"participant:{participant.public_id}",
            "attendance_taken",
            f"attendance:{row.public_id}",
            sequence=row.sequence,
        )
        return row


def claim_next() -> Attendance | None:
    """Take the oldest picture that waits for its check, for a minute; None when none does."""
    now = clock.real_now()
    due = (
        Attendance.select(Attendance.id)
        .where(
            Attendance.taken_at.is_null(False),
            Attendance.verified_at.is_null(),
            Attendance.refused_at.is_null(),
            Attendance.leased_until.is_null() | (Attendance.leased_until < now),
        )
        .order_by(Attendance.taken_at, Attendance.id)
        .limit(1)
    )
    if not due.exists():
        return None
    with ledger.write():
        claimed = (
            Attendance.update(leased_until=now + LEASE)
            .where(Attendance.id.in_(due))
            .returning(Attendance)
            .execute()
        )
        return next(iter(claimed), None)


def face_of(row: Attendance) -> tuple[str, bytes] | None:
    """Whose NIK, and which picture, belong to a claimed check; None when one is missing."""
    participant = _participant_of(row)
    photo = Photo.get_or_none(Photo.participant == participant, Photo.kind == KIND)
    if photo is None or not participant.nik:
        return None
    return participant.nik, photos.content(photo)


def settle(row: Attendance, answer: Answer) -> None:
    """Book what the register said of a face. Once; not knowing is asked again, never a no.

    An answer about a picture that was replaced since it was claimed is not booked.
    """
    with ledger.write():
        claimed, row = row, Attendance.get_by_id(row.id)
        if claimed.taken_at != row.taken_at:
            return
        if row.taken_at is None or row.verified_at is not None or row.refused_at is not None:
            return
        if answer.verdict == "unknown":
            row.leased_until = clock.real_now() + PAUSE
            row.save(only=[Attendance.leased_until])
            return
        known = row.sequence in study.attended(row.redeem_code)
        paid = row.redeem_code.purchase.state == "paid"
        if answer.verdict == "yes" and paid and not known:
            _verify(row)
        else:
            _refuse(row)
        _forget_face(row)


def fail_missed() -> int:
    """Mark the courses in which too much was missed; returns how many."""
    today, now = clock.today().isoformat(), clock.now()
    first_day = fn.DATE(Purchase.paid_at, "+7 hours", fn.printf("+%d days", Offer.next_run_days))
    running = (
        Training.select(Training, Purchase, Course, Offer, Participation, Gelombang)
        .join(Purchase)
        .join(Course)
        .join_from(Purchase, Offer)
        .join_from(Purchase, Participation)
        .join(Gelombang)
        .where(
            Training.finished_at.is_null(),
            Training.failure.is_null() | (Training.failure != "missed_session"),
            Purchase.state == "paid",
            Offer.next_run_days.is_null(False),
            first_day <= today,
        )
    )
    count = 0
    for row in list(running):
        code = RedeemCode.get_or_none(RedeemCode.purchase == row.purchase_id)
        plan = study.plan_of_purchase(row.purchase)
        if code is None or not is_failed(plan, study.attended(code), now):
            continue
        with ledger.write():
            # Pictures taken in time may still be under their check.
            if _being_checked(code) or not is_failed(plan, study.attended(code), now):
                continue
            changed = (
                Training.update(failed_at=now, failure="missed_session")
                .where(Training.id == row.id, Training.finished_at.is_null())
                .execute()
            )
            if changed:
                audit.record(
                    "system", "training_failed", _purchase(row.purchase), why="missed_session"
                )
                outbox.tell(
                    row.purchase.participation.participant,
                    "session_missed",
                    row.purchase.public_id,
                    link=f"/pelatihanku/{row.purchase.public_id}",
                    title=row.purchase.course.title,
                )
                count += 1
    return count


def finish_if_complete(row: RedeemCode) -> None:
    """Report the course as finished when nothing is missing any more. Inside a write."""
    if row.purchase_id is None:
        return
    plan = study.plan_of(row)
    if completed(plan, study.attended(row), study.uk_status(row), clock.now()):
        Training.update(failed_at=None, failure=None).where(
            Training.purchase == row.purchase_id, Training.failure == "task_failed"
        ).execute()
        training.finish(row.purchase)


def _is_answered(row: Attendance) -> bool:
    """Whether the picture is there already. Raises Refused where none may be taken."""
    step = study.step_of(row)
    if step in ("done", "checking"):
        return True
    if step == "expired":
        raise Refused("attendance_expired")
    if row.redeem_code.purchase.state != "paid":
        raise Refused("code_cancelled")
    _refuse_session(row.redeem_code, row.sequence)
    if _used_elsewhere(row.redeem_code, row.email_index):
        raise Refused("email_used")
    return False


def _count_try(row: Attendance) -> None:
    """One more picture for this asking. Counted by real time, and longer than it lives."""
    if DatabaseStorage().incr(f"face/{row.public_id}", 86400) > MOST_FACES:
        raise Refused("face_tries_over", count=MOST_FACES)


def _refuse_session(row: RedeemCode, sequence: int) -> None:
    plan, done, now = study.plan_of(row), study.attended(row), clock.now()
    if row.test_case is not None:
        case = Pretended.of(row)
        if sequence > case.sequence:
            raise Refused("wrong_sequence", count=case.sequence)
        if sequence == case.sequence == EXAM:
            done |= set(plan.sessions)  # its case is the exam alone
    if refusal := refuse_sequence(plan, sequence, done, now) or refuse_time(plan, sequence, now):
        raise Refused.because(refusal)


def _verify(row: Attendance) -> None:
    """The session was attended: the first one redeems, the last one may finish the course."""
    row.verified_at, row.leased_until = clock.now(), None
    row.save(only=[Attendance.verified_at, Attendance.leased_until])
    code = RedeemCode.get_by_id(row.redeem_code_id)
    if row.sequence == 1 or code.test_case is not None:
        redeem(code, row.partner)
    audit.record(
        "system", "attendance_verified", f"attendance:{row.public_id}", sequence=row.sequence
    )
    finish_if_complete(code)


def _refuse(row: Attendance) -> None:
    row.refused_at, row.leased_until = clock.now(), None
    row.save(only=[Attendance.refused_at, Attendance.leased_until])
    audit.record(
        "system", "attendance_refused", f"attendance:{row.public_id}", sequence=row.sequence
    )


def _forget_face(row: Attendance) -> None:
    """The picture was for its checks alone: it goes when none of them is under way.

    Pictures come in the same write as their `taken_at`, so none waits that is not seen here.
    """
    participant = _participant_of(row)
    waiting = (
        Attendance.select()
        .join(RedeemCode)
        .join(Purchase)
        .join(Participation)
        .where(
            Participation.participant == participant,
            Attendance.taken_at.is_null(False),
            Attendance.verified_at.is_null(),
            Attendance.refused_at.is_null(),
        )
    )
    if waiting.exists():
        return
    if Photo.delete().where(Photo.participant == participant, Photo.kind == KIND).execute():
        audit.record("system", "photos_forgotten", f"attendance:{row.public_id}", count=1)


def _own(participant: Participant, state: str) -> Attendance:
    return study.attendance_of(participant, state) or not_found("attendance")


def _participant_of(row: Attendance) -> Participant:
    return (
        Participant.select()
        .join(Participation)
        .join(Purchase)
        .join(RedeemCode)
        .where(RedeemCode.id == row.redeem_code_id)
        .get()
    )


def _being_checked(code: RedeemCode) -> bool:
    return bool(
        Attendance.select()
        .where(
            Attendance.redeem_code == code,
            Attendance.taken_at.is_null(False),
            Attendance.verified_at.is_null(),
            Attendance.refused_at.is_null(),
        )
        .exists()
    )


def _used_elsewhere(row: RedeemCode, email_index: str) -> bool:
    """Whether this e-mail attended the same course under another code; asking alone is nothing."""
    return bool(
        Attendance.select()
        .join(RedeemCode)
        .join(Purchase)
        .where(
            Attendance.email_index == email_index,
            Attendance.verified_at.is_null(False),
            Attendance.redeem_code != row,
            Purchase.course == row.purchase.course_id,
        )
        .exists()
    )


def _index_of(email: str) -> str:
    address = email.strip().lower()
    if len(address) > 254 or not _EMAIL.fullmatch(address):
        raise Refused("email_malformed")
    return sealing.blind("attendance.email", address)


def _new_state() -> str:
    prefix = rooms.short_code(rooms.current()) if settings.training else ""
    return prefix + secrets.token_urlsafe(24)


def _purchase(purchase: Purchase) -> str:
    return f"purchase:{purchase.public_id}"
