"""«Rekening/e-wallet» as a browser without JavaScript sees it."""

import pytest

from actions import accounts, lapses
from models import Incentive, PayoutAccount
from tests.people import part_of
from tests.visitor import ODD_VALUES, PARTIAL, Visitor, said_at, said_on_top, text_of, value_of

DANA = "/rekening/sambung/dana"


@pytest.fixture
def sari(someone, at):
    with at("2021-09-23 09:00"):
        yield someone.with_card(21, phone="081234567788")


@pytest.fixture
def browser(sari, sign_in):
    return Visitor(sign_in(sari))


def linked(participant):
    return PayoutAccount.get_or_none(
        PayoutAccount.participant == participant, PayoutAccount.unlinked_at.is_null()
    )


def test_partners_are_those_of_the_terms(browser, sign_in, someone, at) -> None:
    assert "BCA" not in browser.page("/rekening").text
    with at("2024-07-11 09:00"):
        assert "BCA" in Visitor(sign_in(someone.accepted(70))).page("/rekening").text


def test_who_is_not_accepted_is_told_when_it_comes(client, sign_in, someone) -> None:
    browser = Visitor(sign_in(someone.registered()))
    assert "setelah kamu lolos gelombang" in browser.page("/rekening").text
    assert browser.get(DANA).headers["Location"] == "/rekening"
    assert browser.post(DANA, {"nomor": "081234567788"}).headers["Location"] == "/rekening"


def test_a_lost_place_needs_no_account(sari, browser, at) -> None:
    with at("2021-10-22 00:00"):
        lapses.lapse(part_of(sari))
        text = browser.page("/rekening").text
        assert "Kepesertaanmu dicabut" in text and "Pilih satu" not in text


def test_the_registered_phone_is_filled_in_on_asking(browser) -> None:
    empty = browser.get(DANA)
    assert value_of(empty, "nomor") == "" and "Isikan nomor HP akunku" in text_of(empty)
    assert value_of(browser.get(f"{DANA}?isi=nomorku"), "nomor") == "081234567788"


@pytest.mark.parametrize(
    "typed", ["081234567788", "0812 3456 7788", "0812-3456-7788", "+6281234567788"]
)
def test_a_wallet_with_the_own_phone_is_linked(sari, browser, typed) -> None:
    answer = browser.submit(DANA, DANA, nomor=typed)
    assert answer.status_code == 303 and answer.headers["Location"] == "/rekening"
    assert linked(sari).number == "081234567788"
    page = browser.page("/rekening")
    assert "DANA 0812 •••• 7788" in page.text and "081234567788" not in page.text


def test_another_number_is_refused_and_stays_typed(sari, browser) -> None:
    answer = browser.submit(DANA, DANA, nomor="0812 0000 0000")
    assert answer.status_code == 422 and value_of(answer, "nomor") == "0812 0000 0000"
    assert said_on_top(answer) == [said_at(answer, "nomor")]
    assert said_at(answer, "nomor") == "Nomor e-wallet harus sama dengan nomor HP di akunmu."
    assert linked(sari) is None


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Masukkan nomor rekening"),
        ("12345", "Nomor rekening harus 6 sampai 16 angka. Kamu mengetik 5."),
        ("1" * 17, "Nomor rekening harus 6 sampai 16 angka. Kamu mengetik 17."),
        ("12345a", "Nomor rekening hanya berisi angka"),
        ("٣٣٣٣٣٣", "Nomor rekening hanya berisi angka"),
    ],
)
def test_a_bank_number_that_cannot_be_says_what_to_do(browser, typed, said) -> None:
    answer = browser.submit("/rekening/sambung/bni", "/rekening/sambung/bni", nomor=typed)
    assert answer.status_code == 422
    assert said_at(answer, "nomor") == said and value_of(answer, "nomor") == typed


@pytest.mark.parametrize("typed", ["123456", "1" * 16])
def test_a_bank_number_of_six_to_sixteen_digits_is_linked(sari, browser, typed) -> None:
    browser.submit("/rekening/sambung/bni", "/rekening/sambung/bni", nomor=typed)
    assert linked(sari).number == typed
    assert f"•••• {typed[-4:]}" in browser.page("/rekening").text


@pytest.mark.parametrize("value", ODD_VALUES, ids=lambda value: ascii(value)[:20])
def test_whatever_is_typed_is_never_a_broken_page(sari, browser, value) -> None:
    assert browser.submit(DANA, DANA, nomor=value).status_code == 422
    assert linked(sari) is None


def test_htmx_gets_the_form_alone(browser) -> None:
    answer = browser.submit(DANA, DANA, headers=PARTIAL, nomor="1")
    html = answer.get_data(as_text=True)
    assert answer.status_code == 422 and html.strip().startswith('<div id="sambung">')


def test_a_partner_of_another_gelombang_is_refused_with_a_way_on(browser) -> None:
    answer = browser.get("/rekening/sambung/bca")
    assert answer.status_code == 409 and "tidak tersedia untuk gelombangmu" in text_of(answer)


def test_an_unknown_partner_is_not_there(browser) -> None:
    assert browser.get("/rekening/sambung/bank-lain").status_code == 404


def test_linking_another_takes_the_first_one_off(sari, browser) -> None:
    accounts.link(sari, "dana", sari.phone)
    assert "Yang lama diputus" in browser.page("/rekening").text
    browser.submit("/rekening/sambung/ovo", "/rekening/sambung/ovo", nomor=sari.phone)
    assert linked(sari).partner == "ovo"
    assert PayoutAccount.select().where(PayoutAccount.unlinked_at.is_null()).count() == 1


def test_after_a_failure_the_page_offers_to_check_again(sari, browser) -> None:
    accounts.link(sari, "dana", sari.phone)
    assert "Cek rekening lagi" not in browser.page("/rekening").text
    first = Incentive.get(Incentive.kind == "job", Incentive.ordinal == 1)
    Incentive.update(
        state="failed", failure="not_kyc", scheduled_for="2021-09-22", account=linked(sari)
    ).where(Incentive.id == first.id).execute()
    answer = browser.submit("/rekening", "/rekening/cek-lagi")
    assert answer.headers["Location"] == "/insentif"
    assert "1 insentif dijadwalkan kirim ulang" in browser.page("/insentif").text


def test_checking_again_without_a_failure_changes_nothing(browser) -> None:
    browser.post("/rekening/cek-lagi")
    assert "Tidak ada yang perlu dikirim ulang" in browser.page("/insentif").text
