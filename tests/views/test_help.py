"""The help pages and the rules, as strangers and participants see them."""

import pytest

import rooms
from actions import outbox
from formats import help
from formats.help.glossary import GLOSSARY
from models import Draft, Message
from queries import platforms
from tests.people import offer_for, start
from tests.visitor import ODD_VALUES, Visitor, said_at, text_of


def links(page) -> list[str]:
    return [link["href"] for link in page.all("a")]


def test_a_stranger_finds_every_question_and_both_schemes(client, filled_room) -> None:
    page = client.page("/bantuan")
    assert {f"/bantuan/{question.code}" for question in help.QUESTIONS} <= set(links(page))
    assert "Gelombang 48 ke atas: saldo Rp3.500.000" in client.page("/bantuan/saldo").text


def test_an_accepted_reader_sees_their_own_figures(client, someone, sign_in, at) -> None:
    with at("2021-09-23 09:00"):
        sign_in(someone.accepted(21))
        page = client.page("/bantuan/batas-beli")
        assert "Menurut aturan Gelombang 21" in page.text
        assert "21 Oktober 2021 pukul 23.59 WIB" in page.text


def test_a_reader_in_no_gelombang_reads_the_general_answer(client, someone, sign_in) -> None:
    sign_in(someone.registered())
    assert "Umum untuk semua gelombang" in client.page("/bantuan/saldo").text


def test_search_lists_only_what_matches(client, room) -> None:
    page = client.page("/bantuan?q=SERTIFIKAT+terlambat")
    assert "/bantuan/sertifikat" in links(page)
    assert "/bantuan/tes" not in links(page)


def test_a_typing_error_still_finds_the_answer(client, room) -> None:
    page = client.page("/bantuan?q=sertifkat")
    assert "jawaban untuk «sertifkat»" in page.text and "/bantuan/sertifikat" in links(page)


def test_a_search_without_result_says_what_to_try(client, room) -> None:
    page = client.page("/bantuan?q=sambal+pedas")
    assert "Belum ada jawaban untuk «sambal pedas»" in page.text
    assert "Coba satu kata" in page.text and "0800 150 3001" in page.text


def test_what_only_comes_near_says_so(client, room) -> None:
    page = client.page("/bantuan?q=insentif+sambal")
    assert "Yang mirip dengan «insentif sambal»" in page.text
    assert "/bantuan/insentif" in links(page)


@pytest.mark.parametrize("value", ODD_VALUES, ids=lambda value: ascii(value)[:20])
def test_whatever_is_searched_for_stays_text(client, room, value) -> None:
    answer = client.get("/bantuan", query_string={"q": value})
    assert answer.status_code == 200
    assert "<script>alert" not in answer.get_data(as_text=True)


@pytest.mark.parametrize("question", help.QUESTIONS, ids=lambda question: question.code)
def test_every_question_has_a_page_that_leads_on(client, room, question) -> None:
    page = client.page(f"/bantuan/{question.code}")
    assert page.h1 == question.text
    assert "/bantuan" in links(page) and "/bantuan#kontak" in links(page)


def test_codes_are_entered_at_the_place_of_study(client, room) -> None:
    assert (
        "Buka tempat belajar, lalu masukkan kode tukar"
        in client.page("/bantuan/mulai-belajar").text
    )


def test_an_unknown_question_is_not_there(client, room) -> None:
    assert client.get("/bantuan/tidak-ada").status_code == 404


def test_the_glossary_explains_every_word(client, room) -> None:
    text = client.page("/bantuan/istilah").text
    assert all(word in text for word, _ in GLOSSARY)


def test_contacts_carry_their_date_and_are_not_live_in_training(client, filled_room) -> None:
    page = client.page("/bantuan")
    assert "021-508 13333" in page.text and "per gelombang 21, bisa berubah" in page.text
    assert "lihat situs mitra" in page.text
    assert not [href for href in links(page) if href.startswith(("https:", "tel:021"))]


def test_a_platform_of_another_gelombang_says_so(client, someone, sign_in, at) -> None:
    with at("2024-07-11 09:00"):
        sign_in(someone.accepted(70))
        text = client.page("/bantuan").text
    assert "Saldo Gelombang 70 tidak berlaku di sini" in text
    assert text.index("Tokopedia") < text.index("Mau Belajar Apa")


def test_where_a_balance_is_valid_follows_the_gelombang(filled_room) -> None:
    rows = platforms.all_platforms()
    assert "Mau Belajar Apa" in platforms.names_valid_for(rows, 21)
    assert "Mau Belajar Apa" not in platforms.names_valid_for(rows, 70)


def test_own_rules_show_values_sources_and_how_sure(client, someone, sign_in, at) -> None:
    with at("2021-09-23 09:00"):
        sign_in(someone.accepted(21))
        text = client.page("/aturan").text
    assert "Skema semi-bansos, Gelombang 21" in text and "21 Oktober 2021" in text
    assert "Permenko Perekonomian 11/2020" in text
    for word in ("satu sumber berita", "belum terverifikasi", "aturan aplikasi ini"):
        assert word in text


def test_what_is_not_known_says_so(client, someone, sign_in, at) -> None:
    with at("2024-07-11 09:00"):
        sign_in(someone.accepted(70))
        assert "belum ditetapkan" in client.page("/aturan").text


