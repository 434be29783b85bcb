"""Reviews as browsers change, report and decide them."""

import pytest

from actions import ratings
from models import Rating, RatingReport
from tests.people import bought_by
from tests.visitor import ODD_VALUES, Visitor, said_at, text_of

pytestmark = pytest.mark.usefixtures("room")
WORDS = "Materinya jelas dan mudah diikuti."
NOON = "2021-10-18 12:00:00"


@pytest.fixture
def sari(someone, at):
    with at(NOON):
        yield someone.finished(21)


@pytest.fixture
def rated(sari):
    ratings.rate(sari, bought_by(sari)[0].public_id, 4, WORDS, 3)
    return sari


@pytest.fixture
def other(someone):
    return someone.registered("Budi Santoso")


def place(person) -> str:
    return f"/pelatihanku/{bought_by(person)[0].public_id}"


def course_of(person) -> str:
    return f"/pelatihan/{bought_by(person)[0].course.slug}"


def report_path() -> str:
    return f"/ulasan/{Rating.get().id}/laporkan"


# --- Changing it ---------------------------------------------------------------------------------


def test_the_form_holds_what_was_sent_and_changes_it(rated, sign_in, at) -> None:
    browser, here = Visitor(sign_in(rated)), place(rated)
    assert "Ubah ulasan sampai 25 Oktober 2021 pukul 12.00 WIB" in text_of(browser.get(here))
    html = browser.get(f"{here}/ulasan").text
    assert WORDS in html and 'value="4" checked' in html and "Simpan perubahan" in html
    answer = browser.submit(f"{here}/ulasan", f"{here}/ulasan", nilai="1", ulasan=WORDS * 2)
    assert answer.location == here
    assert "Ulasanmu diubah." in text_of(browser.get(here))
    row = Rating.get()
    assert (row.stars, row.text, row.platform_stars) == (1, WORDS * 2, None)
    assert row.edited_at is not None


def test_a_bad_change_keeps_what_was_typed(rated, sign_in) -> None:
    browser, here = Visitor(sign_in(rated)), f"{place(rated)}/ulasan"
    answer = browser.submit(here, here, nilai="5", ulasan="pendek")
    assert answer.status_code == 422 and "pendek" in answer.text
    assert Rating.get().stars == 4


@pytest.mark.parametrize(
    "contact",
    [
        "0812-3456-7788",
        "+62 812 3456 7788",
        "wa.me/6281234567788",
        "(0812) 3456.7788",
        "0 8 1 2 3 4 5 6 7 7 8 8",
        "sari.w@example.co.id",
        "sari＠example.com",
        "3175014408950001",
        "3175 0144 0895 0001",
    ],
)
def test_a_review_with_a_number_or_an_address_is_not_taken(sari, sign_in, contact) -> None:
    browser, here = Visitor(sign_in(sari)), f"{place(sari)}/ulasan"
    answer = browser.submit(here, here, nilai="5", ulasan=f"{WORDS} Hubungi {contact} ya.")
    said = "Hapus nomor HP, email, atau nomor lain. Ulasan dibaca semua orang."
    assert (answer.status_code, said_at(answer, "ulasan")) == (422, said)
    assert contact in answer.text
    assert Rating.select().count() == 0


@pytest.mark.parametrize(
    "harmless",
    [
        "harganya Rp1.000.000",
        "jam 08.00-12.00 13.00-15.00",
        "tanggal 08-12-2021 sampai 09-12-2021",
        "nilai 85 dari 100 @ kelas",
        "angkatan 2020 dan 2021",
    ],
)
def test_prices_hours_and_dates_are_no_phone_numbers(sari, sign_in, harmless) -> None:
    browser, here = Visitor(sign_in(sari)), f"{place(sari)}/ulasan"
    answer = browser.submit(here, here, nilai="5", ulasan=f"{WORDS} Catatan: {harmless}.")
    assert answer.location == place(sari)


def test_after_the_week_the_link_is_gone(rated, sign_in, at) -> None:
    with at("2021-10-25 12:00:01"):
        browser = Visitor(sign_in(rated))
        assert "Ubah ulasan" not in text_of(browser.get(place(rated)))
        assert browser.get(f"{place(rated)}/ulasan").location == place(rated)


# --- Reporting -----------------------------------------------------------------------------------


def test_others_may_report_and_the_writer_may_not(rated, other, sign_in, client) -> None:
    link = f'href="{report_path()}"'
    assert link not in client.get(course_of(rated)).text
    assert link not in sign_in(rated).get(course_of(rated)).text
    assert link in sign_in(other).get(course_of(rated)).text
    browser = Visitor(sign_in(other))
    answer = browser.submit(report_path(), report_path(), alasan="rude")
    assert answer.location == f"{course_of(rated)}#ulasan"
    assert [(row.reason, row.reporter_id) for row in RatingReport.select()] == [("rude", other.id)]
    again = browser.submit(report_path(), report_path(), alasan="advert")
    assert again.status_code == 409 and "sudah kamu laporkan" in text_of(again)
    assert Visitor(sign_in(rated)).get(report_path()).status_code == 409


