"""«Kehadiran» in the browser: the face of its owner, the way back, the QR."""

from io import BytesIO

import pytest

import jobs
from models import Attendance, Course, Purchase, Training
from tests.people import wib
from tests.students import BACK, FACE, asked, code_of, institution, scheduled, switch, trial_code
from tests.visitor import Visitor, text_of

pytestmark = pytest.mark.usefixtures("room")
MORNING = "2021-10-18 09:00"


@pytest.fixture
def sari(someone, at):
    with at(MORNING):
        yield someone.with_course(21)


@pytest.fixture
def row(sari):
    partner = institution(redirect_uris=[BACK])
    return asked(partner, code_of(sari))


@pytest.fixture
def page(row):
    return f"/kehadiran/{row.state}"


@pytest.fixture
def browser(sign_in, sari):
    return Visitor(sign_in(sari))


def send(browser, page, content=FACE, name="aku.jpg"):
    return browser.submit(page, page, foto=(BytesIO(content), name))


def test_a_stranger_signs_in_first_and_comes_back(client, page) -> None:
    answer = client.get(page)
    assert answer.status_code == 303 and answer.location == f"/masuk?ruang=uji&lanjut={page}"


def test_to_anybody_else_it_is_not_there(sign_in, someone, page) -> None:
    browser = sign_in(someone.with_course(21))
    assert browser.get(page).status_code == 404
    assert browser.get("/kehadiran/U1tidakada").status_code == 404


def test_the_page_explains(browser, page) -> None:
    said = text_of(browser.get(page))
    assert "Pelatihan tidak bisa diwakilkan" in said and "Sesi 1" in said


def test_a_face_is_sent_checked_and_leads_back(browser, page, row) -> None:
    assert send(browser, page).location == page
    assert "Sedang dicek" in text_of(browser.get(page))
    jobs.check_faces()
    answer = browser.get(page)
    assert f'href="{BACK}?state={row.state}"' in answer.text
    assert "Lanjut ke lembaga" in text_of(answer)
    assert send_again(browser, page).location == page


def send_again(browser, page):
    """The back button: the page of before is sent once more."""
    return browser.post(page, {"foto": (BytesIO(FACE), "aku.jpg")})


def test_the_way_back_keeps_its_query(browser, row, page) -> None:
    Attendance.update(redirect_uri=f"{BACK}?kelas=3").execute()
    browser.submit(page, f"{page}/contoh")
    jobs.check_faces()
    assert f'href="{BACK}?kelas=3&amp;state={row.state}"' in browser.get(page).text


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [(b"", "", "Ambil foto wajahmu dulu"), (b"%PDF-1.7", "aku.pdf", "PDF")],
)
def test_what_is_no_photo_is_said_at_the_field(browser, page, content, name, said) -> None:
    answer = send(browser, page, content, name)
    assert answer.status_code == 422 and said in text_of(answer)


def test_a_no_is_said_and_may_be_tried_again(browser, page) -> None:
    switch("fault_face", "no")
    send(browser, page)
    jobs.check_faces()
    assert "Wajah belum cocok" in text_of(browser.get(page))
    switch("fault_face", "")
    send(browser, page)
    jobs.check_faces()
    assert "Lanjut ke lembaga" in text_of(browser.get(page))


def test_after_thirty_minutes_it_is_over(browser, page, at) -> None:
    with at("2021-10-18 09:31"):
        assert "Waktunya sudah lewat" in text_of(browser.get(page))
        for path in (page, f"{page}/contoh"):
            answer = browser.post(path, {"foto": (BytesIO(FACE), "aku.jpg")})
            assert answer.status_code == 409 and "30 menit" in text_of(answer)


def test_whoever_is_too_late_finds_back_to_the_institution(browser, page, at) -> None:
    home = 'href="https://lembaga.example/"'
    with at("2021-10-18 09:31"):
        assert home in browser.get(page).text
    assert home in browser.get(page).text


def test_the_sixth_picture_is_refused_with_what_to_do(browser, page) -> None:
    switch("fault_face", "no")
    for _ in range(5):
        send(browser, page)
        jobs.check_faces()
    answer = browser.post(page, {"foto": (BytesIO(FACE), "aku.jpg")})
    assert answer.status_code == 409 and "Sudah 5 kali dicoba" in text_of(answer)


def test_a_test_code_goes_straight_back(client) -> None:
    partner = institution()
    row = asked(partner, trial_code(partner).code)
    answer = client.get(f"/kehadiran/{row.state}")
    assert answer.location == f"{BACK}?state={row.state}"


def test_the_qr_of_a_classroom(browser, sari, someone, sign_in, at) -> None:
    with at(MORNING):
        budi = someone.with_card(21)
        code = scheduled(budi, 21, "luring")
    purchase = Purchase.get(Purchase.redeem_code == code)
    path = f"/pelatihanku/{purchase.public_id}/qr"
    assert browser.get(path).status_code == 404
    browser = Visitor(sign_in(budi))
    answer = browser.get(path)
    assert "<svg" in answer.text and "Sesi 1" in text_of(answer)
    with at("2021-10-30 09:00"):
        assert "Waktu hadir sudah lewat" in text_of(browser.get(path))


def test_other_methods_have_no_qr(browser) -> None:
    purchase = Purchase.get()
    assert Course.get().method == "spl"
    assert browser.get(f"/pelatihanku/{purchase.public_id}/qr").status_code == 404


@pytest.mark.parametrize(
    ("column", "said"), [("finished_at", "sudah selesai"), ("failed_at", "tidak lulus")]
)
def test_a_course_that_is_over_has_no_qr(someone, sign_in, at, column, said) -> None:
    with at(MORNING):
        budi = someone.with_card(21)
        code = scheduled(budi, 21, "luring")
    failure = "missed_session" if column == "failed_at" else None
    Training.update({column: wib(MORNING), "failure": failure}).execute()
    purchase = Purchase.get(Purchase.redeem_code == code)
    answer = Visitor(sign_in(budi)).get(f"/pelatihanku/{purchase.public_id}/qr")
    assert answer.status_code == 409 and said in text_of(answer) and "<svg width" not in answer.text
