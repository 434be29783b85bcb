"""One HTTP call: the whole answer in time, or none at all, and nothing of what was asked in words."""

import json
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from gateways import http
from gateways.http import NoAnswer, NotReached, call, read_json
from tests.tls import certificate_of


class Line:
    """A server that says these bytes to everybody, in pieces with a pause before each."""

    def __init__(self, *pieces: bytes, pause: float = 0.0) -> None:
        self.pieces, self.pause = pieces, pause
        self.heard: list[bytes] = []
        self.server = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self.server.getsockname()[1]}/a/b?c=d"
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                line, _ = self.server.accept()
            except OSError:
                return
            threading.Thread(target=self._answer, args=(line,), daemon=True).start()

    def _answer(self, line: socket.socket) -> None:
        with line:
            try:
                self.heard.append(line.recv(65536))
                for piece in self.pieces:
                    time.sleep(self.pause)
                    line.sendall(piece)
            except OSError:
                pass

    def close(self) -> None:
        self.server.close()


def ask(url: str, seconds: float = 5) -> http.Answer:
    return call("POST", url, b"rahasia", {"X-Kunci": "rahasia"}, seconds)


@pytest.mark.parametrize("status", [200, 201, 302, 404, 409, 500])
def test_any_status_is_an_answer_and_no_redirect_is_followed(status: int) -> None:
    words = f"HTTP/1.1 {status} X\r\nLocation: /lain\r\nContent-Length: 2\r\n\r\n{{}}".encode()
    with closing(Line(words)) as line:
        assert ask(line.url) == http.Answer(status, b"{}")
        assert len(line.heard) == 1
        assert line.heard[0].startswith(b"POST /a/b?c=d HTTP/1.1\r\n")
        assert b"X-Kunci: rahasia\r\n" in line.heard[0]


@pytest.mark.parametrize(
    "said",
    [
        b"",
        b"halo\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n{}",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"HTTP/1.1 200 OK\r\n\r\n" + b"a" * 70_000,
        b"HTTP/1.1 200 " + b"a" * 70_000 + b"\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"a: b\r\n" * 200 + b"\r\n",
    ],
)
def test_half_an_answer_or_too_much_of_it_is_none(said: bytes) -> None:
    with closing(Line(said)) as line, pytest.raises(NoAnswer) as caught:
        ask(line.url)
    assert str(caught.value).isidentifier()


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:1/",
        "http://[::1",
        "http:///",
        "http://a:b/",
        "xyz",
        "",
        "file:///etc/passwd",
        "ftp://127.0.0.1/",
        "http://" + "a" * 70 + "/",
    ],
)
def test_nobody_there_is_no_answer(url: str) -> None:
    with pytest.raises(NoAnswer):
        ask(url)


def test_it_is_known_whether_anything_may_have_been_heard() -> None:
    with socket.create_server(("127.0.0.1", 0)) as gone:
        nobody = gone.getsockname()[1]
    with pytest.raises(NotReached, match="ConnectionRefusedError"):
        ask(f"http://127.0.0.1:{nobody}/")
    with closing(Line(b"no TLS\r\n\r\n")) as line, pytest.raises(NotReached, match="SSLError"):
        ask(line.url.replace("http:", "https:"))
    with closing(Line(b"")) as line, pytest.raises(NoAnswer) as heard:
        ask(line.url)
    assert not isinstance(heard.value, NotReached)


def timed(url: str) -> float:
    begun = time.monotonic()
    with pytest.raises(NoAnswer):
        ask(url, 2)
    return time.monotonic() - begun


def test_one_that_drips_without_a_length_is_cut_off_and_not_believed() -> None:
    head = b"HTTP/1.1 200 OK\r\n\r\n{}"
    with closing(Line(head, *[b" "] * 400, pause=0.05)) as line:
        assert timed(line.url) < 5


def test_one_that_never_speaks_is_left_in_time() -> None:
    with closing(Line(b"x", pause=20)) as line:
        assert timed(line.url) < 5