def test_strangers_sign_in_first(rated, client) -> None:
    assert client.get(report_path()).location.startswith("/masuk")
    assert RatingReport.select().count() == 0


@pytest.mark.parametrize("reason", ODD_VALUES)
def test_a_report_needs_one_of_the_reasons(rated, other, sign_in, reason) -> None:
    answer = Visitor(sign_in(other)).submit(report_path(), report_path(), alasan=reason)
    assert (answer.status_code, said_at(answer, "alasan")) == (422, "Pilih satu alasan.")
    assert RatingReport.select().count() == 0


@pytest.mark.parametrize("number", ["0", "999", "-1", "abc", "99999999999999999999"])
def test_a_review_that_is_not_there_cannot_be_reported(rated, other, sign_in, number) -> None:
    assert sign_in(other).get(f"/ulasan/{number}/laporkan").status_code == 404


# --- Deciding ------------------------------------------------------------------------------------


@pytest.fixture
def reported(rated, other):
    ratings.report(Rating.get(), other, "personal")
    return rated


def test_an_officer_hides_and_the_page_no_longer_shows_it(reported, someone, sign_in) -> None:
    browser = Visitor(sign_in(someone.registered("Joko Petugas", role="operator")))
    assert "Memuat data pribadi" in text_of(browser.get("/petugas/ulasan"))
    here = f"/petugas/ulasan/{Rating.get().id}"
    wrong = browser.submit(here, here, putusan="lain", alasan="x")
    assert "Pilih sembunyikan" in said_at(wrong, "putusan")
    assert "Tulis alasan" in said_at(wrong, "alasan")
    fields = browser.fields(here, here)
    typed = {**fields, "putusan": "sembunyikan", "alasan": "Memuat nomor HP orang lain."}
    assert browser.client.post(here, data=typed).location == "/petugas/ulasan"
    assert browser.client.post(here, data=typed).status_code == 409
    assert "Antrean kosong." in text_of(browser.get("/petugas/ulasan"))
    assert WORDS not in browser.get(course_of(reported)).text
    mine = Visitor(sign_in(reported))
    assert "Ulasanmu disembunyikan petugas" in text_of(mine.get(place(reported)))
    assert mine.get(f"{place(reported)}/ulasan").location == place(reported)
    said = text_of(mine.get(place(reported)))
    assert "Alasannya ada di Pesan. Keberatan? Buka Bantuan." in said
    assert "Memuat nomor HP orang lain." in text_of(mine.get("/pesan"))


def test_a_decision_on_a_text_that_changed_meanwhile_is_asked_again(
    reported, someone, sign_in, at
) -> None:
    browser = Visitor(sign_in(someone.registered("Joko Petugas", role="operator")))
    here = f"/petugas/ulasan/{Rating.get().id}"
    typed = {"putusan": "sembunyikan", "alasan": "Memuat nomor HP orang lain."}
    before = browser.fields(here, here)
    with at("2021-10-18 12:05:00"):
        ratings.edit(reported, bought_by(reported)[0].public_id, 4, "Sudah kuperbaiki isinya.")
        answer = browser.client.post(here, data={**before, **typed})
        said = text_of(answer)
        assert answer.status_code == 409 and "baru diubah penulisnya" in said
        assert "Sudah kuperbaiki isinya." in said and typed["alasan"] in said
        assert (Rating.get().hidden_at, RatingReport.get().decided_at) == (None, None)
        again = browser.submit(here, here, **typed)
    assert again.location == "/petugas/ulasan"
    assert Rating.get().hidden_at is not None


@pytest.mark.parametrize("version", [value for value in ODD_VALUES if value])
def test_a_version_nobody_gave_out_decides_nothing(reported, someone, sign_in, version) -> None:
    browser = Visitor(sign_in(someone.registered("Joko Petugas", role="operator")))
    here = f"/petugas/ulasan/{Rating.get().id}"
    typed = {"putusan": "sembunyikan", "alasan": "Memuat nomor HP orang lain."}
    assert browser.submit(here, here, versi=version, **typed).status_code == 409
    assert Rating.get().hidden_at is None


def test_a_kept_review_stays(reported, someone, sign_in) -> None:
    browser = Visitor(sign_in(someone.registered("Joko Petugas", role="operator")))
    here = f"/petugas/ulasan/{Rating.get().id}"
    browser.submit(here, here, putusan="tetap", alasan="Ini pendapat, bukan pelanggaran.")
    assert WORDS in browser.get(course_of(reported)).text


def test_the_queue_is_not_there_for_participants(reported, sign_in) -> None:
    browser, here = Visitor(sign_in(reported)), f"/petugas/ulasan/{Rating.get().id}"
    assert browser.get("/petugas/ulasan").status_code == 404
    assert browser.get(here).status_code == 404
    assert browser.post(here, {"putusan": "sembunyikan"}).status_code == 404
    assert Rating.get().hidden_at is None
