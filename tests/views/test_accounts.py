"""«Rekening/e-wallet» as a browser without JavaScript sees it."""

import re
from dataclasses import replace
from datetime import date

import pytest

from actions import account_checks, accounts, lapses, linking, profile, selection
from config import settings
from models import AccountLink, Incentive, PayoutAccount
from tests.letters import age, code_to
from tests.payments import schedule
from tests.people import part_of
from tests.visitor import ODD_VALUES, PARTIAL, Visitor, said_at, said_on_top, text_of, value_of

DANA, BNI, OVO = (f"/rekening/sambung/{partner}" for partner in ("dana", "bni", "ovo"))
PHONE, BANK = "081234567788", "1234567890"


@pytest.fixture
def sari(someone, at):
    with at("2021-09-23 09:00"):
        yield someone.with_card(21, phone=PHONE)


@pytest.fixture
def browser(sari, sign_in):
    return Visitor(sign_in(sari))


def linked(participant):
    return PayoutAccount.get_or_none(
        PayoutAccount.participant == participant, PayoutAccount.unlinked_at.is_null()
    )


def partners_say(verdict: str) -> None:
    while claim := account_checks.claim_next():
        account_checks.settle(claim, verdict)


def begin(browser, path: str = DANA, number: str = PHONE, headers=None):
    return browser.submit(f"{path}?langkah=nomor", path, headers, nomor=number)


def give(browser, code: str, path: str = DANA, headers=None):
    return browser.submit(path, path, headers, otp=code)


def wrong() -> str:
    return f"{(int(code_to(PHONE)) + 1) % 10**6:06}"


def partner_page() -> str:
    return f"/latihan/mitra/{AccountLink.select().order_by(AccountLink.id.desc()).get().public_id}"


def agree(browser, code: str = "482913"):
    return browser.submit(partner_page(), partner_page(), kode_keamanan=code)


def to_partner(browser, path: str = DANA, number: str = PHONE) -> None:
    begin(browser, path, number)
    assert give(browser, code_to(PHONE), path).headers["Location"] == path


# --- Which partners ------------------------------------------------------------------------------


def test_partners_are_those_of_the_terms(browser, sign_in, someone, at) -> None:
    assert "BCA" not in browser.page("/rekening").text
    with at("2024-07-11 09:00"):
        assert "BCA" in Visitor(sign_in(someone.accepted(70))).page("/rekening").text


def test_who_is_not_accepted_is_told_when_it_comes(client, sign_in, someone) -> None:
    browser = Visitor(sign_in(someone.registered()))
    assert "setelah kamu lolos gelombang" in browser.page("/rekening").text
    assert browser.get(DANA).headers["Location"] == "/rekening"
    assert browser.post(DANA, {"nomor": PHONE}).headers["Location"] == "/rekening"


def test_a_lost_place_needs_no_account(sari, browser, at) -> None:
    with at("2021-10-22 00:00"):
        lapses.lapse(part_of(sari))
        text = browser.page("/rekening").text
        assert "Kepesertaanmu dicabut" in text and "Pilih satu" not in text
        assert browser.get(DANA).headers["Location"] == "/rekening"


def test_a_partner_of_another_gelombang_is_refused_with_a_way_on(browser) -> None:
    answer = browser.get("/rekening/sambung/bca")
    assert answer.status_code == 409 and "tidak tersedia untuk gelombangmu" in text_of(answer)
    assert 'href="/rekening">Lihat pilihan</a>' in answer.get_data(as_text=True)


def test_an_unknown_partner_is_not_there(browser) -> None:
    assert browser.get("/rekening/sambung/bank-lain").status_code == 404


# --- 1. The number -------------------------------------------------------------------------------


def test_the_registered_phone_is_filled_in_on_asking(browser) -> None:
    empty = browser.get(DANA)
    assert value_of(empty, "nomor") == "" and "Isikan nomor HP akunku" in text_of(empty)
    assert "Langkah 1 dari 3" in text_of(empty)
    assert value_of(browser.get(f"{DANA}?isi=nomorku"), "nomor") == PHONE


@pytest.mark.parametrize("typed", [PHONE, "0812 3456 7788", "0812-3456-7788", "+6281234567788"])
def test_a_wallet_with_the_own_phone_gets_a_code(browser, typed) -> None:
    answer = begin(browser, number=typed)
    assert answer.status_code == 303 and answer.headers["Location"] == DANA
    said = text_of(browser.get(DANA))
    assert "Langkah 2 dari 3" in said and "DANA 0812 •••• 7788" in said and PHONE not in said
    assert AccountLink.get().number == PHONE


