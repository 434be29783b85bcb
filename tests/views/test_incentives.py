"""«Insentif» and the account it goes to: what came, what is planned, what failed and how to mend it."""

import re
from urllib.parse import quote

import pytest

import jobs
from actions import accounts, ratings, training_room
from models import Incentive, PayoutAccount
from tests.pages import Page
from tests.people import bought_by, wib
from tests.visitor import (
    ODD_VALUES,
    PARTIAL,
    Visitor,
    said_at,
    said_on_top,
    text_of,
    value_of,
)

pytestmark = pytest.mark.usefixtures("room")
MORNING = "2021-10-18 09:00:00"
WORDS = "Materinya jelas dan mudah diikuti."


@pytest.fixture
def sari(someone, at):
    with at(MORNING):
        yield someone.finished(21)


@pytest.fixture
def browser(sari, sign_in):
    return Visitor(sign_in(sari))


@pytest.fixture
def earned(sari):
    """Rated and linked: the first job incentive has its day."""
    ratings.rate(sari, bought_by(sari)[0].public_id, 5, WORDS)
    accounts.link(sari, "ovo", sari.phone)
    return Incentive.get(Incentive.kind == "job", Incentive.ordinal == 1)


def link(browser, partner, number, headers=None):
    path = f"/rekening/sambung/{partner}"
    return browser.submit(path, path, headers, nomor=number)


# --- The payments --------------------------------------------------------------------------------


def test_somebody_outside_a_gelombang_has_none(someone, sign_in) -> None:
    answer = sign_in(someone.registered()).get("/insentif")
    assert "Belum ada insentif." in text_of(answer)


def test_everything_promised_is_listed_from_the_start(browser) -> None:
    answer = browser.get("/insentif")
    said = text_of(answer)
    assert answer.text.count('class="payment"') == 7
    assert said.count("Rp600.000") == 4
    assert said.count("Rp50.000") == 3
    assert "Rp0 dari Rp2.550.000" in said
    assert "Rekening belum tersambung" in said


def test_gelombang_70_promises_less(someone, sign_in, at) -> None:
    with at("2024-07-20 09:00:00"):
        said = text_of(sign_in(someone.accepted(70)).get("/insentif"))
    assert "dari Rp700.000" in said


def test_a_planned_payment_shows_its_day(browser, earned) -> None:
    said = text_of(browser.get("/insentif"))
    assert "Dikirim otomatis pada" in said
    assert str(earned.scheduled_for.day) in said.split("Dikirim otomatis pada")[1][:20]


def test_a_payment_that_came_is_counted(browser, earned, at) -> None:
    with at(f"{earned.scheduled_for} 10:00:00"):
        jobs.run_due()
        said = text_of(browser.get("/insentif"))
    assert "Rp600.000 dari Rp2.550.000" in said
    assert "Sudah dikirim pada" in said


@pytest.fixture
def failed(earned, at):
    training_room.switch_fault("payout_failure", "phone_mismatch")
    with at(f"{earned.scheduled_for} 10:00:00"):
        jobs.run_due()
        yield Incentive.get_by_id(earned.id)


def test_a_failed_payment_stands_open_with_reason_and_mend(browser, failed) -> None:
    answer = browser.get("/insentif")
    said = text_of(answer)
    assert failed.state == "failed"
    assert '<details class="payment" open>' in answer.text
    assert "Alasan" in said and "Cara memperbaiki" in said
    assert "Rp0 dari Rp2.550.000" in said


def test_the_mended_account_plans_it_again_once(browser, failed) -> None:
    training_room.switch_fault("payout_failure", "")
    answer = browser.submit("/insentif", "/rekening/cek-lagi")
    assert (answer.status_code, answer.location) == (303, "/insentif")
    assert "1 insentif dijadwalkan kirim ulang." in text_of(browser.get("/insentif"))
    assert Incentive.get_by_id(failed.id).state == "scheduled"
    browser.post("/rekening/cek-lagi")
    assert "Tidak ada yang perlu dikirim ulang." in text_of(browser.get("/insentif"))


def test_checking_again_without_an_account_does_no_harm(someone, sign_in) -> None:
    visitor = Visitor(sign_in(someone.registered()))
    assert visitor.post("/rekening/cek-lagi").status_code == 303


# --- The account ---------------------------------------------------------------------------------


def test_the_account_is_linked_and_shown_masked(browser, sari) -> None:
    answer = link(browser, "ovo", f"{sari.phone[:4]}-{sari.phone[4:8]} {sari.phone[8:]}")
    assert (answer.status_code, answer.location) == (303, "/rekening")
    said = text_of(browser.get("/rekening"))
    assert "OVO tersambung." in said
    assert sari.phone not in said.replace(" ", "")


def test_another_account_takes_the_place_of_the_first(browser, sari) -> None:
    for partner in ("ovo", "gopay"):
        link(browser, partner, sari.phone)
    linked = PayoutAccount.select().where(PayoutAccount.unlinked_at.is_null())
    assert [row.partner for row in linked] == ["gopay"]
    assert PayoutAccount.select().count() == 2


@pytest.mark.parametrize("number", ["", "12345", "1" * 17, "08x2345678", "🌶️", "1" * 10_000, "<b>"])
def test_a_number_that_is_none_is_told_and_stays(browser, number) -> None:
    answer = link(browser, "ovo", number)
    assert answer.status_code == 422
    assert re.search(
        "Masukkan nomor|6 sampai 16 angka|hanya berisi angka", said_at(answer, "nomor")
    )
    assert said_on_top(answer) == [said_at(answer, "nomor")]
    assert value_of(answer, "nomor") == number[:100]
    assert PayoutAccount.select().count() == 0


def test_a_wallet_of_another_number_is_refused_at_the_field(browser, someone) -> None:
    answer = link(browser, "ovo", someone.registered().phone)
    assert answer.status_code == 422
    assert said_at(answer, "nomor")
    assert said_on_top(answer) == [said_at(answer, "nomor")]
    assert PayoutAccount.select().count() == 0


def test_htmx_gets_the_form_alone_and_is_led_on(browser, sari) -> None:
    wrong = link(browser, "ovo", "1", PARTIAL)
    assert (wrong.status_code, Page(wrong.text).ids[0]) == (422, "sambung")
    good = link(browser, "ovo", sari.phone, PARTIAL)
    assert (good.status_code, good.headers["HX-Redirect"]) == (204, "/rekening")


@pytest.mark.parametrize("partner", [*(v for v in ODD_VALUES if v and "/" not in v), "OVO", "bri"])
def test_a_partner_nobody_knows_is_not_found(browser, partner) -> None:
    path = f"/rekening/sambung/{quote(partner, safe='')}"
    assert browser.get(path).status_code == 404
    assert browser.post(path, {"nomor": "0812345678"}).status_code == 404


def test_before_a_gelombang_there_is_nothing_to_link(someone, sign_in) -> None:
    person = someone.registered()
    visitor = Visitor(sign_in(person))
    assert "setelah kamu lolos gelombang" in text_of(visitor.get("/rekening"))
    answer = visitor.post("/rekening/sambung/ovo", {"nomor": person.phone})
    assert answer.status_code in (303, 409, 422)
    assert PayoutAccount.select().count() == 0


def test_another_persons_money_is_not_seen(browser, sari, someone, sign_in, earned) -> None:
    assert earned.account_id or earned.scheduled_for > wib(MORNING).date()
    other = someone.registered()
    assert "Belum ada insentif." in text_of(sign_in(other).get("/insentif"))
    assert "OVO" not in text_of(sign_in(other).get("/insentif"))
