"""How much a phone has to load: pages, styles and script, as they travel (gzip)."""

import gzip

import pytest

import clock
import rooms
from demo import volume
from models import Course
from tests.people import bought_by, buy, offer_for, wib
from views.pages import static_url, stylesheet

PAGE, STYLES, SCRIPT = 10 * 1024, 8 * 1024, 2 * 1024
SAMBAL = "membuat-aneka-kreasi-sambal-bagi-juru-masak"


def weight(client, path: str) -> int:
    answer = client.get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    return len(gzip.compress(answer.get_data()))


@pytest.fixture
def full_room(filled_room):
    """A room with many courses, people and messages."""
    rooms.set_offset(wib("2021-10-18 09:00:00") - clock.real_now())
    volume.fill(participants=30, offers=400, purchases=20, seed=1)


def test_the_styles_of_all_pages_together_are_light(app) -> None:
    assert len(gzip.compress(stylesheet()[1])) <= STYLES


def test_our_script_is_light(client, room) -> None:
    assert weight(client, static_url("app.js")) <= SCRIPT


def test_the_pages_of_the_catalogue_are_light(full_room, client, sign_in, someone) -> None:
    client = sign_in(someone.with_card(21))
    three = "&".join(f"p={course.slug}" for course in Course.select().limit(3))
    for path in (
        "/dasbor",
        "/pelatihan",
        "/pelatihan?q=sambal",
        "/pelatihan?q=zzzz",
        f"/pelatihan/{SAMBAL}",
        "/lembaga/lembaga-contoh",
        f"/bandingkan?{three}",
    ):
        assert weight(client, path) <= PAGE, path


def test_the_pages_of_a_busy_participant_are_light(filled_room, client, sign_in, someone) -> None:
    rooms.set_offset(wib("2021-10-18 09:00:00") - clock.real_now())
    with clock.stopped_at(wib("2021-09-22 20:00:00")):
        person = someone.finished(21)
        buy(person, offer_for(21, price=24_000))
    client = sign_in(person)
    purchase = bought_by(person)[0].public_id
    for path in ("/dasbor", "/pelatihanku", f"/pelatihanku/{purchase}", f"/beli/{purchase}"):
        assert weight(client, path) <= PAGE, path
    for path in ("/insentif", "/survei", "/pesan", "/rekening", "/rekening/sambung/dana"):
        assert weight(client, path) <= PAGE, path


def test_the_trainers_pages_are_light(full_room, client) -> None:
    for path in ("/latihan", "/latihan/kotak-masuk", "/latihan/kotak-masuk?untuk=x@example.com"):
        assert weight(client, path) <= PAGE, path
