"""E-mail over SMTP, with a real server: what arrives, what is refused, and what is never said aloud."""

import logging
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from itertools import count
from pathlib import Path
from types import SimpleNamespace

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope

import clock
from gateway_urls import MailServer, mail_gateway
from gateways import smtp
from rules.outbox import Outcome
from tests.server import free_port
from tests.tls import certificate_of

TEXT = "Halo Sari! Sisa saldomu Rp600.000 — «cek di dasbor».\n.\nKode: 123456"
numbers = count()


def message(**changes: str) -> SimpleNamespace:
    """A message as the gateway sees one; every name is new unless given."""
    row = {
        "addressee": "sari@contoh.id",
        "subject": "Sisa saldo — Sari",
        "text": TEXT,
        "reference": "diterima:7:email",
        "public_id": f"PSN{next(numbers)}",
    }
    return SimpleNamespace(**{**row, **changes})


class Box:
    """What a server got, and what it answers instead of taking it."""

    def __init__(self, rcpt: str = "", data: str = "", mail: str = "") -> None:
        self.rcpt, self.data, self.mail = rcpt, data, mail
        self.envelopes: list[Envelope] = []
        self.encrypted: list[bool] = []

    async def handle_MAIL(self, _server, _session, envelope, address, options) -> str:
        if self.mail:
            return self.mail
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(self, _server, _session, envelope, address, options) -> str:
        if self.rcpt:
            return self.rcpt
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, _session, envelope) -> str:
        if not self.data:
            self.envelopes.append(envelope)
            self.encrypted.append(server.transport.get_extra_info("ssl_object") is not None)
        return self.data or "250 OK"


def letter_in(box: Box) -> EmailMessage:
    """The only one that came."""
    (envelope,) = box.envelopes
    return message_from_bytes(envelope.content, policy=policy.default)  # type: ignore[return-value]


class AnyPort(Controller):
    """A server on whatever port is free."""

    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@contextmanager
def server(box: Box, query: str = "", scheme: str = "smtp", **how) -> Iterator[MailServer]:
    """A real SMTP server on this machine, as a gateway."""
    listening = AnyPort(box, hostname="127.0.0.1", port=0, **how)
    listening.start()
    try:
        url = f"{scheme}://{query}127.0.0.1:{listening.port}?from=Prakerja%20<kabar@contoh.test>"
        yield mail_gateway(url)
    finally:
        listening.stop()


@pytest.fixture(scope="module")
def pem(tmp_path_factory) -> Path:
    """A certificate for surat.test that nobody but itself vouches for."""
    return certificate_of("surat.test", tmp_path_factory.mktemp("tls"))


