"""«Simpan pelatihan ini»: kept, listed, taken off, leading the recommendations."""

import pytest

from actions import saved_courses
from models import SavedCourse
from tests.people import offer_for
from tests.visitor import ODD_VALUES, Visitor, text_of

pytestmark = pytest.mark.usefixtures("room")
LIST = "/pelatihan/tersimpan"


@pytest.fixture
def sari(someone, at):
    with at("2021-09-23 09:00"):
        yield someone.with_card(21)


@pytest.fixture
def browser(sari, sign_in):
    return Visitor(sign_in(sari))


def kept(person) -> list[str]:
    """Slugs in the order they were kept."""
    rows = SavedCourse.select().where(SavedCourse.participant == person).order_by(SavedCourse.id)
    return [row.course.slug for row in rows]


def path_of(offer) -> str:
    return f"/pelatihan/{offer.course.slug}"


def press(browser: Visitor, offer, **typed):
    return browser.submit(path_of(offer), f"{path_of(offer)}/simpan", **typed)


def test_a_stranger_is_sent_to_sign_in(client) -> None:
    offer = offer_for(21)
    assert "Simpan pelatihan ini" not in text_of(client.get(path_of(offer)))
    assert client.get(LIST).headers["Location"].startswith("/masuk?lanjut=")
    answer = Visitor(client).post(f"{path_of(offer)}/simpan", {"simpan": "ya"})
    assert answer.headers["Location"].startswith("/masuk")
    assert not SavedCourse.select().exists()


def test_saved_listed_and_taken_off_again(browser, sari) -> None:
    offer = offer_for(21)
    assert "Belum ada yang tersimpan." in browser.page(LIST).text
    assert press(browser, offer).headers["Location"] == path_of(offer)
    page = browser.page(path_of(offer))
    assert "Disimpan. Ada di Beranda" in page.text and "Hapus dari simpanan" in page.text
    assert offer.course.title in browser.page(LIST).text
    assert kept(sari) == [offer.course.slug]
    press(browser, offer)
    page = browser.page(path_of(offer))
    assert "Dihapus dari simpanan." in page.text and "Simpan pelatihan ini" in page.text
    assert kept(sari) == []


def test_the_dashboard_leads_to_the_list(browser) -> None:
    press(browser, offer_for(21))
    assert f'href="{LIST}"' in browser.get("/dasbor").get_data(as_text=True)


def test_pressed_twice_it_is_kept_once_and_taken_off_once(browser, sari) -> None:
    path = f"{path_of(offer_for(21))}/simpan"
    for wanted, count in (("ya", 1), ("ya", 1), ("tidak", 0), ("tidak", 0)):
        assert browser.post(path, {"simpan": wanted}).status_code == 303
        assert len(kept(sari)) == count


def test_the_latest_saved_comes_first(browser) -> None:
    offers = [offer_for(21) for _ in range(4)]
    order = [offers[2], offers[0], offers[3], offers[1]]
    for offer in order:
        press(browser, offer)
    text = browser.page(LIST).text
    places = [text.index(offer.course.title) for offer in order]
    assert places == sorted(places, reverse=True)


def test_somebody_in_no_gelombang_may_save_too(someone, sign_in, at) -> None:
    offer = offer_for(21)
    with at("2021-09-23 09:00"):
        browser = Visitor(sign_in(someone.registered()))
        press(browser, offer)
        assert offer.course.title in browser.page(LIST).text


def test_what_is_saved_leads_the_recommendations(browser, sari) -> None:
    dear, cheap = offer_for(21, price=900_000), [offer_for(21, price=100_000) for _ in range(5)]
    html = browser.get("/dasbor").get_data(as_text=True)
    assert path_of(dear) not in html and path_of(cheap[0]) in html
    press(browser, dear)
    html = browser.get("/dasbor").get_data(as_text=True)
    found = [offer for offer in (dear, *cheap) if path_of(offer) in html]
    assert min(found, key=lambda offer: html.index(path_of(offer))) == dear
    assert len(found) == 3


def test_a_saved_course_one_cannot_afford_is_listed_but_not_recommended(browser) -> None:
    offer = offer_for(21, price=1_500_000)
    press(browser, offer)
    assert offer.course.title in browser.page(LIST).text
    assert path_of(offer) not in browser.get("/dasbor").get_data(as_text=True)


def test_at_most_fifty_and_the_oldest_goes(browser, sari, someone) -> None:
    offers = [offer_for(21) for _ in range(52)]
    other = someone.registered()
    saved_courses.keep(other, offers[0].course.slug, True)
    for offer in offers:
        saved_courses.keep(sari, offer.course.slug, True)
    assert kept(sari) == [offer.course.slug for offer in offers[2:]]
    assert len(kept(other)) == 1
    text = browser.page(LIST).text
    assert offers[51].course.title in text and offers[1].course.title + " " not in text


def test_one_persons_list_is_nobody_elses(browser, someone, sign_in, at) -> None:
    offer = offer_for(21)
    press(browser, offer)
    with at("2021-09-23 09:00"):
        other = Visitor(sign_in(someone.registered()))
        assert "Belum ada yang tersimpan." in other.page(LIST).text
        assert "Simpan pelatihan ini" in other.page(path_of(offer)).text


@pytest.mark.parametrize("slug", ["tidak-ada", "1", ODD_VALUES[16], "x" * 500])
def test_a_course_that_is_not_there_is_not_found(browser, slug) -> None:
    assert browser.post(f"/pelatihan/{slug}/simpan", {"simpan": "ya"}).status_code == 404
