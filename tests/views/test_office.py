"""The office as an officer's browser without JavaScript sees it, and nobody else does."""

import pytest

import sealing
from actions import appeals, draws, lapses
from formats.office import share_rows
from models import (
    Alert,
    Appeal,
    AuditEntry,
    Draw,
    Gelombang,
    IdentityCheck,
    Message,
    Participant,
    Photo,
    new_public_id,
)
from tests.people import part_of, wib
from tests.visitor import (
    ODD_VALUES,
    Visitor,
    said_at,
    said_on_top,
    text_of,
    value_of,
)

pytestmark = pytest.mark.usefixtures("room")

NIK, KK = "3273014502010007", "3273010101100003"
WHY = "Saya dirawat di rumah sakit dan tidak memegang HP."
PAGES = (
    "/petugas",
    "/petugas/verifikasi",
    "/petugas/peringatan",
    "/petugas/keberatan",
    "/petugas/gelombang",
    "/petugas/gelombang/baru",
    "/petugas/peserta",
)
NEW = "/petugas/gelombang/baru"
GOOD = {
    "nomor": "71",
    "skema": "normal",
    "dibuka": "2024-08-02T12:00",
    "ditutup": "2024-08-05T23:59",
    "kuota": "1.000",
}


@pytest.fixture
def officer(someone, at):
    with at("2024-08-01 08:00"):
        return someone.registered("Joko Petugas", role="operator")


@pytest.fixture
def browser(officer, sign_in, at):
    with at("2024-08-01 09:00"):
        yield Visitor(sign_in(officer))


@pytest.fixture
def applicant(someone, at):
    """Somebody whose numbers the register could not answer for."""
    with at("2024-07-30 10:00"):
        return someone.registered(
            "Sari Wulandari", nik=None, identity_verified_at=None, profile_completed_at=None
        )


@pytest.fixture
def check(applicant, at):
    with at("2024-07-30 11:00"):
        for kind in ("selfie", "id_card"):
            name = new_public_id()
            Photo.create(
                public_id=name,
                participant=applicant,
                kind=kind,
                content=sealing.seal_bytes(b"\xff\xd8" + kind.encode(), "photo", "content", name),
                width=600,
                height=800,
            )
        return IdentityCheck.create(
            participant=applicant, nik=NIK, kk=KK, birth_date="2001-02-05", state="queued"
        )


@pytest.fixture
def appeal(someone, at):
    with at("2021-09-23 09:00"):
        person = someone.with_card(21)
    with at("2021-10-22 00:00"):
        lapses.lapse(part_of(person))
        return appeals.send(person, WHY)


def audited(action: str) -> list[AuditEntry]:
    return list(AuditEntry.select().where(AuditEntry.action == action))


# --- Who may enter -------------------------------------------------------------------------------


@pytest.mark.parametrize("path", PAGES)
def test_to_participants_the_office_is_not_there(client, sign_in, someone, path) -> None:
    assert client.get(path).headers["Location"] == f"/masuk?lanjut={path}"
    assert sign_in(someone.registered()).get(path).status_code == 404
    assert sign_in(someone.registered(role="trainer")).get(path).status_code == 404


def test_participants_cannot_press_its_buttons(client, sign_in, someone, check, appeal) -> None:
    photo = Photo.select().first()
    paths = (
        f"/petugas/verifikasi/{check.public_id}",
        f"/petugas/verifikasi/{check.public_id}/nik",
        f"/petugas/keberatan/{appeal.public_id}",
        "/petugas/peserta",
        "/petugas/gelombang/21/tutup",
        NEW,
    )
    stranger = Visitor(client)
    for path in paths:
        assert stranger.post(path).headers["Location"].startswith("/masuk")
    person = Visitor(sign_in(someone.registered()))
    for path in paths:
        assert person.post(path).status_code == 404
    assert person.get(f"/petugas/foto/{photo.public_id}").status_code == 404
    assert not audited("photo_seen") and not audited("nik_seen")


