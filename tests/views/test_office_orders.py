"""The officers' desk for orders: found by number, checked, cancelled for the provider."""

import pytest

from models import AuditEntry, Purchase, Transfer
from queries.standing import standing_of
from tests.people import bought_by, offer_for, start
from tests.visitor import ODD_VALUES, Visitor, said_at, text_of

pytestmark = pytest.mark.usefixtures("room")

WHY = "Mentor sakit dan kelas tidak jadi dibuka."


@pytest.fixture
def sari(someone, at):
    with at("2021-10-03 10:00"):
        return someone.with_course(21)


@pytest.fixture
def order(sari) -> Purchase:
    return bought_by(sari)[0]


@pytest.fixture
def browser(someone, sign_in, at):
    with at("2021-10-05 12:00"):
        yield Visitor(sign_in(someone.registered("Joko Petugas", role="operator")))


def desk(order: Purchase) -> str:
    return f"/petugas/pesanan/{order.public_id}"


def cancel(browser, order: Purchase, reason: str = WHY, sure: bool = False):
    page = desk(order)
    fields = {"alasan": reason, "yakin": "ya"} if sure else {"alasan": reason}
    return browser.post(f"{page}/batalkan", fields)


def test_an_order_is_found_by_its_number_however_it_is_typed(browser, order) -> None:
    for typed in (order.number, f"  {order.number.lower()} ", order.number.replace("-", " - ")):
        answer = browser.submit("/petugas/pesanan", "/petugas/pesanan", nomor=typed)
        assert (answer.status_code, answer.location) == (303, desk(order))


@pytest.mark.parametrize("typed", ["", "   ", "PLT-2021-999999", *ODD_VALUES[:8], "x" * 41])
def test_what_is_no_number_says_so(browser, order, typed: str) -> None:
    answer = browser.submit("/petugas/pesanan", "/petugas/pesanan", nomor=typed)
    assert answer.status_code == 422
    assert said_at(answer, "nomor")


def test_one_order_without_the_name_of_who_bought(browser, sari, order) -> None:
    said = text_of(browser.get(desk(order)))
    for fact in (order.number, order.course.title, "Rp400.000", "Gelombang 21", "Belum"):
        assert fact in said, fact
    for secret in (sari.name, sari.phone, sari.email, order.redeem_code):
        assert secret not in said


def test_first_the_page_to_check_then_the_cancelling(browser, sari, order) -> None:
    checked = cancel(browser, order)
    assert checked.status_code == 200
    said = text_of(checked)
    assert WHY in said and "Rp400.000 kembali ke saldo" in said and "waktu penuh" in said
    assert "Peserta S. W." in said and ".." not in said
    assert Purchase.get().state == "paid"
    done = cancel(browser, order, sure=True)
    assert (done.status_code, done.location) == (303, desk(order))
    said = text_of(browser.get(desk(order)))
    assert "Dibatalkan lembaga" in said and WHY in said
    assert standing_of(sari).balance == 1_000_000
    entry = AuditEntry.get(AuditEntry.action == "purchase_cancelled")
    assert entry.actor.startswith("operator:")


def test_pressed_twice_it_is_cancelled_once(browser, order) -> None:
    for _ in range(2):
        assert cancel(browser, order, sure=True).status_code == 303
    other = cancel(browser, order, f"{WHY} Lagi.", sure=True)
    assert other.status_code == 409 and "sudah dibatalkan" in text_of(other)
    assert Transfer.select().where(Transfer.kind == "refund").count() == 1


@pytest.mark.parametrize("reason", ["", "pendek", "x" * 201])
def test_a_reason_is_needed_and_what_was_typed_is_kept(browser, order, reason: str) -> None:
    answer = cancel(browser, order, reason, sure=True)
    assert answer.status_code == 422 and said_at(answer, "alasan")
    assert reason in answer.get_data(as_text=True)
    assert Purchase.get().state == "paid"


def test_a_finished_course_has_no_button(browser, someone, at) -> None:
    with at("2021-10-03 10:00"):
        done = bought_by(someone.finished(21))[0]
    with at("2021-10-05 12:00"):
        page = browser.get(desk(done))
        assert "Pelatihan ini sudah selesai" in text_of(page)
        assert "<textarea" not in page.get_data(as_text=True)
        assert cancel(browser, done, sure=True).status_code == 409


def test_what_was_never_paid_is_no_order(browser, someone) -> None:
    waiting = start(someone.with_card(21), offer_for(21))
    assert browser.get(desk(waiting)).status_code == 404
    assert browser.get("/petugas/pesanan/tidak-ada").status_code == 404


def test_participants_do_not_come_in(sari, sign_in, order, at) -> None:
    with at("2021-10-05 12:00"):
        browser = Visitor(sign_in(sari))
        for path in ("/petugas/pesanan", desk(order)):
            assert browser.get(path).status_code in (403, 404)
        assert browser.post(
            f"{desk(order)}/batalkan", {"alasan": WHY, "yakin": "ya"}
        ).status_code in (
            403,
            404,
        )
    assert Purchase.get().state == "paid"


def test_the_office_leads_there(browser, order) -> None:
    assert 'href="/petugas/pesanan"' in browser.get("/petugas").get_data(as_text=True)
