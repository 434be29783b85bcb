"""Buying on its pages: check and card number, code, receipt; and every way it is refused."""

import re
from datetime import timedelta
from urllib.parse import quote

import pytest

from actions import certificates, lapses, purchases, ratings, training
from models import Block, Message, Offer, OneTimeCode, Purchase, Transfer
from queries.standing import standing_of
from tests.pages import Page
from tests.people import bought_by, buy, card_of, code_sent_to, offer_for, start, wib
from tests.visitor import (
    ODD_VALUES,
    PARTIAL,
    Visitor,
    said_at,
    said_on_top,
    section,
    text_of,
    value_of,
)

pytestmark = pytest.mark.usefixtures("room")
MORNING = "2021-10-18 09:00:00"


@pytest.fixture
def sari(someone, at):
    with at(MORNING):
        yield someone.with_card(21)


@pytest.fixture
def browser(sari, sign_in):
    return Visitor(sign_in(sari))


def counter(offer) -> str:
    """Where this offer is bought."""
    return f"/pelatihan/{offer.course.slug}/beli?penawaran={offer.id}"


def order(browser, offer, card, headers=None, **fields):
    """Fill in the check page and press «Kirim kode OTP»."""
    return browser.submit(counter(offer), counter(offer), headers, nomor_kartu=card, **fields)


def enter_code(browser, purchase, code, headers=None, **fields):
    """Fill in the code and press «Bayar»."""
    path = f"/beli/{purchase.public_id}/otp"
    return browser.submit(path, path, headers, otp=code, **fields)


def wrong_code(person) -> str:
    return "000000" if code_sent_to(person) != "000000" else "111111"


def started() -> int:
    return Purchase.select().count()


# --- The whole way -------------------------------------------------------------------------------


def test_a_course_is_bought_from_the_check_page_to_the_receipt(browser, sari) -> None:
    answer = order(browser, offer_for(21, price=450_000), card_of(sari))
    purchase = Purchase.get()
    assert (answer.status_code, answer.location) == (303, f"/beli/{purchase.public_id}/otp")
    paid = enter_code(browser, purchase, code_sent_to(sari))
    assert (paid.status_code, paid.location) == (303, f"/beli/{purchase.public_id}")
    said = text_of(browser.get(paid.location))
    purchase = Purchase.get()
    code = purchase.redeem_code
    for fact in ("Berhasil dibeli", purchase.number, "Rp450.000", "Rp550.000", "di tempat belajar"):
        assert fact in said
    assert code in said.replace(" ", "")


def test_the_check_page_says_what_one_agrees_to(browser) -> None:
    offer = offer_for(21, price=450_000)
    page = browser.page(counter(offer))
    assert "beli" in page.ids
    for fact in (
        offer.course.title,
        "Rp1.000.000",
        "−Rp450.000",
        "Rp550.000",
        "Setelah dibayar, pelatihan tidak bisa diganti.",
        "Program ini hanya bisa diikuti sekali seumur hidup.",
    ):
        assert fact in page.text


UNDO = "Bisa dibatalkan sampai 16 November 2021 pukul 23.59 WIB selama kode tukar belum dipakai."


def test_where_the_terms_allow_cancelling_the_check_page_and_the_guide_say_until_when(
    browser, sari
) -> None:
    offer = offer_for(21)
    assert UNDO in browser.page(counter(offer)).text
    buy(sari, offer)
    guide = Message.get(Message.reference.startswith("paid:"), Message.channel == "email")
    assert f"tidak bisa diganti. {UNDO} Ikuti sendiri" in guide.text


def test_a_first_session_before_that_day_ends_it_earlier(browser) -> None:
    offer = offer_for(21, next_run_days=7)
    offer.course.method = "webinar"
    offer.course.save()
    said = browser.page(counter(offer)).text
    assert "Bisa dibatalkan sampai 25 Oktober 2021 pukul 08.59 WIB" in said


