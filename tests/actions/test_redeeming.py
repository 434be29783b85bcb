"""Redeem codes: whose they are, used once, within the window, and test codes put back."""

from concurrent.futures import ThreadPoolExecutor

import pytest

import rooms
from actions import cancellations, redeeming, training
from institution import lessons
from models import Attendance, AuditEntry, Purchase, RedeemCode
from queries import study
from queries.audit import broken_rules
from rules.refusals import Refused
from tests.conftest import ROOM
from tests.people import wib
from tests.students import (
    asked,
    code_of,
    everywhere,
    institution,
    scheduled,
    training_of,
    trial_code,
)

pytestmark = pytest.mark.usefixtures("room")


@pytest.fixture
def sari(someone, at):
    with at("2021-10-18 09:00"):
        yield someone.with_course(21)


def refused(call, *args):
    with pytest.raises(Refused) as no:
        call(*args)
    return no.value.refusal


def test_only_the_institution_of_the_course_finds_a_code(sari) -> None:
    code = code_of(sari)
    assert redeeming.find(institution(), code).code == code
    stranger = refused(redeeming.find, institution("lain"), code)
    assert stranger == refused(redeeming.find, institution("lain"), "TIDAKADA0000")
    for spelled in (code.lower(), f" {code}", "", "PRAT-000000", "x" * 5000):
        assert refused(redeeming.find, institution(), spelled).code == "code_not_found"


def test_the_simulated_institution_teaches_for_whoever_has_none(sari) -> None:
    simulated, code = everywhere(), code_of(sari)
    assert redeeming.find(simulated, code)
    own = institution()
    assert refused(redeeming.find, simulated, code).code == "code_not_found"
    own.active = False
    own.save()
    assert redeeming.find(simulated, code)


def test_a_test_code_is_its_partners_alone() -> None:
    partner = institution()
    row = trial_code(partner)
    assert redeeming.find(partner, row.code) == row
    for other in (institution(), everywhere()):
        assert refused(redeeming.find, other, row.code).code == "code_not_found"


def test_a_cancelled_purchase_redeems_nothing(sari) -> None:
    cancellations.cancel_by_provider(Purchase.get(), "Kelas dibatalkan lembaga.", sari)
    assert refused(redeeming.commit, institution(), code_of_any()).code == "code_cancelled"
    assert refused(redeeming.find, institution("lain"), code_of_any()).code == "code_not_found"
    assert RedeemCode.get().redeemed_at is None


def code_of_any() -> str:
    return RedeemCode.get().code


def test_a_code_is_used_once_and_begins_the_course(sari) -> None:
    partner, code = institution(), code_of(sari)
    row = redeeming.commit(partner, code)
    assert row.redeemed_at == wib("2021-10-18 09:00") and row.redeemed_by == partner
    assert training_of(code).started_at == wib("2021-10-18 09:00")
    assert refused(redeeming.commit, partner, code).code == "code_used"
    assert refused(redeeming.commit, institution(), code).code == "code_used"
    entries = list(AuditEntry.select().where(AuditEntry.action == "code_redeemed"))
    assert [entry.actor for entry in entries] == [f"partner:{partner.public_id}"]
    assert code not in entries[0].subject


def test_a_used_code_was_at_session_one(someone, at) -> None:
    from actions import attendance

    with at("2021-10-18 09:00"):
        code = scheduled(someone.with_card(70), 70, "luring")
    partner = institution()
    with at("2021-10-21 09:00"):
        row = redeeming.commit(partner, code)
        assert redeeming.facts_of(row)["attendance_status"] == 1
        assert study.attended(row) == {1} and not Attendance.select().exists()
        assert refused(asked, partner, code).code == "attended_before"
    with at("2021-10-21 10:01"):
        assert attendance.fail_missed() == 0
    with at("2021-10-22 09:00"):
        asked(partner, code, 2)
    with at("2021-10-22 10:01"):
        assert attendance.fail_missed() == 1


def test_who_finished_redeems_no_more(sari) -> None:
    partner, purchase = institution(), Purchase.get()
    training.finish(purchase)
    row = RedeemCode.get()
    assert row.redeemed_by == partner and row.redeemed_at <= training_of(row.code).finished_at
    assert refused(redeeming.commit, partner, row.code).code == "code_used"
    training.finish(purchase)
    told = [entry.action for entry in AuditEntry.select()]
    assert told.count("code_redeemed") == told.count("training_finished") == 1
    assert broken_rules() == []


def test_nor_where_no_institution_was_known_yet(sari) -> None:
    training.finish(Purchase.get())
    assert RedeemCode.get().redeemed_at is None
    assert refused(redeeming.commit, institution(), code_of_any()).code == "code_used"


def test_the_institution_of_the_course_comes_before_the_simulated_one(sari) -> None:
    purchase, simulated = Purchase.get(), everywhere()
    assert study.teacher_of(purchase) == simulated
    institution("lain")
    own = institution()
    assert study.teacher_of(purchase) == own


