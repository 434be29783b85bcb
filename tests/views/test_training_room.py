"""The trainer's panel: the room's clock, its inbox, its people, faults, and starting over."""

import shutil
from datetime import datetime, timedelta

import pytest

import clock
import rooms
from actions import training_room
from models import Lapse, Message, Participant, SignIn
from models import Training as Learning
from tests.people import buy, code_sent_to, offer_for, start
from tests.visitor import ODD_VALUES, Visitor, section, text_of

pytestmark = pytest.mark.usefixtures("room")
MORNING = "2021-10-18 09:00:00"


@pytest.fixture
def sari(someone, at):
    with at(MORNING):
        yield someone.with_card(21)


@pytest.fixture
def trainer(client):
    return Visitor(client)


# --- The clock -----------------------------------------------------------------------------------


def room_time() -> datetime:
    """What the room's clock says, however this test's own time stands."""
    return clock.real_now() + rooms.read_offset()


def set_room(text: str) -> None:
    rooms.set_offset(datetime.fromisoformat(text).replace(tzinfo=clock.WIB) - clock.real_now())


def near(moment: datetime) -> bool:
    return abs(room_time() - moment) < timedelta(seconds=20)


def wib(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=clock.WIB)


@pytest.mark.parametrize(
    ("typed", "moment"),
    [
        ("2021-10-21T23:59", "2021-10-21 23:59"),
        ("2021-10-21T23:59:30+07:00", "2021-10-21 23:59:30"),
        ("2021-10-21T16:59:00Z", "2021-10-21 23:59"),
        (" 2021-10-21 23:59 ", "2021-10-21 23:59"),
        ("2021-10-21", "2021-10-21 00:00"),
    ],
)
def test_the_clock_is_set_to_the_time_asked_for_in_wib(trainer, typed, moment) -> None:
    answer = trainer.submit("/latihan", "/latihan/waktu", waktu=typed, geser="")
    assert (answer.status_code, answer.location) == (303, "/latihan")
    assert near(wib(moment))


@pytest.mark.parametrize(
    ("shift", "by"),
    [
        ("+1h", timedelta(hours=1)),
        ("+1d", timedelta(days=1)),
        ("-2d", timedelta(days=-2)),
        ("+30m", timedelta(minutes=30)),
        ("7d", timedelta(days=7)),
    ],
)
def test_the_clock_is_shifted_by_the_step_asked_for(trainer, shift, by) -> None:
    set_room(MORNING)
    trainer.post("/latihan/waktu", {"geser": shift})
    assert near(wib(MORNING) + by)


NONSENSE = [
    *({"waktu": value} for value in ODD_VALUES),
    *({"geser": value} for value in ODD_VALUES if value not in ("", "-1")),
    {},
    {"geser": "+d"},
    {"geser": "d"},
    {"geser": "+1y"},
    {"geser": "+1.5h"},
    {"geser": "+99999999999d"},
    {"geser": "+15000d"},
    {"geser": "9" * 5000 + "d"},
    {"waktu": "2021-02-30T10:00"},
    {"waktu": "2021-10-21T25:00"},
    {"waktu": "0001-01-01T00:00+14:00"},
    {"waktu": "9999-12-31T23:59:59-14:00"},
    {"waktu": "1999-01-01T00:00"},
    {"waktu": "21 Oktober 2021"},
    {"ke": "batas"},
    {"ke": "mana saja"},
]


@pytest.mark.parametrize("typed", NONSENSE)
def test_a_time_that_is_none_is_told_and_the_clock_goes_on(trainer, typed) -> None:
    set_room(MORNING)
    before = rooms.read_offset()
    answer = trainer.post("/latihan/waktu", typed)
    assert answer.status_code == 422
    assert "Waktu tidak terbaca" in text_of(answer)
    assert "<script>alert" not in answer.text
    assert rooms.read_offset() == before


def test_moving_the_clock_does_what_became_due(trainer, sari) -> None:
    set_room("2021-10-22 00:00:00")
    assert Lapse.select().count() == 0
    with clock.stopped_at(wib("2021-10-22 00:00:01")):
        trainer.post("/latihan/waktu", {"waktu": "2021-10-22T00:00:01"})
    assert Lapse.select().count() == 1


def test_the_clock_jumps_to_ten_minutes_before_the_next_deadline(trainer, sari) -> None:
    trainer.post("/latihan/waktu", {"ke": "batas"})
    assert near(wib("2021-10-21 23:49:59"))


def test_the_ribbon_shows_the_rooms_time(trainer, at) -> None:
    with at(MORNING):
        assert "Mode latihan · 18 Okt 2021 09.00" in text_of(trainer.get("/masuk"))


# --- The inbox -----------------------------------------------------------------------------------


