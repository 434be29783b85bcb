"""One person's whole way through each scheme, on a phone, with JavaScript and without."""

import re

import pytest

from demo.cast import PASSWORD
from rules import questions
from tests.browser import Phone, phone

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
    """DANA, with the phone number of the account."""
    assert walker.step() == "Sambungkan rekening atau e-wallet"
    walker.open("/rekening/sambung/dana")
    walker.page.fill("input[name=nomor]", own_phone)
    walker.page.locator("#isi form[action$='/sambung/dana'] button").first.click()
    walker.page.wait_for_url(re.compile(r"/(rekening|insentif)(\?.*)?$"))


def fill_survey(walker: Phone, ordinal: int) -> None:
    """Consent, every part, look again, send."""
    walker.open(f"/survei/{ordinal}")
    walker.page.locator("input[name=setuju], input[type=radio]").first.check()
    walker.press("Lanjutkan")
    answers = questions.sample_answers(ordinal)
    for part in questions.survey(ordinal).parts:
        walker.heading(part.title)
        for question in part.questions:
            if question.code not in answers:
                continue
            field = walker.page.locator(f"[name='{question.code}']")
            if question.options:
                walker.page.locator(
                    f"[name='{question.code}'][value='{answers[question.code]}']"
                ).check()
            else:
                field.first.fill(answers[question.code])
        walker.page.locator("#lanjut").click()
    walker.heading("Cek jawabanmu")
    walker.press("Kirim survei")
    walker.page.wait_for_url("**/survei?terkirim=*")


def received(walker: Phone) -> str:
    walker.open("/insentif")
    return walker.text()


@pytest.mark.parametrize("javascript", [True, False], ids=["js", "nojs"])
def test_gelombang_21_from_the_first_purchase_to_the_last_incentive(
    browser, address, javascript: bool
) -> None:
    with phone(browser, address, "gelombang-21", javascript) as walker:
        walker.open("/latihan?ruang=gelombang-21")
        walker.trainer("/latihan/ulang", yakin="ya")
        walker.sign_in("sari@example.com", PASSWORD)
        own_phone = phone_of(walker, "sari@example.com")
        assert walker.step() == "Beli pelatihan pertamamu"
        assert "21 Oktober 2021 pukul 23.59 WIB" in walker.text()
        assert "Rp1.000.000" in walker.page.locator("#saldo").inner_text()
        buy(walker, "Membuat Aneka Kreasi Sambal bagi Juru Masak", own_phone)
        assert "Rp550.000" in walker.text()
        study(walker, "sari@example.com")
        assert walker.step() == "Menunggu sertifikat"
        walker.at("2021-10-19 09:00")
        rate(walker)
        link(walker, own_phone)
        walker.at("2021-10-26 09:00")
        for ordinal in (1, 2):
            assert walker.step() == f"Isi survei {ordinal}, dapat Rp50.000"
            fill_survey(walker, ordinal)
        walker.at("2021-11-01 09:00")
        assert walker.step() == "Isi survei 3, dapat Rp50.000"
        fill_survey(walker, 3)
        walker.at("2022-02-15 09:00")
        assert "Rp2.550.000 dari Rp2.550.000" in received(walker)
        assert walker.step() == "Semua langkah selesai"


@pytest.mark.parametrize("javascript", [True, False], ids=["js", "nojs"])
def test_gelombang_70_from_the_first_purchase_to_the_last_incentive(
    browser, address, javascript: bool
) -> None:
    with phone(browser, address, "gelombang-70", javascript) as walker:
        walker.open("/latihan?ruang=gelombang-70")
        walker.trainer("/latihan/ulang", yakin="ya")
        walker.sign_in("markus@example.com", PASSWORD)
        own_phone = phone_of(walker, "markus@example.com")
        assert walker.step() == "Beli pelatihan pertamamu"
        assert "24 Juli 2024 pukul 23.59 WIB" in walker.text()
        assert "Rp3.500.000" in walker.page.locator("#saldo").inner_text()
        buy(walker, "Membuat Aneka Kreasi Sambal bagi Juru Masak", own_phone)
        assert "Rp3.050.000" in walker.text()
        study(walker, "markus@example.com")
        walker.at("2024-07-21 09:00")
        rate(walker)
        link(walker, own_phone)
        walker.at("2024-07-28 09:00")
        for ordinal in (1, 2):
            assert walker.step() == f"Isi survei {ordinal}, dapat Rp50.000"
            fill_survey(walker, ordinal)
        walker.at("2024-09-01 09:00")
        assert "Rp700.000 dari Rp700.000" in received(walker)
        assert walker.step() == "Semua langkah selesai"


def phone_of(walker: Phone, email: str) -> str:
    """A person's phone number, as the trainer's inbox lists it."""
    page = walker.page.request.get(f"{walker.address}/latihan/kotak-masuk").text()
    names = dict(re.findall(r'<option value="([^"]+)">(?:SMS|Email) ([^<]+)</option>', page))
    person = names[email]
    return next(key for key, name in names.items() if name == person and "@" not in key)