def test_another_number_is_refused_with_the_right_one_and_a_way_to_change_it(sari, browser) -> None:
    answer = browser.submit(DANA, DANA, nomor="0812 0000 0000")
    assert answer.status_code == 422 and value_of(answer, "nomor") == "0812 0000 0000"
    assert said_on_top(answer) == [said_at(answer, "nomor")]
    assert "nomor HP akunmu, 0812 •••• 7788." in said_at(answer, "nomor")
    assert 'href="/profil/hp"' in answer.get_data(as_text=True)
    assert not AccountLink.select().exists()


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
    answer = browser.submit(BNI, BNI, nomor=typed)
    assert answer.status_code == 422
    assert said_at(answer, "nomor") == said and value_of(answer, "nomor") == typed


@pytest.mark.parametrize("typed", ["123", "1234567890", "08123456", "0" * 17, "٠٨١٢"])
def test_a_wallets_number_that_cannot_be_is_told_what_a_phone_number_is(browser, typed) -> None:
    answer = browser.submit(OVO, OVO, nomor=typed)
    said = "Nomor HP harus dimulai dengan 08 dan berisi 10 sampai 13 angka"
    assert answer.status_code == 422
    assert said_at(answer, "nomor") == said and value_of(answer, "nomor") == typed


@pytest.mark.parametrize("typed", ["123456", "1" * 16])
def test_a_bank_number_of_six_to_sixteen_digits_gets_a_code(browser, typed) -> None:
    begin(browser, BNI, typed)
    assert AccountLink.get().number == typed
    assert f"•••• {typed[-4:]}" in browser.page(BNI).text


@pytest.mark.parametrize("value", ODD_VALUES, ids=lambda value: ascii(value)[:20])
def test_whatever_is_typed_is_never_a_broken_page(sari, browser, value) -> None:
    assert browser.submit(DANA, DANA, nomor=value).status_code == 422
    begin(browser)
    assert give(browser, value).status_code == 422
    assert linked(sari) is None


def test_an_account_of_somebody_else_is_refused_at_the_end(browser, someone) -> None:
    accounts.link(someone.with_card(21), "bni", BANK)
    to_partner(browser, BNI, BANK)
    partners_say("ok")
    assert "peserta lain" not in text_of(browser.get(BNI))
    agree(browser)
    said = text_of(browser.get(BNI))
    assert "BNI belum tersambung" in said and "disambungkan peserta lain" in said


def test_with_nobody_to_ask_the_number_is_kept_and_the_page_says_so(browser, monkeypatch) -> None:
    away = replace(settings, mode="production", payout_url="")
    monkeypatch.setattr(linking, "settings", away)
    monkeypatch.setattr(accounts, "settings", away)
    answer = begin(browser)
    assert answer.status_code == 422 and value_of(answer, "nomor") == PHONE
    assert "belum bisa disambungkan" in said_at(answer, "nomor")
    answer = browser.post("/rekening/cek-lagi")
    assert answer.status_code == 409 and "Bank dan e-wallet belum terhubung" in text_of(answer)


def test_without_a_verified_nik_the_page_leads_to_verifying(sari, browser) -> None:
    sari.nik = None
    sari.save()
    answer = begin(browser)
    assert answer.status_code == 422 and "Verifikasi NIK" in said_at(answer, "nomor")
    assert 'href="/verifikasi"' in answer.get_data(as_text=True)


def test_htmx_gets_the_form_alone_and_is_led_on(browser) -> None:
    answer = browser.submit(DANA, DANA, headers=PARTIAL, nomor="1")
    html = answer.get_data(as_text=True)
    assert answer.status_code == 422 and html.strip().startswith('<div id="sambung">')
    assert begin(browser, headers=PARTIAL).headers["HX-Redirect"] == DANA
    answer = give(browser, wrong(), headers=PARTIAL)
    assert answer.get_data(as_text=True).strip().startswith('<div id="sambung">')


# --- 2. The code ---------------------------------------------------------------------------------