def test_other_gelombang_are_promised_no_cancelling(someone, sign_in, at) -> None:
    with at("2024-07-11 10:00"):
        person = someone.with_card(70)
        offer = offer_for(70)
        assert "dibatalkan" not in Visitor(sign_in(person)).page(counter(offer)).text
        buy(person, offer)
    guide = Message.get(Message.reference.startswith("paid:"), Message.channel == "email")
    assert "tidak bisa diganti. Ikuti sendiri" in guide.text


def test_the_card_number_is_filled_in_only_on_request(browser, sari) -> None:
    offer = offer_for(21)
    assert card_of(sari) not in browser.get(counter(offer)).text
    assert value_of(browser.get(counter(offer) + "&isi=kartu"), "nomor_kartu") == card_of(sari)


def test_the_code_page_has_its_ids_and_never_the_code(browser, sari) -> None:
    purchase = start(sari, offer_for(21))
    answer = browser.get(f"/beli/{purchase.public_id}/otp")
    assert {"beli", "otp-status"} <= set(Page(answer.text).ids)
    assert code_sent_to(sari) not in answer.text
    assert "Rp400.000" in text_of(answer)
    assert sari.phone not in answer.text.replace(" ", "")


def test_htmx_gets_the_form_alone_and_is_led_on(browser, sari) -> None:
    wrong = order(browser, offer_for(21), "1", PARTIAL)
    assert (wrong.status_code, Page(wrong.text).ids[0]) == (422, "beli")
    good = order(browser, offer_for(21), card_of(sari), PARTIAL)
    assert (good.status_code, good.headers["HX-Redirect"][:6]) == (204, "/beli/")
    wrong = enter_code(browser, Purchase.get(), wrong_code(sari), PARTIAL)
    assert (wrong.status_code, Page(wrong.text).ids[0]) == (422, "beli")


# --- What is not there ---------------------------------------------------------------------------


@pytest.mark.parametrize("value", ODD_VALUES)
def test_an_offer_that_is_no_offer_is_not_found(browser, value) -> None:
    path = f"/pelatihan/{offer_for(21).course.slug}/beli"
    assert browser.get(path, query_string={"penawaran": value}).status_code == 404
    assert browser.post(f"{path}?penawaran={quote(value)}").status_code == 404


def test_an_offer_of_another_course_is_not_found(browser) -> None:
    one, other = offer_for(21), offer_for(21)
    path = f"/pelatihan/{one.course.slug}/beli"
    assert browser.get(path).status_code == 404
    assert browser.get(f"{path}?penawaran={other.id}").status_code == 404
    assert browser.get(f"{path}?penawaran={other.id}&penawaran={one.id}").status_code == 404
    assert browser.get(f"/pelatihan/tidak-ada/beli?penawaran={one.id}").status_code == 404


@pytest.mark.parametrize("state", ["awaiting_otp", "paid"])
def test_another_persons_purchase_is_not_found(browser, someone, state) -> None:
    other = someone.with_card(21)
    purchase = (start if state == "awaiting_otp" else buy)(other, offer_for(21))
    home = f"/beli/{purchase.public_id}"
    assert browser.get(home).status_code == 404
    assert browser.get(f"{home}/otp").status_code == 404
    assert browser.post(f"{home}/otp", {"otp": code_sent_to(other)}).status_code == 404
    assert browser.post(f"{home}/otp/ulang").status_code == 404
    assert Purchase.get_by_id(purchase.id).state == state


@pytest.mark.parametrize("name", [value for value in ODD_VALUES if value])
def test_a_purchase_nobody_made_is_not_found(browser, name) -> None:
    home = f"/beli/{quote(name, safe='')}"
    for path in (home, f"{home}/otp"):
        answer = browser.get(path)
        assert answer.status_code == 404
        assert "<script>alert" not in answer.text
    assert browser.post(f"{home}/otp/ulang").status_code == 404


# --- The card number -----------------------------------------------------------------------------

