"""The population register: the training one by rule, the real one over HTTP, however it fails."""

import json
import logging
import threading
import time
from contextlib import closing
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import SimpleNamespace

import pytest

from gateways import population
from models import Setting
from rules.population import Answer

ROW = SimpleNamespace(nik="9999993112950001", kk="9999990101200001", birth_date="1995-12-31")
UNKNOWN = Answer("unknown")


@pytest.mark.parametrize(
    ("last", "answer"),
    [
        ("0001", Answer("yes")),
        ("8999", Answer("yes")),
        ("9000", Answer("no")),
        ("9100", UNKNOWN),
        ("9199", UNKNOWN),
        ("9200", Answer("no")),
        ("9300", Answer("yes", ("student",))),
        ("9450", Answer("yes", ("social_aid",))),
        ("9599", Answer("yes", ("bsu",))),
        ("9600", Answer("yes", ("bpum",))),
        ("9712", Answer("yes", ("official",))),
        ("9800", Answer("no")),
        ("0000", Answer("no")),
    ],
)
def test_the_training_register_answers_by_the_last_digits(last, answer) -> None:
    row = SimpleNamespace(nik=f"999999311295{last}", kk=ROW.kk, birth_date=ROW.birth_date)
    assert population.check(row, b"", b"") == answer


def test_without_a_register_production_knows_nothing(monkeypatch) -> None:
    monkeypatch.setattr(population, "settings", replace(population.settings, mode="production"))
    assert population.check(ROW, b"", b"") == UNKNOWN


class Register:
    """A local server that answers as it is told and remembers what it was asked."""

    def __init__(self) -> None:
        self.status, self.body, self.headers = 200, b"{}", {}
        self.waits = self.drips = 0.0
        self.asked: list[bytes] = []
        self.paths: list[str] = []
        register = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                register.paths.append(self.path)
                register.asked.append(self.rfile.read(int(self.headers["Content-Length"])))
                time.sleep(register.waits)
                try:
                    self.send_response(register.status)
                    for name, value in register.headers.items():
                        self.send_header(name, value)
                    self.end_headers()
                    if not register.drips:
                        self.wfile.write(register.body)
                    for byte in register.body if register.drips else b"":
                        self.wfile.write(bytes([byte]))
                        time.sleep(register.drips)
                except OSError:
                    pass

            def log_message(self, *_args: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.server.block_on_close = False
        self.url = f"http://127.0.0.1:{self.server.server_port}/cek"
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()

    def says(self, value: object) -> None:
        self.body = json.dumps(value).encode()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def register(monkeypatch):
    with closing(Register()) as made:
        settings = replace(population.settings, population_url=made.url)
        monkeypatch.setattr(population, "settings", settings)
        monkeypatch.setattr(population, "TIMEOUT", 0.5)
        yield made


def test_it_is_asked_everything_and_in_the_body_alone(register) -> None:
    register.says({"verdict": "yes", "lists": ["bsu"]})
    assert population.check(ROW, b"wajah", b"ktp") == Answer("yes", ("bsu",))
    (asked,) = [json.loads(body) for body in register.asked]
    assert asked == {
        "nik": ROW.nik,
        "kk": ROW.kk,
        "birth_date": ROW.birth_date,
        "selfie": "d2FqYWg=",
        "id_card": "a3Rw",
    }


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ({"verdict": "yes"}, Answer("yes")),
        ({"verdict": "no", "lists": ["bsu"]}, Answer("no")),
        ({"verdict": "unknown"}, UNKNOWN),
        (
            {"verdict": "yes", "lists": ["bsu", "x", 3, None, "student"]},
            Answer("yes", ("student", "bsu")),
        ),
        ({"verdict": "yes", "lists": "bsu"}, UNKNOWN),
        ({"verdict": "maybe"}, UNKNOWN),
        ({"verdict": True}, UNKNOWN),
        ({"verdict": ["yes"]}, UNKNOWN),
        ({}, UNKNOWN),
        ([], UNKNOWN),
        ("yes", UNKNOWN),
        (None, UNKNOWN),
    ],
)
def test_only_a_clear_answer_counts(register, said, answer) -> None:
    register.says(said)
    assert population.check(ROW, b"", b"") == answer