def test_the_first_page_counts_what_waits(browser, check, appeal) -> None:
    text = browser.page("/petugas").text
    assert "Verifikasi 1 menunggu" in text and "Keberatan 1 menunggu" in text
    assert "Peringatan 0 menunggu" in text and "30 Juli 2024" in text


@pytest.mark.parametrize("path", PAGES)
def test_an_empty_office_says_so(browser, path) -> None:
    assert browser.get(path).status_code == 200


# --- Identity checks -----------------------------------------------------------------------------


def page_of(check):
    return f"/petugas/verifikasi/{check.public_id}"


def test_the_queue_is_oldest_first_and_masks_numbers(browser, check, someone, at) -> None:
    with at("2024-07-31 10:00"):
        later = someone.registered("Bima Aji", nik=None, identity_verified_at=None)
        IdentityCheck.create(
            participant=later,
            nik="3273010502010008",
            kk=KK,
            birth_date="2001-02-05",
            state="queued",
        )
    text = browser.page("/petugas/verifikasi").text
    assert text.index("Sari Wulandari") < text.index("Bima Aji")
    assert NIK not in text and "3273 •••• •••• 0007" in text


def test_a_check_shows_facts_and_both_photos(browser, check) -> None:
    page = browser.page(page_of(check))
    assert NIK not in page.text and KK not in page.text and "5 Februari 2001" in page.text
    shown = [row["src"] for row in page.all("img")]
    assert len(shown) == 2 and all(row["alt"] for row in page.all("img"))
    for src in shown:
        answer = browser.get(src)
        assert answer.mimetype == "image/jpeg" and answer.data.startswith(b"\xff\xd8")
        assert "no-store" in answer.headers["Cache-Control"]
    assert [entry.detail["kind"] for entry in audited("photo_seen")] == ["selfie", "id_card"]


def test_photos_are_shown_only_while_the_check_waits(browser, check) -> None:
    photo = Photo.select().first()
    browser.submit(page_of(check), page_of(check), putusan="lolos")
    assert browser.get(f"/petugas/foto/{photo.public_id}").status_code == 404
    assert browser.get("/petugas/foto/tidak-ada").status_code == 404


def test_a_yes_verifies_the_account(browser, check, applicant) -> None:
    answer = browser.submit(page_of(check), page_of(check), putusan="lolos")
    assert answer.status_code == 303 and answer.headers["Location"] == "/petugas/verifikasi"
    person = Participant.get_by_id(applicant.id)
    assert person.nik == NIK and person.identity_verified_at is not None
    assert "Sudah diputuskan: lolos" in browser.page(page_of(check)).text


def test_a_no_has_a_reason_and_words_for_the_applicant(browser, check, officer) -> None:
    browser.submit(
        page_of(check),
        page_of(check),
        putusan="tidak",
        alasan="face_differs",
        catatan="Kirim foto wajah tanpa masker.",
    )
    row = IdentityCheck.get_by_id(check.id)
    assert (row.state, row.reason) == ("failed", "face_differs")
    assert row.note == "Kirim foto wajah tanpa masker." and row.decided_by == officer


def test_what_is_missing_is_said_and_the_rest_kept(browser, check) -> None:
    answer = browser.submit(page_of(check), page_of(check), putusan="tidak", catatan="pendek")
    assert answer.status_code == 422 and len(said_on_top(answer)) == 2
    assert ">pendek</textarea>" in answer.get_data(as_text=True)
    answer = browser.submit(page_of(check), page_of(check))
    assert said_on_top(answer) == ["Pilih lolos atau tidak lolos"]
    assert IdentityCheck.get_by_id(check.id).state == "queued"


def test_the_first_decision_counts(browser, check) -> None:
    browser.submit(page_of(check), page_of(check), putusan="lolos")
    again = browser.post(page_of(check), {"putusan": "tidak"})
    assert again.status_code == 409
    assert IdentityCheck.get_by_id(check.id).state == "passed"


