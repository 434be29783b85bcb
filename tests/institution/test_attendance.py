"""A session is attended when the programme says so, and by nobody else."""

from institution.client import ApiDown, ApiRefused
from tests.learners import WEBINAR, Browser, verify


def test_coming_back_proves_nothing(browser, programme) -> None:
    browser.post("/kode", kode="KODE1AAAAAAA")
    url = browser.post("/kelas/1/hadir/1")
    page = browser.get(f"/kembali?state={url.rpartition('/')[2]}")
    assert "belum mencatat" in page.text and "Cek lagi" in page.text
    assert url in [link["href"] for link in page.all("a")]
    assert "hadir dulu" in browser.get("/kelas/1/modul/1").text


def test_the_state_of_somebody_else_leads_nowhere(institution, browser, programme) -> None:
    browser.post("/kode", kode="KODE1AAAAAAA")
    url = browser.post("/kelas/1/hadir/1")
    programme.attended.add(1)
    other = Browser(institution)
    other.sign_in(name="peserta000002")
    page = other.get(f"/kembali?state={url.rpartition('/')[2]}")
    assert other.answer.status_code == 404 and "bukan milikmu" in page.text
    other.get("/kelas/1")
    assert other.answer.status_code == 404


def test_a_webinar_has_its_second_session(browser, programme) -> None:
    programme.facts = dict(WEBINAR)
    page = browser.post("/kode", kode="KODE1AAAAAAA")
    assert "Terbuka setelah sesi 1" in page.text
    assert "Hadir di sesi 2" in verify(browser, programme, 1).text
    assert "Kehadiranmu di sesi 2" in verify(browser, programme, 2).text


def test_who_closes_the_page_after_the_face_check_is_let_in(browser, programme) -> None:
    browser.post("/kode", kode="KODE1AAAAAAA")
    browser.post("/kelas/1/hadir/1")
    programme.fails = {
        "/oauth/url-generate": ApiRefused("ERRPLT40007", "Kehadiran sudah tercatat."),
        "/payment/redeem-code/status": ApiDown("x"),
    }
    assert "Kehadiranmu di sesi 1 sudah tercatat" in browser.post("/kelas/1/hadir/1").text
    assert "Sesi 1 tercatat" in browser.get("/kelas/1").text


def test_a_session_the_programme_knows_needs_no_second_check(browser, programme) -> None:
    programme.facts, programme.attended = dict(WEBINAR), {1}
    assert "Sesi 1 tercatat" in browser.post("/kode", kode="KODE1AAAAAAA").text
    programme.attended.add(2)
    assert "Kehadiranmu tercatat" in browser.get("/kelas/1").text
    assert not programme.bodies("/oauth/url-generate")
