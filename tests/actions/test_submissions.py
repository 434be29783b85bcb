"""Tasks: pending, then decided; the latest counts; together with attendance they finish a course."""

import pytest

from actions import submissions
from models import RedeemCode, Submission
from rules.refusals import Refused
from tests.people import wib
from tests.students import (
    attend,
    code_of,
    institution,
    switch,
    training_of,
    trial_code,
)

pytestmark = pytest.mark.usefixtures("room")
MORNING, LATER = "2021-10-18 09:00:00", "2021-10-18 09:05:00"
FILE = "https://lembaga.example/tugas/1.pdf"


@pytest.fixture
def sari(someone, at):
    with at(MORNING):
        yield someone.with_course(21)


@pytest.fixture
def partner(sari):
    return institution()


@pytest.fixture
def code(sari, partner):
    attend(partner, sari, code_of(sari))
    return code_of(sari)


def refused(call, *args) -> str:
    with pytest.raises(Refused) as no:
        call(*args)
    return no.value.refusal.code


def statuses(partner, code, scope="uk", sequence=999) -> tuple[int, int]:
    found = submissions.status_of(partner, code, scope, sequence)
    return found["assignment"]["status"], found["feedback"]["status"]


def test_a_task_is_pending_for_five_minutes(partner, code, at) -> None:
    made = submissions.hand_in(partner, code, "tpm", 1, FILE)
    assert made == {
        "id": Submission.get().id,
        "redeem_code": code,
        "scope": "tpm",
        "sequence": 1,
        "status": 1,
        "url_file": FILE,
    }
    assert submissions.status_of(partner, code, "tpm", 1)["feedback"] == {
        "redeem_code": code,
        "scope": "tpm",
        "sequence": 1,
        "status": 0,
    }
    with at("2021-10-18 09:04:59"):
        assert submissions.decide_due() == 0
    with at(LATER):
        assert (submissions.decide_due(), submissions.decide_due()) == (1, 0)
    assert statuses(partner, code, "tpm", 1) == (2, 0)
    assert Submission.get().decided_at == wib(LATER)
    assert FILE not in Submission.get().url_file_sealed


def test_feedback_likewise(partner, code, at) -> None:
    submissions.hand_in(partner, code, "tpm", 1, FILE)
    made = submissions.give_feedback(partner, code, "tpm", 1, "Bagus", "")
    assert (made["notes"], made["url_file"], made["status"]) == ("Bagus", "", 1)
    switch("fault_task", "failed")
    with at(LATER):
        assert submissions.decide_due() == 2
    assert statuses(partner, code, "tpm", 1) == (3, 3)


def test_the_latest_counts(partner, code, at) -> None:
    switch("fault_task", "failed")
    submissions.hand_in(partner, code, "uk", 999, FILE)
    with at(LATER):
        submissions.decide_due()
        assert training_of(code).failure == "task_failed"
        switch("fault_task", "")
        submissions.hand_in(partner, code, "uk", 999, FILE + "2")
        assert statuses(partner, code) == (1, 0) and training_of(code).failure is None


def test_finished_with_the_last_of_attendance_and_task(sari, partner, code, at) -> None:
    submissions.hand_in(partner, code, "uk", 999, FILE)
    with at(LATER):
        submissions.decide_due()
        assert training_of(code).finished_at is None
        attend(partner, sari, code, 999)
        assert training_of(code).finished_at == wib(LATER)


def test_or_the_other_way_round(sari, partner, code, at) -> None:
    attend(partner, sari, code, 999)
    submissions.hand_in(partner, code, "uk", 999, FILE)
    assert training_of(code).finished_at is None
    with at(LATER):
        submissions.decide_due()
    assert training_of(code).finished_at == wib(LATER)


def test_a_failed_task_does_not_finish(sari, partner, code, at) -> None:
    attend(partner, sari, code, 999)
    switch("fault_task", "failed")
    submissions.hand_in(partner, code, "uk", 999, FILE)
    with at(LATER):
        submissions.decide_due()
    assert training_of(code).finished_at is None and training_of(code).failed_at == wib(LATER)


@pytest.mark.parametrize(
    ("scope", "sequence", "file", "said"),
    [
        ("tpm", 0, FILE, "task_unknown"),
        ("tpm", 999, FILE, "task_unknown"),
        ("uk", 1, FILE, "task_unknown"),
        ("lain", 1, FILE, "task_unknown"),
        ("uk", 999, "", "file_address_wrong"),
        ("uk", 999, "berkas.pdf", "file_address_wrong"),
        ("uk", 999, "javascript:alert(1)", "file_address_wrong"),
        ("uk", 999, "https://a.example/\n", "file_address_wrong"),
        ("uk", 999, "https://[a", "file_address_wrong"),
        ("uk", 999, "https://a.example/" + "a" * 2000, "file_address_wrong"),
    ],
)
def test_what_is_no_task_is_refused(partner, code, scope, sequence, file, said) -> None:
    assert refused(submissions.hand_in, partner, code, scope, sequence, file) == said
    assert not Submission.select().exists()


def test_a_task_comes_after_redeeming_and_from_its_institution(sari, partner) -> None:
    own = code_of(sari)
    assert refused(submissions.hand_in, partner, own, "uk", 999, FILE) == "not_redeemed"
    for call in (submissions.hand_in, submissions.give_feedback):
        args = (institution("lain"), own, "uk", 999, FILE)
        assert refused(call, *args) == "code_not_found"
    assert refused(submissions.status_of, institution("lain"), own, "uk", 999) == "code_not_found"
    assert refused(submissions.status_of, partner, own, "uk", 1) == "task_unknown"


def test_feedback_needs_words_and_a_task(partner, code) -> None:
    give = submissions.give_feedback
    assert refused(give, partner, code, "tpm", 1, "Bagus") == "assignment_missing"
    submissions.hand_in(partner, code, "tpm", 1, FILE)
    assert refused(give, partner, code, "tpm", 1, " ") == "notes_missing"
    assert refused(give, partner, code, "tpm", 1, "a" * 5001) == "notes_long"
    assert refused(give, partner, code, "tpm", 1, "Bagus", "x") == "file_address_wrong"


def test_a_test_code_hands_in_without_a_participant(partner, at) -> None:
    code = trial_code(partner).code
    submissions.hand_in(partner, code, "uk", 999, FILE)
    with at(LATER):
        assert submissions.decide_due() == 1
    assert statuses(partner, code) == (2, 0)
    assert RedeemCode.get(RedeemCode.code == code).purchase_id is None
