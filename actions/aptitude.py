"""The test: begin it, save answers one by one, send it; the clock sends it when time is up."""

from typing import NoReturn

import clock
import ledger
from actions import audit
from actions.refused import not_found
from models import AptitudeAnswer, AptitudeTest, Participant, Profile, new_public_id
from queries.aptitude import blueprint_now, progress
from rules import aptitude
from rules.aptitude_items.item import LETTERS
from rules.eligibility import NEEDED_PAGES
from rules.refusals import Refused

BATCH = 100


def begin(participant: Participant) -> AptitudeTest:
    """Choose the items and start the time; a second time gives the same test.

    Raises Refused (verify_first).
    """
    with ledger.write():
        if found := _test_of(participant):
            return found
        verified = (
            Participant.select(Participant.identity_verified_at)
            .where(Participant.id == participant.id)
            .get()
            .identity_verified_at
        )
        if verified is None:
            raise Refused("verify_first")
        blueprint, now, name = blueprint_now(), clock.now(), new_public_id()
        test = AptitudeTest.create(
            public_id=name,
            participant=participant,
            items=aptitude.choose(blueprint, name),
            started_at=now,
            ends_at=aptitude.ends(blueprint, now),
        )
        audit.record(_actor(participant), "test_begun", _subject(test))
        return test


def answer(participant: Participant, item: str, value: str) -> None:
    """Keep one answer; a later one replaces it. After the time the test is sent as it stands.

    `item`: a code of this test; `value`: one of the letters.
    Raises Refused (test_not_begun, test_submitted, test_time_over), NotFound or ValueError.
    """
    if value not in LETTERS or len(value) != 1:
        raise ValueError(f"no such option: {value!r}")
    with ledger.write():
        test = _begun(participant)
        if item not in test.items:
            not_found("item")
        _close_if_over(test)
        if test.submitted_at is None:
            now = clock.now()
            AptitudeAnswer.insert(test=test, item=item, value=value, saved_at=now).on_conflict(
                conflict_target=[AptitudeAnswer.test, AptitudeAnswer.item],
                update={AptitudeAnswer.value: value, AptitudeAnswer.saved_at: now},
            ).execute()
            return
    # Raised outside, so that the sending above stays.
    refuse_ended(test)


def submit(participant: Participant) -> None:
    """Send the test, finished or not; a second time changes nothing. Raises Refused (test_not_begun)."""
    with ledger.write():
        test = _begun(participant)
        _close_if_over(test)
        if test.submitted_at is None:
            _send(test, _actor(participant))
    _reload(participant)


def close_if_over(participant: Participant) -> bool:
    """Send the participant's test when its time is up; returns whether that was now."""
    with ledger.write():
        test = _test_of(participant)
        closed = test is not None and _close_if_over(test)
    if closed:
        _reload(participant)
    return closed


def submit_due() -> int:
    """Timed work: send the tests whose time is up; returns how many."""
    due = (
        AptitudeTest.select(AptitudeTest.id)
        .where(AptitudeTest.submitted_at.is_null(), AptitudeTest.ends_at < clock.now())
        .order_by(AptitudeTest.ends_at)
        .limit(BATCH)
    )
    count = 0
    for (number,) in list(due.tuples()):
        with ledger.write():
            count += _close_if_over(AptitudeTest.get_by_id(number))
    return count


def complete_if_ready(participant: Participant) -> bool:
    """Note that the profile is complete: the test is sent and the needed pages are saved.

    To be called after each of the two; returns whether it became complete now.
    """
    with ledger.write():
        profile = Profile.get_or_none(Profile.participant == participant)
        if profile is None or not set(profile.saved) >= NEEDED_PAGES:
            return False
        test = _test_of(participant)
        if test is None or test.submitted_at is None:
            return False
        now = clock.now()
        changed = (
            Participant.update(profile_completed_at=now)
            .where(Participant.id == participant.id, Participant.profile_completed_at.is_null())
            .execute()
        )
        if changed:
            participant.profile_completed_at = now
            audit.record("system", "profile_completed", f"participant:{participant.public_id}")
        return bool(changed)


def refuse_ended(test: AptitudeTest) -> NoReturn:
    """Say why a test that is over takes no more answers."""
    if test.submitted_at >= test.ends_at:
        raise Refused("test_time_over", ended=test.ends_at)
    raise Refused("test_submitted")


def _test_of(participant: Participant) -> AptitudeTest | None:
    return AptitudeTest.get_or_none(AptitudeTest.participant == participant)


def _begun(participant: Participant) -> AptitudeTest:
    test = _test_of(participant)
    if test is None:
        raise Refused("test_not_begun")
    return test


def _close_if_over(test: AptitudeTest) -> bool:
    if test.submitted_at is not None or not aptitude.over(test.ends_at, clock.now()):
        return False
    _send(test, "system")
    return True


def _send(test: AptitudeTest, actor: str) -> None:
    """However late the clock sends it, the test ended at its end."""
    test.submitted_at = min(clock.now(), test.ends_at)
    test.correct = progress(test).score.right
    test.save(only=[AptitudeTest.submitted_at, AptitudeTest.correct])
    audit.record(actor, "test_submitted", _subject(test))
    complete_if_ready(test.participant)


def _reload(participant: Participant) -> None:
    """The caller's row learns what the sending may have completed."""
    participant.profile_completed_at = (
        Participant.select(Participant.profile_completed_at)
        .where(Participant.id == participant.id)
        .get()
        .profile_completed_at
    )


def _actor(participant: Participant) -> str:
    return f"participant:{participant.public_id}"


def _subject(test: AptitudeTest) -> str:
    return f"test:{test.public_id}"
