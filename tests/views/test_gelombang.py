"""«Gelombang»: the one that is open, joining it and leaving it, as a browser without JavaScript."""

import pytest

from actions import joining, selection
from models import AuditEntry, Participation
from tests.people import part_of
from tests.visitor import ODD_VALUES, Visitor, said_at, text_of

pytestmark = pytest.mark.usefixtures("room")
DURING, LAST_SECOND, CLOSED = "2024-08-03 09:00", "2024-08-05 23:59:59", "2024-08-06 00:00:00"
PAGE, JOIN, LEAVE = "/gelombang/71", "/gelombang/71/gabung", "/gelombang/71/keluar"


@pytest.fixture
def sari(someone, at):
    someone.gelombang(71)
    with at("2024-07-01 09:00"):
        return someone.registered()


@pytest.fixture
def browser(sari, sign_in):
    return Visitor(sign_in(sari))


def test_strangers_sign_in_first(client) -> None:
    for path in ("/gelombang", PAGE, LEAVE):
        assert client.get(path).headers["Location"].startswith("/masuk?lanjut=")
    assert Visitor(client).post(JOIN, {"setuju": "y"}).headers["Location"].startswith("/masuk")


def test_from_the_overview_to_the_place_in_the_draw(browser, sari, at) -> None:
    with at(DURING):
        page = browser.page("/gelombang")
        assert "Ikut Gelombang 71" in page.text
        assert "Ditutup 5 Agustus 2024 pukul 23.59 WIB" in page.text
        text = browser.page(PAGE).text
        assert "Rp3.500.000" in text and "15 hari sejak diumumkan" in text
        answer = browser.submit(PAGE, JOIN, setuju="y")
        assert answer.headers["Location"] == "/gelombang"
        text = browser.page("/gelombang").text
        assert "Kamu sudah bergabung di Gelombang 71." in text
        assert part_of(sari).draw_code in text and "Keluar dari gelombang ini" in text
        assert browser.get(PAGE).headers["Location"] == "/gelombang"


def test_a_second_press_changes_nothing(browser, at) -> None:
    with at(DURING):
        for _ in range(2):
            assert browser.post(JOIN, {"setuju": "y"}).headers["Location"] == "/gelombang"
    assert Participation.select().count() == 1


def test_without_the_declaration_the_page_stays(browser, at) -> None:
    with at(DURING):
        answer = browser.submit(PAGE, JOIN)
    assert answer.status_code == 422
    assert said_at(answer, "setuju") == "Centang pernyataan ini untuk bergabung"
    assert "Gabung Gelombang 71" in text_of(answer)
    assert not Participation.select().exists()


def test_before_it_opens_its_day_is_told(browser, at) -> None:
    with at("2024-08-01 23:59:59"):
        assert "Gelombang 71 dibuka 2 Agustus 2024" in browser.page("/gelombang").text
        assert "Kamu bisa bergabung mulai 2 Agustus 2024" in browser.page(PAGE).text
        assert browser.post(JOIN, {"setuju": "y"}).status_code == 409


def test_the_close_is_its_last_second(browser, at) -> None:
    with at(CLOSED):
        assert "Belum ada gelombang yang dibuka." in browser.page("/gelombang").text
        assert "Gelombang 71 sudah ditutup." in browser.page(PAGE).text
        assert browser.post(JOIN, {"setuju": "y"}).status_code == 409
    with at(LAST_SECOND):
        assert browser.submit(PAGE, JOIN, setuju="y").status_code == 303


def test_a_form_opened_before_the_close_and_sent_after_it_is_told_so(browser, at) -> None:
    with at(LAST_SECOND):
        fields = browser.fields(PAGE, JOIN)
    with at(CLOSED):
        answer = browser.client.post(JOIN, data={**fields, "setuju": "y"})
    assert answer.status_code == 409 and "Gelombang 71 sudah ditutup." in text_of(answer)
    assert not Participation.select().exists()


def test_all_reasons_are_shown_with_what_mends_them(someone, sign_in, sari, at) -> None:
    with at(DURING):
        person = someone.registered(
            identity_verified_at=None, profile_completed_at=None, birth_date="2010-01-01"
        )
        browser = Visitor(sign_in(person))
        for answer in (browser.get(PAGE), browser.post(JOIN, {"setuju": "y"})):
            text = text_of(answer)
            for says in ("Umurmu belum cukup", "belum terverifikasi", "tesmu belum selesai"):
                assert says in text
            assert "Selesaikan Verifikasi Akun" in text and 'id="gabung"' not in text
    assert not Participation.select().exists()


def test_who_holds_a_place_is_offered_no_other(someone, sign_in, sari, at) -> None:
    with at(DURING):
        browser = Visitor(sign_in(someone.accepted(70)))
        assert "Kamu sudah punya tempat." in browser.page("/gelombang").text
        assert "sudah pernah menerima Kartu Prakerja" in browser.page(PAGE).text


def test_leaving_asks_first_and_can_be_taken_back(browser, sari, at) -> None:
    with at(DURING):
        joining.join(sari, 71)
        assert "Keluar dari Gelombang 71?" in browser.page(LEAVE).text
        assert Participation.select().count() == 1
        assert browser.submit(LEAVE, LEAVE).headers["Location"] == "/gelombang"
        assert "Kamu keluar dari Gelombang 71." in browser.page("/gelombang").text
        assert not Participation.select().exists()
        assert browser.submit(PAGE, JOIN, setuju="y").status_code == 303


def test_after_the_close_nobody_leaves(browser, sari, at) -> None:
    with at(DURING):
        joining.join(sari, 71)
    with at(CLOSED):
        page = browser.page("/gelombang")
        assert "Sedang diproses" in page.text and "Keluar dari gelombang ini" not in page.text
        answer = browser.post(LEAVE)
        assert answer.status_code == 409 and "Gelombang 71 sudah ditutup" in text_of(answer)
    assert Participation.select().count() == 1


def test_leaving_what_one_is_not_in_is_told(browser, at) -> None:
    with at(DURING):
        answer = browser.post(LEAVE)
    assert (answer.status_code, answer.location) == (303, "/gelombang")
    assert not AuditEntry.select().where(AuditEntry.action == "left").exists()


def test_the_last_result_stands_below_and_leads_to_the_history(browser, sari, at) -> None:
    with at(DURING):
        selection.turn_down(joining.join(sari, 71), "quota_full")
        assert browser.get(PAGE).headers["Location"] == "/riwayat-gelombang"
        text = browser.page("/gelombang").text
    assert "Hasil terakhir" in text and "kuota penuh" in text


@pytest.mark.parametrize("number", ["0", "99", "9" * 30, "-1", "71.0", "x", *ODD_VALUES[7:12]])
def test_numbers_nobody_opened_are_not_found(browser, at, number) -> None:
    with at(DURING):
        for path in (f"/gelombang/{number}", f"/gelombang/{number}/keluar"):
            assert browser.get(path).status_code == 404
        for path in (f"/gelombang/{number}/gabung", f"/gelombang/{number}/keluar"):
            assert browser.post(path, {"setuju": "y"}).status_code == 404
