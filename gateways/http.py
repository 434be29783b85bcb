"""One HTTP call that ends in time: no redirects, no proxies, answers of bounded length.

Only the machine's own name resolver has no limit of ours; it has its own (resolv.conf).
"""

import json
import socket
import ssl
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPSConnection, IncompleteRead
from typing import Any
from urllib.parse import urlsplit

MOST_BYTES = 64 * 1024
_KINDS = {"http": HTTPConnection, "https": HTTPSConnection}


class NoAnswer(Exception):
    """Nothing came back that can be read; the text is the class of what went wrong, nothing else."""


class NotReached(NoAnswer):
    """Nobody took the call: nothing of what was asked has left."""


@dataclass(frozen=True)
class Answer:
    """What came back: any status, and the whole body."""

    status: int
    body: bytes


def call(
    method: str, url: str, body: bytes | None, headers: Mapping[str, str], seconds: float
) -> Answer:
    """Ask, and have the whole answer within `seconds`, all addresses together. Raises NoAnswer."""
    try:
        return _call(method, url, body, headers, seconds)
    except (OSError, HTTPException, ValueError) as error:
        # Its class alone: a message could repeat what was asked.
        raise NoAnswer(type(error).__name__) from None


def open_line(host: str, port: int, end: float) -> socket.socket:
    """A line to that port of that host, opened before the end. Raises OSError or ValueError."""
    return _connect(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM), end)


def hang_up(line: socket.socket) -> None:
    """End what is said on a line, whoever reads from it or writes to it."""
    with suppress(OSError):
        socket.socket.shutdown(line, socket.SHUT_RDWR)  # below TLS, which another thread may use


def read_json(content: bytes) -> Any:
    """The JSON in these bytes. Raises ValueError when it is none, or too deep."""
    try:
        return json.loads(content)
    except RecursionError:
        raise ValueError("too deep") from None


def _call(
    method: str, url: str, body: bytes | None, headers: Mapping[str, str], seconds: float
) -> Answer:
    parts = urlsplit(url)
    if parts.scheme not in _KINDS or not parts.hostname:
        raise ValueError("no address")
    connection = _KINDS[parts.scheme](parts.hostname, parts.port)
    end = time.monotonic() + seconds
    try:
        line = open_line(connection.host, connection.port, end)
    except OSError as error:
        raise NotReached(type(error).__name__) from None
    if parts.scheme == "https":
        line = ssl.create_default_context().wrap_socket(
            line, server_hostname=connection.host, do_handshake_on_connect=False
        )
    # A socket's own limit is per read; one that drips a byte a second would never end.
    late = threading.Event()
    deadline = threading.Timer(max(end - time.monotonic(), 0), _hang_up, (line, late))
    deadline.daemon = True
    deadline.start()
    try:
        if isinstance(line, ssl.SSLSocket):
            _shake_hands(line)
        connection.sock = line
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.request(method, path, body, {"Connection": "close", **headers})
        answer = connection.getresponse()
        content = answer.read(MOST_BYTES + 1)
        if late.is_set():
            raise TimeoutError  # what was cut off may look like a whole answer
        if len(content) > MOST_BYTES:
            raise ValueError("too long")
        if answer.length:  # read() with a limit is silent about it
            raise IncompleteRead(content, answer.length)
        return Answer(answer.status, content)
    finally:
        deadline.cancel()
        connection.close()
        line.close()


def _connect(addresses: list[Any], end: float) -> socket.socket:
    """A line to the first of these that takes it before the end. Raises OSError."""
    problem: OSError = TimeoutError()
    for family, kind, protocol, _, address in addresses:
        left = end - time.monotonic()
        if left <= 0:
            break
        line = socket.socket(family, kind, protocol)
        try:
            line.settimeout(left)
            line.connect(address)
            return line
        except OSError as error:
            line.close()
            problem = error
    raise problem


def _shake_hands(line: ssl.SSLSocket) -> None:
    try:
        line.do_handshake()
    except OSError as error:
        raise NotReached(type(error).__name__) from None


def _hang_up(line: socket.socket, late: threading.Event) -> None:
    late.set()
    hang_up(line)
