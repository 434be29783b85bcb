"""What the programme knows is asked anew; when it says no, or nothing, people read why."""

import pytest

from institution.client import ApiDown, ApiRefused
from institution.programme import DOWN
from tests.learners import RIGHT, finish, study, verify


def test_an_assignment_the_programme_does_not_have_is_sent_again(browser, programme) -> None:
    finish(browser, programme)
    programme.work = 0
    assert "Kerjakan tugas" in browser.get("/kelas/1").text


def test_a_room_set_back_is_noticed(browser, programme) -> None:
    assert "Selesai: lembaga" in finish(browser, programme).text
    programme.attended.discard(999)
    page = browser.get("/kelas/1")
    assert "Sesi 1 tercatat" in page.text and "Verifikasi wajah" in page.text
    programme.attended.clear()
    page = browser.get("/kelas/1")
    assert "Tukar dan hadir" in page.text and "Terbuka setelah kamu lulus" in page.text
    assert "Belum ditukar" in browser.get("/").text


def test_a_code_the_programme_forgot_keeps_nothing(browser, programme) -> None:
    finish(browser, programme)
    said = "Kode tukar tidak ditemukan."
    programme.fails = {"/payment/redeem-code/status": ApiRefused("ERRPLT40001", said)}
    page = browser.get("/kelas/1")
    assert said in page.text and "Tukar dan hadir" in page.text


@pytest.mark.parametrize("trouble", [ApiDown("x"), ApiRefused("ERRREQ42901", "Terlalu sering.")])
def test_a_programme_that_does_not_answer_takes_nothing_away(browser, programme, trouble) -> None:
    finish(browser, programme)
    programme.fails = {"/payment/redeem-code/status": trouble}
    page = browser.get("/kelas/1")
    assert "Selesai: lembaga sudah melapor" in page.text
    assert (DOWN if isinstance(trouble, ApiDown) else trouble.message) in page.text


@pytest.mark.parametrize(
    ("trouble", "said", "status"),
    [(ApiRefused("E", "Kode tukar sudah dipakai."), "Kode tukar sudah dipakai.", 422)]
    + [(ApiRefused("E", ""), "Program menolak", 422), (ApiDown("x"), DOWN, 503)],
)
def test_a_participant_reads_why(browser, programme, trouble, said, status) -> None:
    browser.post("/kode", kode="KODE1AAAAAAA")
    verify(browser, programme, 1)
    study(browser)
    browser.post("/kelas/1/tugas", tautan="https://contoh.id/karyaku")
    browser.post("/kelas/1/ujian", **RIGHT)
    programme.fails = dict.fromkeys(
        ("/payment/redeem-code/status", "/oauth/url-generate", "/tpm/submission"), trouble
    )
    page = browser.post("/kode", kode="KODE2AAAAAAA")
    assert said in page.text and browser.answer.status_code == status
    assert "KODE2AAAAAAA" in [field.get("value") for field in page.all("input")]
    page = browser.post("/kelas/1/hadir/999")
    assert said in page.text and browser.answer.status_code == status
    page = browser.post("/kelas/1/tugas", tautan="https://contoh.id/lain")
    assert said in page.text and browser.answer.status_code == status
    kept = [field.get("value") for field in browser.get("/kelas/1/tugas").all("input")]
    assert "https://contoh.id/lain" in kept
