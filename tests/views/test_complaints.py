"""«Pengaduan» as participants and officers see it in a browser without JavaScript."""

from io import BytesIO

import pytest

from actions import accounts, complaints
from formats.photos import sample
from models import Complaint, ComplaintEntry, ComplaintPhoto, FormKey
from tests.people import bought_by
from tests.visitor import ODD_VALUES, Visitor, said_at, said_on_top, text_of, value_of

NEW = "/pengaduan/baru"
STORY = "Insentifku gagal dikirim sejak kemarin."
REPLY = "Rekeningmu sudah kami cek, kirim ulang besok."


@pytest.fixture(autouse=True)
def now(at):
    """Monday."""
    with at("2021-10-18 09:00"):
        yield


@pytest.fixture
def sari(someone):
    return someone.with_course(21, phone="081234567788", email="sari.wulandari@example.com")


@pytest.fixture
def browser(sari, sign_in):
    return Visitor(sign_in(sari))


@pytest.fixture
def joko(someone):
    return someone.registered("Joko Petugas", role="operator")


def send(browser, page=NEW, **typed):
    return browser.submit(page, NEW, **{"jenis": "incentive", "cerita": STORY, **typed})


def picture(data: bytes, name: str = "layar.jpg"):
    return (BytesIO(data), name)


def chosen(answer) -> str:
    html = answer.get_data(as_text=True)
    picked = [
        part.split('"')[0]
        for part in html.split('<option value="')[1:]
        if " selected" in part.split(">")[0]
    ]
    return picked[0] if picked else ""


def test_the_list_is_empty_then_shows_what_was_sent(browser) -> None:
    assert "Belum ada pengaduan." in browser.page("/pengaduan").text
    answer = send(browser)
    row = Complaint.get()
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/pengaduan/{row.number}")
    page = browser.page(f"/pengaduan/{row.number}").text
    assert f"Pengaduan {row.number} terkirim." in page and STORY in page
    assert "Kami jawab paling lambat 21 Oktober 2021" in page and "janji aplikasi ini" in page
    assert "18 Oktober 2021 pukul 09.00 WIB" in page
    assert row.number in browser.page("/pengaduan").text


def test_the_form_says_who_sends_it_masked_and_to_what_they_agree(browser) -> None:
    text = browser.page(NEW).text
    assert "0812 •••• 7788" in text and "sa••••@example.com" in text
    assert "081234567788" not in text and "sari.wulandari" not in text
    assert "kamu setuju petugas membaca" in text


@pytest.mark.parametrize(
    ("about", "kind", "said"),
    [
        ("insentif-job-1", "incentive", "Insentif bulan 1"),
        ("insentif-survey-1", "incentive", "Insentif Survei 1"),
        ("survei-1", "survey", "Tentang Survei 1"),
        ("rekening", "account", "Belum tersambung"),
    ],
)
def test_it_is_filled_in_from_what_fails(browser, about, kind, said) -> None:
    answer = browser.get(f"{NEW}?tentang={about}")
    assert chosen(answer) == kind and said in text_of(answer)
    assert value_of(answer, "tentang") == about
    send(browser, f"{NEW}?tentang={about}", jenis=kind)
    assert Complaint.get().about
    assert (
        said.removeprefix("Tentang ") in browser.page(f"/pengaduan/{Complaint.get().number}").text
    )


@pytest.mark.parametrize(("word", "kind"), [("pesanan", "purchase"), ("sertifikat", "certificate")])
def test_a_purchase_and_its_certificate_too(sari, browser, word, kind) -> None:
    bought = bought_by(sari)[0]
    answer = browser.get(f"{NEW}?tentang={word}-{bought.public_id}")
    assert chosen(answer) == kind and bought.course.title in text_of(answer)


def test_another_persons_purchase_leaves_the_form_empty(browser, someone) -> None:
    foreign = bought_by(someone.with_course(21))[0]
    answer = browser.get(f"{NEW}?tentang=pesanan-{foreign.public_id}")
    assert value_of(answer, "tentang") == "" and chosen(answer) == ""
    assert foreign.course.title not in text_of(answer)
    send(browser, tentang=f"pesanan-{foreign.public_id}")
    assert Complaint.get().about is None


@pytest.mark.parametrize("value", ODD_VALUES, ids=lambda value: ascii(value)[:20])
def test_whatever_the_address_says_the_form_opens(browser, value) -> None:
    answer = browser.client.get(NEW, query_string={"tentang": value, "jenis": value})
    assert answer.status_code == 200 and value_of(answer, "tentang") == ""
    assert chosen(answer) == ""


