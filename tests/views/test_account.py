"""The account: where it is signed in, and a new phone number, as a browser without JavaScript."""

from datetime import timedelta

import pytest

import clock
from actions import accounts, linking
from actions import sign_in as sign_ins
from formats.devices import device_of
from models import AccountLink, Challenge, OneTimeCode, Participant, RateBucket, SignIn
from queries import people
from queries.audit import broken_rules
from tests.letters import age, code_to, count_to, newest_to
from tests.people import PASSWORD, buy, code_sent_to, offer_for, start
from tests.visitor import ODD_VALUES, Visitor, said_at, text_of, value_of

pytestmark = pytest.mark.usefixtures("room")
PHONE, CODE, DEVICES = "/profil/hp", "/profil/hp/kode", "/profil/masuk"
OLD, NEW = "081234567788", "081299990001"
CHROME = (
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/124.0.0.0 Mobile Safari/537.36"
)


@pytest.fixture
def sari(someone, at):
    with at("2021-09-23 09:00"):
        yield someone.with_card(21, phone=OLD)


@pytest.fixture
def browser(sari, sign_in):
    return Visitor(sign_in(sari))


def begin(browser: Visitor, number: str = NEW):
    return browser.submit(PHONE, PHONE, nomor_hp=number)


def give(browser: Visitor, code: str):
    return browser.submit(CODE, CODE, otp=code)


def wrong(address: str) -> str:
    return f"{(int(code_to(address)) + 1) % 10**6:06}"


def phone_of(person: Participant) -> str:
    return Participant.get_by_id(person.id).phone


# --- The phone number ----------------------------------------------------------------------------


def test_strangers_sign_in_first(client) -> None:
    for path in (PHONE, CODE, DEVICES):
        assert client.get(path).headers["Location"].startswith("/masuk?lanjut=")


def test_the_old_number_agrees_and_then_the_new_one(browser, sari) -> None:
    assert "0812 •••• 7788" in browser.page(PHONE).text
    assert begin(browser).headers["Location"] == CODE
    assert count_to(NEW) == 0
    page = browser.page(CODE)
    assert "Kode dari nomor lama" in page.text and "0812 •••• 7788" in page.text
    assert give(browser, code_to(OLD)).headers["Location"] == CODE
    page = browser.page(CODE)
    assert "Kode dari nomor baru" in page.text and "0812 •••• 0001" in page.text
    assert phone_of(sari) == OLD
    assert give(browser, code_to(NEW)).headers["Location"] == "/profil"
    assert people.with_phone(NEW) == sari and people.with_phone(OLD) is None
    assert "Nomor HP-mu sudah diganti." in browser.page("/profil").text
    assert browser.get(CODE).headers["Location"] == PHONE
    assert "sudah diganti" in newest_to(OLD).text.lower() + newest_to(OLD).subject.lower()
    assert not broken_rules()


def test_without_a_change_under_way_there_is_no_code_to_type(browser) -> None:
    assert browser.get(CODE).headers["Location"] == PHONE
    assert browser.post(CODE, {"otp": "123456"}).headers["Location"] == PHONE


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Masukkan nomor HP"),
        ("123", "Nomor HP harus dimulai dengan 08 dan berisi 10 sampai 13 angka"),
        ("0812 3456 7788", "Ini nomor HP-mu yang sekarang. Ketik nomor baru."),
    ],
)
def test_a_number_that_cannot_be_says_what_to_do(browser, typed, said) -> None:
    answer = begin(browser, typed)
    assert answer.status_code == 422 and said_at(answer, "nomor_hp") == said
    assert value_of(answer, "nomor_hp") == typed and not Challenge.select().exists()


@pytest.mark.parametrize("value", ODD_VALUES, ids=lambda value: ascii(value)[:20])
def test_whatever_is_typed_is_never_a_broken_page(browser, value) -> None:
    assert begin(browser, value).status_code == 422
    begin(browser)
    assert give(browser, value).status_code == 422