CARDS = [
    ("", "Masukkan Nomor Kartu Prakerja"),
    ("   ", "Masukkan Nomor Kartu Prakerja"),
    ("123456789012345", "Nomor Kartu Prakerja harus 16 angka. Kamu mengetik 15."),
    ("1234 5678 9012 3456 7", "Nomor Kartu Prakerja harus 16 angka. Kamu mengetik 17."),
    ("12345678901234ab", "Nomor Kartu Prakerja hanya berisi angka"),
    ("١٢٣٤٥٦٧٨٩٠١٢٣٤٥٦", "Nomor Kartu Prakerja hanya berisi angka"),
    ("<script>alert(1)</script>", "Nomor Kartu Prakerja hanya berisi angka"),
    ("1234\x00567890123456", "Nomor Kartu Prakerja hanya berisi angka"),
    ("🌶️", "Nomor Kartu Prakerja hanya berisi angka"),
    ("9999999999999999", "Nomor ini bukan kartumu. Salin dari beranda."),
]


@pytest.mark.parametrize(("typed", "said"), CARDS)
def test_a_card_number_that_does_not_fit_is_told_at_the_field_and_on_top(
    browser, typed, said
) -> None:
    answer = order(browser, offer_for(21), typed)
    assert answer.status_code == 422
    assert said_at(answer, "nomor_kartu") == said
    assert said_on_top(answer) == [said]
    assert started() == 0


@pytest.mark.parametrize("typed", ["1234 5678 9012 345", "12a", "<b>1</b>", "-._"])
def test_the_card_number_typed_stays_as_it_was_typed(browser, typed) -> None:
    answer = order(browser, offer_for(21), typed)
    assert value_of(answer, "nomor_kartu") == typed
    assert "<b>1</b>" not in answer.text


def test_ten_thousand_letters_are_no_card(browser) -> None:
    answer = order(browser, offer_for(21), "1" * 10_000)
    assert answer.status_code == 422
    assert "16 angka" in said_at(answer, "nomor_kartu")
    assert len(answer.text) < 30_000


@pytest.mark.parametrize("between", [" ", "-", ".", "\u00a0", "  "])
def test_spaces_dots_and_hyphens_in_the_number_are_forgiven(browser, sari, between) -> None:
    number = card_of(sari)
    typed = between.join(number[at : at + 4] for at in range(0, 16, 4))
    assert order(browser, offer_for(21), f" {typed} ").status_code == 303


def test_another_persons_card_buys_nothing(browser, someone) -> None:
    answer = order(browser, offer_for(21), card_of(someone.with_card(21)))
    assert answer.status_code == 422
    assert said_at(answer, "nomor_kartu") == "Nomor ini bukan kartumu. Salin dari beranda."
    assert (started(), OneTimeCode.select().count()) == (0, 0)


@pytest.mark.parametrize("key", ["", "pendek", "x" * 65, "a b c d e f", "🌶️🌶️🌶️🌶️🌶️🌶️🌶️🌶️", "a\0bcdefgh"])
def test_a_form_without_a_sound_one_time_key_is_not_taken(browser, sari, key) -> None:
    answer = order(browser, offer_for(21), card_of(sari), kunci=key)
    assert answer.status_code == 422
    assert "Muat ulang, lalu coba lagi." in text_of(answer)
    assert started() == 0


def test_the_same_form_sent_twice_is_one_purchase(browser, sari) -> None:
    path = counter(offer_for(21))
    fields = {**browser.fields(path, path), "nomor_kartu": card_of(sari)}
    first, second = (browser.client.post(path, data=fields) for _ in range(2))
    assert first.location == second.location
    assert (started(), OneTimeCode.select().count()) == (1, 1)


# --- Every reason to refuse ----------------------------------------------------------------------


def refused(browser, offer, title, text, status=200) -> str:
    """The check page says no with these words, and sending it all the same changes nothing."""
    answer = browser.get(counter(offer))
    assert answer.status_code == status
    assert title in text_of(answer) and text in text_of(answer)
    assert 'id="kirim"' not in answer.text
    before = started()
    sent = browser.post(counter(offer), {"nomor_kartu": "9" * 16, "kunci": "kunci-uji-0001"})
    assert sent.status_code == 409
    assert title in text_of(sent)
    assert started() == before
    return section(answer, "isi")


