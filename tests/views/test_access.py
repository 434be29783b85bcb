"""Who may enter: signing in and out, where a form comes from, and the headers of every answer."""

import dataclasses
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

import clock
from actions import sign_in as sign_ins
from models import RateBucket, SignIn
from tests.letters import age as age_codes
from tests.letters import code_to
from tests.people import PASSWORD
from tests.visitor import PARTIAL, Visitor, said_at, text_of, value_of
from views import access

pytestmark = pytest.mark.usefixtures("room")
MORNING = "2021-10-18 09:00:00"


@pytest.fixture
def sari(someone, at):
    with at(MORNING):
        yield someone.with_card(21)


@pytest.fixture
def browser(client):
    return Visitor(client)


def sign_in_form(browser, email, sandi, path="/masuk"):
    return browser.submit(path, path, email=email, sandi=sandi)


def enter(browser, email, path="/masuk"):
    """Both steps: the password, and the code of the e-mail; the answer to the second."""
    assert sign_in_form(browser, email, PASSWORD, path).location == "/masuk/kode"
    return browser.submit("/masuk/kode", "/masuk/kode", otp=code_to(email))


def ways_in(app):
    """Every page that is open only to somebody signed in, with any word for its parameters."""
    with app.test_request_context():
        for rule in app.url_map.iter_rules():
            view = app.view_functions[rule.endpoint]
            if "GET" in rule.methods and hasattr(view, "__wrapped__"):
                words = dict.fromkeys(rule.arguments, 1)
                yield rule.build(words, append_unknown=False)[1]


# Wrapped for another reason than to ask who is there.
OPEN_WRAPPED = ("/latihan", "/undian", "/sertifikat", "/api", "/mitra")

PERSONAL = ("/dasbor", "/pesan", "/pelatihanku", "/insentif", "/rekening", "/survei", "/beli/1")


def test_every_personal_page_sends_a_stranger_to_the_door_and_back(app, client) -> None:
    asked = [path for path in ways_in(app) if not path.startswith(OPEN_WRAPPED)]
    assert set(PERSONAL) <= set(asked)
    for path in asked:
        answer = client.get(path)
        assert answer.status_code == 303, path
        door = urlsplit(answer.location)
        wanted = parse_qs(door.query).get("lanjut", ["/dasbor"])
        assert (door.netloc, door.path, wanted) == ("", "/masuk", [path])


def test_the_way_back_keeps_every_word_of_the_address(client) -> None:
    path = "/pelatihan/sambal/beli?penawaran=7&isi=kartu"
    answer = client.get(path)
    assert parse_qs(urlsplit(answer.location).query)["lanjut"] == [path]


@pytest.mark.parametrize("headers", [{}, PARTIAL])
@pytest.mark.parametrize(
    "path", ["/beli/a%0d%0aSet-Cookie:%20a=b", "/beli/%F0%9F%8C%B6", "/beli/a%00b", "/beli/1?x=%ff"]
)
def test_odd_addresses_lead_a_stranger_to_the_door_in_plain_letters(client, path, headers) -> None:
    answer = client.get(path, headers=headers)
    target = answer.headers.get("Location") or answer.headers.get("HX-Redirect")
    assert answer.status_code == (204 if headers else 303)
    assert target.startswith("/masuk?lanjut=/beli/")
    assert target.isascii() and target.isprintable()
    assert "Set-Cookie" not in answer.headers or "a=b" not in answer.headers["Set-Cookie"]


@pytest.mark.parametrize(
    "raw", ["q=\xff", "q=\xc3\xa9", "q=\xf0\x9f\x8c\xb6", "%%%", "&=&&==", "q"]
)
@pytest.mark.parametrize("path", ["/dasbor", "/pelatihan", "/masuk"])
def test_bytes_that_are_no_text_in_an_address_break_nothing(client, path, raw) -> None:
    answer = client.get(path, environ_overrides={"QUERY_STRING": raw})
    assert answer.status_code in (200, 303)
    assert all(value.isascii() for name, value in answer.headers if name.startswith("HX-"))


ELSEWHERE = [
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "/a\\..\\evil.example",
    "https://evil.example",
    "https:evil.example",
    "javascript:alert(1)",
    "evil.example",
    "/\tevil",
    "/\t/evil.example",
    "/dasbor\r\nSet-Cookie: a=b",
    "/da\0sbor",
    " /dasbor",
    "",
]


