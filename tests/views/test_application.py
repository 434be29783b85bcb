"""«Data diri»: five pages, each saved, as a browser without JavaScript sees them."""

import gzip
from io import BytesIO

import pytest

from actions import selection
from formats.photos import sample
from models import Participant, Photo, Profile
from queries.applicants import profile_of
from tests.visitor import ODD_VALUES, PARTIAL, Visitor, said_at, text_of, value_of

NAME = {
    "nama": " Sari  Wulandari ",
    "kelamin": "female",
    "alamat": "Jalan Melati 1\r\nRT 2",
    "kabupaten": "32.73",
}
EDUCATION = {"pendidikan": "senior", "sekolah": "tidak"}
WORK = {"status": "laid_off", "pekerjaan": "none", "bansos": "tidak-tahu"}
TYPED = {
    "nama": NAME,
    "pendidikan": EDUCATION,
    "pekerjaan": WORK,
    "minat": {"minat": ["teknik"]},
    "rekening": {},
}


@pytest.fixture
def sari(room, someone, at):
    with at("2021-09-17 09:00"):
        someone.gelombang(21)
        yield someone.registered(identity_verified_at=None, profile_completed_at=None, nik=None)


@pytest.fixture
def browser(sari, sign_in):
    return Visitor(sign_in(sari))


def send(browser, page: str, **changed):
    path = f"/data-diri/{page}"
    return browser.submit(path, path, **{"lalu": "lanjut", **TYPED[page], **changed})


def test_strangers_sign_in_first(client, room) -> None:
    for path in ("/data-diri", "/data-diri/nama"):
        assert client.get(path).headers["Location"].startswith("/masuk?lanjut=")


def test_five_pages_lead_one_to_the_next_and_to_the_test(sari, browser) -> None:
    assert "0 dari 5 bagian selesai" in browser.page("/data-diri").text
    seen = ["/data-diri/nama"]
    for number, page in enumerate(TYPED, 1):
        assert f"Bagian {number} dari 5" in browser.page(f"/data-diri/{page}").text
        answer = send(browser, page)
        assert answer.status_code == 303
        seen.append(answer.headers["Location"])
    assert seen[1:] == [f"/data-diri/{page}" for page in list(TYPED)[1:]] + ["/tes"]
    overview = browser.page("/data-diri").text
    assert "5 dari 5 bagian selesai" in overview and "Lanjut ke tes" in overview
    kept = profile_of(sari)
    assert kept.address == "Jalan Melati 1\nRT 2" and kept.social_aid is None
    person = Participant.get_by_id(sari.id)
    assert (person.name, person.interests) == ("Sari Wulandari", ["teknik"])


def test_what_was_saved_is_there_the_next_day(sari, browser, sign_in) -> None:
    for page in TYPED:
        send(browser, page)
    again = Visitor(sign_in(sari))
    assert value_of(again.get("/data-diri/nama"), "nama") == "Sari Wulandari"
    for page, shown in (
        ("nama", 'value="32.73" selected'),
        ("nama", 'value="female" checked'),
        ("pendidikan", 'value="senior" checked'),
        ("pendidikan", 'value="tidak" checked'),
        ("pekerjaan", 'value="laid_off" checked'),
        ("pekerjaan", 'value="tidak-tahu" checked'),
        ("minat", 'value="teknik" checked'),
    ):
        assert shown in again.get(f"/data-diri/{page}").get_data(as_text=True), (page, shown)


def test_later_leads_to_the_overview(browser) -> None:
    assert send(browser, "pendidikan", lalu="nanti").headers["Location"] == "/data-diri"
    text = browser.page("/data-diri").text
    assert "1 dari 5 bagian selesai" in text and "Lanjutkan" in text


def test_who_did_the_test_goes_back_to_the_overview(someone, sign_in, room) -> None:
    browser = Visitor(sign_in(someone.registered()))
    assert send(browser, "rekening").headers["Location"] == "/data-diri"