def tls(pem: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    return context


@pytest.fixture
def far(monkeypatch):
    """The same server, but at a name that is not this machine's own."""
    real = socket.getaddrinfo

    def found(host: str, *how: object, **more: object):
        return real("127.0.0.1" if host.endswith(".test") else host, *how, **more)

    monkeypatch.setattr(socket, "getaddrinfo", found)
    return lambda gateway, host="surat.test": replace(gateway, host=host, near=False)


def knows(_server, _session, _envelope, _mechanism, data) -> AuthResult:
    right = (data.login, data.password) == (b"prakerja", b"r@hasia:1")
    return AuthResult(success=right, handled=False)


LOCKED = {"authenticator": knows, "auth_required": True}


# --- What arrives --------------------------------------------------------------------------------


def test_a_letter_arrives_as_it_was_written() -> None:
    box, sent = Box(), message()
    with server(box) as gateway:
        assert smtp.send(gateway, sent) is Outcome.SENT
    letter = letter_in(box)
    assert (letter["From"], letter["To"]) == ("Prakerja <kabar@contoh.test>", "sari@contoh.id")
    assert letter["Subject"] == "Sisa saldo — Sari"
    assert letter.get_content_type() == "text/plain" and letter.get_content_charset() == "utf-8"
    assert letter.get_content().replace("\r\n", "\n").rstrip("\n") == TEXT
    assert abs(letter["Date"].datetime - clock.real_now()) < timedelta(minutes=1)
    assert letter["Auto-Submitted"] == "auto-generated"
    (envelope,) = box.envelopes
    assert envelope.mail_from == "kabar@contoh.test" and envelope.rcpt_tos == ["sari@contoh.id"]
    assert envelope.content.isascii()  # any server can carry it


def test_one_sent_again_is_recognised_and_another_is_another() -> None:
    names = []
    for public_id in ("PSN-A", "PSN-A", "PSN-B"):  # one event has its reference in each room
        box = Box()
        with server(box) as gateway:
            smtp.send(gateway, message(public_id=public_id))
        names.append(letter_in(box)["Message-ID"])
    assert names[0] == names[1] != names[2]
    assert names[0].startswith("<") and names[0].endswith("@contoh.test>")
    assert "diterima" not in names[0] and "PSN" not in names[0]


@pytest.mark.parametrize("subject", ["Hai\nBcc: lain@contoh.id", "Hai\r\n\r\nIsi", "Hai\x0bdan"])
def test_a_line_break_in_the_subject_begins_no_header(subject: str) -> None:
    box = Box()
    with server(box) as gateway:
        assert smtp.send(gateway, message(subject=subject)) is Outcome.SENT
    assert letter_in(box)["Subject"] == " ".join(subject.split())
    assert letter_in(box)["Bcc"] is None
    assert box.envelopes[0].rcpt_tos == ["sari@contoh.id"]


@pytest.mark.parametrize(
    "addressee",
    [
        "sari@contoh.id\nBcc: lain@contoh.id",
        "sari@contoh.id\r\nRCPT TO:<lain@contoh.id>",
        "sari@contoh.id, lain@contoh.id",
        "Sari <sari@contoh.id>",
        "sari",
        "@contoh.id",
        "sári@contoh.id",
        "sari@[",
        "sari@[ ",
        "",
    ],
)
def test_what_is_not_one_address_is_never_sent(addressee: str, caplog) -> None:
    box = Box()
    with server(box) as gateway:
        assert smtp.send(gateway, message(addressee=addressee)) is Outcome.REFUSED
    assert box.envelopes == []
    assert "contoh" not in caplog.text


def test_a_host_beyond_ascii_needs_a_server_that_can_write_it() -> None:
    able, unable = Box(), Box()
    with server(able) as gateway:
        assert smtp.send(gateway, message(addressee="sari@contöh.id")) is Outcome.SENT
    assert able.envelopes[0].rcpt_tos == ["sari@contöh.id"]
    with server(unable, enable_SMTPUTF8=False) as gateway:
        assert smtp.send(gateway, message(addressee="sari@contöh.id")) is Outcome.REFUSED


# --- Encryption and keys -------------------------------------------------------------------------


def test_on_this_machine_encryption_is_used_where_it_is_offered(pem: Path) -> None:
    plain, offered = Box(), Box()
    with server(plain) as gateway:
        assert smtp.send(gateway, message()) is Outcome.SENT
    with server(offered, tls_context=tls(pem)) as gateway:
        assert smtp.send(gateway, message()) is Outcome.SENT
    assert (plain.encrypted, offered.encrypted) == ([False], [True])


@pytest.mark.filterwarnings("ignore:Requiring AUTH")
def test_elsewhere_nothing_is_said_without_encryption(far) -> None:
    box = Box()
    with server(box, "prakerja:r%40hasia%3A1@", **LOCKED, auth_require_tls=False) as gateway:
        assert smtp.send(far(gateway), message()) is Outcome.DOWN
        assert smtp.send(gateway, message()) is Outcome.SENT
    assert len(box.envelopes) == 1


def test_elsewhere_the_certificate_is_read(far, pem: Path, monkeypatch, caplog) -> None:
    box = Box()
    with server(box, "prakerja:r%40hasia%3A1@", tls_context=tls(pem), **LOCKED) as gateway:
        assert smtp.send(far(gateway), message()) is Outcome.DOWN  # nobody we trust vouches for it
        assert "SSLCertVerificationError" in caplog.text
        monkeypatch.setenv("SSL_CERT_FILE", str(pem))
        assert smtp.send(far(gateway, "lain.test"), message()) is Outcome.DOWN  # another's
        assert smtp.send(far(gateway), message()) is Outcome.SENT
    assert box.encrypted == [True]


def test_smtps_is_encrypted_from_the_first_byte(far, pem: Path, monkeypatch) -> None:
    box = Box()
    with server(box, scheme="smtps", ssl_context=tls(pem)) as gateway:
        assert gateway.tls
        assert smtp.send(far(gateway), message()) is Outcome.DOWN
        monkeypatch.setenv("SSL_CERT_FILE", str(pem))
        assert smtp.send(far(gateway), message()) is Outcome.SENT
    assert box.encrypted == [True]


def test_a_wrong_password_is_no_messages_fault_and_stays_unsaid(pem: Path, caplog) -> None:
    box = Box()
    with server(box, "prakerja:salah-sekali@", tls_context=tls(pem), **LOCKED) as gateway:
        assert smtp.send(gateway, message()) is Outcome.DOWN
    assert "SMTPAuthenticationError 535" in caplog.text
    assert "salah-sekali" not in caplog.text and "salah-sekali" not in repr(gateway)


# --- Refusals ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answers", "outcome"),
    [
        ({"rcpt": "450 4.2.1 sari@contoh.id: try later"}, Outcome.LATER),
        ({"rcpt": "550 5.1.1 sari@contoh.id: no such user"}, Outcome.REFUSED),
        ({"rcpt": "553 sari@contoh.id"}, Outcome.REFUSED),
        ({"rcpt": "550 5.7.1 we do not carry for you"}, Outcome.LATER),
        ({"rcpt": "421 4.3.0 sari@contoh.id: too many"}, Outcome.BUSY),
        ({"data": "451 4.3.0 sari@contoh.id"}, Outcome.LATER),
        ({"data": "552 5.2.2 sari@contoh.id: full"}, Outcome.REFUSED),
        ({"mail": "550 5.1.8 we do not know you"}, Outcome.BUSY),
        ({"mail": "452 4.3.1 no room"}, Outcome.BUSY),
    ],
)
def test_a_refusal_says_whether_to_come_again(answers, outcome: Outcome, caplog) -> None:
    caplog.set_level(logging.DEBUG)
    box = Box(**answers)
    with server(box) as gateway:
        assert smtp.send(gateway, message()) is outcome
    code = next(iter(answers.values()))[:3]
    ours = " ".join(record.getMessage() for record in caplog.records if record.name == "messages")
    assert code in ours
    assert "sari" not in ours.lower() and "123456" not in ours