@pytest.mark.parametrize("target", ELSEWHERE)
def test_signing_in_never_leads_out_of_the_house(browser, sari, target) -> None:
    page = browser.client.get("/masuk", query_string={"lanjut": target})
    assert page.status_code == 200
    token = value_of(page, "csrf_token")
    answer = browser.client.post(
        "/masuk",
        query_string={"lanjut": target},
        data={"csrf_token": token, "email": sari.email, "sandi": PASSWORD},
    )
    assert (answer.status_code, answer.location) == (303, "/masuk/kode")
    answer = browser.submit("/masuk/kode", "/masuk/kode", otp=code_to(sari.email))
    assert (answer.status_code, answer.location) == (303, "/dasbor")


@pytest.mark.parametrize("target", ELSEWHERE)
def test_nor_does_the_door_when_one_is_already_in(sign_in, sari, target) -> None:
    answer = sign_in(sari).get("/masuk", query_string={"lanjut": target})
    assert (answer.status_code, answer.location) == (303, "/dasbor")


def test_after_signing_in_the_page_one_wanted_opens(browser, sari) -> None:
    door = browser.get("/pelatihan/sambal/beli?penawaran=7&isi=kartu").location
    page = browser.get(door).get_data(as_text=True)
    action = next(part.split('"')[0] for part in page.split('action="') if part[:6] == "/masuk")
    answer = browser.client.post(
        action.replace("&amp;", "&"),
        data={
            "csrf_token": value_of(browser.get(door), "csrf_token"),
            "email": sari.email,
            "sandi": PASSWORD,
        },
    )
    assert answer.location == "/masuk/kode"
    answer = browser.submit("/masuk/kode", "/masuk/kode", otp=code_to(sari.email))
    assert answer.location == "/pelatihan/sambal/beli?penawaran=7&isi=kartu"


# --- Signing in ----------------------------------------------------------------------------------


@pytest.fixture
def verified(monkeypatch):
    """The hashes that were looked at."""
    seen: list[str] = []
    real = sign_ins.HASHER

    class Spy:
        def verify(self, known, password):
            seen.append(known)
            return real.verify(known, password)

    monkeypatch.setattr(sign_ins, "HASHER", Spy())
    return seen


def without_typing(answer, email):
    return text_of(answer).replace(email, "…")


def test_a_wrong_password_and_an_unknown_address_look_the_same(browser, sari) -> None:
    wrong = sign_in_form(browser, sari.email, "bukan sandinya")
    unknown = sign_in_form(browser, "tidak-ada@example.com", "bukan sandinya")
    assert wrong.status_code == unknown.status_code == 422
    assert without_typing(wrong, sari.email) == without_typing(unknown, "tidak-ada@example.com")
    assert said_at(wrong, "email").startswith("Email atau sandi tidak cocok.")
    assert said_at(wrong, "email") == said_at(unknown, "email")


def test_and_cost_the_same_work(browser, sari, verified) -> None:
    sign_in_form(browser, sari.email, "bukan sandinya")
    assert len(verified) == 1
    sign_in_form(browser, "tidak-ada@example.com", "bukan sandinya")
    assert len(verified) == 2
    costs = {tuple(hashed.split("$")[1:4]) for hashed in verified}
    assert costs == {("argon2id", "v=19", "m=19456,t=2,p=1")}


def test_nobody_enters_with_the_dummy_accounts_password(browser) -> None:
    answer = sign_in_form(browser, "tidak-ada@example.com", "nobody has this password")
    assert answer.status_code == 422
    assert SignIn.select().count() == 0


def test_what_was_typed_stays_but_the_password(browser) -> None:
    answer = sign_in_form(browser, "Sari <b>@x", "rahasia sekali")
    assert value_of(answer, "email") == "Sari <b>@x"
    assert "rahasia sekali" not in answer.get_data(as_text=True)


def test_empty_fields_are_named_on_top_and_at_the_field(browser) -> None:
    answer = sign_in_form(browser, "", "")
    assert answer.status_code == 422
    assert said_at(answer, "email") == "Masukkan email"
    assert said_at(answer, "sandi") == "Masukkan sandi"
    assert text_of(answer).count("Masukkan sandi") == 2


