"""«Jejak uangku»: the page, its purses and pages, and the two files."""

import gzip

import pytest

import ledger
from tests.people import part_of
from tests.visitor import ODD_VALUES, Visitor, text_of

pytestmark = pytest.mark.usefixtures("room")


@pytest.fixture
def sari(someone, at):
    with at("2021-10-03 10:00"):
        return someone.with_course(21)


@pytest.fixture
def browser(sari, sign_in):
    return Visitor(sign_in(sari))


def move(person, count: int) -> None:
    with ledger.write():
        own = ledger.account("training", part_of(person).public_id)
        for number in range(count):
            ledger.transfer(ledger.account("fund"), own, 1000 + number, "credit", f"uji:{number}")


def test_the_page_says_what_came_what_went_and_what_is_left(browser, at) -> None:
    with at("2021-10-05 12:00"):
        said = text_of(browser.get("/uangku"))
    for fact in ("Masuk Rp1.000.000", "Keluar −Rp400.000", "Sisa sekarang Rp600.000", "PLT-2021-"):
        assert fact in said, fact
    assert said.index("Membeli «") < said.index("Saldo pelatihan Gelombang 21 masuk")


def test_one_purse_or_both(browser, at) -> None:
    with at("2021-10-05 12:00"):
        assert "Membeli «" in text_of(browser.get("/uangku?dompet=pelatihan"))
        only = text_of(browser.get("/uangku?dompet=insentif"))
    assert "Membeli «" not in only and "Belum ada uang yang berpindah" in only


def test_two_hundred_moves_are_pages_of_twenty(browser, sari, at) -> None:
    with at("2021-10-05 12:00"):
        move(sari, 200)
        first = browser.get("/uangku")
        assert "Halaman 1 dari 11" in text_of(first)
        assert len(gzip.compress(first.get_data())) <= 10 * 1024
        assert "Halaman 11 dari 11" in text_of(browser.get("/uangku?hal=999"))
        last = browser.get("/uangku?dompet=pelatihan&hal=11").get_data(as_text=True)
        assert "/uangku?dompet=pelatihan&amp;hal=10" in last


@pytest.mark.parametrize("odd", ODD_VALUES)
def test_odd_addresses_show_the_first_page(browser, at, odd: str) -> None:
    with at("2021-10-05 12:00"):
        answer = browser.client.get("/uangku", query_string={"hal": odd, "dompet": odd})
    assert answer.status_code == 200


@pytest.mark.parametrize("ending", ["csv", "pdf"])
def test_the_files_are_nobody_elses_and_kept_by_nobody(browser, sari, at, ending: str) -> None:
    with at("2021-10-05 12:00"):
        answer = browser.get(f"/uangku.{ending}")
        other = browser.get(f"/uangku.{ending}")
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    named = answer.headers["Content-Disposition"]
    assert named.startswith("attachment; filename=") and named.endswith(f'.{ending}"')
    assert named != other.headers["Content-Disposition"]
    assert "Sari" not in named and sari.phone not in named


def test_the_table_is_for_spreadsheets(browser, at) -> None:
    with at("2021-10-05 12:00"):
        answer = browser.get("/uangku.csv")
    assert answer.mimetype == "text/csv"
    text = answer.get_data().decode("utf-8-sig")
    assert text.splitlines()[0].startswith("Tanggal;Jam WIB;Dompet;")
    assert "2021-10-03;10.00;Saldo pelatihan;" in text
    assert ";400000;600000" in text
    assert browser.get("/uangku.pdf").get_data().startswith(b"%PDF-")


def test_nobody_without_a_place_has_moves(someone, sign_in, at) -> None:
    with at("2021-10-05 12:00"):
        browser = Visitor(sign_in(someone.registered()))
        assert "Belum ada uang yang berpindah" in text_of(browser.get("/uangku"))
        for ending in ("csv", "pdf"):
            assert browser.get(f"/uangku.{ending}").status_code == 200


def test_strangers_are_asked_to_sign_in(client, room) -> None:
    for path in ("/uangku", "/uangku.csv", "/uangku.pdf"):
        assert client.get(path).status_code in (302, 303)


def test_profile_and_dashboard_lead_there(browser, at) -> None:
    with at("2021-10-05 12:00"):
        for place in ("/profil", "/dasbor"):
            assert 'href="/uangku"' in browser.get(place).get_data(as_text=True)