@pytest.mark.parametrize("page", ["nama", "pendidikan", "pekerjaan", "minat"])
def test_an_empty_page_says_what_is_missing_and_keeps_nothing(sari, browser, page) -> None:
    path = f"/data-diri/{page}"
    answer = browser.post(path, {})
    assert answer.status_code == 422 and "Ada yang perlu diperbaiki" in text_of(answer)
    assert profile_of(sari) is None


def test_what_was_typed_is_kept_when_something_is_wrong(browser) -> None:
    answer = send(browser, "nama", nama="", kabupaten="99.99")
    html = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert said_at(answer, "nama") == "Masukkan nama seperti di KTP"
    assert said_at(answer, "kabupaten") == "Pilih kabupaten atau kota dari daftar"
    assert "Jalan Melati 1" in html and 'value="female" checked' in html


def test_limits_of_the_text(browser) -> None:
    assert "paling banyak 120" in said_at(send(browser, "nama", nama="a" * 121), "nama")
    assert "paling banyak 300" in said_at(send(browser, "nama", alamat="a" * 301), "alamat")
    assert "tanda baca" in said_at(send(browser, "nama", nama="Sari\0"), "nama")


@pytest.mark.parametrize("value", ODD_VALUES, ids=lambda value: ascii(value)[:20])
@pytest.mark.parametrize(
    ("page", "field"),
    [
        ("nama", "kelamin"),
        ("nama", "kabupaten"),
        ("pendidikan", "pendidikan"),
        ("pekerjaan", "status"),
        ("pekerjaan", "pekerjaan"),
        ("minat", "minat"),
    ],
)
def test_odd_choices_are_asked_again(browser, page, field, value) -> None:
    assert send(browser, page, **{field: value}).status_code == 422


@pytest.mark.parametrize("value", ODD_VALUES, ids=lambda value: ascii(value)[:20])
def test_odd_names_break_nothing(browser, value) -> None:
    assert send(browser, "nama", nama=value).status_code in (303, 422)
    browser.page("/data-diri")


def test_at_most_three_interests(browser) -> None:
    answer = send(browser, "minat", minat=["teknik", "keuangan", "pertanian", "lainnya"])
    assert said_at(answer, "minat") == "Pilih paling banyak 3 minat. Kamu memilih 4."


def test_the_sex_of_a_verified_nik(someone, sign_in, room) -> None:
    browser = Visitor(sign_in(someone.registered(nik="9999991501900777")))
    answer = send(browser, "nama")
    assert answer.status_code == 422 and "tidak cocok dengan NIK" in said_at(answer, "kelamin")
    assert send(browser, "nama", kelamin="male").status_code == 303


@pytest.mark.parametrize(
    ("status", "kind"),
    [("laid_off", "layoff"), ("micro_business", "business"), ("seeking", "diploma")],
)
def test_the_document_follows_the_work(sari, browser, status, kind) -> None:
    photo = (BytesIO(sample("id_card")), "foto.jpg")
    assert send(browser, "pekerjaan", status=status, dokumen=photo).status_code == 303
    assert Photo.get(Photo.participant == sari).kind == kind
    assert "foto baru menggantikannya" in browser.page("/data-diri/pekerjaan").text


def test_a_bad_document_never_stops_the_answers(sari, browser) -> None:
    answer = send(browser, "pekerjaan", dokumen=(BytesIO(b"<svg/>"), "foto.jpg"))
    assert answer.status_code == 422
    assert "Jawabanmu tersimpan, fotonya belum." in said_at(answer, "dokumen")
    assert profile_of(sari).work == "laid_off" and not Photo.select().count()


def test_answers_that_do_not_qualify_are_told_and_stop_nothing(browser) -> None:
    send(browser, "pendidikan", sekolah="ya")
    send(browser, "pekerjaan", pekerjaan="soldier", bansos="ya")
    text = browser.page("/data-diri").text
    assert "kamu belum memenuhi syarat" in text and "aturan Gelombang 21" in text
    for says in ("masih sekolah atau kuliah", "Prajurit TNI", "bantuan sosial"):
        assert says in text
    assert "belum terverifikasi saat" not in text and "Lanjutkan" in text


