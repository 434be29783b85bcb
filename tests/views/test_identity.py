"""«Verifikasi Akun» as a browser without JavaScript sees it."""

from io import BytesIO

import pytest
from PIL import Image, ImageFilter

import jobs
from actions import identity
from formats.photos import MOST_BYTES, sample
from models import IdentityCheck, Participant, Photo, Profile
from tests.visitor import ODD_VALUES, Visitor, said_at, said_on_top, text_of, value_of

pytestmark = pytest.mark.usefixtures("room")
PAGE, FACE = "/verifikasi", "/verifikasi/wajah"
GOOD = {"nik": "9999993112950001", "nomor_kk": "9999990101200001", "tanggal_lahir": "31 12 1995"}


@pytest.fixture
def sari(someone):
    return someone.registered(nik=None, identity_verified_at=None, profile_completed_at=None)


@pytest.fixture
def browser(sari, sign_in):
    return Visitor(sign_in(sari))


def send(browser, **typed):
    return browser.submit(PAGE, PAGE, **{**GOOD, **typed})


def upload(browser, **files):
    named = {name: (BytesIO(data), f"{name}.jpg") for name, data in files.items()}
    return browser.submit(FACE, FACE, **named)


def send_photos(browser):
    return upload(browser, swafoto=sample("selfie"), ktp=sample("id_card"))


def test_from_the_camera_to_the_result(browser, sari) -> None:
    page = browser.page(PAGE)
    assert "Foto wajah dan KTP" in page.text and "Masih ada bagian" in page.text
    assert send_photos(browser).headers["Location"] == PAGE
    assert "Foto tersimpan." in browser.page(PAGE).text
    answer = send(browser)
    assert (answer.status_code, answer.headers["Location"]) == (303, PAGE)
    text = browser.page(PAGE).text
    assert "Sedang dicek. Biasanya selesai dalam 5 menit." in text and "Muat ulang" in text
    assert not [form for form in browser.page(PAGE).all("form") if form.get("action") == PAGE]
    jobs.check_identities()
    assert Participant.get_by_id(sari.id).nik == GOOD["nik"]
    text = browser.page(PAGE).text
    assert "9999 •••• •••• 0001" in text and GOOD["nik"] not in text
    assert "Lengkapi data diri" in text


def test_numbers_first_are_kept_until_the_photos_are_there(browser) -> None:
    assert send(browser).status_code == 303
    text = browser.page(PAGE).text
    assert "Data tersimpan." in text and "Kami cek setelah kedua foto ada." in text
    send(browser, nik="9999993112950002")
    assert IdentityCheck.get().nik == "9999993112950002"
    send_photos(browser)
    assert "Sedang dicek" in browser.page(PAGE).text


def test_everything_done_says_so(client, sign_in, someone, at) -> None:
    with at("2021-09-10 10:12"):
        sign_in(someone.registered(nik="9999991501900004"))
        text = client.page(PAGE).text
    assert text.count("10 September 2021 pukul 10.12 WIB") == 3
    assert "Akunmu sudah terverifikasi." in text
    assert "9999 •••• •••• 0004" in text and "9999991501900004" not in text


def test_the_camera_of_the_phone_is_asked_for(browser) -> None:
    files = [row for row in browser.page(FACE).all("input") if row.get("type") == "file"]
    assert [row["capture"] for row in files] == ["user", "environment"]
    assert {row["accept"] for row in files} == {"image/jpeg,image/png,image/webp"}
    (form,) = [row for row in browser.page(FACE).all("form") if row.get("action") == FACE]
    assert form["enctype"] == "multipart/form-data"


