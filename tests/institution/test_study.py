"""Modules, assignment and exam open one after the other."""

import pytest

from institution.client import ApiDown
from tests.learners import RIGHT, WRONG, study, verify


def test_nothing_opens_before_its_time(browser, programme) -> None:
    browser.post("/kode", kode="KODE1AAAAAAA")
    assert "hadir dulu" in browser.get("/kelas/1/modul/1").text
    assert "ketiga modul" in browser.get("/kelas/1/tugas").text
    assert "Kirim tugas dulu" in browser.get("/kelas/1/ujian").text
    assert "Selesaikan ujian dulu" in browser.post("/kelas/1/hadir/999").text
    assert "tidak ada di pelatihan ini" in browser.post("/kelas/1/hadir/2").text
    assert not programme.bodies("/oauth/url-generate")


def test_feedback_that_did_not_arrive_is_sent_again(browser, programme) -> None:
    browser.post("/kode", kode="KODE1AAAAAAA")
    verify(browser, programme, 1)
    study(browser)
    programme.fails = {"/tpm/feedback/submission": ApiDown("x")}
    page = browser.post("/kelas/1/tugas", tautan="https://contoh.id/karyaku")
    assert "Kirim lagi masukan pengajar" in page.text
    programme.fails = {}
    page = browser.post("/kelas/1/masukan")
    assert "sudah sampai" in page.text and "Kirim lagi masukan" not in page.text


@pytest.mark.parametrize("typed", ["", "karyaku", "ftp://contoh.id/x", "javascript:alert(1)"])
def test_an_assignment_must_be_a_link(browser, programme, typed) -> None:
    browser.post("/kode", kode="KODE1AAAAAAA")
    verify(browser, programme, 1)
    study(browser)
    assert "Tulis tautan lengkap" in browser.post("/kelas/1/tugas", tautan=typed).text
    assert not programme.bodies("/tpm/submission")


def test_an_exam_wants_every_answer_and_keeps_them(browser, programme) -> None:
    browser.post("/kode", kode="KODE1AAAAAAA")
    verify(browser, programme, 1)
    study(browser)
    browser.post("/kelas/1/tugas", tautan="https://contoh.id/karyaku")
    page = browser.post("/kelas/1/ujian", **{"jawab-0": "2"})
    assert browser.answer.status_code == 422 and "Jawab semua" in page.text
    assert [one["id"] for one in page.all("input") if "checked" in one] == ["j-0-2"]
    assert "belum lulus" in browser.post("/kelas/1/ujian", **WRONG).text
    assert "Kamu lulus" in browser.post("/kelas/1/ujian", **RIGHT).text
