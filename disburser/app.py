"""The simulated provider's HTTP: payouts, account inquiries, its book; a page that says what it is.

It has the shape of a public Indonesian disbursement API: Basic auth with the key as user name,
`Idempotency-Key` equal to the reference, asynchronous results told by signed callbacks. A share
`lies` of its answers is wrong in every way a line can be, but a final status is always true.
"""

import base64
import binascii
import hmac
import json
import random
import re
import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from functools import wraps
from pathlib import Path
from typing import Any

from flask import Blueprint, Flask, Response, current_app, jsonify, request
from werkzeug.exceptions import HTTPException

from disburser.book import Book, OtherBody, Row, facts, listed
from disburser.outcomes import Wish, failure_of, manner_of, wish
from disburser.worker import Post, Worker

blueprint = Blueprint("disburser", __name__)

CHANNELS = ("ID_DANA", "ID_OVO", "ID_GOPAY", "ID_LINKAJA", "ID_BNI", "ID_BCA")
MOST = 1_000_000_000  # rupiah in one payout
LISTED_AT_ONCE = 100  # payouts in a page of changes
LINE_KEPT_OPEN = 8.0  # seconds, by the manner `timeout`

# What may befall an answer when the provider lies: to any about a payout (accepted: though it
# ended), and, with a new payout, to its callback.
WRONG_ANSWERS = ("hang_up", "error", "accepted")
WRONG_CALLBACKS = ("twice", "early", "silent")

PAGE = """<!doctype html>
<html lang="id"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Penyedia pembayaran (simulasi)</title>
<h1>Penyedia pembayaran (simulasi)</h1>
<p>Ini latihan. Tidak ada uang sungguhan yang dikirim.</p>
<p>Aplikasi latihan meminta pengiriman insentif di sini, lalu diberi tahu hasilnya.</p>
</html>
"""


class BadBody(Exception):
    """The request is not one the API takes; the text says which part."""


def create_app(
    file: str,
    key: str,
    callback_url: str,
    *,
    lies: float = 0.0,
    seed: int = 0,
    pace: float = 0.3,
    works: bool = True,
    now: Callable[[], float] = time.time,
    post: Post | None = None,
) -> Flask:
    """The provider with its book in `file`; not `works`: nothing happens by itself (for tests)."""
    app = Flask(__name__, static_folder=None)
    app.config.update(MAX_CONTENT_LENGTH=16 * 1024, KEY=key, LIES=lies, NOW=now)
    app.extensions["random"] = (random.Random(seed), threading.Lock())  # noqa: S311
    book = app.extensions["book"] = Book(Path(file), key, pace)
    worker = app.extensions["worker"] = Worker(book, key, callback_url, now, post)
    app.register_blueprint(blueprint)
    app.register_error_handler(BadBody, lambda bad: _no(400, "API_VALIDATION_ERROR", str(bad)))
    app.register_error_handler(HTTPException, _broken)
    if works:
        worker.start()
    return app


def from_file(file: str) -> Flask:
    """The provider as a JSON file says: create_app's arguments by name; the key stays out of `ps`."""
    return create_app(**json.loads(Path(file).read_text()))


# --- What every answer stands on -----------------------------------------------------------------


def _book() -> Book:
    return current_app.extensions["book"]  # type: ignore[no-any-return]


def _worker() -> Worker:
    return current_app.extensions["worker"]  # type: ignore[no-any-return]


def _now() -> float:
    return float(current_app.config["NOW"]())


def _no(status: int, code: str, message: str) -> Response:
    answer = jsonify(error_code=code, message=message)
    answer.status_code = status
    return answer


def _broken(error: HTTPException) -> Response:
    return _no(error.code or 500, (error.name or "error").upper().replace(" ", "_"), error.name)