def test_a_wrong_code_says_how_many_tries_are_left_and_is_not_shown_again(browser) -> None:
    begin(browser)
    code = wrong()
    answer = give(browser, code)
    assert answer.status_code == 422 and "Sisa 2 percobaan" in said_at(answer, "otp")
    assert code not in answer.get_data(as_text=True)


def test_three_wrong_codes_name_the_time_from_which_it_goes_on(browser) -> None:
    begin(browser)
    for _ in range(3):
        answer = give(browser, wrong())
    assert "Kode salah 3 kali" in text_of(answer) and "23 September 2021 pukul" in text_of(answer)
    said = text_of(browser.get(DANA))
    assert "Kode salah 3 kali" in said and "Kirim ulang" not in said


def lock(browser, headers=None):
    begin(browser)
    for _ in range(3):
        answer = give(browser, wrong(), headers=headers)
    return answer


@pytest.mark.parametrize("headers", [None, PARTIAL])
def test_the_lock_is_said_once_and_leads_back_to_the_accounts(browser, headers) -> None:
    answer = lock(browser, headers)
    html = answer.get_data(as_text=True)
    assert answer.status_code == 422 and text_of(answer).count("Coba lagi mulai") == 1
    assert "Kembali ke Rekening" in html and "#otp" not in html
    again = browser.post(DANA, {"ulang": "ya"})
    assert again.status_code == 422 and text_of(again).count("Coba lagi mulai") == 1


def test_the_lock_is_known_before_anything_is_typed(browser) -> None:
    lock(browser)
    for path in (OVO, BNI, f"{DANA}?langkah=nomor"):
        page = browser.get(path)
        said = text_of(page)
        assert "Kode salah 3 kali" in said and "Coba lagi mulai 23 September 2021" in said
        assert "Kirim kode OTP" not in said and 'name="nomor"' not in page.get_data(as_text=True)
    said = text_of(browser.get("/rekening"))
    assert "Kode salah 3 kali" in said and "disambungkan lagi mulai 23 September 2021" in said
    assert "Lanjutkan menyambungkan" not in said


def test_a_number_sent_from_a_page_opened_before_the_lock_is_kept(browser) -> None:
    lock(browser)
    answer = browser.post(OVO, {"nomor": PHONE})
    assert answer.status_code == 422 and value_of(answer, "nomor") == PHONE
    assert "Coba lagi mulai" in said_at(answer, "nomor")


def test_after_the_lock_it_goes_on(browser) -> None:
    lock(browser)
    age(61)
    assert "Kode salah 3 kali" not in text_of(browser.get("/rekening"))
    assert begin(browser, OVO).headers["Location"] == OVO


def test_a_code_of_more_than_five_minutes_is_sent_again(sari, browser) -> None:
    begin(browser)
    early = browser.post(DANA, {"ulang": "ya"})
    assert early.status_code == 422 and "Kirim ulang bisa mulai" in text_of(early)
    age(6)
    assert "Kodenya sudah lewat" in text_of(browser.get(DANA))
    assert "sudah lewat" in said_at(give(browser, code_to(PHONE)), "otp")
    answer = browser.submit(DANA, DANA, ulang="ya")
    assert answer.headers["Location"] == DANA
    assert "Kode baru dikirim" in text_of(browser.get(DANA))
    assert give(browser, code_to(PHONE)).status_code == 303


def test_an_empty_code_asks_for_it(browser) -> None:
    begin(browser)
    assert said_at(give(browser, ""), "otp") == "Masukkan kode OTP 6 angka"


@pytest.mark.parametrize("fields", [{"otp": "123456"}, {"ulang": "ya"}])
def test_a_code_without_a_try_leads_to_the_number(browser, fields) -> None:
    answer = browser.post(DANA, fields)
    assert answer.headers["Location"] == f"{DANA}?langkah=nomor"
    assert "Ketik nomornya lagi" in text_of(browser.get(answer.headers["Location"]))


# --- 3. At the partner, and its word -------------------------------------------------------------


def test_the_third_step_leads_to_the_partners_own_page(browser) -> None:
    to_partner(browser)
    answer = browser.get(DANA)
    said = text_of(answer)
    assert "Langkah 3 dari 3" in said and "tidak pernah meminta PIN" in said
    assert partner_page() in answer.get_data(as_text=True)


