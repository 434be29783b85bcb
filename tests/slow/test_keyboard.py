"""Buying with nothing but a keyboard, and what a phone does when the network lets it down."""

import re

import pytest
from playwright.sync_api import Page

from demo.cast import ROOMS
from tests.browser import Phone, phone

COURSE = "/pelatihan/membuat-aneka-kreasi-sambal-bagi-juru-masak"

FOCUSED = """() => { const node = document.activeElement;
  return node === document.body ? "" :
    (node.labels?.length ? node.labels[0].innerText : node.innerText || node.value || "")
      .replace(/\\s+/g, " ").trim(); }"""


@pytest.fixture(autouse=True)
def first_morning(browser, address) -> None:
    """The rooms as they are shipped."""
    for room in ROOMS:
        with phone(browser, address, room) as trainer:
            trainer.open(f"/latihan?ruang={room}")
            trainer.trainer("/latihan/ulang", yakin="ya")


@pytest.fixture
def sari(browser, address):
    """Sari of gelombang 70, signed in; she has yet to buy a course."""
    with phone(browser, address, "gelombang-70") as walker:
        walker.open("/latihan?ruang=gelombang-70")
        walker.trainer("/latihan/masuk", email="sari@example.com")
        walker.open("/dasbor")
        yield walker


def tab_to(page: Page, says: str, most: int = 80) -> None:
    """Tab until what has the focus says this; it must show that it has it."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate(FOCUSED).startswith(says):
            ring = page.evaluate(
                "() => { const look = getComputedStyle(document.activeElement);"
                " return look.outlineStyle !== 'none' || look.boxShadow !== 'none'; }"
            )
            assert ring, f"{says!r} does not show its focus"
            return
    raise AssertionError(f"{says!r} was not reached in {most} tabs")


def code_for_sari(walker: Phone) -> str:
    """The code of the newest SMS of the room."""
    inbox = walker.page.request.get(f"{walker.address}/latihan/kotak-masuk.json").json()
    text = next(row["text"] for row in inbox if row["channel"] == "sms")
    found = re.search(r": (\d{6})\.", text)
    assert found, text
    return found[1]


def purchases(walker: Phone) -> int:
    """How many OTP messages the room sent; each start of a purchase sends one."""
    inbox = walker.page.request.get(f"{walker.address}/latihan/kotak-masuk.json").json()
    return sum(
        1 for row in inbox if row["channel"] == "sms" and re.search(r": \d{6}\.", row["text"])
    )


def to_otp(walker: Phone) -> None:
    """As far as the page that asks for the code."""
    walker.open(COURSE)
    walker.page.locator("#penawaran a", has_text="Beli Pelatihan").first.click()
    walker.press("Isikan nomor kartuku")
    walker.page.locator("#kirim").click()
    walker.heading("Masukkan kode OTP")


def test_the_purchase_by_keyboard_alone(sari) -> None:
    page, press = sari.page, sari.page.keyboard.press
    press("Tab")
    assert page.evaluate(FOCUSED) == "Langsung ke isi"
    press("Enter")
    tab_to(page, "Cari pelatihan")
    press("Enter")
    sari.heading("Cari pelatihan")
    tab_to(page, "Pelatihan apa yang kamu cari?")
    page.keyboard.type("sambal juru masak")
    press("Enter")
    page.wait_for_url("**q=sambal*")
    tab_to(page, "Membuat Aneka Kreasi Sambal bagi Juru Masak")
    press("Enter")
    sari.heading("Membuat Aneka Kreasi Sambal bagi Juru Masak")
    tab_to(page, "Beli Pelatihan")
    press("Enter")
    sari.heading("Cek lalu bayar")
    tab_to(page, "Isikan nomor kartuku")
    press("Enter")
    page.wait_for_url("**isi=kartu*")
    tab_to(page, "Kirim kode OTP")
    press("Enter")
    sari.heading("Masukkan kode OTP")
    tab_to(page, "Kode OTP")
    page.keyboard.type(code_for_sari(sari))
    press("Enter")
    sari.heading("Berhasil dibeli")
    assert "/beli/" in page.url and "/otp" not in page.url


def test_a_mistake_takes_the_focus_to_the_summary(sari) -> None:
    to_otp(sari)
    right = code_for_sari(sari)
    sari.page.fill("input[name=otp]", "000000" if right != "000000" else "111111")
    sari.page.locator("#bayar").click()
    sari.page.locator("[role=alert]").first.wait_for()
    focused = sari.page.evaluate("document.activeElement.outerHTML.slice(0, 400)")
    assert "Ada yang perlu diperbaiki" in sari.page.evaluate(FOCUSED), focused
    sari.page.keyboard.press("Tab")
    sari.page.keyboard.press("Enter")
    assert sari.page.evaluate("document.activeElement.name") == "otp"


def test_three_quick_presses_are_one_purchase(sari) -> None:
    before = purchases(sari)
    sari.open(COURSE)
    sari.page.locator("#penawaran a", has_text="Beli Pelatihan").first.click()
    sari.press("Isikan nomor kartuku")
    sent = []
    sari.page.on("request", lambda request: sent.append(request.method))
    sari.page.evaluate(
        "() => { const send = document.getElementById('kirim');"
        " send.click(); send.click(); send.click(); }"
    )
    sari.heading("Masukkan kode OTP")
    assert sent.count("POST") == 1, sent
    assert purchases(sari) == before + 1


@pytest.mark.parametrize("trouble", ["dropped", "broken"])
def test_a_lost_answer_to_a_payment_is_told_honestly(sari, trouble: str) -> None:
    to_otp(sari)
    where = sari.page.url
    order = where.removesuffix("/otp")
    code = code_for_sari(sari)

    def lose(route) -> None:
        if route.request.method != "POST":
            route.continue_()
        elif trouble == "dropped":
            route.abort("connectionreset")
        else:
            route.fulfill(status=500, content_type="text/html", body="<h1>Layanan terganggu</h1>")

    sari.page.route("**/beli/*/otp", lose)
    sari.page.fill("input[name=otp]", code)
    sari.page.locator("#bayar").click()
    link = sari.page.get_by_role("link", name="Cek status pembayaran")
    link.wait_for()
    line = sari.page.locator("#galat-jaringan")
    assert line.is_visible() and "Kami belum tahu apakah" in line.inner_text()
    assert "Coba lagi." not in line.inner_text()
    assert "Kami belum tahu" in sari.page.locator("#pengumuman").inner_text()
    assert sari.page.url == where
    assert sari.page.input_value("input[name=otp]") == code
    assert sari.page.locator("#bayar").inner_text().startswith("Bayar Rp")
    sari.complaints.clear()  # the browser's own word on the lost answer
    link.click()
    sari.page.wait_for_url(order)
    sari.heading("Pembayaran belum selesai")
    sari.page.unroute("**/beli/*/otp")
    sari.press("Masukkan kode OTP")
    sari.page.fill("input[name=otp]", code)
    sari.page.locator("#bayar").click()
    sari.heading("Berhasil dibeli")


def test_back_after_a_search_shows_the_whole_page(sari) -> None:
    sari.open("/pelatihan?q=sambal")
    sort = sari.page.locator("#hasil a", has_text="Termurah").first
    sort.click()
    sari.page.wait_for_url("**urut=termurah*")
    sari.page.locator("#hasil article a").first.click()
    sari.page.wait_for_url("**/pelatihan/*")
    for _ in range(2):
        sari.page.go_back()
        sari.heading("Cari pelatihan")
        assert sari.page.locator("nav[aria-label=Utama]").is_visible()
        assert sari.page.locator("#hasil article").count() > 0
        background = sari.page.evaluate(
            "getComputedStyle(document.querySelector('.head')).display + document.styleSheets.length"
        )
        assert background.endswith("1"), background
    assert "urut=termurah" not in sari.page.url


def test_nothing_personal_stays_in_the_browser(sari) -> None:
    sari.press("Lihat nomor")
    sari.open("/pelatihan?q=sambal")
    sari.page.locator("#hasil a", has_text="Termurah").first.click()
    sari.page.wait_for_url("**urut=termurah*")
    to_otp(sari)
    kept = sari.page.evaluate(
        "async () => ({local: {...localStorage}, session: {...sessionStorage},"
        " caches: self.caches ? await caches.keys() : [],"
        " databases: (await indexedDB.databases()).length})"
    )
    assert kept["local"] == {} and kept["caches"] == [] and kept["databases"] == 0, kept
    assert "Sari" not in str(kept["session"]) and not re.search(r"\d{12}", str(kept["session"]))
    assert sari.page.evaluate("document.cookie") == ""
