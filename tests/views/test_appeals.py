"""«Keberatan» as a browser without JavaScript sees it."""

import pytest

from actions import appeals, lapses
from models import Appeal
from tests.people import part_of
from tests.visitor import ODD_VALUES, Visitor, said_at, said_on_top, text_of

pytestmark = pytest.mark.usefixtures("room")
WHY = "Saya dirawat di rumah sakit dan tidak memegang HP."


@pytest.fixture
def sari(someone, at):
    with at("2021-09-23 09:00"):
        person = someone.with_card(21)
    with at("2021-10-22 00:00"):
        lapses.lapse(part_of(person))
        yield person


@pytest.fixture
def browser(sari, sign_in):
    return Visitor(sign_in(sari))


def send(browser, text):
    return browser.submit("/keberatan", "/keberatan", keberatan=text)


def test_reason_and_date_stand_above_the_form(browser) -> None:
    text = browser.page("/keberatan").text
    assert "Pelatihan pertama tidak dibeli" in text and "22 Oktober 2021" in text
    assert "Kirim keberatan" in text


def test_an_appeal_is_sent_once_and_then_waited_for(browser) -> None:
    answer = send(browser, WHY)
    assert answer.status_code == 303 and answer.headers["Location"] == "/keberatan"
    page = browser.page("/keberatan")
    assert "Keberatanmu sedang diperiksa" in page.text and WHY in page.text
    assert "Kirim keberatan" not in page.text
    again = browser.post("/keberatan", {"keberatan": "Tulisan kedua yang tidak dihitung."})
    assert again.status_code == 303 and Appeal.get().text == WHY


@pytest.mark.parametrize("text", ["", "  ", "pendek", "x" * 2001])
def test_a_wrong_length_is_said_at_the_field_and_kept(browser, text) -> None:
    answer = send(browser, text)
    assert answer.status_code == 422
    assert said_on_top(answer) == [said_at(answer, "keberatan")]
    assert text.strip() in answer.get_data(as_text=True)
    assert not Appeal.select().exists()


@pytest.mark.parametrize("value", ODD_VALUES, ids=lambda value: ascii(value)[:20])
def test_whatever_is_typed_is_never_a_broken_page(browser, value) -> None:
    assert send(browser, value).status_code in (303, 422)


@pytest.mark.parametrize(
    ("upheld", "said"),
    [(True, "Keberatanmu diterima"), (False, "Keberatanmu belum bisa diterima")],
)
def test_the_answer_is_read_there(browser, sari, someone, upheld, said) -> None:
    officer = someone.registered("Joko Petugas", role="operator")
    appeals.decide(appeals.send(sari, WHY), upheld, "Suratmu sudah kami baca.", officer)
    text = browser.page("/keberatan").text
    assert said in text and "Suratmu sudah kami baca." in text
    assert ("Lihat gelombang" in text) is upheld


def test_who_is_not_blocked_is_told_so(someone, sign_in) -> None:
    browser = Visitor(sign_in(someone.registered()))
    assert "Akunmu tidak dibekukan" in browser.page("/keberatan").text
    answer = browser.post("/keberatan", {"keberatan": WHY})
    assert answer.status_code == 409 and "tidak dibekukan" in text_of(answer)
