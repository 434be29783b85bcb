"""How pages are answered: whole or in part, where a good write leads, errors, and kept files."""

import gzip
import hashlib
import re

import pytest

from tests.pages import Page
from tests.people import card_of, offer_for, start
from tests.visitor import PARTIAL, Visitor, text_of
from views import errors, pages

pytestmark = pytest.mark.usefixtures("room")
MORNING = "2021-10-18 09:00:00"
WHOLE_PAGE = {"HX-Retarget": "#isi", "HX-Reselect": "#isi", "HX-Reswap": "outerHTML"}


@pytest.fixture
def sari(someone, at):
    with at(MORNING):
        yield someone.with_card(21)


@pytest.fixture
def browser(sari, sign_in):
    return Visitor(sign_in(sari))


# --- Whole or in part ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "name"),
    [("/dasbor", "langkah"), ("/pelatihan", "hasil"), ("/pelatihan?q=tidak-ada", "hasil")],
)
def test_htmx_gets_the_one_part_and_a_browser_the_page(browser, path, name) -> None:
    whole = browser.get(path).get_data(as_text=True)
    part = browser.get(path, headers=PARTIAL).get_data(as_text=True)
    assert "<html" in whole
    assert Page(whole).ids.count("isi") == 1
    assert "<html" not in part
    assert "isi" not in Page(part).ids
    assert Page(part).ids[0] == name
    assert name in Page(whole).ids


@pytest.mark.parametrize(
    "headers",
    [
        {"HX-Request": "true"},
        {"HX-Request": "true", "HX-Request-Type": "full"},
        {"HX-Boosted": "1"},
    ],
)
def test_boosted_links_and_going_back_get_the_page(browser, headers) -> None:
    assert "<html" in browser.get("/dasbor", headers=headers).get_data(as_text=True)


def test_what_depends_on_who_asks_says_so(browser) -> None:
    for path in ("/dasbor", "/pelatihan", "/tidak-ada"):
        for headers in ({}, PARTIAL):
            vary = browser.get(path, headers=headers).headers["Vary"]
            assert {"HX-Request-Type", "Cookie"} <= set(vary.split(", "))


def test_a_notice_is_shown_once(browser) -> None:
    browser.post("/latihan/gangguan", {"alasan": ""})
    assert "Gangguan dimatikan." in text_of(browser.get("/dasbor"))
    assert "Gangguan dimatikan." not in text_of(browser.get("/dasbor"))


# --- After a good write --------------------------------------------------------------------------


def checkout(browser, offer, card, headers=None):
    path = f"/pelatihan/{offer.course.slug}/beli?penawaran={offer.id}"
    return browser.submit(path, path, headers, nomor_kartu=card)


def test_a_good_write_leads_a_browser_on_with_303(browser, sari) -> None:
    answer = checkout(browser, offer_for(21), card_of(sari))
    assert answer.status_code == 303
    assert re.fullmatch(r"/beli/[\w-]{22}/otp", answer.location)


def test_and_htmx_with_204_and_a_header(browser, sari) -> None:
    answer = checkout(browser, offer_for(21), card_of(sari), PARTIAL)
    assert answer.status_code == 204
    assert answer.get_data() == b""
    assert "Location" not in answer.headers
    assert re.fullmatch(r"/beli/[\w-]{22}/otp", answer.headers["HX-Redirect"])


def test_where_htmx_is_led_is_written_in_plain_letters(app) -> None:
    with app.test_request_context(headers=PARTIAL):
        answer = pages.go_to("/beli/🌶?q=a b")
    assert answer.headers["HX-Redirect"] == "/beli/%F0%9F%8C%B6?q=a%20b"


# --- Errors --------------------------------------------------------------------------------------


def whole_page_headers(answer) -> dict[str, str]:
    return {name: value for name, value in answer.headers if name in WHOLE_PAGE}


def refusals(browser, sari):
    """(status, what asks for it) of every kind of refusal a part of a page may meet."""
    waiting = start(sari, offer_for(21))
    yield 404, lambda headers: browser.get("/beli/tidak-ada", headers=headers)
    yield 405, lambda headers: browser.get("/keluar", headers=headers)
    yield 409, lambda headers: browser.get("/survei/1/1", headers=headers)
    yield 419, lambda headers: browser.client.post("/kartu/lihat", headers=headers)
    yield (
        403,
        lambda headers: browser.post(
            f"/beli/{waiting.public_id}/otp", {}, {**headers, "Sec-Fetch-Site": "cross-site"}
        ),
    )


def test_an_error_takes_the_whole_page_when_htmx_asked_for_a_part(browser, sari) -> None:
    for status, ask in refusals(browser, sari):
        answer = ask(PARTIAL)
        assert answer.status_code == status
        assert whole_page_headers(answer) == WHOLE_PAGE
        assert "isi" in Page(answer.get_data(as_text=True)).ids


