"""The test: one per person, timed by the server, sent once, completing the profile."""

from contextlib import nullcontext
from datetime import timedelta

import pytest

import clock
import ledger
from actions import aptitude
from actions.refused import NotFound
from models import AptitudeAnswer, AptitudeTest, AuditEntry, Participant, Profile
from queries.aptitude import progress_of
from rules.aptitude import BY_CODE
from rules.refusals import Refused

START = "2024-08-03 09:00"
LAST = "2024-08-03 09:25"
AFTER = "2024-08-03 09:25:01"


@pytest.fixture
def ani(room, someone, at):
    with at(START):
        yield someone.registered(profile_completed_at=None)


def reloaded(participant):
    return Participant.get_by_id(participant.id)


def fill_profile(participant, *pages):
    with ledger.write():
        Profile.create(participant=participant, saved=list(pages))


def refusal(call, *args):
    with pytest.raises(Refused) as caught:
        call(*args)
    return caught.value.refusal.code


def test_it_begins_once_with_18_items_and_25_minutes(ani) -> None:
    test = aptitude.begin(ani)
    assert aptitude.begin(ani).id == test.id
    assert len(test.items) == 18
    assert test.ends_at - test.started_at == timedelta(minutes=25)
    assert AuditEntry.select().where(AuditEntry.action == "test_begun").count() == 1


def test_who_is_not_verified_may_not_begin(room, someone) -> None:
    stranger = someone.registered(identity_verified_at=None)
    assert refusal(aptitude.begin, stranger) == "verify_first"
    assert not AptitudeTest.select().exists()


def test_a_verification_made_elsewhere_counts(room, someone) -> None:
    stranger = someone.registered(identity_verified_at=None)
    with ledger.write():
        Participant.update(identity_verified_at=clock.now()).execute()
    assert aptitude.begin(stranger)


def test_an_answer_is_kept_and_replaced(ani) -> None:
    code = aptitude.begin(ani).items[0]
    aptitude.answer(ani, code, "a")
    aptitude.answer(ani, code, "c")
    assert progress_of(ani).answers == {code: "c"}
    assert AptitudeAnswer.select().count() == 1


@pytest.mark.parametrize("value", ["", "e", "ab", "A", "\0"])
def test_only_a_letter_is_an_answer(ani, value) -> None:
    code = aptitude.begin(ani).items[0]
    with pytest.raises(ValueError, match="option"):
        aptitude.answer(ani, code, value)


def test_an_item_of_another_test_is_not_there(ani) -> None:
    test = aptitude.begin(ani)
    other = next(code for code in BY_CODE if code not in test.items)
    with pytest.raises(NotFound):
        aptitude.answer(ani, other, "a")


def test_nothing_is_answered_or_sent_before_it_begins(ani) -> None:
    assert refusal(aptitude.answer, ani, "arithmetic-01", "a") == "test_not_begun"
    assert refusal(aptitude.submit, ani) == "test_not_begun"
    assert aptitude.close_if_over(ani) is False


def test_the_last_second_counts_and_the_next_sends_what_is_saved(ani, at) -> None:
    first, second = aptitude.begin(ani).items[:2]
    with at(LAST):
        aptitude.answer(ani, first, BY_CODE[first].right)
    with at(AFTER):
        assert refusal(aptitude.answer, ani, second, "a") == "test_time_over"
    state = progress_of(ani)
    assert state.submitted and state.ended_by_time
    assert state.test.submitted_at == state.test.ends_at
    assert state.test.correct == 1 and set(state.answers) == {first}


def test_sending_counts_and_a_second_time_changes_nothing(ani, at) -> None:
    test = aptitude.begin(ani)
    for code in test.items:
        aptitude.answer(ani, code, BY_CODE[code].right or "b")
    aptitude.submit(ani)
    sent = progress_of(ani).test
    assert sent.correct == 16 and sent.submitted_at == clock.now()
    with at("2024-08-03 09:10"):
        aptitude.submit(ani)
        assert refusal(aptitude.answer, ani, test.items[0], "d") == "test_submitted"
    assert progress_of(ani).test.submitted_at == sent.submitted_at
    assert not progress_of(ani).ended_by_time
    assert AuditEntry.select().where(AuditEntry.action == "test_submitted").count() == 1


@pytest.mark.parametrize("late", [AFTER, "2024-08-09 00:00"])
def test_timed_work_sends_what_is_due_however_late(ani, at, late) -> None:
    test = aptitude.begin(ani)
    with at(LAST):
        assert aptitude.submit_due() == 0
    with at(late):
        assert aptitude.submit_due() == 1
        assert aptitude.submit_due() == 0
    found = AptitudeTest.get_by_id(test.id)
    assert found.submitted_at == found.ends_at and found.correct == 0


def test_sending_after_the_time_is_as_the_clock_would(ani, at) -> None:
    aptitude.begin(ani)
    with at(AFTER):
        aptitude.submit(ani)
    assert progress_of(ani).ended_by_time
    assert AuditEntry.get(AuditEntry.action == "test_submitted").actor == "system"


@pytest.mark.parametrize("late", [False, True])
def test_sending_completes_a_saved_profile(ani, at, late) -> None:
    fill_profile(ani, "nama", "pendidikan", "pekerjaan", "minat")
    aptitude.begin(ani)
    assert aptitude.complete_if_ready(ani) is False
    with at(AFTER) if late else nullcontext():
        aptitude.submit_due() if late else aptitude.submit(ani)
    assert reloaded(ani).profile_completed_at is not None
    assert late or ani.profile_completed_at is not None
    assert aptitude.complete_if_ready(ani) is False
    assert AuditEntry.select().where(AuditEntry.action == "profile_completed").count() == 1


def test_the_profile_may_be_saved_after_the_test(ani) -> None:
    aptitude.begin(ani)
    aptitude.submit(ani)
    assert reloaded(ani).profile_completed_at is None
    assert aptitude.complete_if_ready(ani) is False
    fill_profile(ani, "nama", "pendidikan", "pekerjaan", "minat", "rekening")
    assert aptitude.complete_if_ready(ani) is True
    assert reloaded(ani).profile_completed_at == clock.now()


def test_a_missing_page_keeps_it_open_the_account_is_not_needed(ani) -> None:
    fill_profile(ani, "nama", "pendidikan", "pekerjaan", "rekening")
    aptitude.begin(ani)
    aptitude.submit(ani)
    assert aptitude.complete_if_ready(ani) is False


def test_a_date_once_set_stays(room, someone, at) -> None:
    with at(START):
        ani = someone.registered()
    fill_profile(ani, "nama", "pendidikan", "pekerjaan", "minat")
    with at("2024-08-03 10:00"):
        aptitude.begin(ani)
        aptitude.submit(ani)
    with at(START):
        assert reloaded(ani).profile_completed_at == clock.now()
