"""Registering, proving e-mail and phone, signing in with the second step, forgotten passwords."""

import pytest

import sealing
from actions import sign_in as sign_ins
from models import Participant, SignIn
from queries import people
from tests.letters import age, code_to, count_to, link_to, newest_to
from tests.people import PASSWORD
from tests.visitor import Visitor, said_at, said_on_top, text_of, value_of

pytestmark = pytest.mark.usefixtures("filled_room")

TYPED = {
    "email": "rini@example.com",
    "sandi": "payung-biru-7",
    "nomor_hp": "0812 7777 1234",
    "setuju": "ya",
}
PHONE = "081277771234"


@pytest.fixture
def visitor(client) -> Visitor:
    return Visitor(client)


def register(visitor: Visitor, **typed: str):
    return visitor.submit("/daftar", "/daftar", **{**TYPED, **typed})


def confirm_email(visitor: Visitor, email: str = TYPED["email"]):
    link = link_to(email)
    return visitor.submit(link, link)


def test_a_stranger_becomes_somebody_with_a_proved_address_and_phone(visitor) -> None:
    assert register(visitor).headers["Location"] == "/daftar/email"
    assert "Buka tautan di emailmu" in text_of(visitor.get("/daftar/email"))
    assert confirm_email(visitor).headers["Location"] == "/daftar/hp"
    assert "0812 •••• 1234" in text_of(visitor.get("/daftar/hp"))
    answer = visitor.submit("/daftar/hp", "/daftar/hp", otp=code_to(PHONE))
    assert answer.headers["Location"] == "/verifikasi"
    who = people.with_phone(PHONE)
    assert who.email == TYPED["email"]
    assert who.email_confirmed_at
    assert who.phone_confirmed_at


def test_until_the_phone_is_proved_the_account_has_none(visitor) -> None:
    register(visitor)
    confirm_email(visitor)
    who = people.with_email(TYPED["email"])
    assert who.phone == ""
    assert people.with_phone(PHONE) is None
    assert "Konfirmasi nomor HP-mu" in text_of(visitor.get("/dasbor"))


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("email", "", "Masukkan email"),
        ("email", "rini", "Email ditulis seperti nama@contoh.com"),
        ("email", "a@b", "Email ditulis seperti nama@contoh.com"),
        ("sandi", "pendek", "Sandi paling sedikit 8 huruf atau angka"),
        ("sandi", "12345678", "Sandi ini terlalu mudah ditebak. Pilih yang lain."),
        ("sandi", "x" * 200, "Sandi paling banyak 128 huruf atau angka"),
        ("nomor_hp", "", "Masukkan nomor HP"),
        ("nomor_hp", "123", "Nomor HP harus dimulai dengan 08 dan berisi 10 sampai 13 angka"),
        ("nomor_hp", "٠٨١٢", "Nomor HP harus dimulai dengan 08 dan berisi 10 sampai 13 angka"),
        ("setuju", "", "Centang pernyataan ini untuk melanjutkan"),
    ],
)
def test_each_wrong_field_has_its_sentence_and_the_rest_is_kept(
    visitor, field: str, typed: str, said: str
) -> None:
    answer = register(visitor, **{field: typed})
    assert answer.status_code == 422
    assert said_at(answer, field) == said
    assert said_on_top(answer) == [said]
    if field != "email":
        assert value_of(answer, "email") == TYPED["email"]
    assert TYPED["sandi"] not in answer.get_data(as_text=True)
    assert Participant.select().count() == 0


@pytest.mark.parametrize("written", ["+62 812-7777-1234", "62812 7777 1234", "0812.7777.1234"])
def test_a_number_may_be_written_as_people_write_it(visitor, written: str) -> None:
    register(visitor, nomor_hp=written)
    confirm_email(visitor)
    assert count_to(PHONE) == 1


def test_a_known_address_gets_the_same_answer_and_an_email_that_says_so(visitor, someone) -> None:
    known = someone.registered(email="rini@example.com")
    answer = register(visitor)
    assert answer.headers["Location"] == "/daftar/email"
    page = visitor.get("/daftar/email").get_data(as_text=True)
    assert newest_to(known.email).subject == "Kamu sudah punya akun"
    assert sign_ins.check_password(known.email, PASSWORD) == known
    visitor.client.post("/keluar")
    register(visitor, email="baru@example.com")
    other = visitor.get("/daftar/email").get_data(as_text=True)
    strip = [line for line in other.splitlines() if "csrf" not in line]
    assert strip == [line for line in page.splitlines() if "csrf" not in line]