def test_wrong_codes_count_and_then_lock(browser, sari) -> None:
    begin(browser)
    bad = wrong(OLD)
    for said in ("Sisa 2 percobaan", "Sisa 1 percobaan", "Kode salah 3 kali"):
        answer = give(browser, bad)
        assert answer.status_code == 422 and said in said_at(answer, "otp")
    assert "Kode salah 3 kali" in said_at(give(browser, code_to(OLD)), "otp")
    age(2)
    assert "Kode salah 3 kali" in said_at(begin(browser), "nomor_hp")
    assert phone_of(sari) == OLD


def test_the_code_of_one_number_is_none_of_the_other(browser, sari) -> None:
    begin(browser)
    first = code_to(OLD)
    give(browser, first)
    if first != code_to(NEW):
        assert "tidak cocok" in said_at(give(browser, first), "otp")
    assert phone_of(sari) == OLD


def test_a_code_that_is_too_old_changes_nothing(browser, sari) -> None:
    begin(browser)
    give(browser, code_to(OLD))
    age(6)
    assert "sudah lewat" in said_at(give(browser, code_to(NEW)), "otp")
    assert phone_of(sari) == OLD


def test_a_new_browser_goes_on_where_the_change_stood(browser, sari, sign_in) -> None:
    begin(browser)
    give(browser, code_to(OLD))
    other = Visitor(sign_in(sari))
    assert "Lanjutkan penggantian yang tadi" in other.page(PHONE).text
    assert "Kode dari nomor baru" in other.page(CODE).text
    assert give(other, code_to(NEW)).status_code == 303
    assert phone_of(sari) == NEW


def test_begun_again_with_another_number_the_old_one_is_asked_again(browser, sari) -> None:
    begin(browser)
    give(browser, code_to(OLD))
    age(2)
    first = code_to(NEW)
    assert begin(browser, "081299990002").status_code == 303
    assert "Kode dari nomor lama" in browser.page(CODE).text
    assert give(browser, first).status_code == 422
    give(browser, code_to(OLD))
    give(browser, code_to("081299990002"))
    assert phone_of(sari) == "081299990002"


def test_the_number_of_another_account_is_refused_after_its_code(browser, sari, someone) -> None:
    other = someone.registered(phone=NEW)
    begin(browser)
    give(browser, code_to(OLD))
    answer = give(browser, code_to(NEW))
    assert answer.status_code == 422
    assert "dipakai akun lain" in said_at(answer, "otp")
    assert (phone_of(sari), phone_of(other)) == (OLD, NEW)
    assert browser.get(CODE).headers["Location"] == PHONE


def test_a_wallet_is_unlinked_first(browser, sari) -> None:
    accounts.link(sari, "dana", OLD)
    answer = begin(browser)
    assert answer.status_code == 422 and "Putuskan dulu DANA" in said_at(answer, "nomor_hp")
    assert 'href="/rekening/putuskan"' in answer.get_data(as_text=True)
    browser.submit("/rekening/putuskan", "/rekening/putuskan")
    assert begin(browser).status_code == 303


def test_a_wallet_linked_on_the_way_stops_the_change(browser, sari) -> None:
    begin(browser)
    give(browser, code_to(OLD))
    accounts.link(sari, "dana", OLD)
    answer = give(browser, code_to(NEW))
    assert "Putuskan dulu DANA" in said_at(answer, "otp")
    assert 'href="/rekening/putuskan"' in answer.get_data(as_text=True)
    assert phone_of(sari) == OLD


def test_a_wallet_that_was_being_linked_is_not_linked_with_the_old_number(browser, sari) -> None:
    begin(browser)
    give(browser, code_to(OLD))
    code = code_to(NEW)
    row = linking.start(sari, "dana", OLD)
    assert give(browser, code).headers["Location"] == "/profil"
    assert AccountLink.get_by_id(row.id).state == "dropped"


def test_a_bank_account_does_not_hang_on_the_number(browser, sari) -> None:
    accounts.link(sari, "bni", "1234567890")
    assert begin(browser).status_code == 303