def test_a_handshake_that_never_comes_ends_in_time() -> None:
    with closing(Line(b"x", pause=20)) as line:
        assert timed(line.url.replace("http:", "https:")) < 5


def test_the_proxies_of_the_environment_are_not_asked(monkeypatch) -> None:
    with closing(Line(b"HTTP/1.1 200 OK\r\n\r\n")) as proxy:
        for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
            monkeypatch.setenv(name, proxy.url)
        with pytest.raises(NoAnswer):
            ask("http://127.0.0.1:1/")
        assert proxy.heard == []


@contextmanager
def secured(folder: Path) -> Iterator[tuple[str, Path]]:
    """An HTTPS server with a certificate of its own."""
    pem = certificate_of("localhost", folder)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            content = json.dumps(self.headers["Host"]).encode()
            self.send_response(200)
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_args: object) -> None:
            pass

    class Quiet(ThreadingHTTPServer):
        def handle_error(self, *_args: object) -> None:
            pass

    server = Quiet(("127.0.0.1", 0), Handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield f"https://localhost:{server.server_port}/", pem
    finally:
        server.shutdown()
        server.server_close()


def test_tls_is_spoken_with_whom_we_trust_alone(tmp_path: Path, monkeypatch) -> None:
    with secured(tmp_path) as (url, pem):
        with pytest.raises(NoAnswer, match="SSLCertVerificationError"):
            ask(url, 2)
        monkeypatch.setenv("SSL_CERT_FILE", str(pem))
        host = url.removeprefix("https://").rstrip("/")
        assert ask(url, 2) == http.Answer(200, json.dumps(host).encode())
        with pytest.raises(NoAnswer, match="SSLCertVerificationError"):
            ask(url.replace("localhost", "127.0.0.1"), 2)


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe\xff", b"[" * 60_000])
def test_what_is_no_json_says_so_in_one_way(content: bytes) -> None:
    with pytest.raises(ValueError, match="Expecting|decode|invalid|deep"):
        read_json(content)
    assert read_json(b'{"a": 1}') == {"a": 1}


def test_all_addresses_of_a_name_share_the_time(monkeypatch) -> None:
    tried: list[tuple[str, float]] = []
    moment = [100.0]

    class Deaf:
        def __init__(self, *_kind: object) -> None:
            self.seconds = 0.0

        def settimeout(self, seconds: float) -> None:
            self.seconds = seconds

        def connect(self, address: tuple[str, int]) -> None:
            tried.append((address[0], self.seconds))
            moment[0] += 2.0
            raise TimeoutError

        def close(self) -> None:
            pass

    found = [(2, 1, 6, "", (f"192.0.2.{last}", 80)) for last in range(1, 5)]
    monkeypatch.setattr(http.socket, "getaddrinfo", lambda *_, **__: found)
    monkeypatch.setattr(http.socket, "socket", Deaf)
    monkeypatch.setattr(http.time, "monotonic", lambda: moment[0])
    with pytest.raises(NoAnswer, match="TimeoutError"):
        call("GET", "http://jauh.test/", None, {}, 5.0)
    assert tried == [("192.0.2.1", 5.0), ("192.0.2.2", 3.0), ("192.0.2.3", 1.0)]


def test_the_second_address_is_tried_when_the_first_does_not_listen(monkeypatch) -> None:
    with closing(Line(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")) as line:
        port = line.server.getsockname()[1]
        with socket.create_server(("127.0.0.1", 0)) as gone:
            nobody = gone.getsockname()[1]
        found = [(2, 1, 6, "", ("127.0.0.1", number)) for number in (nobody, port)]
        monkeypatch.setattr(http.socket, "getaddrinfo", lambda *_, **__: found)
        assert ask("http://dua.test/").status == 200


def test_a_name_without_an_address_is_no_answer(monkeypatch) -> None:
    monkeypatch.setattr(http.socket, "getaddrinfo", lambda *_, **__: [])
    with pytest.raises(NoAnswer):
        ask("http://hampa.test/")