def test_the_browser_keeps_a_name_of_the_same_kind_for_everybody(visitor, someone) -> None:
    someone.registered(email="rini@example.com")
    kept = []
    for email in ("rini@example.com", "baru@example.com"):
        register(visitor, email=email)
        with visitor.client.session_transaction() as session:
            kept.append(session["mendaftar"])
    assert len(kept[0]) == len(kept[1]) == 22 and kept[0] != kept[1]


def test_known_and_unknown_addresses_cost_the_same_hashes(visitor, someone, monkeypatch) -> None:
    counted = []
    real = sign_ins.hash_password
    monkeypatch.setattr(sign_ins, "hash_password", lambda text: counted.append(1) or real(text))
    someone.registered(email="rini@example.com")
    register(visitor)
    known = len(counted)
    register(visitor, email="baru@example.com")
    assert len(counted) - known == known == 1


def test_each_link_stands_for_what_was_typed_with_it(visitor) -> None:
    register(visitor)
    own = link_to(TYPED["email"])
    age(2)
    register(visitor, sandi="punya-orang-lain-8", nomor_hp="081200009999")
    assert Participant.select().count() == 1
    visitor.submit(own, own)
    assert sign_ins.check_password(TYPED["email"], TYPED["sandi"])
    assert sign_ins.check_password(TYPED["email"], "punya-orang-lain-8") is None
    assert count_to(PHONE) == 1 and count_to("081200009999") == 0
    stale = link_to(TYPED["email"])
    assert visitor.get(stale).status_code == 410


def test_a_link_that_was_sent_again_still_belongs_to_this_browser(visitor) -> None:
    register(visitor)
    age(2)
    visitor.submit("/daftar/email", "/daftar/email/kirim-ulang")
    assert confirm_email(visitor).headers["Location"] == "/daftar/hp"


def test_a_link_opened_twice_says_so_and_changes_nothing(visitor) -> None:
    register(visitor)
    link = link_to(TYPED["email"])
    confirm_email(visitor)
    answer = visitor.get(link)
    assert answer.status_code == 410
    assert "Tautan ini sudah tidak berlaku" in text_of(answer)
    assert visitor.post(link).status_code == 410


def test_looking_at_the_link_confirms_nothing(visitor) -> None:
    register(visitor)
    visitor.get(link_to(TYPED["email"]))
    assert people.with_email(TYPED["email"]).email_confirmed_at is None


def test_another_browser_that_opens_the_link_signs_in_first(visitor, app) -> None:
    register(visitor)
    link = link_to(TYPED["email"])
    other = Visitor(app.test_client())
    other.client.set_cookie("ruang", "uji")
    answer = other.submit(link, link)
    assert answer.headers["Location"].startswith("/masuk")
    assert other.get("/dasbor").status_code == 303


def test_a_number_of_another_account_is_refused_after_its_code_was_right(visitor, someone) -> None:
    someone.registered(phone=PHONE)
    register(visitor)
    confirm_email(visitor)
    answer = visitor.submit("/daftar/hp", "/daftar/hp", otp=code_to(PHONE))
    assert answer.status_code == 422
    assert "dipakai akun lain" in said_at(answer, "otp")


def test_a_mistyped_number_can_be_replaced(visitor) -> None:
    register(visitor)
    confirm_email(visitor)
    age(2)
    answer = visitor.submit("/daftar/hp", "/daftar/hp/ganti", nomor_hp="081277779999")
    assert answer.status_code == 303
    assert (
        visitor.submit("/daftar/hp", "/daftar/hp", otp=code_to("081277779999")).status_code == 303
    )
    assert people.with_phone("081277779999") == people.with_email(TYPED["email"])


def test_a_wrong_code_says_how_many_tries_are_left(visitor) -> None:
    register(visitor)
    confirm_email(visitor)
    wrong = f"{(int(code_to(PHONE)) + 1) % 10**6:06}"
    answer = visitor.submit("/daftar/hp", "/daftar/hp", otp=wrong)
    assert answer.status_code == 422
    assert said_at(answer, "otp") == "Kode tidak cocok. Sisa 2 percobaan."
    for typed, said in (("12", "harus 6 angka"), ("", "Masukkan kode OTP"), ("abcdef", "angka")):
        assert said in said_at(visitor.submit("/daftar/hp", "/daftar/hp", otp=typed), "otp")


def sign_in(visitor: Visitor, email: str, password: str = PASSWORD, path: str = "/masuk"):
    return visitor.submit(path, path, email=email, sandi=password)


def test_signing_in_takes_the_password_and_the_code_of_the_email(visitor, someone) -> None:
    who = someone.registered()
    assert sign_in(visitor, who.email).headers["Location"] == "/masuk/kode"
    assert visitor.get("/dasbor").status_code == 303
    answer = visitor.submit("/masuk/kode", "/masuk/kode", otp=code_to(who.email))
    assert answer.headers["Location"] == "/dasbor"
    assert visitor.get("/dasbor").status_code == 200


