"""Attendance: asked by the institution, taken by its participant alone, checked, missed."""

from datetime import timedelta

import pytest

import clock
import jobs
from actions import attendance, cancellations
from actions.refused import NotFound
from formats.photos import BadPhoto
from models import Attendance, AuditEntry, Photo, Purchase, RedeemCode
from queries import study
from rules.population import Answer
from rules.refusals import Refused
from tests.people import buy, offer_for, part_of, wib
from tests.students import (
    BACK,
    FACE,
    asked,
    attend,
    code_of,
    institution,
    scheduled,
    switch,
    training_of,
    trial_code,
)

pytestmark = pytest.mark.usefixtures("room")
MORNING = "2021-10-18 09:00"


@pytest.fixture
def sari(someone, at):
    with at(MORNING):
        yield someone.with_course(21)


@pytest.fixture
def partner(sari):
    return institution()


def again(row):
    return type(row).get_by_id(row.id)


def refused(call, *args) -> str:
    with pytest.raises(Refused) as no:
        call(*args)
    return no.value.refusal.code


def test_asking_gives_an_unguessable_address(sari, partner) -> None:
    row = asked(partner, code_of(sari))
    assert row.state.startswith("U") and len(row.state) > 32
    facts = attendance.facts_of(row)
    assert facts["url"] == f"http://localhost/kehadiran/{row.state}"
    assert facts["course"] == {"type": 1, "learning_method": "online"}
    assert asked(partner, code_of(sari)).state != row.state


@pytest.mark.parametrize(
    ("sequence", "address", "email", "code"),
    [
        (1, "https://lembaga.example/kembali2", "s@example.com", "redirect_unknown"),
        (1, BACK, "s", "email_malformed"),
        (1, BACK, "", "email_malformed"),
        (1, BACK, "s@example.com" + "m" * 250, "email_malformed"),
        (0, BACK, "s@example.com", "wrong_sequence"),
        (2, BACK, "s@example.com", "wrong_sequence"),
        (11, BACK, "s@example.com", "wrong_sequence"),
        (1000, BACK, "s@example.com", "wrong_sequence"),
        (-1, BACK, "s@example.com", "wrong_sequence"),
        (999, BACK, "s@example.com", "first_session_first"),
    ],
)
def test_asking_is_refused(sari, partner, sequence, address, email, code) -> None:
    said = refused(attendance.ask, partner, code_of(sari), sequence, address, email)
    assert said == code
    assert not Attendance.select().exists()


def test_one_email_attends_a_course_once(sari, partner, someone) -> None:
    first = asked(partner, code_of(sari))
    budi = someone.with_card(21)
    same = buy(budi, Purchase.get().offer).redeem_code
    late = asked(partner, same)  # asking alone holds no address
    attendance.take(sari, first.state, FACE)
    jobs.check_faces()
    assert refused(attendance.ask, partner, same, 1, BACK, " S@example.com") == "email_used"
    assert refused(attendance.take, budi, late.state, FACE) == "email_used"
    asked(partner, same, email="budi@example.com")
    ani = someone.with_card(21)
    asked(partner, buy(ani, offer_for(21)).redeem_code)


def test_a_face_redeems_begins_and_is_forgotten(sari, partner) -> None:
    row = asked(partner, code_of(sari))
    assert study.step_of(row) == "open"
    attendance.take(sari, row.state, FACE)
    assert study.step_of(again(row)) == "checking"
    assert RedeemCode.get().redeemed_at is None and Photo.get().kind == "attendance"
    assert jobs.check_faces() == 1
    code = RedeemCode.get()
    assert (code.redeemed_at, code.redeemed_by) == (wib(MORNING), partner)
    assert training_of(code.code).started_at == wib(MORNING)
    assert study.step_of(again(row)) == "done" and not Photo.select().exists()
    assert refused(asked, partner, code.code) == "attended_before"
    attendance.take(sari, row.state, FACE)
    assert jobs.check_faces() == 0 and not Photo.select().exists()
    told = [entry.action for entry in AuditEntry.select()]
    for action in ("attendance_asked", "attendance_taken", "attendance_verified", "code_redeemed"):
        assert told.count(action) == 1


def test_nobody_else_attends(sari, partner, someone) -> None:
    row = asked(partner, code_of(sari))
    budi = someone.with_course(21)
    for state in (row.state, row.state[:-1], ""):
        with pytest.raises(NotFound):
            attendance.take(budi, state, FACE)
    assert again(row).taken_at is None and not Photo.select().exists()


