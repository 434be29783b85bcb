"""The simulated institution; `create_app(FILE)` reads who it is from a JSON file.

The file names the programme's address as programs reach it (`server`) and as people open it
(`home`), the institution's own (`address`), its secrets, and one partner account a room.
"""

import hmac
import json
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, Response, abort, request, send_from_directory, session
from jinja2 import StrictUndefined

from institution.attendance import attend, back
from institution.client import Call, call
from institution.courses import code, course
from institution.entrance import email, front, sign_in, sign_out
from institution.pages import page, settings
from institution.store import Store
from institution.study import check_work, exam, feedback, module, work
from institution.trainer import clear, trainer


def create_app(file: str, caller: Call = call) -> Flask:
    """The institution for the settings in `file`; tests pass a caller of their own."""
    app = Flask(__name__, static_folder=None)
    facts = json.loads(Path(file).read_text())
    app.config.update(
        SECRET_KEY=facts["secret"],
        SESSION_COOKIE_NAME="lembaga",  # cookies do not tell ports apart
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        MAX_CONTENT_LENGTH=64 * 1024,
        FILE=Path(file),
        CALL=caller,
    )
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(token=_token, home=lambda: settings()["home"])
    app.extensions["store"] = Store(Path(file).parent / "institution.db", facts["seal_key"])
    app.before_request(_check_token)
    app.after_request(_headers)
    for status in (400, 404, 405, 413, 500):
        app.register_error_handler(status, _broken)
    for rule, methods, view in (
        ("/", ["GET"], front),
        ("/masuk", ["POST"], sign_in),
        ("/keluar", ["POST"], sign_out),
        ("/email", ["GET", "POST"], email),
        ("/kode", ["GET", "POST"], code),
        ("/kelas/<int:number>", ["GET"], course),
        ("/kelas/<int:number>/hadir/<int:sequence>", ["POST"], attend),
        ("/kembali", ["GET"], back),
        ("/kelas/<int:number>/modul/<int:which>", ["GET", "POST"], module),
        ("/kelas/<int:number>/tugas", ["GET", "POST"], work),
        ("/kelas/<int:number>/tugas/cek", ["POST"], check_work),
        ("/kelas/<int:number>/masukan", ["POST"], feedback),
        ("/kelas/<int:number>/ujian", ["GET", "POST"], exam),
        ("/pelatih", ["GET", "POST"], trainer),
        ("/pelatih/kosongkan", ["POST"], clear),
        ("/gaya.css", ["GET"], style),
        ("/healthz", ["GET"], healthz),
    ):
        app.add_url_rule(rule, view_func=view, methods=methods)
    return app


def _token() -> str:
    if "token" not in session:
        session["token"] = secrets.token_urlsafe(16)
    return str(session["token"])


def _check_token() -> None:
    """A form counts only when it came from a page of ours."""
    if request.method in ("GET", "HEAD", "OPTIONS"):
        return
    sent, kept = request.form.get("token", ""), session.get("token", "")
    if not kept or not hmac.compare_digest(sent.encode(), kept.encode()):
        abort(400)


def _headers(response: Response) -> Response:
    known = settings()
    # A form that leads to the face check is redirected to the programme, which a browser must allow.
    allowed = " ".join({_origin(known["server"]), _origin(known["home"])})
    response.headers.setdefault(
        "Content-Security-Policy",
        "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'; "
        f"form-action 'self' {allowed}",
    )
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    response.headers.setdefault("Referrer-Policy", "same-origin")
    response.headers.setdefault("Cache-Control", "private, no-store")
    return response


def _origin(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


def _broken(error: Any) -> Response:
    status = getattr(error, "code", None) or 500
    sentences = {
        400: "Halaman ini terlalu lama terbuka. Kembali, muat ulang, lalu kirim lagi.",
        404: "Halaman ini tidak ada di lembaga ini.",
        405: "Halaman ini tidak bisa dibuka seperti itu.",
        413: "Isian terlalu panjang. Persingkat, lalu kirim lagi.",
    }
    text = sentences.get(status, "Ada gangguan di lembaga ini. Isianmu yang terkirim tetap ada.")
    return page("message.html", status, heading="Belum berhasil", text=text, link=None)


def style() -> Response:
    """The institution's own look."""
    response = send_from_directory(Path(__file__).parent, "style.css", max_age=300)
    response.headers["Cache-Control"] = "public, max-age=300"
    return response


def healthz() -> dict[str, str]:
    """Whether the institution answers."""
    return {"status": "ok"}