def test_a_kind_may_be_named_by_the_help(browser) -> None:
    assert chosen(browser.get(f"{NEW}?jenis=survey")) == "survey"


@pytest.mark.parametrize(
    ("typed", "field", "said"),
    [
        ({"jenis": ""}, "jenis", "Pilih kendala"),
        ({"jenis": "saldo"}, "jenis", "Pilih kendala"),
        ({"cerita": "  "}, "cerita", "Ceritakan apa yang terjadi"),
        ({"cerita": "x" * 19}, "cerita", "Tulis 20 sampai 2.000 huruf. Kamu menulis 19."),
        ({"cerita": "x" * 2001}, "cerita", "Tulis 20 sampai 2.000 huruf. Kamu menulis 2.001."),
    ],
)
def test_what_is_missing_is_said_at_its_field(browser, typed, field, said) -> None:
    answer = send(browser, **typed)
    assert answer.status_code == 422 and said_at(answer, field) == said
    assert said_on_top(answer) == [said] and not Complaint.select().exists()


@pytest.mark.parametrize("value", ODD_VALUES, ids=lambda value: ascii(value)[:20])
def test_whatever_is_typed_is_never_a_broken_page(browser, value) -> None:
    answer = send(browser, cerita=value, jenis=value)
    assert answer.status_code == 422 and not Complaint.select().exists()


def test_a_story_with_markup_stays_text(browser) -> None:
    send(browser, cerita="<script>alert(1)</script> & <b>tebal</b> sekali")
    html = browser.get(f"/pengaduan/{Complaint.get().number}").get_data(as_text=True)
    assert "<script>alert" not in html and "&lt;b&gt;tebal" in html


def test_a_double_press_sends_one(browser) -> None:
    fields = browser.fields(NEW, NEW)
    typed = {**fields, "jenis": "other", "cerita": STORY}
    first, second = (browser.client.post(NEW, data=typed) for _ in range(2))
    assert first.headers["Location"] == second.headers["Location"]
    assert Complaint.select().count() == 1
    other = browser.client.post(NEW, data={**typed, "cerita": STORY + " Lain."})
    assert other.status_code == 409 and Complaint.select().count() == 1
    assert FormKey.select().where(FormKey.result == Complaint.get().public_id).count() == 1


def test_a_broken_key_is_said(browser) -> None:
    assert send(browser, kunci="x").status_code == 422


def test_a_picture_is_shown_to_its_owner_alone(browser, sari, someone, sign_in) -> None:
    send(browser, gambar=picture(sample("selfie"), "../../etc/passwd.svg"))
    address = f"/pengaduan/{Complaint.get().number}/gambar"
    assert address in browser.get(f"/pengaduan/{Complaint.get().number}").get_data(as_text=True)
    answer = browser.get(address)
    assert answer.mimetype == "image/jpeg" and answer.data.startswith(b"\xff\xd8\xff")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Disposition"] == "inline"
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert Visitor(sign_in(someone.registered())).get(address).status_code == 404


def test_without_a_picture_there_is_none(browser) -> None:
    send(browser)
    assert browser.get(f"/pengaduan/{Complaint.get().number}/gambar").status_code == 404


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "kosong"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "SVG"),
        (b"\xff\xd8\xff<html>palsu</html>", "rusak"),
        (b"MZ" + b"0" * 100, "JPG, PNG, atau WEBP"),
        (b"\xff\xd8\xff" + b"0" * (20 * 1024 * 1024), "8 MB"),
    ],
    ids=["empty", "svg", "false", "program", "20 MB"],
)
def test_a_bad_picture_says_why_and_the_story_stays(browser, data, said) -> None:
    answer = send(browser, gambar=picture(data))
    assert answer.status_code == 422 and said in said_at(answer, "gambar")
    assert "tanpa gambar" in said_at(answer, "gambar")
    assert "kamera" not in said_at(answer, "gambar").lower()
    assert STORY in text_of(answer) and chosen(answer) == "incentive"
    assert not Complaint.select().exists() and not ComplaintPhoto.select().exists()


