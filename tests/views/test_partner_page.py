"""The simulated page of a bank or e-wallet: its owner's alone, in training alone, keeping nothing."""

from dataclasses import replace

import pytest
from werkzeug.exceptions import NotFound

from actions import linking
from models import AccountLink, Draft
from tests.letters import code_to
from tests.people import PASSWORD_HASH
from tests.visitor import ODD_VALUES, Visitor, said_at, said_on_top, text_of, value_of
from views import access
from views.operator import partner_page

pytestmark = pytest.mark.usefixtures("room")
CODE = "482913"


@pytest.fixture(autouse=True)
def autumn(at):
    with at("2021-09-23 09:00"):
        yield


@pytest.fixture
def sari(someone):
    return someone.with_card(21)


@pytest.fixture
def row(sari):
    found = linking.start(sari, "dana", sari.phone)
    linking.confirm(sari, "dana", code_to(sari.phone))
    return found


@pytest.fixture
def path(row) -> str:
    return f"/latihan/mitra/{row.public_id}"


@pytest.fixture
def browser(sari, sign_in):
    return Visitor(sign_in(sari))


def state(row) -> str:
    return AccountLink.get_by_id(row.id).state


def test_the_page_says_that_it_is_no_real_one(browser, path) -> None:
    page = browser.page(path)
    assert page.h1.startswith("SIMULASI") and page.title.startswith("SIMULASI")
    assert "Jangan ketik PIN atau kode asli" in page.text


def test_any_six_digits_lead_back(browser, path, row) -> None:
    answer = browser.submit(path, path, kode_keamanan=CODE)
    assert answer.headers["Location"] == "/rekening/sambung/dana" and state(row) == "checking"
    assert browser.get(path).headers["Location"] == "/rekening/sambung/dana"


def test_zeros_are_a_wrong_code(browser, path, row) -> None:
    answer = browser.submit(path, path, kode_keamanan="000000")
    assert answer.status_code == 422 and "Kode keamanan salah" in said_at(answer, "kode_keamanan")
    assert said_on_top(answer) == [said_at(answer, "kode_keamanan")]
    assert state(row) == "partner"


@pytest.mark.parametrize("value", ODD_VALUES, ids=lambda value: ascii(value)[:20])
def test_anything_else_is_told_and_never_shown_again(browser, path, row, value) -> None:
    answer = browser.submit(path, path, kode_keamanan=value)
    assert answer.status_code == 422 and said_at(answer, "kode_keamanan")
    assert value_of(answer, "kode_keamanan") == "" and state(row) == "partner"


def test_somebody_elses_try_is_not_there(someone, sign_in, path, row) -> None:
    other = Visitor(sign_in(someone.with_card(21)))
    assert other.get(path).status_code == 404
    assert other.post(path, {"kode_keamanan": CODE}).status_code == 404
    assert state(row) == "partner"


def test_strangers_sign_in_first_and_the_code_is_not_kept_for_them(client, path, sari) -> None:
    assert client.get(path).headers["Location"].startswith("/masuk")
    assert sari.password_hash == PASSWORD_HASH
    Visitor(client).post(path, {"kode_keamanan": CODE})
    assert not Draft.select().exists() and "kode_keamanan" in access.NEVER_KEPT


def test_a_made_up_try_is_not_there(browser) -> None:
    assert browser.get("/latihan/mitra/tidak-ada").status_code == 404


def test_it_is_not_there_in_production(app, path, monkeypatch) -> None:
    monkeypatch.setattr(access, "settings", replace(access.settings, mode="production"))
    with app.test_request_context(path), pytest.raises(NotFound):
        partner_page.security_code("apa-saja")


def test_a_try_that_is_not_at_its_page_leads_back(browser, sari) -> None:
    first = linking.start(sari, "ovo", sari.phone)
    answer = browser.get(f"/latihan/mitra/{first.public_id}")
    assert answer.headers["Location"] == "/rekening/sambung/ovo"


def test_the_partners_good_word_links_at_once(browser, path, row, sari) -> None:
    linking.hear(AccountLink.get_by_id(row.id), "ok")
    assert browser.submit(path, path, kode_keamanan=CODE).headers["Location"] == "/rekening"
    assert "DANA tersambung." in text_of(browser.get("/rekening"))
