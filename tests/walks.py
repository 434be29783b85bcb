"""Stretches of the way that several journeys share, walked as a person would."""

import re

from tests.browser import Phone

WORDS = "Penjelasannya pelan dan jelas, tugasnya terpakai."


def buy(walker: Phone, title: str, own_phone: str) -> None:
    """From the dashboard to the receipt, as a person would click."""
    walker.open("/dasbor")
    walker.press("Cari pelatihan")
    walker.heading("Cari pelatihan")
    walker.page.fill("input[name=q]", title.split()[3])
    walker.press("Cari")
    walker.page.locator("#hasil a", has_text=title).first.click()
    walker.heading(title)
    walker.page.locator("#penawaran a", has_text="Beli Pelatihan").first.click()
    walker.heading("Cek lalu bayar")
    walker.press("Isikan nomor kartuku")
    walker.page.locator("#kirim").click()
    walker.heading("Masukkan kode OTP")
    code = re.search(r": (\d{6})\.", walker.newest_message(own_phone)["text"])
    assert code
    walker.page.fill("input[name=otp]", code[1])
    walker.page.locator("#bayar").click()
    walker.heading("Berhasil dibeli")


def study(walker: Phone, email: str) -> None:
    """Begin, and let the trainer report the course as finished."""
    walker.press("Mulai belajar")
    walker.page.wait_for_url("**/pelatihanku/*")
    walker.press("Mulai belajar")
    walker.trainer("/latihan/selesaikan", email=email)


def rate(walker: Phone) -> None:
    """Five stars and words, from the dashboard."""
    assert walker.step() == "Beri ulasan pelatihanmu"
    walker.press("Beri ulasan")
    walker.heading("Beri ulasan")
    walker.page.locator("input[name=nilai][value='5']").check()
    walker.page.fill("textarea[name=ulasan]", WORDS)
    walker.press("Kirim ulasan")
    walker.page.wait_for_url("**/pelatihanku/*")


def link(walker: Phone, own_phone: str) -> None:
    """DANA, with the phone number of the account: number, code, security code at the partner."""
    assert walker.step() == "Sambungkan rekening atau e-wallet"
    walker.open("/rekening/sambung/dana")
    walker.page.fill("input[name=nomor]", own_phone)
    walker.page.locator("#kirim").click()
    walker.heading("Masukkan kode OTP")
    walker.page.fill("input[name=otp]", walker.code_for(own_phone))
    walker.page.locator("#lanjut").click()
    walker.heading("Kode keamanan di DANA")
    walker.press("Buka halaman DANA")
    walker.heading("SIMULASI")
    walker.page.fill("input[name=kode_keamanan]", "482913")
    walker.page.locator("#setuju").click()
    walker.page.wait_for_url(re.compile(r"/rekening"))
    for _ in range(40):  # timed work asks the partner once a second
        if walker.page.locator("h1", has_text="Sedang dicek").count() == 0:
            break
        walker.page.wait_for_timeout(500)
        walker.press("Muat ulang status")
    walker.open("/rekening")
    assert "Tersambung" in walker.text() and ": bisa menerima" in walker.text()


def phone_of(walker: Phone, email: str) -> str:
    """A person's phone number, as the trainer's inbox lists it."""
    page = walker.page.request.get(f"{walker.address}/latihan/kotak-masuk").text()
    names = dict(re.findall(r'<option value="([^"]+)">(?:SMS|Email) ([^<]+)</option>', page))
    person = names[email]
    return next(key for key, name in names.items() if name == person and "@" not in key)