@pytest.mark.parametrize("body", [b"", b"<html>", b"\xff\xfe", b'{"verdict": "yes"', b"[" * 60_000])
def test_what_is_no_json_is_unknown(register, body) -> None:
    register.body = body
    assert population.check(ROW, b"", b"") == UNKNOWN


def test_an_answer_without_end_is_unknown(register) -> None:
    register.body = b'{"verdict": "yes", "x": "' + b"a" * 500_000 + b'"}'
    assert population.check(ROW, b"", b"") == UNKNOWN


@pytest.mark.parametrize("status", [201, 400, 401, 404, 429, 500, 503])
def test_any_other_status_is_unknown(register, status) -> None:
    register.says({"verdict": "no"})
    register.status = status
    assert population.check(ROW, b"", b"") == UNKNOWN


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_it_is_never_sent_on_to_somebody_else(register, status) -> None:
    with closing(Register()) as other:
        other.says({"verdict": "yes"})
        register.status, register.headers = status, {"Location": other.url}
        assert population.check(ROW, b"", b"") == UNKNOWN
        assert other.asked == []


def timed(row=ROW) -> float:
    begun = time.monotonic()
    assert population.check(row, b"", b"") == UNKNOWN
    return time.monotonic() - begun


def test_a_slow_one_is_unknown_in_time(register) -> None:
    register.says({"verdict": "no"})
    register.waits = 2
    assert timed() < 1.5


def test_one_that_drips_is_unknown_in_time(register) -> None:
    register.says({"verdict": "no"})
    register.drips = 0.2
    assert timed() < 1.5


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:1/", "http://[::1", "http:///", "xyz", "http://a:b/"]
)
def test_one_that_is_down_or_no_address_is_unknown(monkeypatch, url) -> None:
    settings = replace(population.settings, population_url=url)
    monkeypatch.setattr(population, "settings", settings)
    assert timed() < 6


def test_nothing_of_a_person_is_logged(register, caplog) -> None:
    register.status = 500
    with caplog.at_level(logging.DEBUG):
        population.check(ROW, b"wajah", b"ktp")
    assert "population register" in caplog.text
    for secret in (ROW.nik, ROW.kk, ROW.birth_date, "wajah"):
        assert secret not in caplog.text


@pytest.mark.usefixtures("room")
@pytest.mark.parametrize(
    ("fault", "answer"),
    [("", Answer("yes")), ("no", Answer("no")), ("unknown", UNKNOWN), ("x", Answer("yes"))],
)
def test_in_training_a_face_is_its_owners_unless_the_trainer_says(fault, answer) -> None:
    Setting.insert(key="fault_face", value=fault).execute()
    assert population.compare(ROW.nik, b"wajah") == answer


@pytest.mark.usefixtures("room")
def test_without_a_fault_a_face_is_its_owners() -> None:
    assert population.compare(ROW.nik, b"wajah") == Answer("yes")


def test_without_a_register_production_knows_no_face(monkeypatch) -> None:
    monkeypatch.setattr(population, "settings", replace(population.settings, mode="production"))
    assert population.compare(ROW.nik, b"wajah") == UNKNOWN


@pytest.mark.parametrize("said", ["yes", "no", "unknown"])
def test_a_face_is_asked_at_its_own_address(register, said) -> None:
    register.says({"verdict": said, "lists": ["bsu"]})
    assert population.compare(ROW.nik, b"wajah") == Answer(said)
    assert [json.loads(body) for body in register.asked] == [{"nik": ROW.nik, "selfie": "d2FqYWg="}]
    assert register.paths == ["/cek/face"]


@pytest.mark.parametrize("status", [301, 400, 404, 500])
def test_a_face_without_a_clear_answer_is_unknown(register, status) -> None:
    register.says({"verdict": "no"})
    register.status = status
    assert population.compare(ROW.nik, b"wajah") == UNKNOWN