def test_frozen_after_the_close(someone, sign_in, at, room) -> None:
    with at("2021-09-18 09:00"):
        person = someone.registered()
        selection.join(person, someone.gelombang(21))
        browser = Visitor(sign_in(person))
        typed = browser.fields("/data-diri/pendidikan", "/data-diri/pendidikan")
        assert send(browser, "pendidikan").status_code == 303
    with at("2021-09-20 09:00"):
        assert browser.get("/data-diri/pendidikan").headers["Location"] == "/data-diri"
        text = browser.page("/data-diri").text
        assert "Data diri tidak bisa diubah sekarang" in text
        answer = browser.client.post("/data-diri/pendidikan", data={**typed, **EDUCATION})
        assert answer.status_code == 409 and "sudah dipakai di Gelombang 21" in text_of(answer)


def test_an_unknown_page_is_not_there(browser) -> None:
    assert browser.get("/data-diri/hobi").status_code == 404


def test_the_account_may_wait(browser) -> None:
    page = browser.page("/data-diri/rekening")
    assert "setelah kamu lolos" in page.text and "Nanti saja" in page.text


def test_an_account_may_be_written_down_and_is_sealed(sari, browser) -> None:
    answer = send(browser, "rekening", mitra="bni", nomor="1234 5678 90")
    assert answer.headers["Location"] == "/tes"
    kept = profile_of(sari)
    assert (kept.payout_partner, kept.payout_number) == ("bni", "1234567890")
    assert "1234567890" not in str(Profile.select().dicts().get())
    page = browser.get("/data-diri/rekening")
    assert value_of(page, "nomor") == "1234567890" and "selected" in page.get_data(as_text=True)


def test_an_account_written_down_may_be_taken_back_but_waiting_keeps_it(sari, browser) -> None:
    send(browser, "rekening", mitra="dana", nomor=sari.phone)
    send(browser, "rekening", mitra="bni", nomor="x", lalu="lewati")
    assert profile_of(sari).payout_partner == "dana"
    send(browser, "rekening", mitra="", nomor="")
    assert profile_of(sari).payout_partner is None


@pytest.mark.parametrize(
    ("mitra", "nomor", "field", "said"),
    [
        ("bni", "", "nomor", "Masukkan nomornya"),
        ("", "1234567", "mitra", "Pilih bank atau e-wallet untuk nomor ini"),
        ("bri", "1234567", "mitra", "dari daftar"),
        ("bni", "12345", "nomor", "6 sampai 16 angka"),
        ("bni", "12345x", "nomor", "hanya berisi angka"),
        ("dana", "081200000000", "nomor", "harus sama dengan nomor HP akunmu"),
    ],
)
def test_half_an_account_or_a_strange_one_is_told(sari, browser, mitra, nomor, field, said) -> None:
    answer = send(browser, "rekening", mitra=mitra, nomor=nomor)
    assert answer.status_code == 422 and said in said_at(answer, field)
    assert value_of(answer, "nomor") == nomor and profile_of(sari) is None


def test_htmx_gets_the_page_part_alone(browser) -> None:
    answer = browser.post("/data-diri/nama", {}, headers=PARTIAL)
    html = answer.get_data(as_text=True)
    assert answer.status_code == 422 and "<html" not in html and 'id="bagian"' in html
    sent = browser.post("/data-diri/pendidikan", EDUCATION, headers=PARTIAL)
    assert sent.headers["HX-Redirect"] == "/data-diri/pekerjaan"


def test_pages_are_light(browser) -> None:
    for page in TYPED:
        body = browser.get(f"/data-diri/{page}").get_data()
        assert len(gzip.compress(body)) <= 10 * 1024, page
