"""«Cek syarat»: an answer before any account exists, and nothing kept of it."""

import re
from datetime import date

import pytest

from formats.application import birth_date_in
from rooms import database
from tests.visitor import ODD_VALUES, PARTIAL, Visitor, said_at, said_on_top, text_of, value_of

PAGE = "/cek-syarat"
FINE = {
    "wni": "ya",
    "tanggal_lahir": "15 Agustus 1995",
    "sekolah": "tidak",
    "pekerjaan": "household",
    "bantuan": ["tidak-ada"],
    "pernah": "tidak",
    "kk": "0",
}


@pytest.fixture
def browser(client, room, someone, at):
    with at("2021-09-17 09:00"):
        someone.gelombang(21)
        yield Visitor(client)


def answer(browser, **changed):
    return browser.submit(PAGE, PAGE, **{**FINE, **changed})


def test_without_a_gelombang_there_is_nothing_to_check(client, room) -> None:
    assert "Belum ada gelombang" in client.page(PAGE).text
    part = client.get(PAGE, headers=PARTIAL)
    assert "Belum ada gelombang" in text_of(part)


def test_the_page_says_for_which_gelombang_and_day(browser) -> None:
    text = browser.page(PAGE).text
    assert "Untuk Gelombang 21, ditutup 19 September 2021 pukul 23.59 WIB" in text
    assert "Umur dihitung pada 19 September 2021" in text


def test_after_the_close_it_is_an_estimate(client, room, someone, at) -> None:
    with at("2021-10-01 09:00"):
        someone.gelombang(21)
        text = client.page(PAGE).text
    assert "sudah ditutup" in text and "Umur dihitung pada 1 Oktober 2021" in text


def test_who_qualifies_is_led_on(browser) -> None:
    answered = answer(browser)
    html = answered.get_data(as_text=True)
    assert answered.status_code == 200
    assert "Kamu memenuhi syarat" in text_of(answered) and 'href="/daftar"' in html


def test_all_reasons_at_once_each_with_its_way_out(browser) -> None:
    answered = answer(
        browser,
        wni="tidak",
        tanggal_lahir="20-9-2003",
        sekolah="ya",
        pekerjaan="police",
        bantuan=["social_aid", "bsu", "bpum"],
        pernah="ya",
        kk="2",
    )
    text, html = text_of(answered), answered.get_data(as_text=True)
    assert "Belum bisa ikut: 9 alasan" in text
    assert "Umurmu 17 tahun pada 19 September 2021. Paling muda 18." in text
    for office in ("Dukcapil", "1500-630", "eform BRI", "kantor desa", "0800 150 3001"):
        assert office in text
    assert 'href="/daftar"' not in html.split('id="cek"')[1].split("</section>")[0]


def test_what_is_not_certain_is_shown_so_and_stops_nobody(browser) -> None:
    answered = answer(browser, pekerjaan="soe_staff")
    text = text_of(answered)
    assert "Mungkin kamu memenuhi syarat" in text and "Belum pasti: belum terverifikasi" in text
    assert 'href="/daftar"' in answered.get_data(as_text=True)


def test_the_rules_are_those_of_the_gelombang(client, room, someone, at) -> None:
    with at("2024-07-07 09:00"):
        someone.gelombang(70)
        browser = Visitor(client)
        assert "Kamu memenuhi syarat" in text_of(answer(browser, bantuan=["social_aid", "bsu"]))
        assert "Paling tua 64" in text_of(answer(browser, tanggal_lahir="1 Januari 1950"))


def test_what_was_typed_stays(browser) -> None:
    answered = answer(browser, pekerjaan="farmer_fisher", tanggal_lahir="15/8/1995", kk="1")
    html = answered.get_data(as_text=True)
    assert value_of(answered, "tanggal_lahir") == "15/8/1995"
    assert 'value="farmer_fisher" selected' in html
    assert re.search(r'name="kk" value="1" checked', html)


def test_an_empty_form_says_what_each_field_wants(browser) -> None:
    answered = browser.submit(PAGE, PAGE)
    assert answered.status_code == 422
    assert len(said_on_top(answered)) == 7
    assert said_at(answered, "tanggal_lahir") == "Masukkan tanggal lahir"
    assert "Belum bisa ikut" not in text_of(answered)


@pytest.mark.parametrize("value", ODD_VALUES, ids=lambda value: ascii(value)[:20])
@pytest.mark.parametrize("field", ["wni", "tanggal_lahir", "pekerjaan", "bantuan", "kk"])
def test_odd_answers_are_asked_again(browser, field, value) -> None:
    answered = answer(browser, **{field: value})
    assert answered.status_code == (200 if (field, value) == ("kk", "0") else 422)


def test_aid_and_no_aid_do_not_go_together(browser) -> None:
    answered = answer(browser, bantuan=["bsu", "tidak-ada"])
    assert "bukan keduanya" in said_at(answered, "bantuan")


def test_nothing_is_stored(browser, client) -> None:
    browser.get(PAGE)
    before = database.connection().total_changes
    with client.session_transaction() as session:
        kept = dict(session)
    answered = answer(browser, tanggal_lahir="3 Maret 1991")
    with client.session_transaction() as session:
        assert dict(session).keys() == kept.keys() == {"csrf_token"}
    assert database.connection().total_changes == before
    assert "1991" not in str(answered.headers)
    assert "1991" not in client.get(PAGE).get_data(as_text=True)


def test_htmx_gets_the_answer_alone(browser) -> None:
    answered = browser.submit(PAGE, PAGE, headers=PARTIAL, **FINE)
    html = answered.get_data(as_text=True)
    assert "<html" not in html and "Kamu memenuhi syarat" in html


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("15 Agustus 1995", date(1995, 8, 15)),
        ("15 agu 1995", date(1995, 8, 15)),
        ("15-8-1995", date(1995, 8, 15)),
        ("15/08/1995", date(1995, 8, 15)),
        ("1995-08-15", date(1995, 8, 15)),
        (" 5 . 1 . 1980 ", date(1980, 1, 5)),
        ("29 Februari 2004", date(2004, 2, 29)),
        ("29 Februari 2003", None),
        ("15 Agustus 95", None),
        ("15 ma 1995", None),
        ("15 Agustus", None),
        ("31-12-1899", None),
        ("2 Januari 2030", None),
        ("١٥ ٨ ١٩٩٥", None),
        ("besok", None),
    ],
)
def test_dates_as_people_write_them(typed, found) -> None:
    assert birth_date_in(typed, date(2024, 8, 3)) == found
