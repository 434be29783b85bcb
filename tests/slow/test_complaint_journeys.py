"""From a payment that failed to a complaint that is answered and closed, with JavaScript and without."""

from pathlib import Path

import pytest

from formats.photos import sample
from tests.browser import Phone, phone
from tests.slow.test_pages import faults_of, sign_in

ROOM = "gelombang-21"
STORY = "Insentif bulan pertamaku gagal dikirim, padahal e-wallet masih aktif."
REPLY = "E-walletmu belum premium. Verifikasi KTP di aplikasinya, lalu cek rekening lagi."


@pytest.fixture(scope="module")
def screen(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A picture on the phone."""
    file = tmp_path_factory.mktemp("layar") / "layar.jpg"
    file.write_bytes(sample("id_card"))
    return file


def complain(walker: Phone, screen: Path) -> str:
    """From the row of the failed payment to the number."""
    sign_in(walker, "nining")
    walker.open("/insentif")
    href = walker.page.locator("a[href^='/pengaduan/baru?tentang=insentif-']").first
    walker.open(href.get_attribute("href") or "")
    walker.heading("Buat pengaduan")
    assert "Gagal dikirim" in walker.text()
    assert walker.page.locator("select[name=jenis]").input_value() == "incentive"
    walker.press("Kirim pengaduan")
    walker.page.locator("[role=alert]").first.wait_for()
    walker.page.fill("textarea[name=cerita]", STORY)
    walker.page.set_input_files("input[name=gambar]", screen)
    walker.press("Kirim pengaduan")
    walker.heading("Pengaduan PGD-")
    assert "Kami jawab paling lambat" in walker.text() and STORY in walker.text()
    return walker.page.url.rsplit("/", 1)[-1]


def answer(walker: Phone, number: str) -> None:
    """The officer finds it, takes it, answers it."""
    sign_in(walker, "petugas")
    walker.open(f"/petugas/pengaduan?cari={number}")
    walker.page.locator(f"a[href$='/{number}']").first.click()
    walker.heading(number)
    if walker.page.get_by_role("button", name="Ambil", exact=True).count():
        walker.press("Ambil")
        walker.heading(number)
    walker.page.fill("textarea[name=jawaban]", REPLY)
    walker.press("Kirim jawaban")
    walker.heading("Pengaduan")


@pytest.mark.parametrize("javascript", [True, False], ids=["js", "nojs"])
def test_complained_answered_objected_answered_closed(browser, address, screen, javascript) -> None:
    with phone(browser, address, ROOM, javascript=javascript) as walker:
        walker.open(f"/latihan?ruang={ROOM}")
        walker.trainer("/latihan/ulang", yakin="ya")
        number = complain(walker, screen)
        answer(walker, number)
        sign_in(walker, "nining")
        walker.open(f"/pengaduan/{number}")
        assert REPLY in walker.text() and "Sudah dijawab" in walker.text()
        walker.page.fill("textarea[name=tambahan]", "Sudah premium sejak kemarin.")
        walker.press("Kirim keterangan")
        walker.heading(number)
        assert "Dibuka lagi dengan keterangan" in walker.text()
        answer(walker, number)
        sign_in(walker, "nining")
        walker.open(f"/pengaduan/{number}")
        walker.press("Sudah selesai")
        walker.heading(number)
        assert "Pengaduan ditutup olehmu" in walker.text()
        assert not walker.complaints


def test_every_page_of_it_is_for_everybody(browser, address, screen) -> None:
    with phone(browser, address, ROOM) as walker:
        walker.open(f"/latihan?ruang={ROOM}")
        walker.trainer("/latihan/ulang", yakin="ya")
        number, faults = complain(walker, screen), []

        def look(path: str) -> None:
            walker.open(path)
            faults.extend(f"{path}: {fault}" for fault in faults_of(walker.page))

        for path in (f"/pengaduan/{number}", "/pengaduan"):
            look(path)
        walker.open("/bantuan/cek-pesan")
        walker.page.fill(
            "textarea[name=pesan]", "Kirim OTP dan biaya admin ke 0812 9999 0000 bit.ly/x"
        )
        walker.press("Cek pesan")
        walker.page.locator("#hasil").wait_for()
        faults.extend(f"cek-pesan: {fault}" for fault in faults_of(walker.page))
        sign_in(walker, "petugas")
        for path in ("/petugas/pengaduan?tab=baru", f"/petugas/pengaduan/{number}", "/petugas"):
            look(path)
        answer(walker, number)
        look(f"/petugas/pengaduan/{number}")
        assert not faults, "\n" + "\n".join(faults)