@pytest.mark.parametrize("typed", ["a\0b@example.com", "🌶️", "x" * 10_000, "<script>", "' OR 1=1"])
def test_odd_typing_is_a_wrong_sign_in_and_nothing_worse(browser, typed) -> None:
    answer = sign_in_form(browser, typed, typed)
    assert answer.status_code == 422
    assert "<script>" not in answer.get_data(as_text=True)


def test_address_and_spaces_around_it_may_be_typed_in_any_case(browser, sari) -> None:
    assert sign_in_form(browser, f"  {sari.email.upper()} ", PASSWORD).status_code == 303


def test_the_session_cookie_is_for_this_site_and_not_for_scripts(browser, sari) -> None:
    answer = sign_in_form(browser, sari.email, PASSWORD)
    cookie = next(row for row in answer.headers.getlist("Set-Cookie") if row.startswith("sesi="))
    assert "; HttpOnly" in cookie
    assert "; SameSite=Lax" in cookie
    assert "; Path=/" in cookie
    assert "Domain" not in cookie


def test_signing_in_begins_a_new_session(browser, sari) -> None:
    token = value_of(browser.get("/masuk"), "csrf_token")
    enter(browser, sari.email)
    with browser.client.session_transaction() as session:
        assert session["_user_id"]
        assert "csrf_token" not in session
    answer = browser.client.post("/kartu/lihat", data={"csrf_token": token})
    assert answer.status_code == 419


def test_the_cookies_token_is_not_what_we_keep(browser, sari) -> None:
    enter(browser, sari.email)
    with browser.client.session_transaction() as session:
        token = session["_user_id"]
    assert SignIn.get().token_hash == sign_ins.hash_token(token) != token


def test_signing_out_makes_the_old_cookie_worthless(browser, sari) -> None:
    enter(browser, sari.email)
    old = browser.client.get_cookie("sesi").value
    answer = browser.post("/keluar")
    assert (answer.status_code, answer.location) == (303, "/masuk")
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert SignIn.select().count() == 0
    assert "Kamu sudah keluar." in text_of(browser.get("/masuk"))
    browser.client.set_cookie("sesi", old)
    assert browser.get("/dasbor").location == "/masuk"


def test_signing_out_leaves_another_browser_signed_in(app, browser, sari) -> None:
    other = app.test_client()
    other.set_cookie("ruang", "uji")
    enter(Visitor(other), sari.email)
    age_codes(2)
    enter(browser, sari.email)
    browser.post("/keluar")
    assert other.get("/dasbor").status_code == 200


def test_a_cookie_somebody_wrote_by_hand_is_nobodys(client, sari) -> None:
    for forged in ("x", "e30.aaaaaa.bbbbbb", "🌶️", "." * 4000):
        client.set_cookie("sesi", forged)
        assert client.get("/dasbor").status_code == 303


# --- How long a sign-in lasts --------------------------------------------------------------------


def age(seen: timedelta, opened: timedelta) -> None:
    now = clock.real_now()
    SignIn.update(last_seen_at=now - seen, created_at=now - opened).execute()


ALMOST_A_DAY = timedelta(hours=12) - timedelta(minutes=1)


@pytest.mark.parametrize(
    ("role", "seen", "opened", "status"),
    [
        ("participant", timedelta(minutes=119), timedelta(minutes=119), 200),
        ("participant", timedelta(hours=2), timedelta(hours=2), 303),
        ("participant", timedelta(0), ALMOST_A_DAY, 200),
        ("participant", timedelta(0), timedelta(hours=12), 303),
        ("operator", timedelta(minutes=14), timedelta(minutes=14), 200),
        ("operator", timedelta(minutes=15), timedelta(minutes=15), 303),
        ("operator", timedelta(0), timedelta(hours=12), 303),
    ],
)
def test_a_sign_in_ends_by_itself(someone, sign_in, role, seen, opened, status) -> None:
    client = sign_in(someone.registered(role=role))
    age(seen, opened)
    assert client.get("/pesan").status_code == status