def test_a_nik_of_another_account_cannot_pass(browser, check, someone) -> None:
    someone.registered("Pemilik NIK", nik=NIK)
    page = browser.page(page_of(check))
    assert "Akun lain dengan NIK ini 1 akun terverifikasi" in page.text
    answer = browser.submit(page_of(check), page_of(check), putusan="lolos")
    assert (
        answer.status_code == 422
        and "sudah dipakai akun lain" in text_of(answer)
        or ("Satu NIK hanya untuk satu akun" in text_of(answer))
    )


def test_the_whole_nik_needs_a_written_reason_that_is_kept_without_digits(browser, check) -> None:
    reveal = f"{page_of(check)}/nik"
    assert browser.submit(page_of(check), reveal, keperluan="ya").status_code == 422
    assert not audited("nik_seen")
    answer = browser.submit(
        page_of(check), reveal, keperluan=f"Dukcapil menelepon soal {NIK} tadi pagi"
    )
    assert answer.status_code == 200 and "3273 0145 0201 0007" in text_of(answer)
    (entry,) = audited("nik_seen")
    assert entry.detail == {"reason": "Dukcapil menelepon soal …tadi pagi"} or (
        NIK not in str(entry.detail) and "Dukcapil menelepon" in entry.detail["reason"]
    )
    assert "3273 0145 0201 0007" not in browser.page(page_of(check)).text


def test_checks_the_register_answered_are_not_the_offices(browser, check) -> None:
    IdentityCheck.update(state="checking").where(IdentityCheck.id == check.id).execute()
    assert browser.get(page_of(check)).status_code == 404


# --- Alerts and appeals --------------------------------------------------------------------------


def test_an_alert_is_closed_with_one_button_once(browser, applicant, officer) -> None:
    alert = Alert.create(kind="nik_claimed", participant=applicant)
    assert "NIK dipakai dua kali" in browser.page("/petugas/peringatan").text
    close = f"/petugas/peringatan/{alert.id}"
    browser.submit("/petugas/peringatan", close)
    browser.post(close)
    row = Alert.get()
    assert row.closed_at is not None and row.closed_by == officer
    assert len(audited("alert_closed")) == 1
    assert "Antrean kosong" in browser.page("/petugas/peringatan").text
    assert browser.post("/petugas/peringatan/999").status_code == 404


@pytest.mark.parametrize(("choice", "upheld"), [("terima", True), ("tolak", False)])
def test_an_appeal_is_read_and_answered(browser, appeal, choice, upheld) -> None:
    here = f"/petugas/keberatan/{appeal.public_id}"
    text = browser.page(here).text
    assert WHY in text and "Gelombang 21" in text and "22 Oktober 2021" in text
    answer = browser.submit(here, here, putusan=choice, jawaban="Surat dokter sudah kami baca.")
    assert answer.headers["Location"] == "/petugas/keberatan"
    assert Appeal.get().upheld is upheld
    assert "Antrean kosong" in browser.page("/petugas/keberatan").text
    again = browser.post(here, {"putusan": choice, "jawaban": "Jawaban lain yang terlambat."})
    assert again.status_code == 409
    assert Message.select().where(Message.reference ** "appeal_%:email").count() == 1


def test_an_appeal_without_words_is_not_answered(browser, appeal) -> None:
    here = f"/petugas/keberatan/{appeal.public_id}"
    answer = browser.submit(here, here, putusan="terima", jawaban="ya")
    assert answer.status_code == 422 and ">ya</textarea>" in answer.get_data(as_text=True)
    assert said_at(answer, "jawaban") and Appeal.get().upheld is None


# --- A participant -------------------------------------------------------------------------------


def test_a_participant_is_found_by_the_whole_address_or_number_alone(browser, appeal) -> None:
    who = appeal.block.participant
    for typed in (who.email, who.email.upper(), who.phone, "+62" + who.phone[1:]):
        answer = browser.submit("/petugas/peserta", "/petugas/peserta", q=typed)
        assert who.name in text_of(answer) and "Buka keberatan" in text_of(answer)
        assert "Dicabut" in text_of(answer)
    assert len(audited("person_seen")) == 4
    for typed in ("Sari", "Wulandari", who.phone[:6], "", "x" * 200):
        assert browser.submit("/petugas/peserta", "/petugas/peserta", q=typed).status_code == 422, (
            typed
        )
    answer = browser.submit("/petugas/peserta", "/petugas/peserta", q="tidak@ada.example")
    assert "Tidak ada akun" in text_of(answer)


