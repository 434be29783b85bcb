"""What complaints are about, in whose hands they are, and in which order officers see them."""

from datetime import date

import pytest

import clock
from actions import accounts, complaints, payouts
from formats.complaints import subject_words
from models import Incentive, Payout, PayoutAccount, Purchase
from queries import complaints as found
from rules.complaints import About
from rules.payouts import Reply
from tests.payments import account_of, failed, now_due, pay_now, schedule, speak
from tests.people import bought_by, part_of

STORY = "Ceritaku cukup panjang untuk dibaca."


@pytest.fixture
def now(at):
    with at("2021-10-18 09:00"):
        yield


def words(participant, about: About) -> str:
    subject = found.subject_of(participant, about)
    assert subject is not None
    said = subject_words(subject)
    return " ".join((said.name, *(f"{label}: {value}" for label, value in said.facts)))


def test_an_incentive_says_its_amount_state_and_failure(someone, now) -> None:
    sari = someone.finished(21)
    Incentive.update(state="failed", failure="not_kyc", scheduled_for="2021-10-15").where(
        Incentive.participation == part_of(sari), Incentive.kind == "job", Incentive.ordinal == 1
    ).execute()
    said = words(sari, About("incentive", "job-1"))
    assert "Rp600.000" in said and "Gagal dikirim" in said and "belum premium" in said
    assert "Belum dijadwalkan" in words(sari, About("incentive", "survey-1"))


def test_a_payment_is_told_by_its_live_payout_not_by_one_that_came_back(someone, now) -> None:
    sari = someone.finished(21)
    account_of(sari)
    schedule(sari, "job", 1, clock.today())
    speak(lambda _row, _send: Reply("accepted"))
    assert "Keadaan: Sedang dikirim 18 Okt 2021" in words(sari, About("incentive", "job-1"))
    now_due()
    speak(failed("limit"))
    schedule(sari, "job", 1, date(2021, 10, 25))
    assert "Keadaan: Dijadwalkan 25 Okt 2021" in words(sari, About("incentive", "job-1"))


def test_money_that_came_back_is_not_called_sent(someone, now) -> None:
    sari = someone.finished(21)
    row = pay_now(sari)
    assert "Dikirim: 18 Oktober 2021 pukul 09.00 WIB" in words(sari, About("incentive", "job-1"))
    payouts.knock(Payout.get(Payout.incentive == row).reference)
    speak(lambda sent, _send: Reply("reversed", amount=sent.amount))
    said = words(sari, About("incentive", "job-1"))
    assert "Keadaan: Gagal dikirim 18 Okt 2021" in said and "Dikirim:" not in said


def test_officers_read_why_a_payment_failed_in_their_own_words(someone, now) -> None:
    from formats.wording import failure_for_officers

    sari = someone.finished(21)
    Incentive.update(state="failed", failure="not_kyc", scheduled_for="2021-10-15").where(
        Incentive.participation == part_of(sari), Incentive.kind == "job", Incentive.ordinal == 1
    ).execute()
    subject = found.subject_of(sari, About("incentive", "job-1"))
    facts = dict(subject_words(subject, failure_for_officers).facts)
    assert facts["Alasan"] == failure_for_officers("not_kyc")
    assert "milikmu" not in facts["Alasan"]


def test_a_purchase_and_its_certificate_say_where_they_are(someone, now) -> None:
    sari = someone.with_course(21)
    name = bought_by(sari)[0].public_id
    assert "Dibayar 18 Oktober 2021" in words(sari, About("purchase", name))
    assert "belum dilaporkan selesai" in words(sari, About("certificate", name))
    done = someone.finished(21)
    name = bought_by(done)[0].public_id
    assert "Terbit 18 Oktober 2021" in words(done, About("certificate", name))


@pytest.mark.parametrize("state", ["awaiting_otp", "expired"])
def test_a_purchase_that_was_not_paid_says_so(someone, now, state) -> None:
    from tests.people import offer_for, start

    sari = someone.with_card(21)
    row = start(sari, offer_for(21))
    Purchase.update(state=state).where(Purchase.id == row.id).execute()
    assert "Keadaan" in words(sari, About("purchase", row.public_id))
    assert found.subject_of(sari, About("certificate", row.public_id)) is None