# --- Numbers -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("nik", "", "Masukkan NIK"),
        ("nik", "999999311295000", "NIK harus 16 angka. Kamu mengetik 15."),
        ("nik", "999999311295000x", "NIK hanya berisi angka"),
        (
            "nik",
            "9999993112950000",
            "Empat angka terakhir NIK tidak mungkin 0000. Cek di KTP-mu.",
        ),
        (
            "nik",
            "9999993213950001",
            "Angka ke-7 sampai ke-12 NIK bukan tanggal lahir. Cek lagi di KTP-mu.",
        ),
        ("nomor_kk", "", "Masukkan nomor KK"),
        ("nomor_kk", "99", "Nomor KK harus 16 angka. Kamu mengetik 2."),
        (
            "nomor_kk",
            GOOD["nik"],
            "Ini NIK-mu. Nomor KK ada di bagian atas Kartu Keluarga.",
        ),
        ("tanggal_lahir", "", "Masukkan tanggal lahir"),
        (
            "tanggal_lahir",
            "31 02 1995",
            "Tanggal ini tidak ada atau tidak terbaca. Tulis seperti 31 12 1995.",
        ),
        (
            "tanggal_lahir",
            "30 12 1995",
            "Tanggal lahir di NIK berbeda dengan yang kamu ketik",
        ),
    ],
)
def test_each_problem_has_its_sentence_at_its_field(browser, field, typed, said) -> None:
    answer = send(browser, **{field: typed})
    assert answer.status_code == 422
    assert said_at(answer, field) == said and said_on_top(answer) == [said]
    for name, value in {**GOOD, field: typed}.items():
        assert value_of(answer, name) == value
    assert IdentityCheck.select().count() == 0


def test_all_problems_are_said_at_once(browser) -> None:
    answer = send(browser, nik="1", nomor_kk="2", tanggal_lahir="x")
    assert len(said_on_top(answer)) == 3


def test_a_birthday_in_the_future_is_told_so(browser, at) -> None:
    with at("2024-08-03 09:00"):
        answer = send(browser, nik="9999990408240001", tanggal_lahir="4 8 2024")
    assert said_at(answer, "tanggal_lahir") == "Tanggal lahirmu belum lewat. Cek tahunnya."


@pytest.mark.parametrize(
    "typed", ["31-12-1995", "1995-12-31", "31/12/1995", "31.12.1995", "31121995", "31 Des 1995"]
)
def test_a_date_may_be_written_in_many_ways(browser, typed) -> None:
    assert send(browser, tanggal_lahir=typed).status_code == 303
    assert IdentityCheck.get().birth_date == "1995-12-31"


def test_spaces_in_numbers_are_forgiven(browser) -> None:
    assert send(browser, nik="9999 9931 1295 0001").status_code == 303
    assert IdentityCheck.get().nik == GOOD["nik"]


def test_the_sex_of_the_profile_is_compared(browser, sari) -> None:
    Profile.create(participant=sari, sex="female")
    answer = send(browser)
    assert said_at(answer, "nik").startswith("Jenis kelamin di NIK berbeda dengan profilmu.")
    assert send(browser, nik="9999997112950001").status_code == 303


def test_an_unknown_region_warns_and_keeps_nobody_out(browser) -> None:
    send(browser)
    assert "Kode wilayah di NIK-mu tidak kami kenal." in browser.page(PAGE).text
    send(browser, nik="3273013112950001", nomor_kk="3273010101200001")
    assert "tidak kami kenal" not in browser.page(PAGE).text


@pytest.mark.parametrize("value", ODD_VALUES, ids=lambda value: ascii(value)[:20])
def test_whatever_is_typed_is_never_a_broken_page(browser, value) -> None:
    for field in GOOD:
        assert send(browser, **{field: value}).status_code == 422
    assert IdentityCheck.select().count() == 0


def test_numbers_never_stand_in_addresses_or_the_session(browser, sari) -> None:
    answers = [send(browser), send(browser, nik="9999993112959200"), browser.get(PAGE)]
    with browser.client.session_transaction() as session:
        kept = str(dict(session))
    for answer in answers:
        assert GOOD["nik"] not in answer.headers.get("Location", "")
    assert GOOD["nik"] not in kept and GOOD["nomor_kk"] not in kept


# --- Results -------------------------------------------------------------------------------------


def test_a_no_says_where_to_mend_it(browser) -> None:
    send_photos(browser)
    send(browser, nik="9999993112959200")
    jobs.check_identities()
    text = browser.page(PAGE).text
    assert "Belum cocok" in text and "1500-538" in text
    assert send(browser).status_code == 303