def test_every_search_is_noted_without_what_was_typed(browser, appeal) -> None:
    who = appeal.block.participant
    for typed in (who.email.upper(), "+62 " + who.phone[1:], "tidak@ada.example", "081299999999"):
        browser.submit("/petugas/peserta", "/petugas/peserta", q=typed)
    rows = audited("person_searched")
    assert [row.detail["found"] for row in rows] == [True, True, False, False]
    assert [row.subject for row in rows[:2]] == [
        f"index:{who.email_index}",
        f"index:{who.phone_index}",
    ]
    noted = " ".join(f"{row.subject} {row.detail}" for row in AuditEntry.select())
    assert "ada.example" not in noted and "081299999999" not in noted and who.email not in noted


def test_an_address_never_keeps_what_was_looked_for(browser) -> None:
    assert (
        browser.get("/petugas/peserta?q=sari@example.com").headers["Location"].endswith("/peserta")
    )


# --- Gelombang -----------------------------------------------------------------------------------


def test_a_gelombang_is_made_with_shares_and_sourced_exceptions(browser, officer) -> None:
    answer = browser.submit(
        NEW,
        NEW,
        **GOOD,
        laid_off="12,5",
        migrant="5",
        usia_paling_tua="60",
        usia_paling_tua_sumber="Surat 12/2024",
        batas_beli="2024-08-30",
        batas_beli_sumber="Pengumuman 5 Agustus",
    )
    assert answer.headers["Location"] == "/petugas/gelombang/71"
    row = Gelombang.get(Gelombang.number == 71)
    assert row.registration_closes_at == wib("2024-08-05 23:59:59") and row.quota == 1000
    assert row.reserved == {"laid_off": 0.125, "migrant": 0.05}
    assert row.overrides == {
        "age_max": [60, "Surat 12/2024", "H"],
        "first_purchase_deadline": ["2024-08-30", "Pengumuman 5 Agustus", "H"],
    }
    assert audited("gelombang_opened")[-1].actor == f"operator:{officer.public_id}"
    text = browser.page("/petugas/gelombang/71").text
    assert "12,5 persen, 125 kursi" in text and "30 Agustus 2024. Sumber: Pengumuman" in text
    assert "Belum dibuka" in text and Draw.get().secret_hash in text


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"nomor": ""}, "nomor"),
        ({"nomor": "abc"}, "nomor"),
        ({"skema": "lain"}, "skema"),
        ({"dibuka": ""}, "dibuka"),
        ({"ditutup": "besok"}, "ditutup"),
        ({"ditutup": "2024-08-02T11:00"}, "ditutup"),
        ({"dibuka": "2024-07-01T09:00", "ditutup": "2024-07-31T09:00"}, "ditutup"),
        ({"kuota": ""}, "kuota"),
        ({"kuota": "0"}, "kuota"),
        ({"laid_off": "101"}, "laid_off"),
        ({"laid_off": "60", "migrant": "60"}, "migrant"),
        ({"migrant": "-5"}, "migrant"),
        ({"usia_paling_tua": "60"}, "usia_paling_tua_sumber"),
        ({"batas_beli": "2024-08-01", "batas_beli_sumber": "Surat"}, "batas_beli"),
        ({"pelatihan_paling_banyak": "0"}, "pelatihan_paling_banyak"),
    ],
)
def test_a_wrong_gelombang_is_refused_at_its_field(browser, typed, field) -> None:
    answer = browser.submit(NEW, NEW, **{**GOOD, **typed})
    assert answer.status_code == 422, text_of(answer)
    if field == "skema":
        assert "Pilih skema" in said_on_top(answer)
    else:
        assert said_at(answer, field)
        assert value_of(answer, field) == typed.get(field, "")
    assert not Gelombang.select().exists()


