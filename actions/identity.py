"""Verifying who somebody is: ask, claim for the register, settle what it says, decide by hand."""

from datetime import date, timedelta

import clock
import ledger
import sealing
from actions import audit, outbox, photos
from formats.verification import REASONS
from models import Alert, IdentityCheck, Participant, Photo
from queries import identity
from queries.applicants import profile_of
from rules.eligibility import sex_of
from rules.population import Answer
from rules.refusals import Refused

MOST_TRIES = 5  # a day
MAX_ATTEMPTS = 3  # at a register that does not say
LEASE = timedelta(minutes=1)
BACKOFF = (timedelta(seconds=20), timedelta(seconds=60))


def ask(participant: Participant, nik: str, kk: str, birth_date: date) -> IdentityCheck:
    """Have these numbers checked, as soon as both photos are there.

    The same numbers twice are one try, also when it has passed by now. Until the photos are
    there they may still be corrected. After a no about a photo, a new one comes first.
    Raises Refused: identity_frozen, already_checking, photos_stale, too_many_checks.
    """
    numbers = {"nik": nik, "kk": kk, "birth_date": birth_date.isoformat()}
    with ledger.write():
        person = Participant.get_by_id(participant.id)
        state = identity.state_of(person)
        row = state.check
        same = row is not None and all(getattr(row, name) == numbers[name] for name in numbers)
        if person.identity_verified_at is not None:
            if row is not None and same and row.state == "passed":
                return row
            raise Refused("identity_frozen")
        if row is not None and row.state in ("checking", "queued"):
            if same:
                return row
            if state.under_way:
                raise Refused("already_checking")
            for name, value in numbers.items():
                setattr(row, name, value)
            row.save()
        else:
            if state.retake:
                raise Refused("photos_stale")
            if identity.tries_today(person) >= MOST_TRIES:
                raise Refused("too_many_checks")
            row = IdentityCheck(participant=person)
            for name, value in numbers.items():
                setattr(row, name, value)
            row.save(force_insert=True)
        audit.record(f"participant:{person.public_id}", "identity_asked", _named(row))
        return row


def ask_again(participant: Participant) -> IdentityCheck:
    """Have the numbers of the latest try checked once more, e.g. with new photos.

    Raises Refused: no_numbers where there was no try, and as `ask`.
    """
    row = identity.latest_check(participant)
    if row is None:
        raise Refused("no_numbers")
    return ask(participant, row.nik, row.kk, date.fromisoformat(row.birth_date))


def claim_next() -> IdentityCheck | None:
    """Take the oldest try whose photos are there, for a minute; None when none is waiting.

    What a runner took three times and never brought back goes to an officer.
    """
    now = clock.real_now()
    free = IdentityCheck.leased_until.is_null() | (IdentityCheck.leased_until < now)
    waiting = IdentityCheck.select(IdentityCheck.id).where(IdentityCheck.state == "checking", free)
    for kind in identity.NEEDED:
        taken = Photo.select(Photo.participant).where(
            Photo.participant == IdentityCheck.participant, Photo.kind == kind
        )
        waiting = waiting.where(IdentityCheck.participant.in_(taken))
    due = waiting.order_by(IdentityCheck.asked_at, IdentityCheck.id).limit(1)
    while due.exists():
        with ledger.write():
            claimed = (
                IdentityCheck.update(leased_until=now + LEASE, attempts=IdentityCheck.attempts + 1)
                .where(IdentityCheck.id.in_(due))
                .returning(IdentityCheck)
                .execute()
            )
            row = next(iter(claimed), None)
            if row is None or row.attempts <= MAX_ATTEMPTS:
                return row
            _queue(row)
    return None


def pictures(row: IdentityCheck) -> tuple[bytes, bytes]:
    """Face and card that belong to a claimed try."""
    kept = identity.photos_of(row.participant)
    selfie, id_card = (photos.content(kept[kind]) for kind in identity.NEEDED)
    return selfie, id_card