def test_commit_is_for_the_first_session(sari) -> None:
    assert refused(redeeming.commit, institution(), code_of(sari), 2).code == "wrong_sequence"


def test_fifty_at_once_one_wins(sari) -> None:
    partners, code = [institution(), institution()], code_of(sari)

    def race(number: int) -> str:
        with rooms.enter(ROOM):
            try:
                return redeeming.commit(partners[number % 2], code).code
            except Refused as no:
                return no.refusal.code

    with ThreadPoolExecutor(50) as pool:
        said = list(pool.map(race, range(50)))
    assert sorted(said) == sorted([code] + ["code_used"] * 49)


def test_a_scheduled_class_is_redeemed_around_its_start(someone, at) -> None:
    with at("2021-10-18 09:00"):  # a Monday
        code = scheduled(someone.with_card(21), 21)
    partner = institution()
    for time, said in [
        ("2021-10-21 07:59:59", "session_early"),
        ("2021-10-21 10:00:01", "session_late"),
    ]:
        with at(time):
            no = refused(redeeming.commit, partner, code)
            assert (no.code, no.facts["opens"]) == (said, wib("2021-10-21 08:00"))
    with at("2021-10-21 10:00"):
        assert redeeming.commit(partner, code).redeemed_at


def test_facts_of_own_pace(sari, at) -> None:
    partner, code = institution(), code_of(sari)
    facts = redeeming.facts_of(redeeming.find(partner, code))
    purchase = Purchase.get()
    assert facts == {
        "redeem_code": code,
        "course_code": purchase.course.slug,
        "invoice_code": purchase.number,
        "schedule_code": "",
        "status": 0,
        "attendance_status": 0,
        "redeem_at": None,
        "dp_platform": "Toko Uji",
        "schedule_start_end": "",
        "course_type": 1,
        "course_type_label": "Belajar mandiri",
        "course_learning_method": "online",
        "is_online_attendance": True,
        "sequence": 1,
    }
    after = redeeming.facts_of(redeeming.commit(partner, code), 999)
    assert (after["status"], after["redeem_at"]) == (1, "2021-10-18T02:00:00Z")
    assert (after["attendance_status"], after["sequence"]) == (0, 999)


def test_facts_of_a_classroom(someone, at) -> None:
    with at("2021-10-18 09:00"):
        code = scheduled(someone.with_card(21), 21, "luring")
        facts = redeeming.facts_of(redeeming.find(institution(), code))
    assert facts["schedule_start_end"] == "2021-10-21 09:00 - 2021-10-25 12:00"
    assert facts["schedule_code"].endswith("-20211021")
    assert (facts["course_type"], facts["is_online_attendance"]) == (3, False)


@pytest.mark.parametrize("method", ["webinar", "bauran", "luring"])
def test_institution_and_programme_count_the_same_sessions_on_every_weekday(
    someone, at, method
) -> None:
    starts = set()
    with at("2021-10-18 09:00"):
        for days in range(1, 8):
            code = scheduled(someone.with_card(21), 21, method, days)
            row = redeeming.find(institution(), code)
            plan = study.plan_of(row)
            assert lessons.sessions(redeeming.facts_of(row)) == tuple(plan.sessions)
            starts.add(plan.first_day.isoformat())
    assert starts == {f"2021-10-{day}" for day in (19, 20, 21, 22, 25)}


def test_a_test_code_made_on_a_weekend_starts_on_monday(at) -> None:
    with at("2021-10-23 09:00"):
        facts = redeeming.facts_of(trial_code(institution(), "TC2-001-200"))
    assert facts["schedule_start_end"] == "2021-10-25 09:00 - 2021-10-26 12:00"
    assert lessons.sessions(facts) == (1, 2)


@pytest.mark.parametrize(
    ("case", "kind", "sequence"),
    [
        ("TC1-001-200", 1, 1),
        ("TC1-999-200", 1, 999),
        ("TC2-001-200", 2, 1),
        ("TC2-999-200", 2, 999),
    ],
)
def test_a_test_code_answers_like_a_live_one_and_is_put_back(case, kind, sequence) -> None:
    partner = institution()
    row = trial_code(partner, case)
    before = redeeming.facts_of(row, sequence)
    assert (before["course_type"], before["status"]) == (kind, 0)
    assert bool(before["schedule_code"]) is bool(before["schedule_start_end"]) is (kind == 2)
    asked(partner, row.code, sequence)
    after = redeeming.facts_of(redeeming.find(partner, row.code), sequence)
    assert (after["status"], after["attendance_status"]) == (1, 1)
    assert redeeming.facts_of(redeeming.reset(partner, row.code), sequence) == before
    asked(partner, row.code, sequence)


def test_only_test_codes_are_put_back(sari) -> None:
    partner, code = institution(), code_of(sari)
    redeeming.commit(partner, code)
    assert refused(redeeming.reset, partner, code).code == "not_a_test_code"
    assert refused(redeeming.reset, institution("lain"), code).code == "code_not_found"
    assert RedeemCode.get(RedeemCode.code == code).redeemed_at