def test_without_terms_both_schemes_stand_side_by_side(client, someone, sign_in, at) -> None:
    stranger = client.page("/aturan").text
    with at("2021-09-23 09:00"):
        sign_in(someone.registered())
        registered = client.page("/aturan").text
    for text in (stranger, registered):
        assert "Gelombang 1–47" in text and "Rp1.000.000 Rp3.500.000" in text


HELP_PAGES = (
    "/bantuan",
    "/bantuan/saldo",
    "/bantuan/istilah",
    "/bantuan/beli-bermasalah",
    "/bantuan/cek-pesan",
    "/aturan",
)


@pytest.mark.parametrize("address", HELP_PAGES)
def test_every_page_of_the_help_leads_to_a_complaint(client, room, address) -> None:
    assert [href for href in links(client.page(address)) if href.startswith("/pengaduan/baru")]


def test_a_questions_complaint_begins_with_its_kind(client, room) -> None:
    assert "/pengaduan/baru?jenis=incentive" in links(client.page("/bantuan/insentif-gagal"))


def test_contacts_of_platforms_and_wallets_say_how_old_they_are(client, filled_room) -> None:
    text = client.page("/bantuan").text
    assert "Per 2020–2024, bisa berubah" in text
    assert "buka bantuan di aplikasi LinkAja" in text and "Sumber kami tidak memuat" in text


def test_the_tree_says_what_to_do_and_whether_money_moved(client, room) -> None:
    page = client.page("/bantuan/beli-bermasalah?soal=otp")
    opened = [row["id"] for row in page.all("details") if "open" in row]
    assert opened == ["otp"] and "Saldomu tidak berkurang." in page.text
    assert "/pengaduan/baru?jenis=purchase" in links(page)
    for value in ODD_VALUES:
        answer = client.get("/bantuan/beli-bermasalah", query_string={"soal": value})
        assert answer.status_code == 200


def test_the_tree_knows_the_readers_waiting_purchase(client, someone, sign_in, at) -> None:
    with at("2021-09-23 09:00"):
        sari = someone.with_card(21)
        waiting = start(sari, offer_for(21)).public_id
        sign_in(sari)
        found = links(client.page("/bantuan/beli-bermasalah"))
    assert f"/beli/{waiting}" in found and f"/pengaduan/baru?tentang=pesanan-{waiting}" in found


CHECK = "/bantuan/cek-pesan"


def check(client, text: str):
    return Visitor(client).submit(CHECK, CHECK, pesan=text)


def test_a_message_of_ours_is_found(client, someone, sign_in, at) -> None:
    with at("2021-09-23 09:00"):
        sari = someone.accepted(21)
        sign_in(sari)
        said = Message.get(Message.participant == sari, Message.channel == "sms").text
        text = text_of(check(client, said))
    assert "Kami menemukan pesan ini" in text and "23 September 2021 pukul 09.00 WIB" in text
    assert "Tanda bahaya" not in text


def test_a_false_one_is_not_found_and_its_signs_are_named(client, someone, sign_in, room) -> None:
    sign_in(someone.registered())
    answer = check(client, "Segera transfer biaya admin dan kirim OTP ke 0812 9999 0000 bit.ly/xx")
    text = text_of(answer)
    assert answer.status_code == 200 and "Kami tidak menemukan pesan ini" in text
    assert "Jangan ikuti isinya" in text and "bit.ly" in text and "0812 9999 0000" in text
    assert "Menyebut PIN, OTP" in text and "Menyebut biaya" in text


def test_what_is_not_kept_any_more_is_said(client, someone, sign_in, at) -> None:
    with at("2021-09-23 09:00"):
        sari = someone.accepted(21)
        sign_in(sari)
        said = Message.get(Message.participant == sari, Message.channel == "sms").text
        for row in Message.select():
            outbox.delivered(row, blank=True)
        text = text_of(check(client, said))
    assert "tidak ikut dibandingkan" in text and "belum tentu palsu" in text


def test_a_stranger_gets_the_signs_and_a_door(client, room) -> None:
    text = text_of(check(client, "Kirim PIN kamu"))
    assert "Belum kami bandingkan" in text and "Menyebut PIN" in text


def test_no_sign_is_no_promise(client, room) -> None:
    assert "Itu belum berarti aman" in text_of(check(client, "Halo apa kabar"))


@pytest.mark.parametrize("typed", ["", "   ", "x" * 5001])
def test_an_empty_or_endless_message_says_what_to_do(client, room, typed) -> None:
    answer = check(client, typed)
    assert answer.status_code == 422 and said_at(answer, "pesan")


def test_long_numbers_have_dots(client, room) -> None:
    said = said_at(check(client, "x" * 30000), "pesan")
    assert "5.000 huruf" in said and "30.000" in said


@pytest.mark.parametrize("value", ODD_VALUES, ids=lambda value: ascii(value)[:20])
def test_whatever_is_pasted_is_looked_at_and_stays_text(client, room, value) -> None:
    answer = check(client, value)
    assert answer.status_code in (200, 422)
    assert "<script>alert" not in answer.get_data(as_text=True)


def test_nothing_pasted_is_kept(client, someone, sign_in, room, caplog) -> None:
    sign_in(someone.registered())
    secret = "rahasia-tempel-7788"
    check(client, secret)
    rooms.database.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    assert secret.encode() not in rooms.path_of(room).read_bytes() and secret not in caplog.text
    assert not Draft.select().exists()