def test_somebody_elses_nik_reads_exactly_the_same(browser, someone) -> None:
    send_photos(browser)
    send(browser, nik="9999993112959200")
    jobs.check_identities()
    no = text_of(browser.get(PAGE))
    someone.registered("Pemilik", nik=GOOD["nik"])
    send(browser)
    browser.get(PAGE)  # takes the notice along
    jobs.check_identities()
    now = text_of(browser.get(PAGE)).replace("belum dibaca: 2", "belum dibaca: 1")
    assert now.replace(" 2 ", " 1 ").replace("0001", "…") == no.replace("9200", "…").replace(
        "0001", "…"
    ).replace(
        "Data terkirim. Kode wilayah di NIK-mu tidak kami kenal. Kami tetap mengeceknya. ", ""
    )


def test_an_officers_reason_and_note_are_read(browser, sari, someone) -> None:
    send_photos(browser)
    send(browser)
    IdentityCheck.update(state="queued").execute()
    assert "Petugas sedang memeriksa datamu" in browser.page(PAGE).text
    officer = someone.registered("Petugas", role="operator")
    identity.decide(IdentityCheck.get(), False, "card_unreadable", "Pojok kiri gelap.", officer)
    text = browser.page(PAGE).text
    assert "Tulisan di foto KTP tidak terbaca." in text
    assert "Catatan petugas: Pojok kiri gelap." in text and "Ambil foto" in text


def test_the_sixth_try_of_a_day_keeps_what_was_typed(browser, at) -> None:
    with at("2024-08-03 09:00"):
        send_photos(browser)
        for _ in range(5):
            send(browser, nik="9999993112959200")
            jobs.check_identities()
        answer = send(browser)
    assert answer.status_code == 422 and value_of(answer, "nik") == GOOD["nik"]
    assert "Coba lagi besok" in said_at(answer, "nik")


def test_who_is_verified_sends_nothing_more(client, sign_in, someone) -> None:
    browser = Visitor(sign_in(someone.registered()))
    assert browser.get(FACE).headers["Location"] == PAGE
    for path, typed in ((PAGE, GOOD), ("/verifikasi/contoh", {})):
        answer = browser.post(path, typed)
        assert answer.status_code == 409 and "sudah terverifikasi" in text_of(answer)


def test_a_second_press_after_the_yes_shows_the_result(browser) -> None:
    send_photos(browser)
    send(browser)
    jobs.check_identities()
    for path in (PAGE, "/verifikasi/lagi"):
        answer = browser.post(path, GOOD)
        assert (answer.status_code, answer.headers["Location"]) == (303, PAGE)
    answer = browser.post(PAGE, {**GOOD, "nik": "9999993112950002"})
    assert answer.status_code == 409 and "sudah terverifikasi" in text_of(answer)


def test_after_an_officers_no_new_photos_go_with_the_same_numbers(browser, someone, at) -> None:
    with at("2024-08-03 09:00"):
        send_photos(browser)
        send(browser)
        IdentityCheck.update(state="queued").execute()
        officer = someone.registered("Petugas", role="operator")
        identity.decide(IdentityCheck.get(), False, "card_copy", "Pakai kartu asli.", officer)
    with at("2024-08-03 10:00"):
        page = browser.page(PAGE)
        assert "Kirim foto baru dulu." in page.text and "data yang sama" not in page.text
        answer = browser.post(PAGE, GOOD)
        assert answer.status_code == 422 and value_of(answer, "nik") == GOOD["nik"]
        assert said_at(answer, "nik").startswith("Foto yang lama belum bisa diterima.")
        assert browser.post("/verifikasi/lagi").status_code == 409
        answer = browser.submit(FACE, FACE)
        assert said_at(answer, "ktp") == "Pilih foto KTP dulu" and not said_at(answer, "swafoto")
        assert upload(browser, ktp=sample("id_card")).status_code == 303
        text = browser.page(PAGE).text
        assert "Foto barumu sudah kami terima" in text and "hasilnya kami kabari" in text
        answer = browser.submit(PAGE, "/verifikasi/lagi")
        assert answer.headers["Location"] == PAGE
        assert "Sedang dicek" in browser.page(PAGE).text
        assert IdentityCheck.select().count() == 2
        jobs.check_identities()
        assert Participant.get().nik == GOOD["nik"]


def test_asking_again_without_numbers_has_its_sentence(browser) -> None:
    answer = browser.post("/verifikasi/lagi")
    assert answer.status_code == 409 and "NIK dan KK belum ada" in text_of(answer)


