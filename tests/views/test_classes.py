"""«Kelasku»: the courses bought, learning, and stars with words."""

from urllib.parse import quote

import pytest

from actions import certificates, training
from models import Rating
from models import Training as Learning
from tests.pages import Page
from tests.people import buy, code_sent_to, offer_for, start
from tests.visitor import (
    ODD_VALUES,
    PARTIAL,
    Visitor,
    said_at,
    said_on_top,
    text_of,
)

pytestmark = pytest.mark.usefixtures("room")
MORNING = "2021-10-18 09:00:00"
WORDS = "Materinya jelas dan mudah diikuti."


@pytest.fixture
def sari(someone, at):
    with at(MORNING):
        yield someone.with_card(21)


@pytest.fixture
def browser(sari, sign_in):
    return Visitor(sign_in(sari))


@pytest.fixture
def bought(sari):
    return buy(sari, offer_for(21))


@pytest.fixture
def finished(bought):
    training.finish(bought)
    return bought


def home(purchase) -> str:
    return f"/pelatihanku/{purchase.public_id}"


def review(browser, purchase, headers=None, **typed):
    return browser.submit(f"{home(purchase)}/ulasan", f"{home(purchase)}/ulasan", headers, **typed)


# --- The list and one course ---------------------------------------------------------------------


def test_without_a_course_the_list_leads_to_the_search(browser) -> None:
    answer = browser.get("/pelatihanku")
    assert "Belum ada pelatihan." in text_of(answer)
    assert 'href="/pelatihan"' in answer.text


def test_what_is_bought_is_listed_and_what_waits_is_not(browser, sari, bought) -> None:
    training.finish(bought)
    waiting = start(sari, offer_for(21))
    html = browser.get("/pelatihanku").text
    assert f'href="{home(bought)}"' in html
    assert home(waiting) not in html
    assert f'href="/beli/{waiting.public_id}/otp"' in html


def test_a_course_has_its_code_platform_and_certificate_state(browser, bought) -> None:
    page = browser.page(home(bought))
    assert page.h1 == bought.course.title
    assert bought.redeem_code in page.text.replace(" ", "")
    assert "Toko Uji" in page.text
    assert "Sertifikat Belum" in page.text
    assert "Mulai belajar" in page.text


def test_a_course_is_begun_once(browser, bought, at) -> None:
    answer = browser.submit(home(bought), f"{home(bought)}/mulai")
    assert (answer.status_code, answer.location) == (303, home(bought))
    first = Learning.get().started_at
    with at("2021-10-19 09:00:00"):
        assert browser.post(f"{home(bought)}/mulai").status_code == 303
    assert Learning.get().started_at == first
    assert "Sedang belajar" in text_of(browser.get(home(bought)))


def test_a_finished_course_waits_for_its_certificate_and_says_how_long(browser, finished) -> None:
    said = text_of(browser.get(home(finished)))
    assert "Menunggu sertifikat" in said
    assert "Belum terbit setelah" in said
    certificates.issue_certificate(finished)
    said = text_of(browser.get(home(finished)))
    assert "Menunggu sertifikat" not in said
    assert finished.certificates.get().code in said.replace(" ", "")


def test_a_late_certificate_names_whom_to_ask(browser, finished, at) -> None:
    with at("2021-12-20 09:00:00"):
        said = text_of(browser.get(home(finished)))
    assert "Sertifikat terlambat" in said
    assert "Hubungi Toko Uji" in said


# --- What is not there ---------------------------------------------------------------------------

PAGES = ["{}", "{}/ulasan"]


@pytest.mark.parametrize("name", [value for value in ODD_VALUES if value])
def test_a_course_nobody_bought_is_not_found(browser, name) -> None:
    path = f"/pelatihanku/{quote(name, safe='')}"
    assert browser.get(path).status_code == 404
    assert browser.get(f"{path}/ulasan").status_code == 404
    assert browser.post(f"{path}/mulai").status_code == 404
    assert browser.post(f"{path}/ulasan", {"nilai": "5"}).status_code == 404


def test_another_persons_course_is_not_found(browser, someone, at) -> None:
    other = someone.finished(21)
    purchase = other.participations.get().purchases.get()
    for path in PAGES:
        assert browser.get("/pelatihanku/" + path.format(purchase.public_id)).status_code == 404
    typed = {"nilai": "1", "ulasan": WORDS}
    assert browser.post(f"{home(purchase)}/ulasan", typed).status_code == 404
    assert browser.post(f"{home(purchase)}/mulai").status_code == 404
    assert Rating.select().count() == 0


def test_an_unpaid_purchase_is_no_course(browser, sari) -> None:
    waiting = start(sari, offer_for(21))
    for path in PAGES:
        assert browser.get("/pelatihanku/" + path.format(waiting.public_id)).status_code == 404
    assert browser.post(f"{home(waiting)}/mulai").status_code == 404
    assert code_sent_to(sari)


# --- Stars and words -----------------------------------------------------------------------------


