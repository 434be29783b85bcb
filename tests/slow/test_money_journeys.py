"""Money that did not come comes: linked, resent, received – and courses cancelled in time or too late.

With the provider's own server running beside ours, with JavaScript and without.
"""

import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.browser import Phone, phone
from tests.server import disbursing, free_port, make_rooms, serving, tracebacks
from tests.slow.test_pages import faults_of, sign_in
from tests.walks import buy, phone_of

ROOM = "gelombang-21"
COURSE = "Membuat Aneka Kreasi Sambal bagi Juru Masak"
BOTH = pytest.mark.parametrize("javascript", [True, False], ids=["js", "nojs"])
# What a message may say about a payment's state today, and what the list then says.
NOW = re.compile(r"Sekarang: ([A-Z][A-Za-z ]+?)(?: \d|\.|$)")


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Our server and the provider's, which call each other."""
    home: Path = tmp_path_factory.mktemp("uang")
    make_rooms(home)
    port = free_port()
    callback = f"http://127.0.0.1:{port}/api/v1/payouts/callback"
    with (
        disbursing(home, callback) as (provider, key),
        serving(home, PORT=str(port), PAYOUT_URL=provider, PAYOUT_KEY=key) as running,
    ):
        yield running
    assert not tracebacks(home)


def fresh(walker: Phone, key: str) -> None:
    """The room's first morning, signed in as one of the cast."""
    walker.open(f"/latihan?ruang={ROOM}")
    walker.trainer("/latihan/ulang", yakin="ya")
    sign_in(walker, key)


def until(walker: Phone, met: Callable[[], bool]) -> None:
    """Look again until it is so; timed work and provider need a second or two."""
    end = time.monotonic() + 20
    while not met():
        assert time.monotonic() < end, walker.text()
        walker.page.wait_for_timeout(200)


def row_says(walker: Phone, key: str) -> str:
    """The state of one payment in the history."""
    walker.open("/insentif")
    return walker.page.locator(f"#insentif-{key} .badge").first.inner_text()


def nothing_contradicts(walker: Phone) -> None:
    """History, dashboard and messages say one thing about the first payment."""
    state = row_says(walker, "job-1")
    step = walker.step()
    assert ("gagal" in step) == (state == "Gagal dikirim"), (step, state)
    unread = walker.page.locator("header").inner_text()
    walker.open("/pesan")
    said = NOW.findall(walker.text())
    assert all(word.strip() == state for word in said), (said, state)
    new = walker.page.locator("li", has=walker.page.locator(".badge", has_text="Baru"))
    news = " ".join(new.all_inner_texts())
    assert state == "Gagal dikirim" or "gagal dikirim" not in news, (news, unread)


def link(walker: Phone, partner: str, own_phone: str) -> None:
    """Another account, in three steps."""
    walker.open(f"/rekening/sambung/{partner}")
    walker.page.fill("input[name=nomor]", own_phone)
    walker.page.locator("#kirim").click()
    walker.heading("Masukkan kode OTP")
    walker.page.fill("input[name=otp]", walker.code_for(own_phone))
    walker.page.locator("#lanjut").click()
    walker.heading("Kode keamanan di")
    walker.page.locator("a[href^='/latihan/mitra/']").first.click()
    walker.heading("SIMULASI")
    walker.page.fill("input[name=kode_keamanan]", "482913")
    walker.page.locator("#setuju").click()
    walker.page.wait_for_url(re.compile(r"/rekening"))

    def linked() -> bool:
        walker.open("/rekening")
        return ": bisa menerima" in walker.text()

    until(walker, linked)


@BOTH
def test_a_failed_payment_is_understood_mended_resent_and_received(
    browser, place, javascript: bool
) -> None:
    with phone(browser, place, ROOM, javascript) as walker:
        fresh(walker, "nining")
        own_phone = phone_of(walker, "nining@example.com")
        assert "gagal dikirim" in walker.step()
        nothing_contradicts(walker)
        walker.open("/dasbor")
        walker.page.locator("#langkah a.button, #langkah .button").first.click()
        walker.page.wait_for_load_state()
        assert "belum premium" in walker.text()  # one tap from the dashboard
        link(walker, "ovo", own_phone)
        assert row_says(walker, "job-1") == "Dijadwalkan"
        nothing_contradicts(walker)
        walker.open("/insentif")
        day = walker.page.locator("#insentif-job-1 details summary .small").inner_text()
        assert day == "25 Okt 2021", day
        walker.at("2021-10-25 09:00")
        until(walker, lambda: row_says(walker, "job-1") == "Sudah dikirim")
        nothing_contradicts(walker)
        walker.open("/insentif/job-1/bukti")
        assert "OVO" in walker.text() and "Rp600.000" in walker.text()
        walker.open("/uangku")
        assert "Rp600.000" in walker.text()