@pytest.mark.parametrize("value", ODD_VALUES, ids=lambda value: ascii(value)[:20])
def test_whatever_is_typed_is_never_a_broken_page(browser, value) -> None:
    typed = dict.fromkeys(GOOD, value)
    typed |= dict.fromkeys(("laid_off", "batas_beli", "batas_beli_sumber"), value)
    assert browser.submit(NEW, NEW, **typed).status_code == 422


def test_a_number_is_used_once(browser) -> None:
    browser.submit(NEW, NEW, **GOOD)
    answer = browser.submit(NEW, NEW, **GOOD)
    assert answer.status_code == 422 and said_at(answer, "nomor")


def test_dates_and_quota_change_until_the_close(browser, at) -> None:
    browser.submit(NEW, NEW, **GOOD)
    here = "/petugas/gelombang/71/ubah"
    typed = {key: GOOD[key] for key in ("dibuka", "ditutup")} | {"kuota": "2000"}
    with at("2024-08-03 09:00"):
        assert value_of(browser.get(here), "ditutup") == GOOD["ditutup"]
        assert browser.submit(here, here, **typed).status_code == 303
        moved = {**typed, "dibuka": "2024-08-04T09:00"}
        assert browser.submit(here, here, **moved).status_code == 422
    assert Gelombang.get().quota == 2000
    (entry,) = audited("gelombang_changed")
    assert entry.detail["changed"] == ["quota"]
    with at("2024-08-06 00:00"):
        assert browser.get(here).status_code == 409
        assert browser.post(here, typed).status_code == 409


def test_exceptions_of_fields_the_form_does_not_know_stay(browser, someone, at) -> None:
    browser.submit(NEW, NEW, **GOOD)
    kept = {"modes": [["webinar"], "N2", "M"], "age_max": [60, "Surat", "M"]}
    Gelombang.update(overrides=kept).execute()
    here = "/petugas/gelombang/71/ubah"
    typed = {key: GOOD[key] for key in ("dibuka", "ditutup")} | {"kuota": "2000"}
    same = {"usia_paling_tua": "60", "usia_paling_tua_sumber": "Surat"}
    assert browser.submit(here, here, **typed, **same).status_code == 303
    assert Gelombang.get().overrides == kept
    emptied = dict.fromkeys(same, "")
    assert browser.submit(here, here, **typed, **emptied).status_code == 303
    assert list(Gelombang.get().overrides) == ["modes"]


def test_from_the_close_to_the_announcement_with_a_page_that_asks_first(browser, at) -> None:
    browser.submit(NEW, NEW, **GOOD)
    here = "/petugas/gelombang/71"
    with at("2024-08-03 09:00"):
        early = browser.submit(f"{here}/tutup", f"{here}/tutup")
        assert early.status_code == 409 and "masih dibuka" in text_of(early)
    with at("2024-08-06 08:00"):
        assert "Waktu daftar habis" in browser.page(here).text
        assert browser.submit(f"{here}/tutup", f"{here}/tutup").headers["Location"] == here
        assert Draw.get().list_hash in browser.page(here).text
        value = browser.submit(f"{here}/nilai", f"{here}/nilai", nilai="IHSG 7.059,65")
        assert value.status_code == 303 and "IHSG 7.059,65" in browser.page(here).text
        assert "Nilai publik belum diisi" not in browser.page(f"{here}/undi").text
        assert browser.submit(f"{here}/undi", f"{here}/undi").status_code == 303
        text = browser.page(here).text
        assert "Diundi, belum diumumkan" in text and Draw.get().seed not in text
        assert browser.submit(f"{here}/umumkan", f"{here}/umumkan").status_code == 303
        assert Draw.get().seed in browser.page(here).text
        assert browser.submit(f"{here}/umumkan", f"{here}/umumkan").status_code == 409
        assert "Diumumkan" in browser.page("/petugas/gelombang").text