def test_what_is_no_photo_is_not_taken(sari, partner) -> None:
    row = asked(partner, code_of(sari))
    with pytest.raises(BadPhoto):
        attendance.take(sari, row.state, b"bukan foto")
    assert again(row).taken_at is None


def test_picture_and_check_come_together_or_not_at_all(sari, partner, monkeypatch) -> None:
    row = asked(partner, code_of(sari))

    def fails(*_args, **_kwargs) -> None:
        raise RuntimeError("no space")

    with monkeypatch.context() as patched:
        patched.setattr(attendance.audit, "record", fails)
        with pytest.raises(RuntimeError):
            attendance.take(sari, row.state, FACE)
    assert again(row).taken_at is None and not Photo.select().exists()


def test_an_answer_about_an_earlier_picture_is_not_booked(sari, partner, at) -> None:
    switch("fault_face", "no")
    row = asked(partner, code_of(sari))
    attendance.take(sari, row.state, FACE)
    slow = attendance.claim_next()
    free_leases()
    jobs.check_faces()
    with at("2021-10-18 09:01"):
        attendance.take(sari, row.state, FACE)
        attendance.settle(slow, Answer("yes"))
    assert study.step_of(again(row)) == "checking" and Photo.select().count() == 1


def test_a_picture_stays_while_another_check_needs_it(sari, partner) -> None:
    first, second = asked(partner, code_of(sari)), asked(partner, code_of(sari))
    attendance.take(sari, first.state, FACE)
    claimed = attendance.claim_next()
    attendance.take(sari, second.state, FACE)
    attendance.settle(claimed, Answer("no"))
    assert attendance.face_of(again(second)) is not None
    attendance.settle(again(second), Answer("yes"))
    assert not Photo.select().exists()


def test_five_pictures_for_one_asking(sari, partner) -> None:
    switch("fault_face", "no")
    row = asked(partner, code_of(sari))
    for _ in range(5):
        attendance.take(sari, row.state, FACE)
        jobs.check_faces()
    assert refused(attendance.take, sari, row.state, FACE) == "face_tries_over"
    assert study.step_of(again(row)) == "refused" and not Photo.select().exists()
    attendance.take(sari, asked(partner, code_of(sari)).state, FACE)


def test_asking_lasts_thirty_minutes(sari, partner, at) -> None:
    row = asked(partner, code_of(sari))
    with at("2021-10-18 09:30:01"):
        assert study.step_of(row) == "expired"
        assert refused(attendance.take, sari, row.state, FACE) == "attendance_expired"
    with at("2021-10-18 09:30:00"):
        attendance.take(sari, row.state, FACE)


def test_a_no_is_no_attendance_and_may_be_taken_again(sari, partner) -> None:
    switch("fault_face", "no")
    row = attend(partner, sari, code_of(sari))
    assert study.step_of(row) == "refused" and RedeemCode.get().redeemed_at is None
    assert not Photo.select().exists()
    switch("fault_face", "")
    attendance.take(sari, row.state, FACE)
    jobs.check_faces()
    assert study.step_of(again(row)) == "done"


def test_not_knowing_is_asked_again_and_never_a_no(sari, partner) -> None:
    switch("fault_face", "unknown")
    row = attend(partner, sari, code_of(sari))
    assert study.step_of(row) == "checking" and row.leased_until > clock.real_now()
    assert jobs.check_faces() == 0 and Photo.select().exists()
    for _ in range(10):
        free_leases()
        assert jobs.check_faces() == 0
    switch("fault_face", "")
    free_leases()
    assert jobs.check_faces() == 1 and study.step_of(again(row)) == "done"


def free_leases() -> None:
    Attendance.update(leased_until=clock.real_now() - timedelta(seconds=1)).execute()


def test_two_askings_of_one_session_count_once(sari, partner) -> None:
    first, second = asked(partner, code_of(sari)), asked(partner, code_of(sari))
    for row in (first, second):
        attendance.take(sari, row.state, FACE)
    assert jobs.check_faces() == 2
    assert again(first).verified_at and again(second).verified_at is None
    assert study.step_of(again(second)) == "done" and not Photo.select().exists()
    attendance.settle(first, Answer("no"))
    assert again(first).verified_at and again(first).refused_at is None