def test_the_code_of_a_waiting_purchase_dies_with_the_old_number(browser, sari) -> None:
    purchase = start(sari, offer_for(21))
    code = code_sent_to(sari)
    begin(browser)
    give(browser, code_to(OLD))
    assert OneTimeCode.get().replaced_at is None
    give(browser, code_to(NEW))
    assert OneTimeCode.get().replaced_at is not None
    pay = f"/beli/{purchase.public_id}/otp"
    assert browser.submit(pay, pay, otp=code).status_code == 422
    buy(Participant.get_by_id(sari.id), offer_for(21))


def test_codes_on_their_way_are_dead_after_the_change(browser, sari) -> None:
    sign_ins.ask_code(sari)
    begin(browser)
    give(browser, code_to(OLD))
    give(browser, code_to(NEW))
    live = Challenge.used_at.is_null() & Challenge.replaced_at.is_null()
    assert not Challenge.select().where(live).exists()


# --- Devices -------------------------------------------------------------------------------------


def test_every_browser_is_named_and_this_one_marked(browser, sari) -> None:
    sign_ins.open_sign_in(sari, device_of(CHROME))
    text = browser.page(DEVICES).text
    assert "Chrome di Android" in text and text.count("Perangkat ini") == 1


def test_leaving_everywhere_else_keeps_this_browser(browser, sari, someone) -> None:
    sign_ins.open_sign_in(sari)
    sign_ins.open_sign_in(sari)
    other = someone.registered()
    sign_ins.open_sign_in(other)
    path = "/profil/masuk/keluar-semua"
    assert browser.submit(DEVICES, path).headers["Location"] == DEVICES
    page = browser.page(DEVICES)
    assert "2 perangkat lain sudah keluar." in page.text
    assert path not in [form["action"] for form in page.all("form")]
    assert SignIn.select().where(SignIn.participant == sari).count() == 1
    assert SignIn.select().where(SignIn.participant == other).count() == 1
    browser.post(path)
    assert "Tidak ada perangkat lain." in browser.page(DEVICES).text


def test_a_browser_that_was_idle_too_long_is_no_longer_listed(browser, sari) -> None:
    sign_ins.open_sign_in(sari, "Firefox di Windows")
    long_ago = clock.real_now() - timedelta(hours=3)
    SignIn.update(created_at=long_ago, last_seen_at=long_ago).where(
        SignIn.device == "Firefox di Windows"
    ).execute()
    assert "Firefox di Windows" not in browser.page(DEVICES).text


def test_tries_are_counted_without_keeping_what_was_typed(client) -> None:
    Visitor(client).submit("/masuk", "/masuk", email="Rini@example.com", sandi="payung-biru")
    keys = [row.key for row in RateBucket.select()]
    assert keys and not [key for key in keys if "rini" in key.lower() or "127.0" in key]


def test_signing_in_notes_the_device_and_no_address(client, someone) -> None:
    who = someone.registered()
    visitor = Visitor(client)
    visitor.submit("/masuk", "/masuk", email=who.email, sandi=PASSWORD)
    fields = visitor.fields("/masuk/kode", "/masuk/kode")
    client.post(
        "/masuk/kode",
        data={**fields, "otp": code_to(who.email)},
        headers={"User-Agent": CHROME},
    )
    assert SignIn.get().device == "Chrome di Android"
    assert "Chrome di Android" in text_of(client.get(DEVICES))


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        (CHROME, "Chrome di Android"),
        (CHROME.replace("Chrome/", "SamsungBrowser/24.0 Chrome/"), "Samsung Internet di Android"),
        (f"{CHROME} OPR/80.0", "Opera di Android"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/124.0 Safari/537.36 Edg/124.0", "Edge di Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) Safari/604.1", "Safari di iPhone"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 14) Version/17 Safari/605", "Safari di Mac"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:125.0) Gecko Firefox/125.0", "Firefox di Linux"),
        ("curl/8.5.0", "Perangkat lain"),
        ("<script>alert(1)</script>", "Perangkat lain"),
        ("", "Perangkat lain"),
    ],
)
def test_devices_have_names_their_owners_know(agent: str, name: str) -> None:
    assert device_of(agent) == name