def test_stars_and_words_are_kept_and_shown(browser, finished) -> None:
    answer = review(browser, finished, nilai="4", ulasan=f"  {WORDS} ", nilai_platform="2")
    assert (answer.status_code, answer.location) == (303, home(finished))
    rating = Rating.get()
    assert (rating.stars, rating.text) == (4, WORDS)
    assert (rating.platform_stars, rating.dashboard_stars) == (2, None)
    said = text_of(browser.get(home(finished)))
    assert "Ulasanmu terkirim." in said
    assert "4 dari 5" in said


def test_before_the_end_there_is_nothing_to_rate(browser, bought) -> None:
    said = "Ulasan bisa dikirim setelah pelatihan selesai."
    assert browser.get(f"{home(bought)}/ulasan").status_code == 409
    answer = browser.post(f"{home(bought)}/ulasan", {"nilai": "5", "ulasan": WORDS})
    assert (answer.status_code, said in text_of(answer)) == (409, True)
    assert Rating.select().count() == 0


def test_after_seven_days_a_second_rating_changes_nothing(browser, finished, at) -> None:
    review(browser, finished, nilai="4", ulasan=WORDS)
    with at("2021-10-25 09:00:01"):
        again = browser.post(f"{home(finished)}/ulasan", {"nilai": "1", "ulasan": WORDS * 2})
        assert again.status_code == 409
        assert browser.get(f"{home(finished)}/ulasan").location == home(finished)
    assert [row.stars for row in Rating.select()] == [4]


@pytest.mark.parametrize("stars", ["", "0", "6", "-1", "5.0", "٥", "lima", "9" * 50, "5\0", "🌶️"])
def test_stars_are_one_to_five(browser, finished, stars) -> None:
    answer = review(browser, finished, nilai=stars, ulasan=WORDS)
    assert answer.status_code == 422
    assert said_at(answer, "nilai") == "Pilih nilai 1 sampai 5."
    assert said_on_top(answer) == ["Pilih nilai 1 sampai 5."]
    assert WORDS in answer.text
    assert Rating.select().count() == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("", "Tulis ulasan paling sedikit 20 huruf."),
        ("   bagus              ", "Tulis ulasan paling sedikit 20 huruf."),
        ("x" * 19, "Tulis ulasan paling sedikit 20 huruf."),
        ("x" * 2001, "Ulasan paling banyak 2000 huruf."),
        ("x" * 10_000, "Ulasan paling banyak 2000 huruf."),
    ],
)
def test_words_that_do_not_fit_stay_and_are_told(browser, finished, words, said) -> None:
    answer = review(browser, finished, nilai="3", ulasan=words)
    assert answer.status_code == 422
    assert said_at(answer, "ulasan") == said
    assert said_on_top(answer) == [said]
    assert words.strip() in answer.text
    assert [row["value"] for row in Page(answer.text).all("input") if "checked" in row] == ["3"]


def test_nothing_at_all_is_told_field_by_field(browser, finished) -> None:
    answer = review(browser, finished)
    assert said_on_top(answer) == [
        "Pilih nilai 1 sampai 5.",
        "Tulis ulasan paling sedikit 20 huruf.",
    ]


@pytest.mark.parametrize("words", ["x" * 20, "x" * 2000, "🌶️" * 20, "baris satu\nbaris dua " * 3])
def test_words_that_just_fit_are_taken(browser, finished, words) -> None:
    assert review(browser, finished, nilai="5", ulasan=words).status_code == 303


@pytest.mark.parametrize("stars", ["", "0", "9", "x", "<script>"])
def test_odd_extra_stars_are_left_out(browser, finished, stars) -> None:
    answer = review(browser, finished, nilai="5", ulasan=WORDS, nilai_dasbor=stars)
    assert answer.status_code == 303
    assert Rating.get().dashboard_stars is None


def test_markup_in_words_stays_text(browser, finished) -> None:
    bad = "<script>alert(1)</script></textarea><b>"
    html = review(browser, finished, nilai="9", ulasan=bad).text
    assert "<script>alert" not in html and "</textarea><b>" not in html
    review(browser, finished, nilai="5", ulasan=bad)
    html = browser.get(f"/pelatihan/{finished.course.slug}").text
    assert "&lt;script&gt;alert" in html
    assert "<script>alert" not in html


def test_a_review_shows_the_first_name_alone(browser, finished) -> None:
    review(browser, finished, nilai="5", ulasan=WORDS)
    page = browser.page(f"/pelatihan/{finished.course.slug}")
    assert WORDS in page.text
    assert "Sari," in page.text
    assert "Wulandari" not in page.text


def test_htmx_gets_the_form_to_mend_and_is_led_on(browser, finished) -> None:
    wrong = review(browser, finished, PARTIAL, nilai="5")
    assert (wrong.status_code, Page(wrong.text).ids[0]) == (422, "beri-ulasan")
    good = review(browser, finished, PARTIAL, nilai="5", ulasan=WORDS)
    assert (good.status_code, good.headers["HX-Redirect"]) == (204, home(finished))
