"""The provider's own work: callbacks tried again, claimed once, signed, and never sent elsewhere."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from disburser.book import HELD, PAUSES, Book
from disburser.worker import Worker, signature
from rules.payouts import callback_signature

BODY = {
    "reference_id": "r",
    "channel_code": "ID_OVO",
    "channel_properties": {"account_number": "081234567890", "account_holder_name": "Sari"},
    "amount": 5,
}


class Clock:
    """A moment that moves when the test says so."""

    def __init__(self) -> None:
        self.moment = 1000.0

    def __call__(self) -> float:
        return self.moment


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def book(tmp_path: Path) -> Book:
    return Book(tmp_path / "buku.db", "kunci", 0.5)


def settled(book: Book, clock: Clock, reference: str = "r") -> None:
    book.accept({**BODY, "reference_id": reference}, "", "", clock())
    clock.moment += 1
    book.settle_due(clock())


def test_the_signature_is_the_one_the_customer_computes() -> None:
    assert signature("k", "17", b"{}") == callback_signature("k", "17", b"{}")


@pytest.mark.parametrize("status", [199, 301, 400, 404, 500, OSError, ValueError])
def test_what_does_not_arrive_is_tried_with_growing_pauses_and_given_up(
    book, clock, status
) -> None:
    tries = []

    def post(*_sent: object) -> int:
        tries.append(clock())
        if isinstance(status, int):
            return status
        raise status

    worker = Worker(book, "k", "http://kami.test/", clock, post)
    settled(book, clock)
    for _ in range(200):
        worker.do_due()
        clock.moment += 1
    pauses = [later - earlier for earlier, later in zip(tries, tries[1:], strict=False)]
    assert pauses == list(PAUSES)
    assert book.everything()["callbacks"] == {"given_up": 1}
    assert book.next_due() is None


def test_what_arrives_later_is_not_sent_again(book, clock) -> None:
    answers = iter([500, 502, 204])
    worker = Worker(book, "k", "http://kami.test/", clock, lambda *_sent: next(answers))
    settled(book, clock)
    for _ in range(30):
        worker.do_due()
        clock.moment += 1
    assert book.everything()["callbacks"] == {"delivered": 1}


def test_a_callback_belongs_to_one_until_it_is_over(book, clock) -> None:
    settled(book, clock)
    assert book.take_callback(clock()) is not None
    assert book.take_callback(clock()) is None
    clock.moment += HELD  # whoever held it ended without a word
    assert book.take_callback(clock()) is not None


def test_several_workers_settle_and_tell_each_once(book, clock) -> None:
    told, lock = [], threading.Lock()

    def post(_url: str, body: bytes, _headers: object) -> int:
        with lock:
            told.append(body)
        return 200

    for number in range(40):
        book.accept({**BODY, "reference_id": f"r{number}"}, "", "", clock())
    clock.moment += 1
    workers = [Worker(Book(book.file, "kunci", 0.5), "k", "u", clock, post) for _ in range(4)]
    threads = [threading.Thread(target=worker.do_due) for worker in workers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(told) == len(set(told)) == 40
    assert book.everything()["callbacks"] == {"delivered": 40}


def test_it_knows_when_there_is_work_next(book, clock) -> None:
    assert book.next_due() is None
    book.accept(BODY, "", "", clock())
    assert book.next_due() == 1000.5
    clock.moment = 1001.0
    book.settle_due(clock())
    assert book.next_due() == 1001.0
    book.take_callback(clock())
    assert book.next_due() == 1001.0 + HELD


def test_its_thread_works_when_woken_and_ends_when_closed(book, clock) -> None:
    told = threading.Event()
    worker = Worker(book, "k", "u", clock, lambda *_sent: told.set() or 200)
    worker.start()
    settled(book, clock)
    worker.wake()
    assert told.wait(5)
    worker.close()
    assert not worker.thread.is_alive()


def test_a_round_that_breaks_does_not_end_the_thread(book, clock, monkeypatch, caplog) -> None:
    rounds = iter([RuntimeError("rusak")])
    broken, healed = threading.Event(), threading.Event()
    real = book.settle_due

    def settle(now: float) -> int:
        for error in rounds:
            broken.set()
            raise error
        healed.set()
        return real(now)

    monkeypatch.setattr(book, "settle_due", settle)
    worker = Worker(book, "k", "u", clock, lambda *_sent: 200)
    worker.start()
    assert broken.wait(5)
    worker.wake()
    assert healed.wait(5)
    worker.close()
    assert "a round of the worker failed" in caplog.text


def test_a_redirect_is_not_followed(book, clock) -> None:
    paths = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            paths.append(self.path)
            self.send_response(307)
            self.send_header("Location", "/lain")
            self.end_headers()

        def log_message(self, *_args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        worker = Worker(book, "k", f"http://127.0.0.1:{server.server_port}/kabar", clock)
        settled(book, clock)
        worker.do_due()
    finally:
        server.shutdown()
        server.server_close()
    assert paths == ["/kabar"]
    assert book.everything()["callbacks"] == {"waiting": 1}