def test_the_inbox_is_a_list_in_the_agreed_shape_newest_first(trainer, sari) -> None:
    start(sari, offer_for(21))
    answer = trainer.get("/latihan/kotak-masuk.json")
    rows = answer.get_json()
    assert answer.mimetype == "application/json"
    assert all(set(row) == {"to", "channel", "subject", "text", "sent_at"} for row in rows)
    assert len(rows) == Message.select().count() == 4
    assert rows[0]["channel"] == "sms"
    assert code_sent_to(sari) in rows[0]["text"]
    assert rows[0]["to"] == sari.phone
    assert datetime.fromisoformat(rows[0]["sent_at"]) == wib(MORNING)
    assert {row["channel"] for row in rows} == {"sms", "email"}


def test_the_inbox_of_one_phone_or_address_is_theirs_alone(trainer, sari, someone) -> None:
    someone.with_card(21)
    for address, channel in ((sari.phone, "sms"), (sari.email, "email")):
        for typed in (address, f" {address} "):
            rows = trainer.get(
                "/latihan/kotak-masuk.json", query_string={"untuk": typed}
            ).get_json()
            assert rows
            assert {(row["to"], row["channel"]) for row in rows} == {(address, channel)}


@pytest.mark.parametrize("value", [value for value in ODD_VALUES if value])
def test_the_inbox_of_nobody_is_empty(trainer, sari, value) -> None:
    asked = {"untuk": value}
    assert trainer.get("/latihan/kotak-masuk.json", query_string=asked).get_json() == []
    answer = trainer.get("/latihan/kotak-masuk", query_string=asked)
    assert answer.status_code == 200
    assert "Belum ada pesan." in text_of(answer)
    assert "<script>alert" not in answer.text


def test_a_message_of_tomorrow_is_not_in_the_inbox_today(trainer, sari, at) -> None:
    Message.update(visible_at=wib("2021-10-19 09:00:00")).execute()
    assert trainer.get("/latihan/kotak-masuk.json").get_json() == []
    with at("2021-10-19 09:00:00"):
        assert len(trainer.get("/latihan/kotak-masuk.json").get_json()) == 3


def test_the_inbox_page_says_what_the_scripts_read(trainer, sari) -> None:
    start(sari, offer_for(21))
    assert code_sent_to(sari) in text_of(trainer.get("/latihan/kotak-masuk"))


# --- The people ----------------------------------------------------------------------------------


def test_the_panel_lists_everybody_with_a_button(trainer, sari) -> None:
    answer = trainer.get("/latihan")
    assert sari.name in text_of(answer)
    assert "Beli pelatihan pertama" in text_of(answer)
    assert f'name="email" value="{sari.email}"' in answer.text
    assert "Ruang uji" in text_of(answer)


def test_one_signs_in_as_somebody_without_a_password(trainer, sari, someone) -> None:
    answer = trainer.post("/latihan/masuk", {"email": sari.email.upper()})
    assert (answer.status_code, answer.location) == (303, "/dasbor")
    assert f"Halo, {sari.name.split()[0]}" in text_of(trainer.get("/dasbor"))
    budi = someone.registered(name="Budi Santoso")
    trainer.post("/latihan/masuk", {"email": budi.email})
    assert "Halo, Budi" in text_of(trainer.get("/dasbor"))
    assert [row.participant.id for row in SignIn.select()] == [budi.id]


@pytest.mark.parametrize("email", ODD_VALUES)
@pytest.mark.parametrize("path", ["/latihan/masuk", "/latihan/selesaikan"])
def test_nobody_by_that_address_is_not_found(trainer, sari, path, email) -> None:
    assert trainer.post(path, {"email": email}).status_code == 404
    assert trainer.post(path).status_code == 404
    assert SignIn.select().count() == 0


def test_a_course_is_finished_for_somebody(trainer, sari) -> None:
    purchase = buy(sari, offer_for(21))
    answer = trainer.post("/latihan/selesaikan", {"email": sari.email})
    assert (answer.status_code, answer.location) == (303, "/latihan")
    assert Learning.get(Learning.purchase == purchase).finished_at == wib(MORNING)
    assert f"Pelatihan {sari.name} selesai." in text_of(trainer.get("/latihan"))


@pytest.mark.parametrize("state", ["registered", "accepted", "with_card", "finished"])
def test_where_nothing_runs_nothing_is_finished(trainer, someone, at, state) -> None:
    with at(MORNING):
        person = getattr(someone, state)()
        answer = trainer.post("/latihan/selesaikan", {"email": person.email})
        assert answer.status_code == 409
        assert "Tidak ada pelatihan yang berjalan" in text_of(answer)
        button = 'action="/latihan/selesaikan"'
        assert button not in trainer.get("/latihan").text


# --- Faults --------------------------------------------------------------------------------------


def test_a_fault_is_switched_on_and_off(trainer) -> None:
    trainer.submit("/latihan", "/latihan/gangguan", alasan="closed")
    assert training_room.faults() == {"payout_failure": "closed"}
    panel = trainer.get("/latihan")
    assert "1 menyala" in text_of(panel)
    assert "Gangguan dinyalakan." in text_of(panel)
    assert '<option value="closed" selected>' in section(panel, "alasan-payout_failure")
    trainer.submit("/latihan", "/latihan/gangguan", alasan="")
    assert training_room.faults() == {}
    assert "1 menyala" not in text_of(trainer.get("/latihan"))