def test_a_second_one_about_the_same_thing_is_shown_the_first(sari, browser) -> None:
    here = f"{NEW}?tentang=insentif-job-1"
    assert "Sudah ada pengaduan" not in browser.page(here).text
    row = complaints.send(sari, "incentive", STORY, "incentive:job-1")
    answer = browser.get(here)
    assert f"Sudah ada pengaduan {row.number} tentang ini" in text_of(answer)
    html = answer.get_data(as_text=True)
    link = f'href="/pengaduan/{row.number}#tambah"'
    assert html.index(link) < html.index("<form method")
    assert 'id="tambah"' in browser.get(f"/pengaduan/{row.number}").get_data(as_text=True)
    for other in (NEW, f"{NEW}?tentang=insentif-job-2", f"{NEW}?tentang=rekening"):
        assert "Sudah ada pengaduan" not in browser.page(other).text
    refused = send(browser, here, cerita="pendek")
    assert refused.status_code == 422 and "Sudah ada pengaduan" in text_of(refused)
    assert send(browser, here).status_code == 303  # a hint, no wall


def test_a_receipt_and_a_course_lead_to_a_complaint_about_them(sari, browser) -> None:
    name = bought_by(sari)[0].public_id
    for page in (f"/beli/{name}", f"/pelatihanku/{name}"):
        assert f'href="{NEW}?tentang=pesanan-{name}"' in browser.get(page).get_data(as_text=True)


def test_far_too_much_is_a_page_with_a_way_back(browser) -> None:
    answer = send(browser, gambar=picture(b"\xff\xd8\xff" + b"0" * (25 * 1024 * 1024)))
    assert answer.status_code == 413 and f'href="{NEW}"' in answer.get_data(as_text=True)


def test_a_good_picture_beside_a_bad_story_must_be_chosen_again(browser) -> None:
    answer = send(browser, cerita="pendek", gambar=picture(sample("selfie")))
    assert "Pilih gambarnya lagi" in said_at(answer, "gambar")


def test_the_sixth_is_refused_at_the_story_which_stays(sari, browser) -> None:
    for count in range(5):
        complaints.send(sari, "other", f"{STORY} {count}")
    answer = send(browser)
    assert answer.status_code == 422 and "5 pengaduanmu belum dijawab" in said_at(answer, "cerita")
    assert STORY in text_of(answer)


def test_late_is_said_as_it_is(sari, browser, at) -> None:
    row = complaints.send(sari, "other", STORY)
    with at("2021-10-22 00:00"):
        text = browser.page(f"/pengaduan/{row.number}").text
        assert "Lewat janji" in text and "paling lambat 21 Oktober 2021" in text
        assert "Lewat janji" in browser.page("/pengaduan").text


def test_an_answer_is_read_objected_to_and_closed(sari, browser, joko, at) -> None:
    row = complaints.send(sari, "other", STORY)
    with at("2021-10-25 10:00"):
        complaints.reply(row, REPLY, joko)
        page = browser.page(f"/pengaduan/{row.number}").text
        assert REPLY in page and "Jawabannya lewat dari janji kami" in page
        assert "Kami tutup sendiri 1 November 2021 pukul 10.00 WIB" in page
        answer = browser.submit(
            f"/pengaduan/{row.number}", f"/pengaduan/{row.number}/tambah", tambahan="Belum beres."
        )
        assert answer.status_code == 303
        page = browser.page(f"/pengaduan/{row.number}").text
        assert "Dibuka lagi" in page and "28 Oktober 2021" in page
        browser.submit(f"/pengaduan/{row.number}", f"/pengaduan/{row.number}/selesai")
        page = browser.page(f"/pengaduan/{row.number}").text
        assert "Pengaduan ditutup olehmu" in page
        assert "Bisa dibuka lagi sampai 1 November 2021" in page
    with at("2021-11-02 10:00"):
        assert "ditutup lebih dari 7 hari" in browser.page(f"/pengaduan/{row.number}").text
        late = browser.post(
            f"/pengaduan/{row.number}/tambah", {"kunci": "kunci-12345", "tambahan": "Terlambat."}
        )
        assert late.status_code == 422


@pytest.mark.parametrize(
    ("typed", "said"), [("", "Tulis keterangan"), ("ya", "5 sampai 2.000"), ("x" * 2001, "2.001")]
)
def test_added_words_are_checked(sari, browser, typed, said) -> None:
    row = complaints.send(sari, "other", STORY)
    here = f"/pengaduan/{row.number}"
    answer = browser.submit(here, f"{here}/tambah", tambahan=typed)
    assert answer.status_code == 422 and said in said_at(answer, "tambahan")
    assert ComplaintEntry.select().count() == 1


