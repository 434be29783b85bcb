"""How every page is answered: whole, or the one part that htmx asked for."""

import hashlib
import re
import secrets
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from flask import Blueprint, Flask, Response, current_app, make_response, redirect, request, session
from flask_login import current_user
from flask_wtf.csrf import generate_csrf
from jinja2_fragments.flask import render_block
from werkzeug.urls import iri_to_uri

import clock
import htmx
from config import settings
from formats import choices, text, wording

STATIC = Path(__file__).parent.parent / "static"

assets = Blueprint("assets", __name__)


def render(
    template: str, fragment: str | None = None, status: int = 200, **values: Any
) -> Response:
    """The page, or its block `fragment` alone when htmx asks for a part of it."""
    values.setdefault("has_errors", status == 422)
    if fragment and is_partial():
        body = render_block(template, fragment, **values)
    else:
        body = current_app.jinja_env.get_template(template).render(**_context(values))
    response = make_response(body, status)
    response.headers["Vary"] = "HX-Request-Type, Cookie"
    return response


def go_to(url: str, notice: str | None = None) -> Response:
    """The answer after a write that worked: a new page, never the old form again.

    htmx would follow a plain 303 unseen and swap the next page into the form.
    """
    if notice:
        session["notice"] = notice
    if is_partial():
        return Response(status=204, headers={"HX-Redirect": iri_to_uri(url)})
    return make_response(redirect(url, 303))


def is_partial() -> bool:
    """Whether htmx asks for a part of the page; boosted links and Back ask for the whole."""
    return request.headers.get("HX-Request-Type") == "partial"


def new_key() -> str:
    """A form's one-time key, minted when the form is drawn."""
    return secrets.token_urlsafe(16)


def _context(values: dict[str, Any]) -> dict[str, Any]:
    context: dict[str, Any] = {}
    current_app.update_template_context(context)
    return {**context, **values}


def register(app: Flask) -> None:
    """Filters, component macros and the frame's values, once per application."""
    app.jinja_env.filters.update({**text.FILTERS, **wording.FILTERS, "shown": clock.shown})
    app.jinja_env.globals.update(choices.GLOBALS)
    app.jinja_env.globals.update(static_url=static_url, csrf_token=generate_csrf, now=clock.now)
    app.register_blueprint(assets)
    app.context_processor(lambda: {"shell": _Shell()})
    # Inside a fragment a page's own imports are undefined, so macros are global.
    for file in sorted((Path(app.root_path) / "templates" / "components").glob("*.html")):
        module = app.jinja_env.get_template(f"components/{file.name}").module
        for name, macro in vars(module).items():
            if not name.startswith("_") and callable(macro):
                app.jinja_env.globals[name] = macro
    # Read now: a file changed under a running worker would not fit its code.
    for name in app.jinja_env.list_templates():
        app.jinja_env.get_template(name)


class _Shell:
    """What the frame of a page shows; computed when the frame asks."""

    stylesheet = property(lambda self: f"/aset/{stylesheet()[0]}/gaya.css")
    script = property(lambda self: static_url("app.js"))
    htmx_url = property(lambda self: static_url("htmx.js") if settings.htmx_local else htmx.URL)
    htmx_integrity = htmx.SRI
    help_phone = settings.help_phone
    panel_url = "/latihan"

    @property
    def signed_in(self) -> bool:
        return bool(current_user and current_user.is_authenticated)

    @property
    def home(self) -> str:
        """Where the sign in the head leads: one's own first page."""
        if not self.signed_in:
            return "/"
        return "/petugas" if current_user.participant.role == "operator" else "/dasbor"

    @property
    def unread(self) -> int:
        return current_user.unread if self.signed_in else 0

    @property
    def theme(self) -> str | None:
        return current_user.participant.theme if self.signed_in else None

    @property
    def ribbon(self) -> str | None:
        if not settings.training:
            return None
        return f"Mode latihan · {text.short_day(clock.now())} {text.hour(clock.now())}"

    @property
    def section(self) -> str | None:
        return SECTIONS.get(request.path.split("/")[1])

    @cached_property
    def notice(self) -> str | None:
        return session.pop("notice", None)


SECTIONS = {
    "dasbor": "beranda",
    "pesan": "beranda",
    "pelatihan": "pelatihan",
    "lembaga": "pelatihan",
    "bandingkan": "pelatihan",
    "beli": "pelatihan",
    "pelatihanku": "kelasku",
    "insentif": "insentif",
    "rekening": "insentif",
    "uangku": "insentif",
    "survei": "insentif",
    "bantuan": "bantuan",
    "pengaduan": "bantuan",
    "verifikasi": "beranda",
    "data-diri": "beranda",
    "tes": "beranda",
    "gelombang": "beranda",
    "kehadiran": "kelasku",
}


@cache
def stylesheet() -> tuple[str, bytes]:
    """The component sheets as one file, and the hash that is part of its address."""
    sheets = sorted((STATIC / "style").glob("*.css"))
    body = b"\n".join(sheet.read_bytes() for sheet in sheets)
    return hashlib.sha256(body).hexdigest()[:12], body


@cache
def _static_hash(name: str) -> str:
    return hashlib.sha256(_static_file(name).read_bytes()).hexdigest()[:12]


def _static_file(name: str) -> Path:
    return htmx.CACHE if name == "htmx.js" else STATIC / name


def static_url(name: str) -> str:
    """Where a static file is served under its hash, so that phones keep it for a year."""
    return f"/aset/{_static_hash(name)}/{name}"


@cache
def sign() -> bytes:
    """The sign of the icons as a picture of its own, for the tab of the browser."""
    symbol = re.search(
        r'<symbol id="mark" (viewBox="[^"]+")>(.*?)</symbol>', (STATIC / "icons.svg").read_text()
    )
    assert symbol is not None
    return f'<svg xmlns="http://www.w3.org/2000/svg" {symbol[1]}>{symbol[2]}</svg>'.encode()


@assets.get("/favicon.ico", endpoint="asset", defaults={"digest": "", "name": "favicon.ico"})
@assets.get("/aset/<digest>/<name>")
def asset(digest: str, name: str) -> Response:
    """A static file under its hash; an old hash gets today's file, uncached."""
    kinds = {"gaya.css": "text/css", "app.js": "text/javascript", "htmx.js": "text/javascript"}
    kinds["icons.svg"] = kinds["favicon.ico"] = "image/svg+xml"
    if name not in kinds or (name == "htmx.js" and not settings.htmx_local):
        return Response("Tidak ada.", 404, mimetype="text/plain")
    if name == "favicon.ico":
        response = Response(sign(), mimetype=kinds[name])
        response.headers["Cache-Control"] = "public, max-age=2592000"
        return response
    if name == "gaya.css":
        current, body = stylesheet()
    else:
        current, body = _static_hash(name), _static_file(name).read_bytes()
    response = Response(body, mimetype=kinds[name])
    if digest == current:
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response