def customers(view: Any) -> Any:
    """For who has the key; everybody else is told 401."""

    @wraps(view)
    def guarded() -> Response:
        kind, _, sent = request.headers.get("Authorization", "").partition(" ")
        with suppress(binascii.Error, ValueError):
            name, _, password = base64.b64decode(sent, validate=True).partition(b":")
            known = hmac.compare_digest(name, current_app.config["KEY"].encode())
            if kind.lower() == "basic" and known and not password:
                return view()  # type: ignore[no-any-return]
        return _no(401, "INVALID_API_KEY", "The key is missing or wrong.")

    return guarded


def _lie(*possible: str) -> str:
    """Which of these befalls this answer; empty for most."""
    chance, lock = current_app.extensions["random"]
    with lock:
        if chance.random() >= current_app.config["LIES"]:
            return ""
        return str(chance.choice(possible))


def _hang_up() -> Response:
    """End the line without a word; where there is no line, an answer that says nothing."""
    line = request.environ.get("gunicorn.socket") or request.environ.get("werkzeug.socket")
    if isinstance(line, socket.socket):
        with suppress(OSError):
            line.shutdown(socket.SHUT_RDWR)
    return Response(status=500)


def _nothing(lie: str) -> Response:
    """No word, or one that says nothing."""
    return _hang_up() if lie == "hang_up" else _no(500, "SERVER_ERROR", "Something went wrong.")


def _told(row: Row, lie: str, spell: Callable[[Row], dict[str, Any]] = facts) -> dict[str, Any]:
    """What the caller hears of this payout: the truth, or less of it than there is."""
    told = spell(row)
    if lie == "accepted":
        told.pop("failure_code", None)
        told["status"] = "ACCEPTED"
    return told


# --- The API -------------------------------------------------------------------------------------


@blueprint.post("/v2/payouts")
@customers
def pay() -> Response:
    """Take a payout, or tell of the one that has this reference already."""
    body, asked = _payout_of(_body()), _wish()
    number = body["channel_properties"]["account_number"]
    outcome, manner = failure_of(number, asked), manner_of(number, asked)
    lie = "" if manner else _lie(*WRONG_ANSWERS, *WRONG_CALLBACKS)
    kept = manner or (lie if lie in WRONG_CALLBACKS else "")
    try:
        row, new = _book().accept(body, outcome, kept, _now())
    except OtherBody:
        return _no(409, "DUPLICATE_ERROR", "The reference was used with another body.")
    if new:
        _begin(row, kept or lie)
    elif kept:
        lie = "accepted" if lie else ""  # what was asked for happened the first time
    if new and kept == "timeout":
        _worker().stopping.wait(LINE_KEPT_OPEN)
        return _hang_up()
    if lie in ("hang_up", "error") or (new and kept == "error"):
        return _nothing(lie or kept)
    return jsonify(_told(row, lie))  # a new one as it was taken, whatever became of it since


def _begin(row: Row, manner: str) -> None:
    """Some payouts end while the caller still waits; all others when the worker comes to them."""
    if manner == "early":
        for callback in _book().settle(row["id"], _now(), hold=True):
            _worker().send(callback)
    elif manner == "accepted":
        _book().settle(row["id"], _now())
    _worker().wake()


@blueprint.get("/v2/payouts")
@customers
def find() -> Response:
    """The payout of a reference, in a list that is empty when there is none; or a page of changes."""
    reference = request.args.get("reference_id", "")
    if not reference:
        return _changes()
    lie = _lie(*WRONG_ANSWERS)
    if lie in ("hang_up", "error"):
        return _nothing(lie)
    row = _book().find(reference)
    if row is None:
        return jsonify(data=[])
    return jsonify(data=[_told(row, lie)])