def test_a_browser_gets_the_error_page_without_those_headers(browser, sari) -> None:
    for status, ask in refusals(browser, sari):
        answer = ask({})
        assert answer.status_code == status
        assert whole_page_headers(answer) == {}
        assert len(text_of(answer)) > 200


def test_a_form_to_mend_stays_where_it_is(browser) -> None:
    offer = offer_for(21)
    answer = checkout(browser, offer, "123", PARTIAL)
    assert answer.status_code == 422
    assert whole_page_headers(answer) == {}
    assert Page(answer.get_data(as_text=True)).ids[0] == "beli"


def test_a_form_to_mend_says_so_in_the_title(browser) -> None:
    html = checkout(browser, offer_for(21), "123").get_data(as_text=True)
    assert Page(html).title.startswith("Kesalahan: ")
    assert not Page(browser.get("/dasbor").get_data(as_text=True)).title.startswith("Kesalahan")


@pytest.mark.parametrize(
    "path", ["/tidak-ada", "/beli", "/pelatihan/x/y/z", "/%F0%9F%8C%B6", "/a%00b"]
)
def test_a_page_that_is_not_there_is_told_in_our_words(browser, path) -> None:
    answer = browser.get(path)
    assert answer.status_code == 404
    assert "Halaman tidak ditemukan" in text_of(answer)


def test_what_broke_is_told_without_the_database(app, browser, monkeypatch) -> None:
    def break_it(*_arguments):
        raise RuntimeError("rahasia dalam")

    monkeypatch.setattr("views.participant.dashboard.standing_of", break_it)
    answer = browser.get("/dasbor")
    html = answer.get_data(as_text=True)
    assert answer.status_code == 500
    assert html == errors.BROKEN_PAGE.read_text()
    assert "rahasia dalam" not in html


def test_a_busy_database_asks_to_come_back(browser, monkeypatch) -> None:
    import ledger

    def busy(*_arguments):
        raise ledger.Unavailable("locked")

    monkeypatch.setattr("views.participant.dashboard.standing_of", busy)
    answer = browser.get("/dasbor", headers=PARTIAL)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert "Saldomu tidak berubah" in text_of(answer)


# --- Files that phones keep ----------------------------------------------------------------------


def body_of(answer) -> bytes:
    raw = answer.get_data()
    return gzip.decompress(raw) if answer.headers.get("Content-Encoding") == "gzip" else raw


@pytest.mark.parametrize(
    ("name", "kind"),
    [("gaya.css", "text/css"), ("app.js", "text/javascript"), ("icons.svg", "image/svg+xml")],
)
def test_a_file_under_its_hash_is_kept_for_a_year(browser, name, kind) -> None:
    html = browser.get("/dasbor").get_data(as_text=True)
    address = re.search(rf"/aset/([0-9a-f]{{12}})/{re.escape(name)}", html)
    answer = browser.get(address[0])
    assert answer.status_code == 200
    assert answer.mimetype == kind
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert hashlib.sha256(body_of(answer)).hexdigest().startswith(address[1])


@pytest.mark.parametrize("digest", ["0", "ffffffffffff", "🌶", "a%00b"])
def test_under_an_old_hash_it_is_todays_file_and_not_kept(browser, digest) -> None:
    html = browser.get("/dasbor").get_data(as_text=True)
    address = re.search(r"/aset/[0-9a-f]{12}/gaya\.css", html)[0]
    old = browser.get(f"/aset/{digest}/gaya.css")
    assert body_of(old) == body_of(browser.get(address))
    assert "no-store" in old.headers["Cache-Control"]


@pytest.mark.parametrize(
    "name", ["app.py", "..%2fapp.py", "htmx.js", "%2fetc%2fpasswd", "gaya.css%00"]
)
def test_no_other_file_is_given_away(browser, name) -> None:
    assert browser.get(f"/aset/0/{name}").status_code == 404


def test_the_sign_of_the_tab_is_kept_for_a_month(app) -> None:
    answer = app.test_client().get("/favicon.ico")
    assert answer.status_code == 200 and answer.mimetype == "image/svg+xml"
    assert body_of(answer).startswith(b'<svg xmlns="http://www.w3.org/2000/svg" viewBox=')
    assert answer.headers["Cache-Control"] == "public, max-age=2592000"
    assert "Set-Cookie" not in answer.headers


def test_files_need_no_room_and_no_session(app) -> None:
    stranger = app.test_client()
    answer = stranger.get("/aset/0/gaya.css")
    assert answer.status_code == 200
    assert "Set-Cookie" not in answer.headers