def test_others_and_strangers_find_nothing(sari, someone, sign_in, client, joko) -> None:
    row = complaints.send(sari, "other", STORY, picture=sample("selfie"))
    here = f"/pengaduan/{row.number}"
    for who in (someone.registered(), joko):
        browser = Visitor(sign_in(who))
        assert [browser.get(f"{here}{end}").status_code for end in ("", "/gambar")] == [404, 404]
        assert browser.post(f"{here}/selesai").status_code == 404
        assert browser.post(f"{here}/tambah", {"tambahan": "Punyaku."}).status_code == 404
    assert Complaint.get().state == "new"


def test_who_is_not_signed_in_is_sent_to_the_door(client, sari) -> None:
    row = complaints.send(sari, "other", STORY)
    for address in ("/pengaduan", NEW, f"/pengaduan/{row.number}", "/petugas/pengaduan"):
        assert "/masuk" in client.get(address).headers["Location"]


# --- The officers' side --------------------------------------------------------------------------

QUEUE = "/petugas/pengaduan"


@pytest.fixture
def row(sari):
    return complaints.send(sari, "incentive", STORY, "incentive:job-1", sample("selfie"))


@pytest.fixture
def desk(row, joko, sign_in):
    return Visitor(sign_in(joko))


def test_the_queue_opens_with_what_is_late(desk, row, at) -> None:
    assert "Baru (1)" in desk.page(QUEUE).text and row.number in desk.page(QUEUE).text
    assert "1 menunggu" in desk.page("/petugas").text
    with at("2021-10-22 09:00"):
        page = desk.page(QUEUE)
        assert "Lewat janji (1)" in page.text
        assert [a["href"] for a in page.all("a") if a.get("aria-current") == "page"] == [
            f"{QUEUE}?tab=lewat"
        ]
    assert "Antrean kosong." in desk.page(f"{QUEUE}?tab=diproses").text


def test_the_queue_opens_on_the_first_tab_that_holds_something(desk, row, joko) -> None:
    complaints.take(row, joko)
    page = desk.page(QUEUE)
    assert "Baru (0)" in page.text and row.number in page.text
    assert [a["href"] for a in page.all("a") if a.get("aria-current") == "page"] == [
        f"{QUEUE}?tab=diproses"
    ]
    assert "Antrean kosong." in desk.page(f"{QUEUE}?tab=baru").text
    complaints.reply(row, REPLY, joko)
    page = desk.page(QUEUE)
    assert "Antrean kosong." in page.text
    assert [a["href"] for a in page.all("a") if a.get("aria-current") == "page"] == [
        f"{QUEUE}?tab=baru"
    ]


def test_a_complaint_opened_again_is_marked_in_its_row(desk, row, sari, joko) -> None:
    assert "Dibuka lagi" not in desk.page(QUEUE).text
    complaints.reply(row, REPLY, joko)
    complaints.add(sari, row.number, "Belum beres.")
    assert "Diproses (1)" in desk.page(QUEUE).text and "Dibuka lagi" in desk.page(QUEUE).text
    complaints.close(sari, row.number)
    assert "Dibuka lagi" not in desk.page(f"{QUEUE}?cari={row.number}").text


@pytest.mark.parametrize("wanted", ["Sari", "sari wulan"])
def test_a_name_is_found(desk, row, wanted) -> None:
    assert row.number in desk.page(f"{QUEUE}?cari={wanted}").text


def test_a_search_says_what_is_missing(desk, row) -> None:
    assert row.number in desk.page(f"{QUEUE}?cari={row.number.lower()}").text
    assert "Tidak ada pengaduan" in desk.page(f"{QUEUE}?cari=zzzz").text
    assert "paling sedikit 3 huruf" in desk.page(f"{QUEUE}?cari=a").text


@pytest.mark.parametrize("value", ODD_VALUES, ids=lambda value: ascii(value)[:20])
def test_whatever_is_searched_for_stays_text(desk, value) -> None:
    answer = desk.client.get(QUEUE, query_string={"cari": value, "tab": value})
    assert answer.status_code == 200
    assert "<script>alert" not in answer.get_data(as_text=True)


def test_one_complaint_shows_the_thing_masked(desk, row, sari) -> None:
    text = desk.page(f"{QUEUE}/{row.number}").text
    assert "Insentif bulan 1" in text and "Rp600.000" in text and STORY in text
    assert "0812 •••• 7788" in text and sari.phone not in text and sari.email not in text