@BOTH
def test_checking_again_asks_the_partner_before_anything_is_resent(
    browser, place, javascript: bool
) -> None:
    with phone(browser, place, ROOM, javascript) as walker:
        fresh(walker, "nining")
        walker.trainer("/latihan/gangguan", apa="payout_failure", alasan="not_kyc")
        walker.open("/insentif")
        walker.press("Cek rekening lagi")

        def still_bad() -> bool:
            walker.open("/rekening")
            return "belum premium" in walker.text() and "Sedang dicek" not in walker.text()

        until(walker, still_bad)
        assert row_says(walker, "job-1") == "Gagal dikirim"
        walker.trainer("/latihan/gangguan", apa="payout_failure", alasan="")
        walker.open("/rekening")
        walker.press("Cek rekening lagi")
        until(walker, lambda: row_says(walker, "job-1") == "Dijadwalkan")


def bought(walker: Phone) -> str:
    """Sari's first course; its page."""
    buy(walker, COURSE, phone_of(walker, "sari@example.com"))
    return walker.page.url.rsplit("/", 1)[-1]


def balance(walker: Phone) -> str:
    walker.open("/dasbor")
    return walker.page.locator("#saldo").inner_text()


@BOTH
def test_cancelled_in_time_the_whole_price_is_there_again(browser, place, javascript: bool) -> None:
    with phone(browser, place, ROOM, javascript) as walker:
        fresh(walker, "sari")
        purchase = bought(walker)
        assert "Rp550.000" in balance(walker)
        walker.open(f"/pelatihanku/{purchase}/batalkan")
        walker.heading("Apa akibatnya")
        assert "Rp450.000" in walker.text() and "21 Oktober 2021 pukul 23.59 WIB" in walker.text()
        assert not javascript or not list(faults_of(walker.page))
        walker.page.locator("#kirim").dblclick()
        walker.page.wait_for_url(lambda url: "batalkan" not in url)
        assert "Rp1.000.000" in balance(walker)
        assert walker.step() == "Beli pelatihan pertamamu"
        walker.open("/uangku")
        assert walker.text().count("Rp450.000") >= 2


@BOTH
def test_on_day_30_the_loss_is_said_and_the_refund_is_booked(
    browser, place, javascript: bool
) -> None:
    """Bought 18 October; day 30 is 16 November, after the first-purchase deadline."""
    with phone(browser, place, ROOM, javascript) as walker:
        fresh(walker, "sari")
        purchase = bought(walker)
        walker.at("2021-11-16 23:50")
        walker.open(f"/pelatihanku/{purchase}/batalkan")
        assert "Kepesertaanmu akan hilang" in walker.text()
        walker.page.locator("#kirim").click()
        walker.page.locator("[role=alert]").first.wait_for()
        walker.page.locator("input[name=setuju]").check()
        walker.page.locator("#kirim").click()
        walker.page.wait_for_url(lambda url: "batalkan" not in url)
        until(walker, lambda: "dicabut" in walker.step())
        walker.open("/uangku")
        assert "Rp450.000" in walker.text() and "Rp1.000.000" in walker.text()


@BOTH
def test_on_day_31_and_after_redeeming_it_is_refused_with_the_reason(
    browser, place, javascript: bool
) -> None:
    with phone(browser, place, ROOM, javascript) as walker:
        fresh(walker, "sari")
        purchase = bought(walker)
        walker.at("2021-11-17 00:00")
        walker.open(f"/pelatihanku/{purchase}/batalkan")
        walker.heading("Tidak bisa dibatalkan")
        assert "16 November 2021" in walker.text()
        assert "Rp550.000" in balance(walker)
        walker.at("2021-10-19 09:00")
        walker.trainer("/latihan/selesaikan", email="sari@example.com")
        walker.open(f"/pelatihanku/{purchase}/batalkan")
        walker.heading("Tidak bisa dibatalkan")