@pytest.mark.parametrize(
    ("state", "title", "text", "way_out"),
    [
        (
            "registered",
            "Kamu belum bisa membeli pelatihan",
            "Pelatihan dibeli setelah kamu lolos seleksi gelombang.",
            "/riwayat-gelombang",
        ),
        (
            "accepted",
            "Saldo pelatihanmu belum tersedia",
            "Nomor kartu dan saldo sedang disiapkan",
            "/dasbor",
        ),
    ],
)
def test_who_is_not_ready_yet_is_told_so(someone, sign_in, at, state, title, text, way_out) -> None:
    with at(MORNING):
        visitor = Visitor(sign_in(getattr(someone, state)()))
        html = refused(visitor, offer_for(21), title, text)
        assert f'href="{way_out}"' in html


def test_after_the_deadline_nothing_is_sold(browser, at) -> None:
    offer = offer_for(21)
    with at("2021-10-21 23:59:59"):
        assert 'id="kirim"' in browser.get(counter(offer)).text
    with at("2021-10-22 00:00:00"):
        refused(
            browser,
            offer,
            "Batas membeli pelatihan pertama sudah lewat",
            "Batasnya 21 Oktober 2021 pukul 23.59 WIB.",
        )


def test_a_lost_place_buys_nothing(browser, at) -> None:
    with at("2021-10-22 00:00:00"):
        lapses.lapse_due()
        refused(
            browser,
            offer_for(21),
            "Kepesertaanmu sudah dicabut",
            "Pelatihan pertama tidak dibeli sampai 21 Oktober 2021 pukul 23.59 WIB",
        )


def test_a_blocked_account_buys_nothing(browser, sari) -> None:
    Block.create(participant=sari, reason="fraud")
    html = refused(browser, offer_for(21), "Akunmu dibekukan", "Hubungi bantuan")
    assert 'href="/bantuan"' in html


def test_an_unfinished_course_comes_first(browser, sari) -> None:
    purchase = buy(sari, offer_for(21))
    title = purchase.course.title
    html = refused(browser, offer_for(21), "Selesaikan pelatihanmu dulu", f"«{title}»")
    assert f'href="/pelatihanku/{purchase.public_id}"' in html


def test_an_unreviewed_course_comes_first_where_the_scheme_asks(someone, sign_in, at) -> None:
    with at("2024-07-20 09:00:00"):
        person = someone.finished(70)
        purchase = bought_by(person)[0]
        visitor = Visitor(sign_in(person))
        html = refused(visitor, offer_for(70), "Beri ulasan dulu", f"«{purchase.course.title}»")
        assert f'href="/pelatihanku/{purchase.public_id}/ulasan"' in html


def test_gelombang_21_asks_for_no_review_before_the_second(browser, sari) -> None:
    training.finish(buy(sari, offer_for(21)))
    assert order(browser, offer_for(21), card_of(sari)).status_code == 303


def finish_and_rate(person, purchase) -> None:
    training.finish(purchase)
    certificates.issue_certificate(purchase)
    ratings.rate(person, purchase.public_id, 5, "Materinya jelas dan mudah diikuti.")


def test_gelombang_21_buys_at_most_two(browser, sari) -> None:
    for _ in range(2):
        finish_and_rate(sari, buy(sari, offer_for(21, price=200_000)))
    refused(
        browser,
        offer_for(21, price=200_000),
        "Jumlah pelatihanmu sudah penuh",
        "Di gelombangmu paling banyak 2 pelatihan bisa dibeli.",
    )


def test_what_is_owned_is_not_sold_again(browser, sari) -> None:
    offer = offer_for(21, price=200_000)
    finish_and_rate(sari, buy(sari, offer))
    refused(browser, offer, "Pelatihan ini sudah kamu beli", "Kode tukarnya ada di Kelasku.")


def test_too_little_balance_shows_cheaper_platforms(browser) -> None:
    dear = offer_for(21, price=1_200_000)
    cheap = offer_for(21, price=900_000, course=dear.course, platform="murah")
    html = refused(
        browser, dear, "Saldomu belum cukup: kurang Rp200.000", "Pilih platform yang lebih murah"
    )
    assert "Masih bisa kamu beli di sini" in html
    assert f"penawaran={cheap.id}" in html
    assert f"penawaran={dear.id}" not in html


