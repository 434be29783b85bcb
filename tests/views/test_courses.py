"""The catalogue: search, a course over its platforms, an institution, courses side by side."""

import re
from urllib.parse import quote

import pytest

from models import Course, Offer, Platform, Provider
from tests.pages import Page
from tests.people import bought_by, offer_for
from tests.visitor import ODD_VALUES, PARTIAL, Visitor, section, text_of

MORNING = "2021-10-18 09:00:00"
SAMBAL = "membuat-aneka-kreasi-sambal-bagi-juru-masak"
pytestmark = pytest.mark.usefixtures("filled_room")


@pytest.fixture
def sari(someone, at):
    with at(MORNING):
        yield someone.with_card(21)


@pytest.fixture
def browser(sari, sign_in):
    return Visitor(sign_in(sari))


def results(answer) -> list[str]:
    """Slugs of the courses in #hasil, in their order."""
    articles = re.findall(r"<article>(.*?)</article>", section(answer, "hasil"), re.S)
    return [re.search(r'href="/pelatihan/([\w-]+)"', article)[1] for article in articles]


def search(visitor, **asked):
    return visitor.get("/pelatihan", query_string=asked)


# --- Search --------------------------------------------------------------------------------------


def test_a_word_finds_its_course_for_a_stranger_too(client) -> None:
    answer = search(client, q="sambal")
    assert results(answer)[0] == SAMBAL
    assert "saldoku" not in text_of(answer).lower()


def test_every_filter_narrows_what_is_found(browser) -> None:
    slugs = results(search(browser, kategori="makanan-dan-minuman", harga_maks="300.000"))
    assert slugs
    for course in Course.select().where(Course.slug.in_(slugs)):
        assert course.category == "makanan-dan-minuman"
        assert min(offer.price for offer in course.offers) <= 300_000


@pytest.mark.parametrize(("asked", "column"), [("metode", "method"), ("tingkat", "level")])
@pytest.mark.parametrize("value", ["webinar", "spl", "pemula", "mahir"])
def test_method_and_level_show_their_own_kind_alone(browser, asked, column, value) -> None:
    known = {"metode": ("webinar", "spl"), "tingkat": ("pemula", "mahir")}[asked]
    slugs = results(search(browser, **{asked: value}))
    kinds = {getattr(row, column) for row in Course.select().where(Course.slug.in_(slugs))}
    assert kinds == {value} if value in known else len(kinds) > 1


def prices_shown(answer) -> list[int]:
    shown = re.findall(r"mulai <span class=\"money\">Rp([\d.]+)</span>", section(answer, "hasil"))
    return [int(price.replace(".", "")) for price in shown]


def test_cheapest_first_goes_on_over_the_pages(browser) -> None:
    first, second = (prices_shown(search(browser, urut="termurah", hal=hal)) for hal in (1, 2))
    assert len(first) == len(second) == 10
    assert first + second == sorted(first + second)


def test_pages_do_not_repeat_a_course(browser) -> None:
    pages = [results(search(browser, hal=hal)) for hal in (1, 2, 3)]
    assert len({slug for page in pages for slug in page}) == 30


def test_paging_keeps_what_was_asked_for(browser) -> None:
    html = section(search(browser, q="bisnis", urut="nilai"), "hasil")
    onward = re.search(r'href="([^"]+)">Berikutnya', html)[1].replace("&amp;", "&")
    assert "q=bisnis" in onward and "urut=nilai" in onward and "hal=2" in onward


def test_what_was_typed_stays_in_the_form(browser) -> None:
    html = search(browser, q='sambal "pedas"', harga_maks="500.000", kategori="bisnis").text
    assert 'value="sambal &#34;pedas&#34;"' in html
    assert re.search(r'id="harga_maks"[^>]*value="500.000"', html)


def test_nothing_found_says_what_to_try(browser) -> None:
    answer = search(browser, q="zzzqqq")
    assert answer.status_code == 200
    assert "Belum ada pelatihan yang cocok dengan “zzzqqq”" in text_of(answer)
    assert "Coba kata yang lebih pendek" in text_of(answer)
    assert len(results(answer)) == 3


@pytest.mark.parametrize("value", ODD_VALUES)
@pytest.mark.parametrize(
    "name",
    [
        "q",
        "kategori",
        "metode",
        "platform",
        "harga_maks",
        "cukup",
        "tingkat",
        "nilai",
        "urut",
        "hal",
    ],
)
def test_whatever_is_written_in_the_address_is_a_page(client, name, value) -> None:
    answer = search(client, **{name: value})
    html = answer.get_data(as_text=True)
    assert answer.status_code == 200
    assert "<script>alert" not in html
    assert "<svg onload" not in html
    assert "\0" not in html