def test_a_purchase_cancelled_meanwhile_is_not_attended(sari, partner) -> None:
    row, late = asked(partner, code_of(sari)), asked(partner, code_of(sari))
    attendance.take(sari, row.state, FACE)
    cancellations.cancel_by_provider(Purchase.get(), "Kelas dibatalkan lembaga.", sari)
    jobs.check_faces()
    assert again(row).verified_at is None and RedeemCode.get().redeemed_at is None
    assert refused(attendance.take, sari, late.state, FACE) == "code_cancelled"


def test_a_check_without_its_picture_verifies_nobody(sari, partner) -> None:
    row = asked(partner, code_of(sari))
    attendance.take(sari, row.state, FACE)
    Photo.delete().execute()
    jobs.check_faces()
    assert again(row).verified_at is None


def test_a_scheduled_class_is_attended_session_by_session(someone, at) -> None:
    with at(MORNING):
        sari = someone.with_card(70)
        code = scheduled(sari, 70)
    partner = institution()
    with at("2021-10-21 07:59"):
        assert refused(asked, partner, code) == "session_early"
    with at("2021-10-21 08:00"):
        row = asked(partner, code)
        assert refused(asked, partner, code, 2) == "first_session_first"
    with at("2021-10-21 08:20"):
        attendance.take(sari, row.state, FACE)
        jobs.check_faces()
        assert refused(asked, partner, code, 2) == "session_early"
        assert refused(asked, partner, code, 999) == "sessions_first"
    with at("2021-10-22 09:00"):
        attend(partner, sari, code, 2)
    with at("2021-10-22 13:00"):
        attend(partner, sari, code, 999)
    assert study.attended(RedeemCode.get(RedeemCode.code == code)) == {1, 2, 999}


def test_a_picture_after_the_window_is_refused(someone, at) -> None:
    with at(MORNING):
        sari = someone.with_card(21)
        code = scheduled(sari, 21)
    with at("2021-10-21 09:50"):
        row = asked(institution(), code)
    with at("2021-10-21 10:01"):
        assert refused(attendance.take, sari, row.state, FACE) == "session_late"
    assert not Photo.select().exists()


@pytest.mark.parametrize(("gelombang", "failed"), [(70, True), (21, False)])
def test_a_missed_session_fails_as_the_scheme_says(someone, at, gelombang, failed) -> None:
    with at(MORNING):
        sari = someone.with_card(gelombang)
        code = scheduled(sari, gelombang)
    scheme = part_of(sari).gelombang.scheme
    assert scheme == ("normal" if failed else "semi_bansos")
    with at("2021-10-21 09:00"):
        attend(institution(), sari, code)
    with at("2021-10-22 10:00"):
        assert attendance.fail_missed() == 0
    with at("2021-10-22 10:01"):
        assert attendance.fail_missed() == int(failed)
        assert attendance.fail_missed() == 0
    assert training_of(code).failure == ("missed_session" if failed else None)
    with at("2021-10-26 10:00"):
        attendance.fail_missed()
    assert training_of(code).failure == "missed_session"


def test_who_never_came_failed_and_a_picture_in_time_waits(someone, at) -> None:
    with at(MORNING):
        sari, budi = someone.with_card(21), someone.with_card(21)
        absent, waiting = scheduled(sari, 21), scheduled(budi, 21)
        someone.with_course(21)  # own pace: never missed
    switch("fault_face", "unknown")
    with at("2021-10-21 09:59"):
        row = attend(institution(), budi, waiting)
    with at("2021-10-21 10:01"):
        assert attendance.fail_missed() == 1
        assert training_of(absent).failed_at and training_of(waiting).failed_at is None
        attendance.settle(row, Answer("yes"))
        assert attendance.fail_missed() == 0


@pytest.mark.parametrize(
    ("case", "sequence", "said"),
    [
        ("TC1-001-200", 999, "wrong_sequence"),
        ("TC1-001-200", 2, "wrong_sequence"),
        ("TC2-001-200", 2, "wrong_sequence"),
        ("TC2-999-200", 3, "wrong_sequence"),
    ],
)
def test_a_test_code_knows_its_own_sequence(case, sequence, said) -> None:
    partner = institution()
    assert refused(asked, partner, trial_code(partner, case).code, sequence) == said


def test_a_test_code_is_verified_at_once_and_once() -> None:
    partner = institution()
    code = trial_code(partner).code
    assert asked(partner, code).verified_at
    assert refused(asked, partner, code) == "attended_before"
