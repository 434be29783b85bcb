"""Signed requests for tests, written from the description of the API, not with the server's own code."""

import hashlib
import hmac
import json
import socket
import time
from typing import Any, NamedTuple

BASE = "/api/v1/integration"
STATUS = f"{BASE}/payment/redeem-code/status"


class Reply(NamedTuple):
    """What came back over a socket."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def data(self) -> Any:
        """The JSON of the body."""
        return json.loads(self.body)


def sign(key: str, client: str, moment: str, path: str, text: bytes, extra: str = "") -> str:
    """What section 1 of the API says a signature is."""
    message = f"{client}{moment}POST{path}{extra}".encode() + text
    return hmac.new(key.encode(), message, hashlib.sha1).hexdigest()


def compact(body: Any) -> bytes:
    """A body without spaces."""
    return json.dumps(body, separators=(",", ":"), ensure_ascii=False).encode()


def headers_for(
    client: str,
    key: str,
    path: str,
    sent: bytes,
    signed: bytes | None = None,
    moment: str | None = None,
    name: str = "client_code",
) -> dict[str, str]:
    """The headers of a call that signs `signed` and sends `sent`."""
    moment = str(int(time.time())) if moment is None else moment
    return {
        "Content-Type": "application/json",
        name: client,
        "timestamp": moment,
        "signature": sign(key, client, moment, path, sent if signed is None else signed),
    }


def raw_request(path: str, headers: dict[str, str] | list[tuple[str, str]], body: bytes) -> bytes:
    """The very bytes of a POST; header names stay as they are written."""
    pairs = list(headers.items()) if isinstance(headers, dict) else headers
    lines = [f"POST {path} HTTP/1.1", "Host: 127.0.0.1", "Connection: close"]
    lines += [f"{name}: {value}" for name, value in pairs]
    lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + body


def send(port: int, request: bytes) -> Reply:
    """Send bytes to a server of this machine and read until it closes."""
    with socket.create_connection(("127.0.0.1", port), timeout=30) as wire:
        wire.sendall(request)
        answer = b""
        while part := wire.recv(65536):
            answer += part
    return reply_of(answer)


def reply_of(answer: bytes) -> Reply:
    """An answer's bytes, taken apart."""
    head, _, body = answer.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    pairs = (line.partition(":") for line in lines)
    headers = {name.strip().lower(): value.strip() for name, _, value in pairs}
    if headers.get("transfer-encoding") == "chunked":
        body = _unchunked(body)
    return Reply(int(first.split()[1]), headers, body)


def _unchunked(body: bytes) -> bytes:
    whole = b""
    while body:
        size, _, body = body.partition(b"\r\n")
        length = int(size or b"0", 16)
        if not length:
            break
        whole, body = whole + body[:length], body[length + 2 :]
    return whole
