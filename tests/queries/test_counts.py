"""How many SQL statements a page costs: sign-in, clock and page together, whatever the volume."""

import logging
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest

import clock
import rooms
from demo import volume
from models import Course, Offer
from tests.people import buy, offer_for, wib

OPENS_AT = wib("2021-10-18 09:00:00")
VOLUME = {"participants": 30, "offers": 400, "purchases": 20, "seed": 1}
SAMBAL = "membuat-aneka-kreasi-sambal-bagi-juru-masak"


class Statements(logging.Handler):
    """Keeps every statement Peewee sends to the database."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.sent: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.sent.append(" ".join(str(record.msg[0]).split()))


@contextmanager
def counted() -> Iterator[list[str]]:
    """The statements sent while this lasts."""
    log, handler = logging.getLogger("peewee"), Statements()
    before = log.level
    log.addHandler(handler)
    log.setLevel(logging.DEBUG)
    try:
        yield handler.sent
    finally:
        log.setLevel(before)
        log.removeHandler(handler)


def cost(client, path: str) -> list[str]:
    """The statements of one GET, in a thread of its own: like a request it enters the room anew."""
    with ThreadPoolExecutor(1) as worker:
        worker.submit(client.get, path).result()  # what is cached once per process
        with counted() as sent:
            answer = worker.submit(client.get, path).result()
    assert answer.status_code == 200, (path, answer.status_code)
    return sent


@pytest.fixture(params=["small", "large"])
def client_in_room(request, filled_room, client, sign_in, someone):
    """Somebody with a balance, signed in, on the room's opening morning."""
    rooms.set_offset(OPENS_AT - clock.real_now())
    if request.param == "large":
        volume.fill(**VOLUME)
    with clock.stopped_at(wib("2021-09-22 20:00:00")):
        person = someone.with_card(21)
    return sign_in(person)


@pytest.fixture
def busy_client(filled_room, client, sign_in, someone):
    """Somebody with courses, a certificate, surveys and incentives behind them."""
    rooms.set_offset(OPENS_AT - clock.real_now())
    with clock.stopped_at(wib("2021-09-22 20:00:00")):
        person = someone.finished(21)
        buy(person, offer_for(21, price=100_000))
    return sign_in(person)


def within(sent: list[str], most: int) -> None:
    assert len(sent) <= most, f"{len(sent)} statements:\n" + "\n".join(sent)


def test_the_dashboard_costs_at_most_eight(client_in_room) -> None:
    within(cost(client_in_room, "/dasbor"), 8)


def test_the_dashboard_of_a_busy_participant_costs_at_most_eight(busy_client) -> None:
    within(cost(busy_client, "/dasbor"), 8)


@pytest.mark.parametrize(
    "path",
    [
        "/pelatihan",
        "/pelatihan?q=sambal",
        "/pelatihan?hal=3&urut=termurah&cukup=1",
        "/pelatihan?hal=9999",
        "/pelatihan?q=zzzzzz",
        "/pelatihan?q=zzzzzz&hal=7&platform=tokopedia",
    ],
)
def test_search_costs_at_most_six(client_in_room, path: str) -> None:
    within(cost(client_in_room, path), 6)


def test_the_comparison_costs_at_most_six(client_in_room) -> None:
    for query in ("", "?urut=nilai", "?nilai=5"):
        within(cost(client_in_room, f"/pelatihan/{SAMBAL}{query}"), 6)
    crowded = Course.get(Course.id == Offer.select().order_by(Offer.id.desc()).get().course_id)
    within(cost(client_in_room, f"/pelatihan/{crowded.slug}"), 6)


def test_courses_side_by_side_cost_at_most_six(client_in_room) -> None:
    slugs = [course.slug for course in Course.select().limit(3)]
    path = "/bandingkan?" + "&".join(f"p={slug}" for slug in slugs)
    within(cost(client_in_room, path), 6)


def test_a_stranger_costs_no_more(filled_room, client) -> None:
    within(cost(client, "/pelatihan?q=sambal"), 6)
    within(cost(client, f"/pelatihan/{SAMBAL}"), 6)
