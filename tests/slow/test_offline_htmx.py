"""When the file of the CDN does not come, or is not the one we know: everything goes on as plain forms."""

import re
from typing import Any

import pytest

import htmx
from tests.browser import Phone, phone

COURSE = "/pelatihan/membuat-aneka-kreasi-sambal-bagi-juru-masak"
ROOM = "gelombang-70"


def blocked(route: Any) -> None:
    """The network lets nothing through to the CDN."""
    route.abort("blockedbyclient")


def tampered(route: Any) -> None:
    """Somebody added a line to the file."""
    body = htmx.CACHE.read_bytes() + b"\nwindow.stolen = true;\n"
    route.fulfill(
        body=body,
        content_type="application/javascript",
        headers={"Access-Control-Allow-Origin": "*"},
    )


def texts_with_codes(walker: Phone) -> list[str]:
    """The codes the room sent by SMS, the newest first."""
    inbox = walker.page.request.get(f"{walker.address}/latihan/kotak-masuk.json").json()
    texts = [row["text"] for row in inbox if row["channel"] == "sms"]
    return [found[1] for text in texts if (found := re.search(r": (\d{6})\.", text))]


@pytest.mark.parametrize("cdn", [blocked, tampered])
def test_buying_works_without_the_library(browser, address, cdn) -> None:
    with phone(browser, address, ROOM) as walker:
        walker.page.route("https://cdn.jsdelivr.net/**", cdn)
        walker.open(f"/latihan?ruang={ROOM}")
        walker.trainer("/latihan/ulang", yakin="ya")
        walker.trainer("/latihan/masuk", email="sari@example.com")
        walker.open(COURSE)
        assert walker.page.evaluate("typeof window.htmx") == "undefined"
        assert walker.page.evaluate("typeof window.stolen") == "undefined"
        walker.page.locator("#penawaran a", has_text="Beli Pelatihan").first.click()
        walker.heading("Cek lalu bayar")
        walker.page.locator("#kirim").click()  # without a number: the plain page with the summary
        walker.page.locator("[role=alert]", has_text="Ada yang perlu diperbaiki").wait_for()
        assert walker.page.title().startswith("Kesalahan: ")
        walker.press("Isikan nomor kartuku")
        codes = len(texts_with_codes(walker))
        walker.page.evaluate(
            "() => { const send = document.getElementById('kirim'); send.click(); send.click(); }"
        )
        walker.heading("Masukkan kode OTP")
        assert len(texts_with_codes(walker)) == codes + 1
        walker.page.fill("input[name=otp]", texts_with_codes(walker)[0])
        walker.page.locator("#bayar").click()
        walker.heading("Berhasil dibeli")
        expected = "integrity" if cdn is tampered else "ERR_BLOCKED_BY_CLIENT"
        assert walker.complaints and all(expected in said for said in walker.complaints)
        walker.complaints.clear()


def test_the_library_runs_where_it_is_the_one_we_know(browser, address) -> None:
    with phone(browser, address, ROOM) as walker:
        walker.open(f"/masuk?ruang={ROOM}")
        assert walker.page.evaluate("typeof window.htmx") == "object"
        assert walker.page.evaluate("window.htmx.version") == htmx.VERSION
