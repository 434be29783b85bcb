"""Certificates: handed on, issued once, revoked once, each told and noted."""

import pytest

import jobs
from actions import certificates, submissions, training
from models import AuditEntry, Certificate, Message, Training
from queries import certificates as read
from queries.purchases import purchase_view
from rules.certificates import holder_now, hops
from rules.refusals import Refused
from tests.people import bought_by, wib
from tests.students import attend, code_of, institution, switch

pytestmark = pytest.mark.usefixtures("room")
REASON = "Tugas akhirnya milik orang lain."


def noted(action: str) -> int:
    return AuditEntry.select().where(AuditEntry.action == action).count()


@pytest.fixture
def finished(someone, at):
    with at("2021-10-18 09:00"):
        person = someone.with_course(21)
        training.finish(bought_by(person)[0])
    return person


def test_a_report_takes_two_hops_and_each_once(finished, at) -> None:
    purchase = bought_by(finished)[0]

    def holder() -> str | None:
        view = purchase_view(finished, purchase.public_id)
        hop = holder_now(hops(read.way_of(view), wib("2021-10-18 09:00")))
        return hop.holder if hop else None

    with at("2021-10-18 14:59:59"):
        jobs.run_due()
        assert holder() == "platform"
    with at("2021-10-18 15:00:00"):
        assert certificates.forward_due() == 1
        assert certificates.forward_due() == 0
        assert holder() == "programme"
    assert Training.get().forwarded_at == wib("2021-10-18 15:00")
    with at("2021-10-18 20:59:59"):
        assert certificates.issue_due_certificates() == 0
    with at("2021-10-18 21:00:00"):
        jobs.run_due()
        jobs.run_due()
    assert holder() is None
    assert Certificate.get().issued_at == wib("2021-10-18 21:00")
    assert (noted("report_forwarded"), noted("certificate_issued")) == (1, 1)


def test_the_institutions_clock_runs_from_the_last_task_on(someone, at) -> None:
    def way(person):
        return read.way_of(purchase_view(person, bought_by(person)[0].public_id))

    file = "https://lembaga.example/tugas/1.pdf"
    with at("2021-10-18 09:00"):
        sari = someone.with_course(21)
        partner, code = institution(), code_of(sari)
        attend(partner, sari, code)
        submissions.hand_in(partner, code, "tpm", 1, file)
    with at("2021-10-18 10:00"):
        attend(partner, sari, code, 999)
        assert way(sari).last_task_at is None  # the skills task is missing
    with at("2021-10-18 11:00"):
        submissions.hand_in(partner, code, "uk", 999, file)
        assert way(sari).last_task_at == wib("2021-10-18 11:00")
        hop = hops(way(sari), wib("2021-10-18 11:00"))[0]
        assert (hop.state, hop.by) == ("now", wib("2021-10-19 23:59:59"))
    with at("2021-10-18 11:05"):
        switch("fault_task", "failed")
        submissions.decide_due()
        assert way(sari).last_task_at is None  # to be handed in again
        switch("fault_task", "")
        submissions.hand_in(partner, code, "uk", 999, file)
    with at("2021-10-18 11:10"):
        submissions.decide_due()
    done = way(sari)
    assert (done.last_task_at, done.reported_at) == (
        wib("2021-10-18 11:05"),
        wib("2021-10-18 11:10"),
    )


def test_a_certificate_that_is_issued_was_handed_on(finished, at) -> None:
    with at("2021-10-18 10:00"):
        assert certificates.issue_certificate(bought_by(finished)[0])
        assert not certificates.issue_certificate(bought_by(finished)[0])
    assert Training.get().forwarded_at == wib("2021-10-18 10:00")
    assert Certificate.select().count() == 1


def test_codes_begin_with_the_room_and_never_repeat(room) -> None:
    codes = {certificates.new_code() for _ in range(500)}
    assert len(codes) == 500
    assert all(code.startswith("U") and len(code) == 27 for code in codes)


def test_revoking_is_told_once_and_cannot_be_repeated(someone, at) -> None:
    with at("2021-10-18 09:00"):
        person = someone.finished(21)
        officer = someone.registered("Joko Petugas", role="operator")
        certificate = Certificate.get()
        certificates.revoke(certificate, f"  {REASON} ", officer)
    row = Certificate.get()
    assert (row.revoked_at, row.revoked_reason) == (wib("2021-10-18 09:00"), REASON)
    told = Message.get(Message.reference.startswith("certificate_revoked:"))
    assert told.participant_id == person.id
    assert REASON in told.text
    with pytest.raises(Refused, match="certificate_revoked"):
        certificates.revoke(certificate, "Alasan yang lain lagi.", officer)
    assert Certificate.get().revoked_reason == REASON
    assert noted("certificate_revoked") == 1
    assert not AuditEntry.get(AuditEntry.action == "certificate_revoked").detail


def test_a_code_is_found_as_it_is_copied(someone) -> None:
    someone.finished(21)
    code = Certificate.get().code
    spaced = " ".join([code[:4].lower(), code[4:]])
    assert read.by_code(spaced).code == code
    assert read.by_code("") is None
    assert read.by_code(code[:-1]) is None