def settle(row: IdentityCheck, answer: Answer) -> None:
    """Book what the register said. Once; a repeat changes nothing.

    A NIK of somebody else fails like any other no, and officers are alerted. Not knowing
    is asked again with a pause, and after the third time it is an officer's. So is a NIK
    that speaks of another sex than the profile: one of the two may be a slip.
    """
    with ledger.write():
        row = IdentityCheck.get_by_id(row.id)
        if row.state != "checking":
            return
        if answer.verdict == "unknown":
            if row.attempts >= MAX_ATTEMPTS:
                _queue(row)
                return
            pause = BACKOFF[min(row.attempts, len(BACKOFF)) - 1] if row.attempts else BACKOFF[0]
            row.leased_until = clock.real_now() + pause
            row.save(only=[IdentityCheck.leased_until])
        elif answer.verdict == "no" or _is_anothers(row):
            _alert_if_anothers(row)
            _fail(row, "mismatch", "system")
        elif not identity.state_of(row.participant).has_photos:
            row.leased_until, row.attempts = None, 0
            row.save(only=[IdentityCheck.leased_until, IdentityCheck.attempts])
        else:
            row.lists = list(answer.lists)
            if _is_of_other_sex(row):
                _queue(row)
            else:
                _pass(row, "system")


def decide(
    row: IdentityCheck, passed: bool, reason: str | None, note: str, by: Participant
) -> IdentityCheck:
    """An officer's word on a try that waits for one; the applicant reads reason and note.

    Raises Refused: check_decided, nik_taken, reason_missing.
    """
    with ledger.write():
        row = IdentityCheck.get_by_id(row.id)
        if row.state != "queued":
            raise Refused("check_decided")
        if passed and _is_anothers(row):
            raise Refused("nik_taken")
        if not passed and reason not in REASONS:
            raise Refused("reason_missing")
        row.note = note.strip() or None
        row.decided_by = by
        actor = f"operator:{by.public_id}"
        if passed:
            _pass(row, actor)
        else:
            assert reason is not None
            _fail(row, reason, actor)
        return row


def _pass(row: IdentityCheck, actor: str) -> None:
    now = clock.now()
    row.state, row.reason, row.decided_at, row.leased_until = "passed", None, now, None
    row.save()
    person = Participant.get_by_id(row.participant_id)
    person.nik, person.kk, person.birth_date = row.nik, row.kk, row.birth_date
    person.identity_verified_at = now
    person.save()
    outbox.tell(person, "identity_passed", row.public_id, link="/data-diri")
    audit.record(actor, "identity_passed", _named(row))


def _fail(row: IdentityCheck, reason: str, actor: str) -> None:
    row.state, row.reason, row.decided_at, row.leased_until = "failed", reason, clock.now(), None
    row.save()
    outbox.tell(row.participant, "identity_failed", row.public_id, link="/verifikasi")
    audit.record(actor, "identity_failed", _named(row), reason=reason)


def _queue(row: IdentityCheck) -> None:
    row.state, row.leased_until = "queued", None
    row.save()
    _alert_if_anothers(row)
    audit.record("system", "identity_queued", _named(row))


def _is_of_other_sex(row: IdentityCheck) -> bool:
    profile = profile_of(row.participant)
    return profile is not None and profile.sex is not None and profile.sex != sex_of(row.nik)


def _is_anothers(row: IdentityCheck) -> bool:
    index = sealing.blind("participant.nik", row.nik)
    return bool(
        Participant.select()
        .where(Participant.nik_index == index, Participant.id != row.participant_id)
        .exists()
    )


def _alert_if_anothers(row: IdentityCheck) -> None:
    if not _is_anothers(row):
        return
    known = Alert.select().where(
        Alert.kind == "nik_claimed",
        Alert.participant == row.participant_id,
        Alert.closed_at.is_null(),
    )
    if not known.exists():
        Alert.create(kind="nik_claimed", participant=row.participant_id)
        audit.record("system", "alert_raised", _named(row), kind="nik_claimed")


def _named(row: IdentityCheck) -> str:
    return f"identity_check:{row.public_id}"