def _changes() -> Response:
    """What changed after a moment or a page before, earliest first; a payout stands where it changed
    last."""
    after, limit = _place(), request.args.get("limit", str(LISTED_AT_ONCE))
    if not re.fullmatch(r"\d{1,3}", limit, re.ASCII) or not 0 < int(limit) <= LISTED_AT_ONCE:
        raise BadBody(f"limit is not 1 to {LISTED_AT_ONCE}")
    lie = _lie(*WRONG_ANSWERS)
    if lie in ("hang_up", "error"):
        return _nothing(lie)
    rows = _book().changed(after, int(limit) + 1)
    more, rows = len(rows) > int(limit), rows[: int(limit)]
    told = [_told(row, lie, listed) for row in rows]
    return jsonify(data=told, has_more=more, next_cursor=str(rows[-1]["updated"]) if more else None)


def _place() -> int:
    """After which change the list begins. Raises BadBody."""
    cursor, since = request.args.get("cursor", ""), request.args.get("updated_after", "")
    if re.fullmatch(r"\d{1,16}", cursor, re.ASCII):
        return int(cursor)
    with suppress(ValueError, OverflowError):
        moment = datetime.fromisoformat(since)
        if not cursor and moment.tzinfo is not None:
            return int(moment.timestamp() * 1000)
    raise BadBody("reference_id, updated_after or cursor is missing or malformed")


@blueprint.post("/v2/accounts/inquiry")
@customers
def inquire() -> Response:
    """Whether money would arrive at this account, and is it this person's."""
    body = _body()
    _text(body, "account_holder_name", ".{1,100}")
    _text(body, "identity_number", r"(\d{16})?")  # empty: whose it is cannot be compared
    failure = failure_of(_account_of(body), _wish())
    if lie := _lie("hang_up", "error"):
        return _nothing(lie)
    if failure:
        return jsonify(status="INVALID", failure_code=failure)
    return jsonify(status="VALID")


@blueprint.get("/book")
@customers
def book() -> Response:
    """Everything, always true: for tests and officers."""
    return jsonify(_book().everything())


@blueprint.get("/")
def front() -> Response:
    """Says what this is."""
    page = Response(PAGE, mimetype="text/html")
    page.headers["Content-Security-Policy"] = "default-src 'none'; frame-ancestors 'none'"
    return page


@blueprint.get("/healthz")
def healthz() -> Response:
    """It runs."""
    return Response("ok", mimetype="text/plain")


# --- What is asked -------------------------------------------------------------------------------


def _body() -> dict[str, Any]:
    try:
        body = json.loads(request.get_data())
    except (ValueError, RecursionError):
        raise BadBody("the body is not JSON") from None
    if not isinstance(body, dict):
        raise BadBody("the body is not an object")
    return body


def _wish() -> Wish:
    try:
        return wish(request.headers.get("X-Simulate", ""))
    except ValueError:
        raise BadBody("X-Simulate names nothing that can be simulated") from None


def _text(body: dict[str, Any], name: str, pattern: str) -> str:
    value = body.get(name)
    if not isinstance(value, str) or not re.fullmatch(pattern, value, re.ASCII):
        raise BadBody(f"{name} is missing or malformed")
    return value


def _account_of(body: dict[str, Any]) -> str:
    if body.get("channel_code") not in CHANNELS:
        raise BadBody("channel_code is not one of ours")
    return _text(body, "account_number", r"\d{5,20}")


def _payout_of(body: dict[str, Any]) -> dict[str, Any]:
    """The body of a payout, checked. Raises BadBody."""
    reference = _text(body, "reference_id", r"[A-Za-z0-9._-]{1,60}")
    if request.headers.get("Idempotency-Key") != reference:
        raise BadBody("Idempotency-Key is not the reference_id")
    account = body.get("channel_properties")
    if not isinstance(account, dict):
        raise BadBody("channel_properties is missing")
    _account_of({**account, "channel_code": body.get("channel_code")})
    _text(account, "account_holder_name", ".{1,100}")
    amount = body.get("amount")
    if type(amount) is not int or not 0 < amount <= MOST:
        raise BadBody("amount is not a whole number of rupiah")
    if body.get("currency") != "IDR":
        raise BadBody("currency is not IDR")
    _text(body, "description", ".{0,100}")
    return body
