"""One person's whole way through each scheme, on a phone, with JavaScript and without."""

import pytest

from demo.cast import PASSWORD
from rules import questions
from tests.browser import Phone, phone
from tests.walks import buy, link, phone_of, rate, study


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
