"""SMS over HTTP, with a real server: what is posted, what each status means, and what stays unsaid."""

import json
import logging
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import SimpleNamespace

import pytest

from gateway_urls import sms_gateway
from gateways import sms
from rules.outbox import Outcome, known_by
from tests.server import free_port

KEY = "kunci-rahasia"


class Provider(ThreadingHTTPServer):
    """Answers every SMS with `status`; with 0 it hangs up."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Post)
        self.status = 202
        self.heard: list[tuple[str, dict[str, str], dict[str, str]]] = []
        self.place = f"127.0.0.1:{self.server_port}/v1/pesan"

    def handle_error(self, *_args: object) -> None:
        pass


class Post(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.heard.append((self.path, dict(self.headers), body))  # type: ignore
        status = self.server.status  # type: ignore
        if status:
            self.send_response(status)
            self.send_header("Content-Length", "0")
            self.end_headers()

    def log_message(self, *_args: object) -> None:
        pass


@pytest.fixture
def provider() -> Iterator[Provider]:
    serving = Provider()
    threading.Thread(target=serving.serve_forever, args=(0.02,), daemon=True).start()
    yield serving
    serving.shutdown()
    serving.server_close()


def message(addressee: str = "081234567890") -> SimpleNamespace:
    return SimpleNamespace(
        addressee=addressee, text="Kode: 123456 — Sari", reference="otp:7:sms", public_id="PSN1"
    )


@pytest.mark.parametrize("url", [f"http://{KEY}@%s", f"http://:{KEY}@%s", f"http://%s?key={KEY}"])
def test_a_message_is_posted_with_its_key_beside_it(provider: Provider, url: str) -> None:
    assert sms.send(sms_gateway(url % provider.place), message()) is Outcome.SENT
    ((path, headers, body),) = provider.heard
    assert path == "/v1/pesan"
    assert headers["Authorization"] == f"Bearer {KEY}"
    assert headers["Idempotency-Key"] == known_by("PSN1")
    assert headers["Content-Type"] == "application/json"
    text = "Kode: 123456 — Sari"
    assert body == {"to": "+6281234567890", "text": text, "reference": known_by("PSN1")}
    assert "otp" not in str((path, headers, body))


def test_a_number_from_abroad_stays_as_it_is_and_no_key_is_none(provider: Provider) -> None:
    sms.send(sms_gateway(f"http://{provider.place}?sender=PRAKERJA"), message("+6591234567"))
    ((path, headers, body),) = provider.heard
    assert path == "/v1/pesan?sender=PRAKERJA"
    assert "Authorization" not in headers
    assert body["to"] == "+6591234567"


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (200, Outcome.SENT),
        (201, Outcome.SENT),
        (202, Outcome.SENT),
        (302, Outcome.BUSY),
        (400, Outcome.REFUSED),
        (401, Outcome.DOWN),
        (402, Outcome.DOWN),
        (403, Outcome.LATER),
        (404, Outcome.BUSY),
        (405, Outcome.BUSY),
        (409, Outcome.LATER),
        (422, Outcome.REFUSED),
        (429, Outcome.BUSY),
        (500, Outcome.BUSY),
        (503, Outcome.BUSY),
        (0, Outcome.BUSY),
    ],
)
def test_the_status_says_whether_to_come_again(
    provider: Provider, status: int, outcome: Outcome, caplog
) -> None:
    caplog.set_level(logging.DEBUG)
    provider.status = status
    assert sms.send(sms_gateway(f"http://{KEY}@{provider.place}"), message()) is outcome
    assert len(provider.heard) == 1
    assert bool(caplog.text) == (outcome is not Outcome.SENT)
    for secret in (KEY, "1234567890", "123456", "Sari"):
        assert secret not in caplog.text


def test_nobody_there_is_down(caplog) -> None:
    api = sms_gateway(f"http://{KEY}@127.0.0.1:{free_port()}/")
    assert sms.send(api, message()) is Outcome.DOWN
    assert "ConnectionRefusedError" in caplog.text
    assert KEY not in caplog.text and KEY not in repr(api)
