"""Calls to the programme's partner API: signed, five seconds at most, answered in three ways."""

import hashlib
import hmac
import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import ProxyHandler, Request, build_opener

PREFIX = "/api/v1/integration"
SECONDS = 5
LARGEST = 1024 * 1024

# The programme stands on this machine or is named outright: no proxy of the environment is asked.
_opener = build_opener(ProxyHandler({}))


class ApiRefused(Exception):
    """The programme answered no; `message` is fit for showing to a participant."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(code)
        self.code, self.message = code, message


class ApiDown(Exception):
    """The programme did not answer, or not in its own language; nothing is known of the effect."""


@dataclass(frozen=True)
class Account:
    """Who we are at the programme in one room, and where it listens."""

    server: str
    client_code: str
    sign_key: str


Call = Callable[[Account, str, dict[str, Any]], dict[str, Any]]


def signature(key: str, client_code: str, timestamp: str, path: str, body: str) -> str:
    """The signature of a POST, as the partner API wants it."""
    text = f"{client_code}{timestamp}POST{path}{body}"
    return hmac.new(key.encode(), text.encode(), hashlib.sha1).hexdigest()


def call(account: Account, endpoint: str, body: dict[str, Any]) -> dict[str, Any]:
    """The `data` of a success; raises ApiRefused or ApiDown."""
    path, text = PREFIX + endpoint, json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    stamp = str(int(time.time()))
    request = Request(
        account.server + path,
        data=text.encode(),
        headers={
            "Content-Type": "application/json",
            "client_code": account.client_code,
            "timestamp": stamp,
            "signature": signature(account.sign_key, account.client_code, stamp, path, text),
        },
    )
    try:
        with _opener.open(request, timeout=SECONDS) as answer:
            return _data_of(answer.read(LARGEST), answer.status)
    except HTTPError as error:
        with error:
            return _data_of(_read(error), error.code)
    except (URLError, HTTPException, OSError) as error:
        raise ApiDown(type(error).__name__) from error


def _read(error: HTTPError) -> bytes:
    try:
        return error.read(LARGEST)
    except (HTTPException, OSError) as broken:
        raise ApiDown(type(broken).__name__) from broken


def _data_of(raw: bytes, status: int) -> dict[str, Any]:
    try:
        answer = json.loads(raw)
    except ValueError as error:
        raise ApiDown(f"no JSON with status {status}") from error
    if not isinstance(answer, dict) or status >= 500:
        raise ApiDown(f"status {status}")
    if status != 200 or answer.get("success") is not True:
        raise ApiRefused(str(answer.get("code") or status), str(answer.get("message") or ""))
    data = answer.get("data")
    return data if isinstance(data, dict) else {}