def test_too_little_balance_everywhere_leads_to_the_search(browser) -> None:
    html = refused(browser, offer_for(21, price=1_000_001), "kurang Rp1", "Rp1.000.000")
    assert "Masih bisa kamu beli di sini" not in html
    assert 'href="/pelatihan?cukup=1"' in html


def test_the_last_rupiah_may_be_spent(browser, sari) -> None:
    assert order(browser, offer_for(21, price=1_000_000), card_of(sari)).status_code == 303


def test_no_seats_no_sale(browser) -> None:
    offer = offer_for(21, quota=5, sold=5)
    refused(browser, offer, "Kuotanya habis", "Saldomu tidak berkurang.")


def test_a_platform_not_valid_for_the_gelombang_sells_nothing(browser) -> None:
    offer = offer_for(21, platform="lama", valid_for=[[1, 20]])
    refused(
        browser,
        offer,
        "Platform ini tidak tersedia untuk gelombangmu",
        "Saldomu tidak berlaku di platform ini.",
    )


def test_an_offer_taken_back_is_not_sold(browser) -> None:
    offer = offer_for(21, active=False)
    refused(browser, offer, "Pelatihan ini tidak dijual lagi di platform ini", "Pilih platform")


def test_a_price_that_moved_is_asked_again_and_then_agreed(browser, sari) -> None:
    offer = offer_for(21, price=400_000)
    fields = browser.fields(counter(offer), counter(offer))
    Offer.update(price=450_000).where(Offer.id == offer.id).execute()
    typed = {**fields, "nomor_kartu": "1234 typed"}
    answer = browser.client.post(counter(offer), data=typed)
    assert answer.status_code == 409
    said = "Harganya berubah dari Rp400.000 menjadi Rp450.000. Cek lagi sebelum membayar."
    assert said in text_of(answer)
    assert value_of(answer, "nomor_kartu") == "1234 typed"
    assert (value_of(answer, "harga"), started()) == ("450000", 0)
    again = {name: value_of(answer, name) for name in ("csrf_token", "harga", "kunci")}
    sent = browser.client.post(counter(offer), data={**again, "nomor_kartu": card_of(sari)})
    assert sent.status_code == 303
    assert Purchase.get().price == 450_000


@pytest.mark.parametrize("price", [value for value in ODD_VALUES if value] + ["-400000", "400001"])
def test_a_price_somebody_made_up_is_never_the_one_paid(browser, sari, price) -> None:
    answer = order(browser, offer_for(21, price=400_000), card_of(sari), harga=price)
    assert answer.status_code in (303, 409)
    assert all(row.price == 400_000 for row in Purchase.select())


def test_a_price_that_moved_after_the_code_was_sent_is_refused(browser, sari) -> None:
    offer = offer_for(21, price=400_000)
    purchase = start(sari, offer)
    Offer.update(price=450_000).where(Offer.id == offer.id).execute()
    answer = enter_code(browser, purchase, code_sent_to(sari))
    assert answer.status_code == 409
    assert "Harganya berubah dari Rp400.000 menjadi Rp450.000." in text_of(answer)
    assert standing_of(sari).balance == 1_000_000


def test_the_last_seat_taken_while_the_code_came_is_refused(browser, sari) -> None:
    offer = offer_for(21, quota=1)
    purchase = start(sari, offer)
    Offer.update(sold=1).where(Offer.id == offer.id).execute()
    answer = enter_code(browser, purchase, code_sent_to(sari))
    assert answer.status_code == 409
    assert "Kuotanya habis" in text_of(answer)
    assert standing_of(sari).balance == 1_000_000


# --- The code ------------------------------------------------------------------------------------

CODES = [
    ("", "Masukkan kode OTP 6 angka"),
    ("12345", "Kode OTP harus 6 angka. Kamu mengetik 5."),
    ("1234567", "Kode OTP harus 6 angka. Kamu mengetik 7."),
    ("12a456", "Kode OTP hanya berisi angka"),
    ("<b>123", "Kode OTP hanya berisi angka"),
    ("٣٣٣٣٣٣", "Kode OTP hanya berisi angka"),
]