def test_using_the_page_keeps_one_signed_in_written_every_five_minutes(sari, sign_in) -> None:
    client = sign_in(sari)
    age(timedelta(minutes=4), timedelta(minutes=4))
    before = SignIn.get().last_seen_at
    client.get("/pesan")
    assert SignIn.get().last_seen_at == before
    age(timedelta(minutes=6), timedelta(minutes=6))
    client.get("/pesan")
    assert clock.real_now() - SignIn.get().last_seen_at < timedelta(minutes=1)


def test_moving_the_rooms_clock_signs_nobody_out(sari, sign_in, at) -> None:
    client = sign_in(sari)
    with at("2021-10-20 09:00:00"):
        assert client.get("/pesan").status_code == 200


# --- Where a form comes from ---------------------------------------------------------------------

TYPED = {"email": "sari@example.com", "sandi": "rahasia", "otp": "123456", "nomor_kartu": "9" * 16}


@pytest.mark.parametrize("token", [None, "", "salah", "x" * 5000, "🌶️", "a\0b"])
def test_a_form_without_our_token_is_asked_to_be_sent_again(client, token) -> None:
    data = {**TYPED, "catatan": "kata-kata <b>saya</b>"}
    if token is not None:
        data["csrf_token"] = token
    answer = client.post("/masuk?lanjut=/insentif", data=data)
    html = answer.get_data(as_text=True)
    assert answer.status_code == 419
    assert 'name="email" value="sari@example.com"' in html
    assert 'value="kata-kata &lt;b&gt;saya&lt;/b&gt;"' in html
    assert 'action="/masuk?lanjut=/insentif"' in html
    for secret in ("rahasia", "123456", "9" * 16):
        assert secret not in html


def test_the_page_sent_again_has_a_token_that_works(client, sari) -> None:
    answer = client.post("/masuk", data={"email": sari.email})
    fields = {"email": value_of(answer, "email"), "csrf_token": value_of(answer, "csrf_token")}
    again = client.post("/masuk", data={**fields, "sandi": PASSWORD})
    assert (again.status_code, again.location) == (303, "/masuk/kode")


def test_a_token_of_another_browser_does_not_fit(app, browser, sari) -> None:
    other = app.test_client()
    other.set_cookie("ruang", "uji")
    token = value_of(other.get("/masuk"), "csrf_token")
    browser.get("/masuk")
    answer = browser.client.post("/masuk", data={**TYPED, "csrf_token": token})
    assert answer.status_code == 419


HERE = "http://localhost"
OWN_PAGES = [
    {},
    {"Sec-Fetch-Site": "same-origin"},
    {"Sec-Fetch-Site": "none"},
    {"Origin": HERE},
    {"Sec-Fetch-Site": "same-origin", "Origin": "null"},
]
STRANGE_PAGES = [
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "cross-site", "Origin": HERE},
    {"Sec-Fetch-Site": "apa saja"},
    {"Origin": "https://evil.example"},
    {"Origin": "null"},
    {"Origin": "http://localhost:9999"},
    {"Origin": "http://localhost.evil.example"},
    {"Origin": "http://[evil"},
]


@pytest.mark.parametrize("headers", OWN_PAGES)
def test_our_own_pages_may_send_forms(browser, sari, headers) -> None:
    answer = browser.submit("/masuk", "/masuk", headers, email=sari.email, sandi=PASSWORD)
    assert answer.status_code == 303


@pytest.mark.parametrize("headers", STRANGE_PAGES)
def test_another_site_may_not_even_with_the_token(browser, sari, headers) -> None:
    answer = browser.submit("/masuk", "/masuk", headers, email=sari.email, sandi=PASSWORD)
    assert answer.status_code == 403
    assert "Halaman ini tidak untukmu" in text_of(answer)
    assert SignIn.select().count() == 0


