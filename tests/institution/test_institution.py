"""The simulated institution, with a programme of our own making behind it."""

import json
import re
import sqlite3
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from formats.study import from_to
from institution import client as signing
from institution import lessons
from institution.app import DOWN, create_app
from institution.client import ApiDown, ApiRefused
from institution.store import SCHEMA, Store
from rules.training import Plan
from tests.pages import Page

SELF_PACED = {
    "redeem_code": "KODE1AAAAAAA",
    "course_code": "membuat-sambal",
    "course_type": 1,
    "course_type_label": "Belajar mandiri",
    "schedule_start_end": "",
    "dp_platform": "Pasar Uji",
    "attendance_status": 0,
}
WEBINAR = {
    **SELF_PACED,
    "course_type": 2,
    "schedule_start_end": "2024-07-19 09:00 - 2024-07-22 12:00",  # Friday to Monday
}


class Programme:
    """Stands in for the API: keeps what was asked, answers what the test wants."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str, dict]] = []
        self.facts, self.attended = dict(SELF_PACED), set()
        self.fails: dict[str, Exception] = {}
        self.work = 2

    def __call__(self, account, endpoint, body):
        self.asked.append((account.client_code, endpoint, body))
        if endpoint in self.fails:
            raise self.fails[endpoint]
        if endpoint == "/oauth/url-generate":
            state = f"s{len(self.asked)}"
            return {"url": f"http://program.test/kehadiran/{state}", "state": state}
        if endpoint.endswith("/status") and "tpm" not in endpoint:
            return {**self.facts, "attendance_status": int(body["sequence"] in self.attended)}
        if endpoint == "/tpm/submission/status":
            return {"assignment": {"status": self.work}, "feedback": {"status": 1}}
        return {"id": 1, "status": 1}

    def bodies(self, endpoint: str) -> list[dict]:
        """What was sent to one address."""
        return [body for _, path, body in self.asked if path == endpoint]


class Browser:
    """A phone without JavaScript at the institution."""

    def __init__(self, app) -> None:
        self.client = app.test_client()

    def get(self, path: str) -> Page:
        self.answer = self.client.get(path, follow_redirects=True)
        page = Page(self.answer.get_data(as_text=True))
        assert not page.problems, page.problems
        assert "Lembaga simulasi" in page.text
        return page

    def post(self, path: str, **fields: str) -> Page | str:
        """Fill in and send; the page it leads to, or the address outside."""
        with self.client.session_transaction() as session:
            session.setdefault("token", "t")
            fields["token"] = session["token"]
        self.answer = self.client.post(path, data=fields)
        if self.answer.status_code == 303:
            where = self.answer.headers["Location"]
            return where if where.startswith("http") else self.get(where)
        return Page(self.answer.get_data(as_text=True))

    def sign_in(self, room: str = "G21", name: str = "peserta000001") -> None:
        self.post("/masuk", ruang=room, nama=name, sandi="apa saja")
        self.post("/email", email=f"{name}@contoh.id")


@pytest.fixture
def programme() -> Programme:
    return Programme()


@pytest.fixture
def institution(tmp_path: Path, programme: Programme):
    file = tmp_path / "institution.json"
    account = {"client_code": "G21-LEMBAGA", "sign_key": "k"}
    facts = {
        "server": "http://127.0.0.1:1",
        "home": "http://program.test",
        "address": "http://lembaga.test",
        "secret": "rahasia",
        "seal_key": Fernet.generate_key().decode(),
        "rooms": {"G21": account, "G70": {**account, "client_code": "G70-LEMBAGA"}},
    }
    file.write_text(json.dumps(facts))
    return create_app(str(file), programme)


@pytest.fixture
def browser(institution) -> Browser:
    made = Browser(institution)
    made.sign_in()
    return made


def verify(browser: Browser, programme: Programme, sequence: int, number: int = 1) -> Page:
    """Go to the face check, pass it, come back."""
    url = browser.post(f"/kelas/{number}/hadir/{sequence}")
    assert isinstance(url, str), url.text
    programme.attended.add(sequence)
    return browser.get(f"/kembali?state={url.rpartition('/')[2]}")


def number_of(browser: Browser) -> int:
    """The number of the course whose page one is on."""
    return int(browser.answer.request.path.rpartition("/")[2])


def study(browser: Browser) -> Page | str:
    for which in (1, 2, 3):
        browser.get(f"/kelas/1/modul/{which}")
        page = browser.post(f"/kelas/1/modul/{which}")
    return page


RIGHT = {f"jawab-{place}": str(one.right) for place, one in enumerate(lessons.QUESTIONS)}
WRONG = {f"jawab-{place}": str((one.right + 1) % 3) for place, one in enumerate(lessons.QUESTIONS)}


# --- Signing -------------------------------------------------------------------------------------


def test_a_published_vector_is_signed_as_published() -> None:
    made = signing.signature(
        "my_sign_key",
        "myclient_code",
        "1516239022",
        "/api/v1/integration/payment/redeem-code/commit",
        '{"redeem_code":"code"}',
    )
    assert made == "943c20a8e36b6243f576404b00fffdc86411ce1f"


@pytest.mark.parametrize(
    ("raw", "status", "raised"),
    [
        (b"<html>", 502, ApiDown),
        (b"[]", 200, ApiDown),
        (b'{"success": false, "code": "X", "message": "m"}', 503, ApiDown),
        (b'{"success": false, "code": "X", "message": "m"}', 400, ApiRefused),
        (b'{"success": "true"}', 200, ApiRefused),
        (b'{"success": true}', 201, ApiRefused),
    ],
)
def test_an_answer_is_success_refusal_or_silence(raw, status, raised) -> None:
    with pytest.raises(raised):
        signing._data_of(raw, status)


def test_nobody_listening_is_silence() -> None:
    with pytest.raises(ApiDown):
        signing.call(signing.Account("http://127.0.0.1:9", "c", "k"), "/x", {})


@pytest.mark.parametrize(
    ("facts", "count"),
    [
        (SELF_PACED, 1),
        (WEBINAR, 2),  # the weekend between holds no session
        ({"course_type": 3, "schedule_start_end": "2024-07-15 09:00 - 2024-07-17 12:00"}, 3),
        ({"course_type": 2, "schedule_start_end": "2024-07-15 09:00 - 2025-07-17 12:00"}, 10),
        ({"course_type": 2, "schedule_start_end": "nanti"}, 1),
        ({"course_type": 2, "schedule_start_end": "2024-99-99"}, 1),
        ({}, 1),
    ],
)
def test_sessions_are_counted_from_the_schedule(facts, count) -> None:
    assert lessons.sessions(facts) == tuple(range(1, count + 1))


@pytest.mark.parametrize("method", ["webinar", "bauran", "luring"])
@pytest.mark.parametrize("days", range(7))
def test_institution_and_programme_count_the_same_sessions(method, days) -> None:
    plan = Plan(method, "normal", date(2024, 7, 15) + timedelta(days=days))
    schedule = from_to(plan.starts_at(1), plan.ends_at)
    facts = {"course_type": 2, "schedule_start_end": schedule}
    assert lessons.sessions(facts) == tuple(plan.sessions)


# --- The way through -----------------------------------------------------------------------------


def test_from_the_door_to_the_report(browser, programme) -> None:
    assert "Belum ada kelas" in browser.get("/").text
    page = browser.post("/kode", kode=" kode 1aaa aaaa ")
    assert page.h1 == "Membuat sambal" and "dibeli di Pasar Uji" in page.text
    assert "Sesi 1 tercatat" in verify(browser, programme, 1).text
    assert "Kerjakan tugas" in study(browser).text
    page = browser.post("/kelas/1/tugas", tautan="https://contoh.id/karya?a=1&b=<2>")
    assert "Tugasmu sudah dikirim" in page.text
    assert "diterima program" in browser.post("/kelas/1/tugas/cek").text
    assert "Kamu lulus" in browser.post("/kelas/1/ujian", **RIGHT).text
    page = verify(browser, programme, 999)
    assert "Selesai: lembaga sudah melapor" in page.text
    assert "http://program.test/pelatihanku" in [link["href"] for link in page.all("a")]
    asked = programme.bodies("/oauth/url-generate")
    assert [body["sequence"] for body in asked] == [1, 999]
    assert asked[0]["redirect_uri"] == "http://lembaga.test/kembali"
    assert asked[0]["email"] == "peserta000001@contoh.id"
    (sent,) = programme.bodies("/tpm/submission")
    assert (sent["scope"], sent["sequence"]) == ("uk", 999)
    (said,) = programme.bodies("/tpm/feedback/submission")
    assert said["notes"] and said["url_file"] == ""


def test_nothing_opens_before_its_time(browser, programme) -> None:
    browser.post("/kode", kode="KODE1AAAAAAA")
    assert "hadir dulu" in browser.get("/kelas/1/modul/1").text
    assert "ketiga modul" in browser.get("/kelas/1/tugas").text
    assert "Kirim tugas dulu" in browser.get("/kelas/1/ujian").text
    assert "Selesaikan ujian dulu" in browser.post("/kelas/1/hadir/999").text
    assert "tidak ada di pelatihan ini" in browser.post("/kelas/1/hadir/2").text
    assert not programme.bodies("/oauth/url-generate")


def test_coming_back_proves_nothing(browser, programme) -> None:
    browser.post("/kode", kode="KODE1AAAAAAA")
    url = browser.post("/kelas/1/hadir/1")
    page = browser.get(f"/kembali?state={url.rpartition('/')[2]}")
    assert "belum mencatat" in page.text and "Cek lagi" in page.text
    assert url in [link["href"] for link in page.all("a")]
    assert "hadir dulu" in browser.get("/kelas/1/modul/1").text


def test_the_state_of_somebody_else_leads_nowhere(institution, browser, programme) -> None:
    browser.post("/kode", kode="KODE1AAAAAAA")
    url = browser.post("/kelas/1/hadir/1")
    programme.attended.add(1)
    other = Browser(institution)
    other.sign_in(name="peserta000002")
    page = other.get(f"/kembali?state={url.rpartition('/')[2]}")
    assert other.answer.status_code == 404 and "bukan milikmu" in page.text
    other.get("/kelas/1")
    assert other.answer.status_code == 404


def test_who_comes_back_signed_out_signs_in_and_goes_on(institution, browser, programme) -> None:
    browser.post("/kode", kode="KODE1AAAAAAA")
    url = browser.post("/kelas/1/hadir/1")
    programme.attended.add(1)
    browser.post("/keluar")
    assert "Masuk ke tempat belajar" in browser.get(f"/kembali?state={url[-2:]}").text
    page = browser.post("/masuk", ruang="G21", nama="peserta000001", sandi="apa saja")
    assert "Sesi 1 tercatat" in page.text


def test_a_webinar_has_its_second_session(browser, programme) -> None:
    programme.facts = dict(WEBINAR)
    page = browser.post("/kode", kode="KODE1AAAAAAA")
    assert "Terbuka setelah sesi 1" in page.text
    assert "Hadir di sesi 2" in verify(browser, programme, 1).text
    assert "Kehadiranmu di sesi 2" in verify(browser, programme, 2).text


# --- What the programme knows, and we do not -----------------------------------------------------


def test_who_closes_the_page_after_the_face_check_is_let_in(browser, programme) -> None:
    browser.post("/kode", kode="KODE1AAAAAAA")
    browser.post("/kelas/1/hadir/1")
    programme.fails = {
        "/oauth/url-generate": ApiRefused("ERRPLT40007", "Kehadiran sudah tercatat."),
        "/payment/redeem-code/status": ApiDown("x"),
    }
    assert "Kehadiranmu di sesi 1 sudah tercatat" in browser.post("/kelas/1/hadir/1").text
    assert "Sesi 1 tercatat" in browser.get("/kelas/1").text


def test_a_session_the_programme_knows_needs_no_second_check(browser, programme) -> None:
    programme.facts, programme.attended = dict(WEBINAR), {1}
    assert "Sesi 1 tercatat" in browser.post("/kode", kode="KODE1AAAAAAA").text
    programme.attended.add(2)
    assert "Kehadiranmu tercatat" in browser.get("/kelas/1").text
    assert not programme.bodies("/oauth/url-generate")


def finish(browser, programme) -> Page:
    """Everything there is to do in a self-paced course."""
    browser.post("/kode", kode="KODE1AAAAAAA")
    verify(browser, programme, 1)
    study(browser)
    browser.post("/kelas/1/tugas", tautan="https://contoh.id/karyaku")
    browser.post("/kelas/1/ujian", **RIGHT)
    return verify(browser, programme, 999)


@pytest.mark.parametrize(
    ("status", "said"),
    [(1, "masih memeriksanya"), (3, "kirim tautan lain"), (9, "masih")],
)
def test_a_course_is_finished_when_the_assignment_is_accepted(
    browser, programme, status, said
) -> None:
    programme.work = status
    page = finish(browser, programme)
    assert "Selesai: lembaga sudah melapor" not in page.text and said in page.text
    assert "Sedang berjalan" in browser.get("/").text
    programme.work = 2
    assert "Selesai: lembaga sudah melapor" in browser.get("/kelas/1").text


def test_an_assignment_the_programme_does_not_have_is_sent_again(browser, programme) -> None:
    finish(browser, programme)
    programme.work = 0
    assert "Kerjakan tugas" in browser.get("/kelas/1").text


def test_a_room_set_back_is_noticed(browser, programme) -> None:
    assert "Selesai: lembaga" in finish(browser, programme).text
    programme.attended.discard(999)
    page = browser.get("/kelas/1")
    assert "Sesi 1 tercatat" in page.text and "Verifikasi wajah" in page.text
    programme.attended.clear()
    page = browser.get("/kelas/1")
    assert "Tukar dan hadir" in page.text and "Terbuka setelah kamu lulus" in page.text
    assert "Belum ditukar" in browser.get("/").text


def test_a_code_the_programme_forgot_keeps_nothing(browser, programme) -> None:
    finish(browser, programme)
    said = "Kode tukar tidak ditemukan."
    programme.fails = {"/payment/redeem-code/status": ApiRefused("ERRPLT40001", said)}
    page = browser.get("/kelas/1")
    assert said in page.text and "Tukar dan hadir" in page.text


@pytest.mark.parametrize("trouble", [ApiDown("x"), ApiRefused("ERRREQ42901", "Terlalu sering.")])
def test_a_programme_that_does_not_answer_takes_nothing_away(browser, programme, trouble) -> None:
    finish(browser, programme)
    programme.fails = {"/payment/redeem-code/status": trouble}
    page = browser.get("/kelas/1")
    assert "Selesai: lembaga sudah melapor" in page.text
    assert (DOWN if isinstance(trouble, ApiDown) else trouble.message) in page.text


# --- When the programme says no, or nothing ------------------------------------------------------


@pytest.mark.parametrize(
    ("trouble", "said", "status"),
    [(ApiRefused("E", "Kode tukar sudah dipakai."), "Kode tukar sudah dipakai.", 422)]
    + [(ApiRefused("E", ""), "Program menolak", 422), (ApiDown("x"), DOWN, 503)],
)
def test_a_participant_reads_why(browser, programme, trouble, said, status) -> None:
    browser.post("/kode", kode="KODE1AAAAAAA")
    verify(browser, programme, 1)
    study(browser)
    browser.post("/kelas/1/tugas", tautan="https://contoh.id/karyaku")
    browser.post("/kelas/1/ujian", **RIGHT)
    programme.fails = dict.fromkeys(
        ("/payment/redeem-code/status", "/oauth/url-generate", "/tpm/submission"), trouble
    )
    page = browser.post("/kode", kode="KODE2AAAAAAA")
    assert said in page.text and browser.answer.status_code == status
    assert "KODE2AAAAAAA" in [field.get("value") for field in page.all("input")]
    page = browser.post("/kelas/1/hadir/999")
    assert said in page.text and browser.answer.status_code == status
    page = browser.post("/kelas/1/tugas", tautan="https://contoh.id/lain")
    assert said in page.text and browser.answer.status_code == status
    kept = [field.get("value") for field in browser.get("/kelas/1/tugas").all("input")]
    assert "https://contoh.id/lain" in kept


def test_feedback_that_did_not_arrive_is_sent_again(browser, programme) -> None:
    browser.post("/kode", kode="KODE1AAAAAAA")
    verify(browser, programme, 1)
    study(browser)
    programme.fails = {"/tpm/feedback/submission": ApiDown("x")}
    page = browser.post("/kelas/1/tugas", tautan="https://contoh.id/karyaku")
    assert "Kirim lagi masukan pengajar" in page.text
    programme.fails = {}
    page = browser.post("/kelas/1/masukan")
    assert "sudah sampai" in page.text and "Kirim lagi masukan" not in page.text


# --- What people type ----------------------------------------------------------------------------


def test_nobody_comes_in_without_name_and_password(institution) -> None:
    browser = Browser(institution)
    page = browser.post("/masuk", ruang="G21", nama=" ", sandi="")
    assert browser.answer.status_code == 422
    assert "Masukkan nama pengguna" in page.text and "Masukkan sandi" in page.text
    page = browser.post("/masuk", ruang="G99", nama="a", sandi="b")
    assert "Pilih ruang" in page.text
    assert "Masuk ke tempat belajar" in browser.get("/kode").text


def test_a_known_name_needs_the_password_it_first_came_with(institution, tmp_path) -> None:
    first, second = Browser(institution), Browser(institution)
    first.sign_in()
    page = second.post("/masuk", ruang="G21", nama="peserta000001", sandi="tebakan")
    assert second.answer.status_code == 422 and "punya sandi lain" in page.text
    assert "Masuk ke tempat belajar" in second.get("/email").text
    second.sign_in("G70")  # the same name in another room is somebody else
    page = first.get("/email")
    assert "sudah tersimpan" in page.text and "contoh.id" not in page.text
    assert not any(field.get("value", "").count("@") for field in page.all("input"))
    assert b"apa saja" not in b"".join(file.read_bytes() for file in tmp_path.glob("*.db*"))


def test_a_file_of_before_goes_on(tmp_path) -> None:
    file, key = tmp_path / "old.db", Fernet.generate_key().decode()
    with closing(sqlite3.connect(file)) as db:
        db.executescript(SCHEMA)
        db.execute("INSERT INTO learner (room, username) VALUES ('G21', 'ani')")
        db.commit()
    for _ in range(2):
        store = Store(file, key)
    number = store.learner_named("G21", "ani", "baru")
    assert number == 1 == store.learner_named("G21", "ani", "baru")
    assert store.learner_named("G21", "ani", "lain") is None


@pytest.mark.parametrize(
    "typed", ["KODE1", "KODE1AAAAAAAA", "PRAT-1", "KODE1AAAAAA!", "ÀÀÀÀÀÀÀÀÀÀÀÀ"]
)
def test_what_cannot_be_a_code_is_not_asked_for(browser, programme, typed) -> None:
    page = browser.post("/kode", kode=typed)
    assert browser.answer.status_code == 422 and "12 huruf dan angka" in page.text
    assert typed in [field.get("value") for field in page.all("input")]
    assert programme.asked == []


@pytest.mark.parametrize("typed", ["kode-1aaa-aaaa", "kode1aaaaaaa", "KODE 1AAA AAAA"])
def test_a_code_is_typed_as_one_likes(browser, programme, typed) -> None:
    browser.post("/kode", kode=typed)
    assert programme.bodies("/payment/redeem-code/status")[0]["redeem_code"] == "KODE1AAAAAAA"
    browser.post("/kode", kode="prat-abc123")
    assert "kode PRAT-ABC123" in browser.get("/").text


@pytest.mark.parametrize("typed", ["", "a", "a@b", "a b@c.id"])
def test_an_address_must_look_like_one(institution, typed) -> None:
    browser = Browser(institution)
    browser.post("/masuk", ruang="G21", nama="a", sandi="b")
    assert "Tulis alamat email" in browser.post("/email", email=typed).text
    assert "Apa email" in browser.get("/kode").text


@pytest.mark.parametrize("typed", ["", "karyaku", "ftp://contoh.id/x", "javascript:alert(1)"])
def test_an_assignment_must_be_a_link(browser, programme, typed) -> None:
    browser.post("/kode", kode="KODE1AAAAAAA")
    verify(browser, programme, 1)
    study(browser)
    assert "Tulis tautan lengkap" in browser.post("/kelas/1/tugas", tautan=typed).text
    assert not programme.bodies("/tpm/submission")


def test_an_exam_wants_every_answer_and_keeps_them(browser, programme) -> None:
    browser.post("/kode", kode="KODE1AAAAAAA")
    verify(browser, programme, 1)
    study(browser)
    browser.post("/kelas/1/tugas", tautan="https://contoh.id/karyaku")
    page = browser.post("/kelas/1/ujian", **{"jawab-0": "2"})
    assert browser.answer.status_code == 422 and "Jawab semua" in page.text
    assert [one["id"] for one in page.all("input") if "checked" in one] == ["j-0-2"]
    assert "belum lulus" in browser.post("/kelas/1/ujian", **WRONG).text
    assert "Kamu lulus" in browser.post("/kelas/1/ujian", **RIGHT).text


def test_a_form_of_another_page_is_not_taken(browser) -> None:
    for path in ("/masuk", "/kode", "/kelas/1/hadir/1", "/pelatih", "/pelatih/kosongkan"):
        assert browser.client.post(path, data={"token": "salah"}).status_code == 400
        assert browser.client.post(path).status_code == 400


@pytest.mark.parametrize("value", ["<script>alert(1)</script>", "'; --", "\x00", "é" * 300, "🙂"])
def test_odd_values_break_nothing(browser, value) -> None:
    for path, field in (("/kode", "kode"), ("/email", "email")):
        browser.post(path, **{field: value})
        assert browser.answer.status_code < 500
        assert b"<script>alert" not in browser.answer.data
    browser.get("/kembali?state=" + "x" * 5000)
    assert browser.answer.status_code == 404


# --- The trainer ---------------------------------------------------------------------------------


def test_a_trainer_lets_the_exam_fail_in_one_room_only(institution, programme) -> None:
    ends = {}
    for room in ("G21", "G70"):
        programme.attended.clear()
        browser = Browser(institution)
        browser.sign_in(room)
        browser.post("/pelatih", ruang="G21", ujian="fail", sesi="usual", nama="")
        browser.post("/kode", kode="KODE1AAAAAAA")
        number = number_of(browser)
        verify(browser, programme, 1, number)
        for which in (1, 2, 3):
            browser.post(f"/kelas/{number}/modul/{which}")
        browser.post(f"/kelas/{number}/tugas", tautan="https://contoh.id/karyaku")
        ends[room] = browser.post(f"/kelas/{number}/ujian", **RIGHT).text
    assert "belum lulus" in ends["G21"] and "Kamu lulus" in ends["G70"]
    assert {code for code, _, _ in programme.asked} == {"G21-LEMBAGA", "G70-LEMBAGA"}


def test_a_trainer_lets_one_person_miss_the_last_session(institution, programme) -> None:
    programme.facts = dict(WEBINAR)
    for name, seen in (("ani", "tidak hadir"), ("budi", "Hadir di sesi 2")):
        programme.attended.clear()
        browser = Browser(institution)
        browser.sign_in(name=name)
        browser.post("/pelatih", ruang="G21", ujian="usual", sesi="missed", nama="ani")
        browser.post("/kode", kode="KODE1AAAAAAA")
        number = number_of(browser)
        assert seen in verify(browser, programme, 1, number).text
        if name == "ani":
            assert "tidak hadir" in browser.post("/kelas/1/hadir/2").text


def test_a_room_is_emptied_and_the_other_stays(institution) -> None:
    first, second = Browser(institution), Browser(institution)
    first.sign_in("G21")
    second.sign_in("G70")
    first.post("/kode", kode="KODEAAAAAAAA")
    second.post("/kode", kode="KODEBBBBBBBB")
    first.post("/pelatih/kosongkan", ruang="G21")
    assert "Masuk ke tempat belajar" in first.get("/").text
    assert "kode KODEBBBBBBBB" in second.get("/").text


def test_odd_switches_are_refused(browser) -> None:
    for fields in ({}, {"ruang": "G21", "ujian": "x", "sesi": "usual"}, {"ruang": "G9"}):
        browser.post("/pelatih", **fields)
        assert browser.answer.status_code == 400


# --- What it leaves on the disk, and tells the browser -------------------------------------------


def test_addresses_and_work_are_sealed(tmp_path, browser, programme) -> None:
    browser.post("/kode", kode="KODE1AAAAAAA")
    verify(browser, programme, 1)
    study(browser)
    browser.post("/kelas/1/tugas", tautan="https://contoh.id/karya-rahasia")
    written = b"".join(file.read_bytes() for file in tmp_path.glob("institution.db*"))
    assert b"peserta000001@contoh.id" not in written and b"karya-rahasia" not in written
    assert (tmp_path / "institution.db").stat().st_mode & 0o077 == 0


def test_a_browser_may_be_sent_to_the_programme_and_nowhere_else(browser) -> None:
    browser.get("/")
    policy = browser.answer.headers["Content-Security-Policy"]
    allowed = re.search(r"form-action ([^;]+)", policy)[1].split()
    assert sorted(allowed) == ["'self'", "http://127.0.0.1:1", "http://program.test"]
    assert "script-src" not in policy and "default-src 'none'" in policy
    assert browser.client.get("/gaya.css").mimetype == "text/css"
    assert browser.client.get("/tidak-ada").status_code == 404