def test_the_code_may_be_posted_to_the_first_address_too(visitor, someone) -> None:
    who = someone.registered()
    sign_in(visitor, who.email)
    assert visitor.post("/masuk", {"otp": code_to(who.email)}).headers["Location"] == "/dasbor"


def test_the_second_step_goes_where_one_wanted_to_go(visitor, someone) -> None:
    who = someone.registered()
    sign_in(visitor, who.email, path="/masuk?lanjut=/profil")
    answer = visitor.submit("/masuk/kode", "/masuk/kode", otp=code_to(who.email))
    assert answer.headers["Location"] == "/profil"


def test_without_the_first_step_there_is_no_second(visitor) -> None:
    assert visitor.get("/masuk/kode").headers["Location"] == "/masuk"
    assert visitor.post("/masuk", {"otp": "123456"}).headers["Location"] == "/masuk"


def test_a_wrong_code_signs_nobody_in(visitor, someone) -> None:
    who = someone.registered()
    sign_in(visitor, who.email)
    wrong = f"{(int(code_to(who.email)) + 1) % 10**6:06}"
    answer = visitor.submit("/masuk/kode", "/masuk/kode", otp=wrong)
    assert answer.status_code == 422
    assert visitor.get("/dasbor").status_code == 303


def test_who_has_not_opened_the_link_is_led_to_it(visitor) -> None:
    register(visitor)
    answer = sign_in(visitor, TYPED["email"], TYPED["sandi"])
    assert answer.headers["Location"] == "/daftar/email"


def test_codes_and_links_do_not_stand_among_the_messages(visitor, someone) -> None:
    who = someone.registered()
    sign_in(visitor, who.email)
    code = code_to(who.email)
    visitor.submit("/masuk/kode", "/masuk/kode", otp=code)
    assert code not in text_of(visitor.get("/pesan"))


def test_a_forgotten_password_is_replaced_and_every_browser_signed_out(visitor, someone) -> None:
    who = someone.registered()
    sign_ins.open_sign_in(who)
    visitor.submit("/lupa-sandi", "/lupa-sandi", email=who.email)
    link = link_to(who.email)
    answer = visitor.submit(link, link, sandi="kapal-kertas-5")
    assert answer.headers["Location"] == "/masuk"
    assert SignIn.select().count() == 0
    assert sign_ins.check_password(who.email, "kapal-kertas-5") == who
    assert newest_to(who.email).subject == "Sandimu sudah diganti"
    assert visitor.get(link).status_code == 410
    assert visitor.post(link, {"sandi": "kapal-kertas-6"}).status_code == 410


def test_asking_for_a_link_says_the_same_for_everybody(visitor, someone) -> None:
    who = someone.registered()
    known = visitor.submit("/lupa-sandi", "/lupa-sandi", email=who.email)
    unknown = visitor.submit("/lupa-sandi", "/lupa-sandi", email="tidak.ada@example.com")
    assert known.headers["Location"] == unknown.headers["Location"] == "/lupa-sandi/terkirim"
    assert count_to("tidak.ada@example.com") == 0


def test_phone_and_email_stand_nowhere_in_clear(visitor) -> None:
    register(visitor)
    confirm_email(visitor)
    row = people.with_email(TYPED["email"])
    kept = str({**row.__data__})
    assert PHONE not in kept
    assert TYPED["email"] not in kept
    assert row.email_index == sealing.blind("participant.email", TYPED["email"])


def test_signing_in_again_at_once_works_and_too_many_codes_say_why(visitor, someone) -> None:
    who = someone.registered()
    for _ in range(3):
        sign_in(visitor, who.email)
        visitor.submit("/masuk/kode", "/masuk/kode", otp=code_to(who.email))
        assert visitor.get("/dasbor").status_code == 200
        visitor.post("/keluar")
    sign_in(visitor, who.email)
    wrong = f"{(int(code_to(who.email)) + 1) % 10**6:06}"
    for _ in range(3):
        visitor.submit("/masuk/kode", "/masuk/kode", otp=wrong)
    answer = sign_in(visitor, who.email)
    page = visitor.get(answer.headers["Location"]) if answer.status_code == 303 else answer
    assert "salah 3 kali" in text_of(page)


def test_without_a_proved_phone_nobody_joins_and_nothing_is_sent_to_nobody(visitor) -> None:
    register(visitor)
    confirm_email(visitor)
    assert visitor.get("/profil/hp").headers["Location"] == "/daftar/hp"
    assert count_to("") == 0