def test_taken_answered_closed(desk, row, sari, sign_in) -> None:
    here = f"{QUEUE}/{row.number}"
    assert desk.submit(here, f"{here}/ambil").status_code == 303
    assert "Kamu yang mengambil" in desk.page(here).text
    answer = desk.submit(here, f"{here}/jawab", jawaban=REPLY)
    assert answer.headers["Location"] == QUEUE
    assert desk.submit(here, f"{here}/tutup").status_code == 303
    assert Complaint.get().state == "closed"
    mine = Visitor(sign_in(sari)).page(f"/pengaduan/{row.number}").text
    assert REPLY in mine and "Pengaduan ditutup petugas" in mine


@pytest.mark.parametrize("text", ["", "   ", "pendek", "x" * 2001])
def test_an_answer_needs_words_and_keeps_them(desk, row, text) -> None:
    here = f"{QUEUE}/{row.number}"
    answer = desk.submit(here, f"{here}/jawab", jawaban=text)
    assert answer.status_code == 422
    assert said_at(answer, "jawaban") == "Tulis jawaban, 10 sampai 2.000 huruf"
    assert Complaint.get().state == "new"


def test_the_second_officer_is_told_and_keeps_the_text(desk, row, someone) -> None:
    here = f"{QUEUE}/{row.number}"
    fields = desk.fields(here, f"{here}/jawab")
    complaints.reply(row, "Sudah kujawab lebih dulu.", someone.registered(role="operator"))
    answer = desk.client.post(f"{here}/jawab", data={**fields, "jawaban": REPLY})
    assert answer.status_code == 409
    assert "sudah dijawab 18 Oktober 2021 pukul 09.00 WIB" in text_of(answer)
    assert "Petugas lain" not in text_of(answer)  # it may have been the same one
    assert REPLY in text_of(answer) and "tidak terkirim" in text_of(answer)
    assert desk.post(f"{here}/ambil").status_code == 409


def test_what_its_owner_closed_is_not_called_answered(desk, row, sari) -> None:
    here = f"{QUEUE}/{row.number}"
    fields = desk.fields(here, f"{here}/jawab")
    complaints.close(sari, row.number)
    answer = desk.client.post(f"{here}/jawab", data={**fields, "jawaban": REPLY})
    assert answer.status_code == 409 and REPLY in text_of(answer)
    assert "Pengaduan ini sudah ditutup" in text_of(answer)
    assert "sudah dijawab" not in text_of(answer)


def test_words_that_came_meanwhile_must_be_read(desk, row, sari) -> None:
    here = f"{QUEUE}/{row.number}"
    fields = desk.fields(here, f"{here}/jawab")
    complaints.add(sari, row.number, "Ternyata nomornya salah.")
    answer = desk.client.post(f"{here}/jawab", data={**fields, "jawaban": REPLY})
    assert answer.status_code == 409 and "Ternyata nomornya salah." in text_of(answer)
    assert REPLY in text_of(answer) and value_of(answer, "dibaca") == "2"


def test_taking_what_another_took_is_refused(desk, row, someone) -> None:
    complaints.take(row, someone.registered(role="operator"))
    assert "Diambil petugas lain" in desk.page(f"{QUEUE}/{row.number}").text
    answer = desk.post(f"{QUEUE}/{row.number}/ambil")
    assert answer.status_code == 409 and "Sudah diambil petugas lain" in text_of(answer)


def test_closing_without_an_answer_is_refused(desk, row) -> None:
    assert desk.post(f"{QUEUE}/{row.number}/tutup").status_code == 409


def test_an_officer_opens_the_picture(desk, row) -> None:
    answer = desk.get(f"{QUEUE}/{row.number}/gambar")
    assert answer.mimetype == "image/jpeg" and answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_unknown_numbers_and_other_people_find_nothing(desk, row, sari, sign_in) -> None:
    assert desk.get(f"{QUEUE}/PGD-2021-9999").status_code == 404
    browser = Visitor(sign_in(sari))
    for end in ("", f"/{row.number}", f"/{row.number}/gambar"):
        assert browser.get(f"{QUEUE}{end}").status_code == 404
    for end in ("ambil", "jawab", "tutup"):
        assert browser.post(f"{QUEUE}/{row.number}/{end}", {"jawaban": REPLY}).status_code == 404
    assert Complaint.get().state == "new"


def test_a_linked_account_is_shown_without_its_number(sari, browser) -> None:
    accounts.link(sari, "dana", sari.phone)
    text = browser.page(f"{NEW}?tentang=rekening").text
    assert "DANA 0812 •••• 7788" in text and sari.phone not in text