@pytest.mark.parametrize(("typed", "said"), CODES)
def test_a_code_that_is_none_is_told_and_costs_no_try(browser, sari, typed, said) -> None:
    purchase = start(sari, offer_for(21))
    answer = enter_code(browser, purchase, typed)
    assert answer.status_code == 422
    assert said_at(answer, "otp") == said
    assert said_on_top(answer) == [said]
    assert value_of(answer, "otp") == typed
    assert OneTimeCode.get().tries == 0


def test_wrong_codes_are_counted_down_and_then_lock(browser, sari) -> None:
    purchase = start(sari, offer_for(21))
    answers = [enter_code(browser, purchase, wrong_code(sari)) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [422] * 3
    said = [said_at(answer, "otp") for answer in answers[:2]]
    assert said == [f"Kode OTP tidak cocok. Sisa {left} percobaan." for left in (2, 1)]
    locked = (
        r"Kode OTP salah 3 kali Coba lagi mulai pukul \d\d\.\d\d WIB\. Saldomu tidak berkurang\."
    )
    assert re.search(locked, text_of(answers[2]))
    assert 'id="bayar"' not in answers[2].text
    assert 'id="ulang"' not in answers[2].text
    again = browser.get(f"/beli/{purchase.public_id}/otp")
    assert re.search(locked, text_of(again))
    assert standing_of(sari).balance == 1_000_000


def test_spaces_in_the_code_are_forgiven(browser, sari) -> None:
    purchase = start(sari, offer_for(21))
    code = code_sent_to(sari)
    assert enter_code(browser, purchase, f" {code[:3]} {code[3:]} ").status_code == 303


def age_codes(by: timedelta) -> None:
    """Real time cannot be moved, so the codes are made older instead."""
    for code in OneTimeCode.select():
        code.issued_at -= by
        code.expires_at -= by
        code.save()


def test_a_late_code_says_to_ask_for_another(browser, sari) -> None:
    purchase = start(sari, offer_for(21))
    age_codes(timedelta(minutes=5))
    answer = enter_code(browser, purchase, code_sent_to(sari))
    said = "Kode sudah lewat 5 menit. Kirim ulang kode di bawah."
    assert (answer.status_code, said_at(answer, "otp")) == (422, said)
    assert 'id="ulang"' in answer.text


def test_another_code_may_be_asked_for_after_a_minute(browser, sari) -> None:
    purchase = start(sari, offer_for(21))
    old = code_sent_to(sari)
    page, again = f"/beli/{purchase.public_id}/otp", f"/beli/{purchase.public_id}/otp/ulang"
    shown = text_of(browser.get(page))
    assert re.search(r"mulai pukul \d\d\.\d\d WIB", shown)  # whole minutes, no seconds
    early = browser.submit(page, again)
    assert early.status_code == 409
    assert re.search(r"Kirim ulang bisa mulai[^.]* pukul \d\d\.\d\d WIB", text_of(early))
    age_codes(timedelta(seconds=61))
    answer = browser.submit(page, again)
    assert (answer.status_code, answer.location) == (303, page)
    assert "Kode baru dikirim. Kode lama tidak berlaku lagi." in text_of(browser.get(page))
    assert OneTimeCode.select().count() == 2
    assert old == code_sent_to(sari) or enter_code(browser, purchase, old).status_code == 422
    assert enter_code(browser, purchase, code_sent_to(sari)).status_code == 303


def test_htmx_gets_the_status_of_the_code_alone(browser, sari) -> None:
    purchase = start(sari, offer_for(21))
    page, again = f"/beli/{purchase.public_id}/otp", f"/beli/{purchase.public_id}/otp/ulang"
    early = browser.submit(page, again, PARTIAL)
    age_codes(timedelta(seconds=61))
    sent = browser.submit(page, again, PARTIAL)
    assert (early.status_code, sent.status_code) == (409, 200)
    assert Page(early.text).ids[0] == Page(sent.text).ids[0] == "otp-status"
    assert "Kode baru dikirim." in text_of(sent)
    assert "Kode baru dikirim." not in text_of(early)


def test_the_sixth_code_of_an_hour_is_not_sent(browser, sari) -> None:
    purchase = start(sari, offer_for(21))
    page = f"/beli/{purchase.public_id}/otp"
    statuses = []
    for _ in range(5):
        age_codes(timedelta(seconds=61))
        statuses.append(browser.submit(page, f"{page}/ulang").status_code)
    assert statuses == [303] * 4 + [409]
    assert OneTimeCode.select().count() == 5


# --- The receipt ---------------------------------------------------------------------------------


def test_a_waiting_purchase_says_nothing_was_paid(browser, sari) -> None:
    purchase = start(sari, offer_for(21))
    answer = browser.get(f"/beli/{purchase.public_id}")
    assert "Pembayaran belum selesai" in text_of(answer)
    assert "Saldomu tidak berkurang." in text_of(answer)
    assert f'href="/beli/{purchase.public_id}/otp"' in answer.text


@pytest.mark.parametrize("how", ["cancelled", "expired"])
def test_a_closed_purchase_says_so_and_cannot_be_paid(browser, sari, at, how) -> None:
    purchase = start(sari, offer_for(21))
    code = code_sent_to(sari)
    fields = browser.fields(*[f"/beli/{purchase.public_id}/otp"] * 2)
    with at("2021-10-18 10:00:01"):
        purchases.expire_waiting() if how == "expired" else start(sari, offer_for(21))
    assert Purchase.get_by_id(purchase.id).state == how
    home = f"/beli/{purchase.public_id}"
    assert "Pesanan ditutup" in text_of(browser.get(home))
    assert browser.get(f"{home}/otp").location == home
    late = browser.client.post(f"{home}/otp", data={**fields, "otp": code})
    assert late.status_code == 409
    assert "Pesanan ini sudah ditutup" in text_of(late)
    assert browser.post(f"{home}/otp/ulang").status_code == 409
    assert standing_of(sari).balance == 1_000_000


def test_a_code_sent_twice_pays_once_and_leads_to_the_same_receipt(browser, sari) -> None:
    purchase = start(sari, offer_for(21))
    path = f"/beli/{purchase.public_id}/otp"
    fields = {**browser.fields(path, path), "otp": code_sent_to(sari)}
    first, second = (browser.client.post(path, data=fields) for _ in range(2))
    assert first.location == second.location == f"/beli/{purchase.public_id}"
    assert Transfer.select().where(Transfer.kind == "purchase").count() == 1
    assert standing_of(sari).balance == 600_000


def test_the_receipt_can_be_opened_again_and_changes_nothing(browser, sari) -> None:
    purchase = buy(sari, offer_for(21))
    first, second = (text_of(browser.get(f"/beli/{purchase.public_id}")) for _ in range(2))
    assert first == second
    assert "18 Oktober 2021 pukul 09.00 WIB" in first
    assert browser.get(f"/beli/{purchase.public_id}/otp").location == f"/beli/{purchase.public_id}"


def test_the_status_alone_may_be_asked_for(browser, sari) -> None:
    purchase = start(sari, offer_for(21))
    answer = browser.get(f"/beli/{purchase.public_id}", headers=PARTIAL)
    assert Page(answer.text).ids[0] == "status"


def test_a_course_with_markup_in_its_title_is_bought_as_text(browser, sari) -> None:
    offer = offer_for(21)
    offer.course.title = "<script>alert(1)</script>"
    offer.course.save()
    purchase = start(sari, offer)
    pages = [counter(offer), f"/beli/{purchase.public_id}/otp"]
    assert all("<script>alert" not in browser.get(path).text for path in pages)
    enter_code(browser, purchase, code_sent_to(sari))
    receipt = browser.get(f"/beli/{purchase.public_id}").text
    assert "<script>alert" not in receipt
    assert "&lt;script&gt;alert" in receipt


def test_the_first_purchase_is_counted_in_programme_time(browser, sari) -> None:
    purchase = buy(sari, offer_for(21))
    assert Purchase.get_by_id(purchase.id).paid_at == wib(MORNING)