def test_three_steps_link_the_account(sari, browser) -> None:
    to_partner(browser)
    partners_say("ok")
    assert agree(browser).headers["Location"] == "/rekening"
    said = text_of(browser.get("/rekening"))
    assert "DANA tersambung." in said and "DANA 0812 •••• 7788" in said and PHONE not in said
    assert "Dicek 23 Sep 2021: bisa menerima." in said
    assert "DANA tersambung" in browser.page(DANA).h1


def test_a_partner_that_has_not_spoken_is_waited_for(sari, browser) -> None:
    to_partner(browser)
    assert agree(browser).headers["Location"] == DANA
    said = text_of(browser.get(DANA))
    assert "Sedang dicek oleh DANA" in said and "Muat ulang status" in said
    partners_say("ok")
    assert "Insentif berikutnya dikirim ke" in text_of(browser.get(DANA))
    assert linked(sari).partner == "dana"


@pytest.mark.parametrize("verdict", ["closed", "not_kyc", "nik_mismatch", "limit"])
def test_a_refused_account_says_why_and_how_to_mend_it(sari, browser, verdict) -> None:
    to_partner(browser)
    partners_say(verdict)
    assert agree(browser).headers["Location"] == DANA
    said = text_of(browser.get(DANA))
    assert "DANA belum tersambung" in said and "Cara memperbaiki" in said and "Coba lagi" in said
    assert linked(sari) is None
    begin(browser)
    assert "Langkah 2 dari 3" in text_of(browser.get(DANA))


def ways_on(browser, path: str) -> list[tuple[str, str]]:
    """(words, address) of the refused page's ways on: its button first, then the quiet link."""
    found = re.findall(
        r'<a class="(button|linkish)[^"]*" href="([^"]+)">([^<]+)', browser.get(path).text
    )
    assert [kind for kind, _, _ in found[-2:]] == ["button", "linkish"]
    return [(said.strip(), link) for _, link, said in found[-2:]]


def test_where_trying_again_cannot_help_another_account_is_the_first_way_on(
    browser, someone
) -> None:
    again = ("Coba lagi", f"{BNI}?langkah=nomor")
    another = ("Pilih rekening atau e-wallet lain", "/rekening")
    for verdict, ways in (("closed", [another, again]), ("not_kyc", [again, another])):
        to_partner(browser, BNI, BANK)
        partners_say(verdict)
        agree(browser)
        assert ways_on(browser, BNI) == ways
    accounts.link(someone.with_card(21), "bni", BANK)
    to_partner(browser, BNI, BANK)
    partners_say("ok")
    agree(browser)
    assert ways_on(browser, BNI) == [another, again]


def test_a_refused_bank_account_gets_a_banks_words(browser) -> None:
    to_partner(browser, BNI, BANK)
    partners_say("not_kyc")
    agree(browser)
    said = text_of(browser.get(BNI))
    assert "Data rekeningmu belum lengkap di bank" in said
    assert "premium" not in said and "aplikasi e-wallet" not in said


def test_a_partner_that_stays_silent_is_told(sari, browser) -> None:
    to_partner(browser)
    linking.hear(AccountLink.get(), "partner_silent")
    agree(browser)
    assert "DANA belum menjawab" in text_of(browser.get(DANA))


def test_production_goes_from_the_code_to_the_check(sari, browser, monkeypatch) -> None:
    monkeypatch.setattr(
        linking, "settings", type("Live", (), {"training": False, "has_payouts": True})
    )
    partners_say("ok")
    begin(browser)
    partners_say("ok")
    assert give(browser, code_to(PHONE)).headers["Location"] == "/rekening"
    assert linked(sari).partner == "dana"


# --- Forward, back, twice, two tabs --------------------------------------------------------------


def test_every_form_may_be_sent_again_at_any_step(sari, browser) -> None:
    begin(browser)
    code = code_to(PHONE)
    for _ in range(2):
        assert browser.post(DANA, {"nomor": PHONE}).status_code == 303
        assert browser.post(DANA, {"otp": code}).headers["Location"] == DANA
    partners_say("ok")
    for _ in range(2):
        assert browser.post(partner_page(), {"kode_keamanan": "111111"}).status_code == 303
    assert browser.post(DANA, {"otp": code}).headers["Location"] == "/rekening"
    assert PayoutAccount.select().count() == 1