ODD_QUERIES = [
    "hal=1&hal=2&hal=-1",
    "q=sambal&q=roti",
    "harga_maks=&nilai=&urut=&kategori=",
    "q=" + "sambal+" * 2000,
    "q=NEAR(a+b)",
    'q="',
    "q=*",
    "q=a*+OR+b*",
    "q=title:x",
    "q=-x",
    "q=(((((",
    "q=a%00b",
    "q=%ED%A0%80",
    "hal=100000",
    "hal=100001",
    "hal=999999999999",
    "x" * 5000,
    "&".join(f"x{n}={n}" for n in range(500)),
]


@pytest.mark.parametrize("query", ODD_QUERIES)
@pytest.mark.parametrize("headers", [{}, PARTIAL])
def test_odd_questions_are_answered(client, query, headers) -> None:
    answer = client.get(f"/pelatihan?{query}", headers=headers)
    assert answer.status_code == 200
    assert 'id="hasil"' in answer.get_data(as_text=True)


@pytest.mark.parametrize("page", ["29", "100000", "100001", "-1", "dua"])
def test_a_page_that_is_not_there_shows_the_first(client, page) -> None:
    answer = client.get(f"/pelatihan?hal={page}")
    assert "Halaman 1 dari 28" in text_of(answer)
    assert results(answer) == results(client.get("/pelatihan"))


def test_a_row_of_the_list_says_why_nobody_can_buy_it(browser) -> None:
    sold_out, elsewhere = (
        offer_for(21, quota=2, sold=2),
        offer_for(21, platform="lama", valid_for=[[1, 20]]),
    )
    for offer, said in ((sold_out, "Kuota habis"), (elsewhere, "Tidak tersedia untuk gelombangmu")):
        page = browser.page(f"/lembaga/{offer.course.provider.slug}").text
        row = page.split(offer.course.title)[1].split("Pelatihan Uji")[0]
        assert said in row


# --- A course ------------------------------------------------------------------------------------


def buyable(answer) -> list[int]:
    """Offers with a button of their own."""
    links = re.findall(rf'href="/pelatihan/{SAMBAL}/beli\?penawaran=(\d+)"', answer.text)
    return [int(number) for number in links]


def test_every_platform_that_can_be_used_has_its_own_button(browser) -> None:
    answer = browser.get(f"/pelatihan/{SAMBAL}")
    offers = Offer.select(Offer, Platform).join(Platform)
    offers = list(offers.join_from(Offer, Course).where(Course.slug == SAMBAL))
    assert len(offers) == 4
    html = section(answer, "penawaran")
    assert all(offer.platform.name in html for offer in offers)
    assert buyable(answer)
    assert set(buyable(answer)) <= {offer.id for offer in offers}
    assert html.count("Beli Pelatihan") == len(buyable(answer))


def test_a_stranger_sees_prices_and_how_to_get_in(client) -> None:
    answer = client.get(f"/pelatihan/{SAMBAL}")
    assert "Pelatihan dibeli setelah kamu lolos gelombang." in text_of(answer)
    assert f'href="/masuk?lanjut=/pelatihan/{SAMBAL}"' in answer.text
    assert buyable(answer) == []


def test_sorted_by_price_the_cheapest_comes_first(browser) -> None:
    by_price = buyable(browser.get(f"/pelatihan/{SAMBAL}?urut=termurah"))
    prices = [Offer.get_by_id(number).price for number in by_price]
    assert prices == sorted(prices)


def test_a_row_says_what_stays_of_the_balance(browser) -> None:
    answer = browser.get(f"/pelatihan/{SAMBAL}")
    for number in buyable(answer):
        left = f"{1_000_000 - Offer.get_by_id(number).price:,}".replace(",", ".")
        assert f"Rp{left}" in section(answer, "penawaran")


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"quota": 3, "sold": 3}, "kuota habis"),
        ({"price": 2_000_000}, "Rp2.000.000"),
        ({"platform": "lama", "valid_for": [[1, 20]]}, "Toko Uji"),
    ],
)
def test_what_cannot_be_bought_stays_and_says_why(browser, change, word) -> None:
    offer = offer_for(21, **change)
    answer = browser.get(f"/pelatihan/{offer.course.slug}")
    html = section(answer, "penawaran")
    assert word in Page(html).text
    assert "Beli Pelatihan" not in html
    assert re.search(r'class="badge">[^<]+<', html)