def test_without_a_public_value_it_says_so_from_the_draw_on(browser, at) -> None:
    browser.submit(NEW, NEW, **GOOD)
    here = "/petugas/gelombang/71"
    with at("2024-08-06 08:00"):
        browser.submit(f"{here}/tutup", f"{here}/tutup")
        assert "Nilai publik Belum diisi" in browser.page(here).text
        browser.submit(f"{here}/undi", f"{here}/undi")
        assert "Nilai publik Tidak dipakai" in browser.page(here).text


def test_reserved_seats_are_counted_as_the_draw_counts_them() -> None:
    assert share_rows({"migrant": 0.29}, 100) == [("Pekerja migran", "29 persen, 29 kursi")]
    assert share_rows({"laid_off": 0.1}, 99) == [("Korban PHK", "10 persen, 9 kursi")]
    assert share_rows({"laid_off": 0.1}, None) == [("Korban PHK", "10 persen")]


def test_an_empty_public_value_is_refused(browser, at) -> None:
    browser.submit(NEW, NEW, **GOOD)
    here = "/petugas/gelombang/71/nilai"
    for typed in ("", " ", "x" * 201, "a\nb\x07"):
        assert browser.submit(here, here, nilai=typed).status_code == 422
    assert browser.submit(here, here, nilai="IHSG 7.059,65").status_code == 409


@pytest.mark.parametrize("path", ["/petugas/gelombang/999", "/petugas/gelombang/999/tutup"])
def test_a_gelombang_that_is_not_there(browser, path) -> None:
    assert browser.get(path).status_code == 404


def test_a_step_that_is_not_there(browser) -> None:
    browser.submit(NEW, NEW, **GOOD)
    assert browser.get("/petugas/gelombang/71/hapus").status_code == 404
    assert browser.post("/petugas/gelombang/71/hapus").status_code == 404


def test_the_first_page_lists_what_is_not_announced(browser, at) -> None:
    draws.open_gelombang(
        72,
        "normal",
        wib("2024-08-10 09:00:00"),
        wib("2024-08-12 23:59:59"),
        5,
        None,
        None,
        "system",
    )
    assert "Gelombang 72" in browser.page("/petugas").text


# --- More time, and what was forgotten ------------------------------------------------------------


def test_a_quota_nobody_set_is_set_once_after_the_close(officer, sign_in, someone, at) -> None:
    with at("2024-08-02 12:00"):
        row = someone.gelombang(71)
        draws.ensure_draw(row)
    with at("2024-08-06 09:00"):
        draws.close(row)
        office = Visitor(sign_in(officer))
        assert "Isi kuota" in office.page("/petugas/gelombang/71").text
        address = "/petugas/gelombang/71/kuota"
        assert "Isi kuota" in said_at(office.submit(address, address, kuota=""), "kuota")
        assert office.submit(address, address, kuota="25").status_code == 303
        assert Gelombang.get(Gelombang.number == 71).quota == 25
        answer = office.submit(address, address, kuota="30")
        assert answer.status_code == 422
        assert Gelombang.get(Gelombang.number == 71).quota == 25
    assert len(audited("quota_set")) == 1


def test_an_officer_gives_more_time_for_a_first_purchase(officer, sign_in, someone, at) -> None:
    with at("2021-10-15 09:00"):
        person = someone.with_card(21)
        office = Visitor(sign_in(officer))
        found = office.submit("/petugas/peserta", "/petugas/peserta", q=person.email)
        address = f"/petugas/kepesertaan/{part_of(person).public_id}/perpanjang"
        assert address in found.get_data(as_text=True)
        empty = office.submit(address, address, tanggal="", alasan="")
        assert len(said_on_top(empty)) == 2
        early = office.submit(address, address, tanggal="2021-10-01", alasan="Saldo terlambat tiba")
        assert "21 Oktober 2021" in said_at(early, "tanggal")
        done = office.submit(address, address, tanggal="2021-10-28", alasan="Saldo terlambat tiba")
        assert done.status_code == 303
    assert part_of(person).lapses_after == wib("2021-10-28 23:59:59")
    assert len(audited("first_purchase_extended")) == 1