def test_another_site_may_link_to_us(client) -> None:
    assert client.get("/masuk", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 200


def test_a_form_that_is_too_large_is_told_so(browser) -> None:
    answer = browser.client.post("/masuk", data={"email": "x" * 3_000_000})
    assert answer.status_code == 413
    assert "Kirimanmu terlalu besar" in text_of(answer)
    many = {f"isian{number}": "x" for number in range(2000)}
    assert browser.client.post("/masuk", data=many).status_code in (413, 419)


# --- Headers -------------------------------------------------------------------------------------


def directives(answer) -> dict[str, str]:
    parts = answer.headers["Content-Security-Policy"].split(";")
    return {name: rest for name, _, rest in (part.strip().partition(" ") for part in parts)}


@pytest.mark.parametrize("path", ["/masuk", "/dasbor", "/tidak-ada", "/latihan", "/pelatihan"])
def test_every_answer_carries_the_security_headers(client, sari, sign_in, path) -> None:
    for answer in (client.get(path), sign_in(sari).get(path)):
        policy = directives(answer)
        assert "unsafe-" not in answer.headers["Content-Security-Policy"]
        assert (policy["default-src"], policy["frame-ancestors"]) == ("'none'", "'none'")
        assert (policy["form-action"], policy["base-uri"]) == ("'self'", "'none'")
        assert "*" not in policy["script-src"]
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Referrer-Policy"] == "same-origin"


def test_personal_pages_are_kept_by_nobody(sari, sign_in) -> None:
    client = sign_in(sari)
    for path in ("/dasbor", "/pesan", "/insentif", "/pelatihanku", "/rekening", "/pelatihan"):
        assert client.get(path).headers["Cache-Control"] == "private, no-store"


# --- How often -----------------------------------------------------------------------------------


def test_the_eleventh_wrong_try_of_an_hour_must_wait(browser, sari) -> None:
    for _ in range(10):
        assert sign_in_form(browser, sari.email, "salah").status_code == 422
    answer = sign_in_form(browser, sari.email.upper(), PASSWORD)
    assert answer.status_code == 429
    assert 0 < int(answer.headers["Retry-After"]) <= 3600
    assert "Terlalu sering mencoba" in text_of(answer)
    assert SignIn.select().count() == 0


def test_while_one_account_waits_others_in_the_room_do_not(browser, sari, someone) -> None:
    budi = someone.registered(name="Budi Santoso")
    fields = browser.fields("/masuk", "/masuk")
    waiting = [sari.email] * 10 + [f"orang-lain-{number}@example.com" for number in range(55)]
    for email in waiting:
        answer = browser.client.post("/masuk", data={**fields, "email": email, "sandi": "salah"})
        assert answer.status_code == 422
    assert sign_in_form(browser, sari.email, PASSWORD).status_code == 429
    assert sign_in_form(browser, budi.email, PASSWORD).status_code == 303


def test_good_sign_ins_are_not_counted(browser, sari) -> None:
    for _ in range(12):
        assert sign_in_form(browser, sari.email, PASSWORD).status_code == 303
        browser.post("/keluar")


def test_after_the_hour_one_may_try_again(browser, sari) -> None:
    for _ in range(11):
        sign_in_form(browser, sari.email, "salah")
    RateBucket.update(expires=RateBucket.expires - 3601).execute()
    assert sign_in_form(browser, sari.email, PASSWORD).status_code == 303


# --- Training only -------------------------------------------------------------------------------


def test_the_trainers_pages_are_not_there_in_production(app, sari, client, monkeypatch) -> None:
    settings = dataclasses.replace(access.settings, mode="production")
    token = value_of(client.get("/masuk"), "csrf_token")
    monkeypatch.setattr(access, "settings", settings)
    monkeypatch.setattr(access, "wanted_room", lambda: "uji")
    rules = [rule for rule in app.url_map.iter_rules() if rule.rule.startswith("/latihan")]
    assert len(rules) >= 8
    for rule in rules:
        for method in rule.methods - {"OPTIONS"}:
            data = {"csrf_token": token, "email": sari.email, "yakin": "ya", "geser": "+1d"}
            answer = client.open(rule.rule, method=method, data=data if method == "POST" else None)
            assert answer.status_code == 404, (method, rule.rule)
    assert SignIn.select().count() == 0


def test_in_production_the_cookie_is_for_https_alone(monkeypatch) -> None:
    import app as built

    monkeypatch.setattr(built, "settings", dataclasses.replace(built.settings, mode="production"))
    made = built.create_app()
    assert made.config["SESSION_COOKIE_NAME"] == "__Host-sesi"
    assert made.config["SESSION_COOKIE_SECURE"] is True
    assert made.config["SESSION_COOKIE_HTTPONLY"] is True
    assert made.config["SESSION_COOKIE_SAMESITE"] == "Lax"