def test_course_text_with_markup_stays_text(browser) -> None:
    bad = "<script>alert(1)</script><img src=x onerror=alert(1)>"
    offer = offer_for(21)
    Course.update(title=bad, description=bad, lessons=[bad], certificate_type=bad[:40]).where(
        Course.id == offer.course_id
    ).execute()
    Provider.update(name=bad).where(Provider.id == offer.course.provider_id).execute()
    for path in (f"/pelatihan/{offer.course.slug}", f"/bandingkan?p={offer.course.slug}"):
        html = browser.get(path).get_data(as_text=True)
        assert "<script>alert" not in html and "<img src" not in html
        assert "&lt;script&gt;" in html


def test_reviews_can_be_read_by_stars(browser) -> None:
    answer = browser.get(f"/pelatihan/{SAMBAL}?nilai=5")
    assert "Ulasan bintang 5." in text_of(answer)
    stars = re.findall(r"<b>(\d) dari 5</b>", section(answer, "ulasan"))
    assert set(stars) <= {"5"}


def test_htmx_gets_offers_or_reviews_as_it_asks(browser) -> None:
    offers = browser.get(f"/pelatihan/{SAMBAL}?urut=nilai", headers=PARTIAL)
    target = {**PARTIAL, "HX-Target": "ulasan"}
    reviews = browser.get(f"/pelatihan/{SAMBAL}?nilai=5", headers=target)
    assert Page(offers.text).ids[0] == "penawaran"
    assert Page(reviews.text).ids[0] == "ulasan"


@pytest.mark.parametrize("value", ODD_VALUES)
@pytest.mark.parametrize("name", ["urut", "nilai", "penawaran", "apa"])
def test_odd_words_after_a_course_are_left_out(client, name, value) -> None:
    answer = client.get(f"/pelatihan/{SAMBAL}", query_string={name: value})
    assert answer.status_code == 200
    assert "<script>alert" not in answer.text


@pytest.mark.parametrize("value", [value for value in ODD_VALUES if value])
@pytest.mark.parametrize("folder", ["pelatihan", "lembaga"])
def test_what_is_not_in_the_catalogue_is_not_found(client, folder, value) -> None:
    answer = client.get(f"/{folder}/{quote(value, safe='')}")
    assert answer.status_code == 404
    assert "<script>alert" not in answer.text


# --- An institution, and side by side ------------------------------------------------------------


def test_an_institutions_page_lists_its_courses(client) -> None:
    provider = Course.get(Course.slug == SAMBAL).provider
    page = client.page(f"/lembaga/{provider.slug}")
    assert page.h1 == provider.name
    assert f"{provider.courses.count()} pelatihan" in page.text
    assert {"href": f"/pelatihan/{SAMBAL}"} in page.all("a")


def test_at_most_three_different_courses_stand_side_by_side(browser) -> None:
    slugs = [row.slug for row in Course.select().limit(5)]
    asked = "&".join(f"p={slug}" for slug in [slugs[0], *slugs])
    html = browser.get(f"/bandingkan?{asked}").text
    heads = re.findall(r'<th scope="col"><a href="/pelatihan/([\w-]+)">', html)
    assert heads == slugs[:3]


def test_comparing_nothing_is_a_page_that_asks_for_courses(client) -> None:
    for path in ("/bandingkan", "/bandingkan?p=", "/bandingkan?p=tidak-ada"):
        assert "Tambah pelatihan" in text_of(client.get(path))


@pytest.mark.parametrize("value", ODD_VALUES)
def test_odd_words_to_compare_are_left_out(client, value) -> None:
    answer = client.get("/bandingkan", query_string={"p": [SAMBAL, value, value]})
    assert answer.status_code == 200
    assert f'href="/pelatihan/{SAMBAL}"' in answer.text
    assert "<script>alert" not in answer.text


def test_an_owned_course_says_so_on_every_row_and_sells_nothing(
    filled_room, someone, sign_in, at
) -> None:
    with at("2021-10-18 09:00:00"):
        person = someone.with_course(21)
        slug = bought_by(person)[0].course.slug
        html = sign_in(person).get(f"/pelatihan/{slug}").get_data(as_text=True)
    assert "Sudah kamu beli" in html
    assert "/beli?penawaran=" not in html


def test_who_still_learns_is_told_so_before_choosing_a_platform(
    filled_room, someone, sign_in, at
) -> None:
    with at("2021-10-18 09:00:00"):
        person = someone.with_course(21)
        offer = offer_for(21)
        html = sign_in(person).get(f"/pelatihan/{offer.course.slug}").get_data(as_text=True)
    assert "Selesaikan pelatihanmu dulu" in html
    assert "/beli?penawaran=" not in html