def test_an_account_shows_its_trouble_and_hides_its_number(someone, now) -> None:
    sari = someone.with_card(21)
    assert "Belum tersambung" in words(sari, About("account"))
    accounts.link(sari, "dana", sari.phone)
    PayoutAccount.update(trouble="closed").execute()
    said = words(sari, About("account"))
    assert "ditutup" in said and sari.phone not in said


def test_a_survey_says_whether_it_was_sent(someone, now) -> None:
    assert "Belum terkirim" in words(someone.with_card(21), About("survey", "1"))


@pytest.mark.parametrize(
    "about",
    [
        None,
        About("incentive", "job-9"),
        About("incentive", "x"),
        About("survey", "9"),
        About("purchase", "a" * 22),
    ],
)
def test_what_is_not_there_is_nothing(someone, now, about) -> None:
    assert found.subject_of(someone.with_card(21), about) is None


def test_other_peoples_things_are_nothing(someone, now) -> None:
    owner, other = someone.with_course(21), someone.registered()
    name = bought_by(owner)[0].public_id
    for about in (About("purchase", name), About("certificate", name), About("incentive", "job-1")):
        assert found.subject_of(other, about) is None


def test_the_queue_has_late_ones_first_then_the_next_due(someone, at) -> None:
    numbers = []
    for when in ("2021-10-18 09:00", "2021-10-11 09:00", "2021-10-15 09:00"):
        with at(when):
            row = complaints.send(someone.registered(), "other", STORY)
            numbers.append(row.number)
    with at("2021-10-19 09:00"):
        today = clock.today()
        rows = found.queue("baru", today)
        assert [row.number for row in rows] == [numbers[1], numbers[2], numbers[0]]
        assert [row.number for row in found.queue("lewat", today)] == [numbers[1]]
        assert found.counts(today) == {"baru": 3, "diproses": 0, "lewat": 1}
        assert found.overdue_count(today) == 1
        complaints.take(rows[0], someone.registered("Joko", role="operator"))
        assert found.counts(today) == {"baru": 2, "diproses": 1, "lewat": 1}
        assert found.waiting().count == 3


def test_an_earlier_one_about_the_same_is_the_persons_own_and_open(someone, now) -> None:
    sari, other = someone.with_card(21), someone.with_card(21)
    about = About("incentive", "job-1")
    assert found.earlier_about(sari, about) is None and found.earlier_about(sari, None) is None
    complaints.send(other, "incentive", STORY, about.text)
    assert found.earlier_about(sari, about) is None
    row = complaints.send(sari, "incentive", STORY, about.text)
    assert found.earlier_about(sari, about) == row
    assert found.earlier_about(sari, About("incentive", "job-2")) is None
    complaints.close(sari, row.number)
    assert found.earlier_about(sari, about) is None


def test_a_search_finds_numbers_and_names_and_takes_signs_as_they_are(someone, now) -> None:
    row = complaints.send(someone.registered("Sari 100% Wulandari"), "other", STORY)
    complaints.send(someone.registered("Budi"), "other", STORY)
    for wanted in (row.number, row.number.lower(), "sari", "100%"):
        assert [hit.id for hit in found.search(wanted)] == [row.id], wanted
    assert found.search("%%%") == [] and found.search("' OR 1=1") == []


def test_nobody_waits_in_an_empty_room(room) -> None:
    assert found.waiting().count == 0 and found.waiting().oldest is None


def test_those_that_wait_again_are_known(someone, now) -> None:
    sari, joko = someone.registered(), someone.registered("Joko", role="operator")
    again, fresh = (complaints.send(sari, "other", f"{STORY} {word}") for word in ("satu", "dua"))
    complaints.reply(again, "Sudah kami cek, datamu benar semua.", joko)
    complaints.add(sari, again.number, "Belum beres.")
    waiting = found.queue("diproses", clock.today()) + found.queue("baru", clock.today())
    assert {row.id for row in waiting} == {again.id, fresh.id}
    assert found.reopened(waiting) == {again.id}
    assert found.reopened([]) == set()
    complaints.close(sari, again.number)
    assert found.reopened(found.search(again.number)) == set()