def test_a_tab_left_behind_by_another_partner_starts_again(sari, browser) -> None:
    begin(browser)
    old = code_to(PHONE)
    begin(browser, OVO)
    answer = browser.post(DANA, {"otp": old})
    assert answer.headers["Location"] == f"{DANA}?langkah=nomor"
    assert "Langkah 1 dari 3" in text_of(browser.get(DANA))
    assert give(browser, code_to(PHONE), OVO).status_code == 303


def test_the_number_may_be_changed_on_the_way(browser) -> None:
    begin(browser, BNI, "1111111")
    assert f"{BNI}?langkah=nomor" in browser.get(BNI).get_data(as_text=True)
    begin(browser, BNI, "2222222")
    assert "•••• 2222" in text_of(browser.get(BNI))


def test_an_old_try_is_forgotten(browser, at) -> None:
    begin(browser)
    with at("2021-09-23 10:00"):
        assert "Langkah 1 dari 3" in text_of(browser.get(DANA))
        assert "Lanjutkan menyambungkan" not in text_of(browser.get("/rekening"))


def test_the_result_is_not_shown_for_an_account_taken_off(sari, browser) -> None:
    to_partner(browser)
    partners_say("ok")
    agree(browser)
    accounts.unlink(sari)
    assert "Langkah 1 dari 3" in text_of(browser.get(DANA))


# --- The account page ----------------------------------------------------------------------------


def test_an_open_try_is_offered_to_go_on_with(browser) -> None:
    begin(browser)
    said = text_of(browser.get("/rekening"))
    assert "DANA 0812 •••• 7788" in said and "Lanjutkan menyambungkan DANA" in said


def test_linking_another_takes_the_first_one_off(sari, browser) -> None:
    accounts.link(sari, "dana", PHONE)
    assert "Yang lama diputus" in browser.page("/rekening").text
    to_partner(browser, OVO)
    partners_say("ok")
    assert linked(sari).partner == "dana"
    agree(browser)
    assert linked(sari).partner == "ovo"
    assert PayoutAccount.select().where(PayoutAccount.unlinked_at.is_null()).count() == 1


def test_the_account_given_at_registration_needs_no_typing(someone, sign_in, at) -> None:
    with at("2021-09-14 09:00"):
        person = someone.registered()
        profile.save_page(
            person, "rekening", {"payout_partner": "bni", "payout_number": "9876543210"}
        )
    with at("2021-09-23 09:00"):
        _accept(someone, person)
        browser = Visitor(sign_in(person))
        said = text_of(browser.get("/rekening"))
        assert "Rekening yang kamu tulis saat daftar: BNI •••• 3210" in said
        assert "Pakai rekening ini" in said and "9876543210" not in said
        page = browser.get(f"{BNI}?langkah=nomor&isi=terdaftar")
        assert value_of(page, "nomor") == "9876543210"
        assert value_of(browser.get(f"{DANA}?isi=terdaftar"), "nomor") == ""
        accounts.link(person, "bni", "9876543210")
        assert "saat daftar" not in text_of(browser.get("/rekening"))


def test_an_account_given_at_registration_that_is_not_offered_says_so(someone, sign_in, at) -> None:
    with at("2021-09-14 09:00"):
        person = someone.registered()
        profile.save_page(
            person, "rekening", {"payout_partner": "bca", "payout_number": "9876543210"}
        )
    with at("2021-09-23 09:00"):
        _accept(someone, person)
        said = text_of(Visitor(sign_in(person)).get("/rekening"))
        assert "BCA tidak tersedia untuk gelombangmu" in said and "Pakai rekening" not in said


def _accept(someone, person) -> None:
    selection.accept(selection.join(person, someone.gelombang(21)))


def test_unlinking_says_what_happens_to_a_payment_on_its_way(sari, browser) -> None:
    accounts.link(sari, "dana", PHONE)
    said = browser.page("/rekening/putuskan").text
    assert "dalam perjalanan tetap sampai" in said
    browser.submit("/rekening/putuskan", "/rekening/putuskan")
    assert linked(sari) is None
    assert browser.get("/rekening/putuskan").headers["Location"] == "/rekening"


def test_unlinking_names_the_payment_at_risk_and_its_day(sari, browser) -> None:
    accounts.link(sari, "dana", PHONE)
    assert "Berikutnya Rp" not in browser.page("/rekening/putuskan").text
    schedule(sari, "survey", 1, date(2021, 10, 25))
    said = browser.page("/rekening/putuskan").text
    assert "Berikutnya Rp50.000 pada 25 Oktober 2021" in said
    assert "Sambungkan yang lain sebelum uang itu dikirim" in said