def test_a_second_press_while_checking_is_one_try(browser) -> None:
    send_photos(browser)
    send(browser)
    assert browser.post(PAGE, GOOD).status_code == 303
    answer = browser.post(PAGE, {**GOOD, "nik": "9999993112950002"})
    assert answer.status_code == 409 and "Datamu sedang dicek" in text_of(answer)
    assert IdentityCheck.select().count() == 1


# --- Photos --------------------------------------------------------------------------------------


def blurred() -> bytes:
    made = BytesIO()
    image = Image.open(BytesIO(sample("selfie"))).filter(ImageFilter.GaussianBlur(12))
    image.save(made, "JPEG")
    return made.getvalue()


def test_a_good_photo_stays_when_the_other_one_is_bad(browser) -> None:
    answer = upload(browser, swafoto=sample("selfie"), ktp=b"GIF89a")
    assert answer.status_code == 422
    assert said_at(answer, "ktp").startswith("Gambar GIF tidak diterima.")
    assert said_at(answer, "swafoto") == ""
    assert "Sudah tersimpan" in text_of(answer)
    assert upload(browser, ktp=sample("id_card")).status_code == 303
    assert Photo.select().count() == 2


def test_no_photo_at_all_asks_for_both(browser) -> None:
    answer = browser.submit(FACE, FACE)
    assert answer.status_code == 422
    assert said_at(answer, "swafoto") == "Pilih foto wajah (swafoto) dulu"
    assert said_at(answer, "ktp") == "Pilih foto KTP dulu"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"\0\0\0\x18ftypheic" + b"\0" * 99, "Foto ini berjenis HEIC."),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "Gambar SVG tidak diterima."),
        (b"%PDF-1.7", "File PDF tidak diterima."),
        (b"", "File ini kosong."),
        (b"halo", "Kirim foto JPG, PNG, atau WEBP"),
        (b"\xff\xd8\xff\0\0", "Fotonya rusak atau belum selesai tersimpan."),
        (b"x" * (MOST_BYTES + 1), "Foto paling besar 8 MB."),
    ],
    ids=["heic", "svg", "pdf", "empty", "text", "broken", "heavy"],
)
def test_what_is_no_photo_is_told_so_whatever_its_name(browser, data, said) -> None:
    answer = upload(browser, swafoto=data, ktp=data)
    assert answer.status_code == 422
    assert said_at(answer, "swafoto").startswith(said)
    assert said_at(answer, "ktp").startswith(said)
    assert Photo.select().count() == 0


def test_a_blurred_photo_is_helped(browser) -> None:
    answer = upload(browser, swafoto=blurred(), ktp=sample("id_card"))
    assert said_at(answer, "swafoto").startswith("Foto buram atau gelap.")


def test_text_where_a_photo_belongs_is_no_photo(browser) -> None:
    answer = browser.submit(FACE, FACE, swafoto="bukan file", ktp="bukan file")
    assert answer.status_code == 422 and Photo.select().count() == 0


def test_photos_of_a_phone_pass_and_twenty_megabytes_do_not(browser) -> None:
    large = sample("selfie") + b"\0" * (MOST_BYTES - len(sample("selfie")))
    assert upload(browser, swafoto=large, ktp=large).status_code == 303
    answer = upload(browser, swafoto=b"\xff\xd8\xff" + b"0" * (20 * 1024 * 1024))
    assert answer.status_code == 413
    assert "Satu foto paling besar 8 MB." in text_of(answer)
    assert f'href="{FACE}">Pilih foto lagi' in answer.get_data(as_text=True)
    answer = browser.client.post("/profil/tema", data={"tema": "x" * (3 * 1024 * 1024)})
    assert answer.status_code == 413 and "Kembali ke beranda" in text_of(answer)


def test_an_upload_never_touches_the_disk(app) -> None:
    data = {"swafoto": (BytesIO(b"x" * 2_000_000), "a.jpg")}
    with app.test_request_context(FACE, method="POST", data=data) as context:
        assert isinstance(context.request.files["swafoto"].stream, BytesIO)


def test_in_training_nobody_needs_a_face(browser) -> None:
    assert browser.submit(FACE, "/verifikasi/contoh").headers["Location"] == PAGE
    assert Photo.select().count() == 2
    assert "Foto contoh dipakai." in browser.page(PAGE).text