# --- Lines that break ----------------------------------------------------------------------------


class Script:
    """A server that answers each command as written, and hangs up where nothing is written."""

    def __init__(self, greeting: bytes = b"220 halo\r\n", **answers: bytes) -> None:
        usual = {"EHLO": b"250 halo\r\n", "MAIL": b"250 ok\r\n", "RCPT": b"250 ok\r\n"}
        self.greeting, self.answers = greeting, {**usual, **answers}
        self.over = threading.Event()
        self.server = socket.create_server(("127.0.0.1", 0))
        port = self.server.getsockname()[1]
        self.gateway = mail_gateway(f"smtp://127.0.0.1:{port}?from=kabar@contoh.test")
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        try:
            line, _ = self.server.accept()
            with line, line.makefile("rb") as heard:
                if not self.greeting:
                    return
                line.sendall(self.greeting)
                for command in heard:
                    answer = self.answers.get(command[:4].decode().strip().upper(), b"")
                    if answer == b"":
                        return
                    while answer == b"drip":
                        line.sendall(b"x")
                        if self.over.wait(0.02):
                            return
                    line.sendall(answer)
        except OSError:
            pass

    def close(self) -> None:
        self.over.set()
        self.server.close()


@pytest.mark.parametrize(
    ("script", "outcome"),
    [
        ({"greeting": b""}, Outcome.DOWN),
        ({"greeting": b"554 go away\r\n"}, Outcome.DOWN),
        ({"greeting": b"halo\r\n"}, Outcome.DOWN),
        ({"EHLO": b""}, Outcome.DOWN),
        ({"MAIL": b""}, Outcome.BUSY),
        ({"RCPT": b""}, Outcome.BUSY),
        ({"DATA": b""}, Outcome.BUSY),
        ({"DATA": b"354 go\r\n"}, Outcome.BUSY),
    ],
)
def test_a_line_that_breaks_counts_only_when_the_letter_may_have_gone(
    script, outcome: Outcome, monkeypatch
) -> None:
    monkeypatch.setattr(smtp, "TIMEOUT", 2.0)
    with closing(Script(**script)) as broken:
        assert smtp.send(broken.gateway, message()) is outcome


def test_nobody_there_is_down(caplog) -> None:
    port = free_port()
    gateway = mail_gateway(f"smtp://a:rahasia@127.0.0.1:{port}?from=kabar@contoh.test")
    assert smtp.send(gateway, message()) is Outcome.DOWN
    assert "ConnectionRefusedError" in caplog.text and "rahasia" not in caplog.text


@pytest.mark.parametrize(
    ("script", "outcome"),
    [({"EHLO": b"drip"}, Outcome.DOWN), ({"RCPT": b"drip"}, Outcome.BUSY)],
)
def test_one_that_drips_is_left_long_before_the_lease_ends(
    script, outcome: Outcome, monkeypatch
) -> None:
    monkeypatch.setattr(smtp, "TIMEOUT", 2.0)
    with closing(Script(**script)) as slow:
        begun = time.monotonic()
        assert smtp.send(slow.gateway, message()) is outcome
        assert time.monotonic() - begun < 5


def test_all_limits_together_end_before_the_lease_does() -> None:
    from actions import outbox
    from gateways import sms
    from jobs import LONGEST_ROUND

    assert max(smtp.TIMEOUT, sms.TIMEOUT) <= 10 < outbox.LEASE.total_seconds() / 2
    assert LONGEST_ROUND <= 3