def fail_first(account) -> None:
    first = Incentive.get(Incentive.kind == "survey", Incentive.ordinal == 1)
    Incentive.update(
        state="failed", failure="not_kyc", scheduled_for="2021-09-22", account=account
    ).where(Incentive.id == first.id).execute()


def test_a_check_is_asked_for_and_its_answer_shown(sari, browser) -> None:
    accounts.link(sari, "dana", PHONE)
    assert "Cek rekening lagi" not in browser.page("/rekening").text
    fail_first(linked(sari))
    answer = browser.submit("/rekening", "/rekening/cek-lagi")
    assert answer.headers["Location"] == "/rekening"
    assert "Sedang dicek oleh DANA" in text_of(browser.get("/rekening"))
    partners_say("not_kyc")
    said = text_of(browser.get("/rekening"))
    assert "Belum bisa menerima" in said and "belum premium" in said and "Cara memperbaiki" in said
    browser.submit("/rekening", "/rekening/cek-lagi")
    partners_say("ok")
    said = text_of(browser.get("/rekening"))
    assert "bisa menerima" in said and "Belum bisa menerima" not in said
    assert Incentive.get(Incentive.kind == "survey", Incentive.ordinal == 1).state == "scheduled"


def test_a_closed_account_is_mended_by_another(sari, browser) -> None:
    accounts.link(sari, "dana", PHONE)
    PayoutAccount.update(trouble="closed").execute()
    said = text_of(browser.get("/rekening"))
    assert "telah ditutup" in said and "Sambungkan rekening atau e-wallet lain" in said


def test_a_check_without_an_account_changes_nothing(browser) -> None:
    browser.post("/rekening/cek-lagi")
    assert "Belum ada rekening atau e-wallet yang tersambung." in text_of(browser.get("/rekening"))


def test_a_partner_that_says_nothing_can_be_asked_again(sari, browser) -> None:
    accounts.link(sari, "dana", PHONE)
    accounts.check_again(sari)
    account_checks.settle(account_checks.claim_next(), "unknown")
    said = text_of(browser.get("/rekening"))
    assert "DANA belum menjawab" in said and "Sedang dicek" not in said
    browser.submit("/rekening", "/rekening/cek-lagi")
    assert "Sedang dicek oleh DANA" in text_of(browser.get("/rekening"))
    partners_say("ok")
    assert "bisa menerima" in text_of(browser.get("/rekening"))


def offered_links(browser) -> list[str]:
    html = browser.get("/rekening").get_data(as_text=True)
    return [path for path in (DANA, BNI, OVO) if f'href="{path}"' in html]


def test_the_linked_wallet_is_offered_again_only_in_trouble(sari, browser) -> None:
    assert offered_links(browser) == [DANA, BNI, OVO]
    accounts.link(sari, "dana", PHONE)
    assert offered_links(browser) == [BNI, OVO]
    PayoutAccount.update(trouble="closed").execute()
    assert offered_links(browser) == [DANA, BNI, OVO]


def test_a_linked_bank_has_other_numbers(sari, browser) -> None:
    accounts.link(sari, "bni", BANK)
    assert offered_links(browser) == [DANA, BNI, OVO]


def test_steps_and_the_day_of_the_check_stand_apart(sari, browser) -> None:
    accounts.link(sari, "dana", PHONE, checked=True)
    PayoutAccount.update(trouble="limit").execute()
    html = browser.get("/rekening").get_data(as_text=True)
    assert '<p class="section-tight hint">Dicek 23 Sep 2021.</p>' in html


def test_nothing_touches_the_heading_and_a_number_stays_in_one_line(browser) -> None:
    own = "0812\u00a0••••\u00a07788"
    assert own in browser.get(DANA).get_data(as_text=True)
    apart = '<div class="section-tight" role="alert"><div class="note danger">'
    locked = lock(browser).get_data(as_text=True)
    assert apart in " ".join(locked.split()).replace("> <", "><")
    age(61)
    begin(browser, OVO)
    assert own in browser.get(OVO).get_data(as_text=True)
    give(browser, code_to(PHONE), OVO)
    partners_say("not_kyc")
    agree(browser)
    refused = browser.get(OVO).get_data(as_text=True)
    assert apart in " ".join(refused.split()).replace("> <", "><")