@pytest.mark.parametrize("code", [value for value in ODD_VALUES if value] + ["CLOSED"])
def test_a_fault_nobody_knows_is_not_found(trainer, code) -> None:
    assert trainer.post("/latihan/gangguan", {"alasan": code}).status_code == 404
    assert training_room.faults() == {}


@pytest.mark.parametrize(("name", "how"), [("face", "no"), ("face", "unknown"), ("task", "failed")])
def test_faults_of_face_and_task_are_switched_too(trainer, name: str, how: str) -> None:
    trainer.post("/latihan/gangguan", {"apa": name, "alasan": how})
    assert training_room.faults() == {name: how}
    assert trainer.post("/latihan/gangguan", {"apa": name, "alasan": "closed"}).status_code == 404


@pytest.mark.parametrize("how", ["delay", "timeout", "error", "twice", "early", "reverse"])
def test_how_the_payout_provider_behaves_is_switched_beside_the_failure(trainer, how) -> None:
    trainer.submit("/latihan", "/latihan/gangguan", alasan="closed")
    trainer.post("/latihan/gangguan", {"apa": "payout_manner", "alasan": how})
    assert training_room.faults() == {"payout_failure": "closed", "payout_manner": how}
    panel = trainer.get("/latihan")
    words = text_of(panel)
    assert words.index("Setiap insentif gagal") < words.index("Penyedia pembayaran menjawab")
    assert f'<option value="{how}" selected>' in section(panel, "alasan-payout_manner")
    for wrong in ("closed", "silent", "not_linked"):
        answer = trainer.post("/latihan/gangguan", {"apa": "payout_manner", "alasan": wrong})
        assert answer.status_code == 404
    trainer.post("/latihan/gangguan", {"apa": "payout_manner", "alasan": ""})
    assert training_room.faults() == {"payout_failure": "closed"}


@pytest.mark.parametrize("code", ["not_linked", "returned"])
def test_what_no_provider_says_is_no_fault(trainer, code: str) -> None:
    assert trainer.post("/latihan/gangguan", {"alasan": code}).status_code == 404


# --- Starting over -------------------------------------------------------------------------------


@pytest.fixture
def resettable(room):
    """The room keeps the state it is in now as the one to go back to."""
    rooms.remember_clock()
    rooms.database.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    folder = rooms.folder_of(room)
    shutil.copyfile(folder / "app.db", folder / "template.db")
    return folder


def reopen() -> None:
    """This test's own connection still looks at the old generation of the file."""
    rooms.database.close()
    rooms.database.connect()


def test_starting_over_asks_first(trainer, resettable, sari) -> None:
    answer = trainer.submit("/latihan", "/latihan/ulang")
    assert answer.status_code == 200
    assert "Setel ulang ruang uji?" in text_of(answer)
    assert 'name="yakin" value="ya"' in answer.text
    reopen()
    assert Participant.select().count() == 1


@pytest.mark.parametrize("sure", ["", "YA", "1", "tidak", "🌶️", "x" * 10_000])
def test_anything_but_yes_is_no(trainer, resettable, sari, sure) -> None:
    assert trainer.post("/latihan/ulang", {"yakin": sure}).status_code == 200
    reopen()
    assert Participant.select().count() == 1


def test_a_yes_takes_the_room_back_to_its_first_morning(trainer, resettable, sari) -> None:
    answer = trainer.post("/latihan/ulang", {"yakin": "ya"})
    assert (answer.status_code, answer.location) == (303, "/masuk?ruang=uji")
    reopen()
    assert Participant.select().count() == 0
    assert trainer.get("/dasbor").status_code == 303


# --- Rooms ---------------------------------------------------------------------------------------


def room_cookie(answer) -> str | None:
    cookies = [row for row in answer.headers.getlist("Set-Cookie") if row.startswith("ruang=")]
    return cookies[0] if cookies else None


@pytest.mark.parametrize("path", ["/latihan", "/masuk"])
def test_the_room_is_kept_in_a_cookie_of_its_own(app, path) -> None:
    answer = app.test_client().get(f"{path}?ruang=uji")
    assert room_cookie(answer).startswith("ruang=uji; ")
    assert "HttpOnly" in room_cookie(answer) and "SameSite=Lax" in room_cookie(answer)


@pytest.mark.parametrize("name", ODD_VALUES)
def test_a_room_nobody_made_is_not_entered(client, name) -> None:
    answer = client.get("/latihan", query_string={"ruang": name})
    assert answer.status_code == 200
    assert room_cookie(answer).startswith("ruang=uji; ")
    assert "Ruang uji" in text_of(answer)


@pytest.mark.parametrize("name", ["..", "../uji", "tidak-ada", "x" * 3000, "a%00b"])
def test_a_cookie_of_a_room_that_is_gone_does_no_harm(client, name) -> None:
    client.set_cookie("ruang", name)
    assert client.get("/latihan").status_code == 200
