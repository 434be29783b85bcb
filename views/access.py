"""Who may enter: the room, the sign-in, where a request comes from, and the headers of every answer."""

import re
from collections.abc import Callable
from functools import wraps
from string import punctuation
from typing import Any, TypeVar
from urllib.parse import quote

from flask import Flask, Request, Response, abort, g, request, session
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_login import LoginManager, current_user, login_user, logout_user
from flask_wtf.csrf import CSRFProtect

import htmx
import rooms
from actions import drafts, rate_limits, sign_in
from config import settings
from formats.devices import device_of
from models import Participant, SignIn
from queries import viewer
from rules.certificates import CODE_LENGTH, clean_code
from views.pages import go_to
from views.partner import for_partners
from views.partner.signed import body
from views.rooms import ROOM_COOKIE

csrf = CSRFProtect()
logins = LoginManager()
limiter = Limiter(
    get_remote_address,
    storage_uri=f"{rate_limits.DatabaseStorage.STORAGE_SCHEME[0]}://",
    strategy="fixed-window",
)


# Typed again rather than carried through a page: secrets, numbers of persons, what pays.
NEVER_KEPT = {
    "csrf_token",
    "sandi",
    "otp",
    "nomor_kartu",
    "nik",
    "nomor_kk",
    "tanggal_lahir",
    "swafoto",
    "ktp",
    "kode_keamanan",
}
# Open without a room: nothing personal, no database.
STATELESS = ("assets.asset",)

CERTIFICATE_CHECK = "/sertifikat/"
ATTENDANCE = "/kehadiran/"
PAYOUT_CALLBACK = "/api/v1/payouts/callback"
PAYOUT_REFERENCE = re.compile(rb'"reference_id"\s*:\s*"([A-Z0-9]{1,12})INS-')
STATE_LENGTH = 32  # of the random part of an attendance's state

View = TypeVar("View", bound=Callable[..., Any])


class PlainRequest(Request):
    """An address may hold any bytes; those that are no ASCII are read as their escapes."""

    def __init__(self, environ: dict[str, Any], *args: Any, **kwargs: Any) -> None:
        query = environ.get("QUERY_STRING", "")
        environ["QUERY_STRING"] = quote(query, safe=punctuation, encoding="latin-1")
        super().__init__(environ, *args, **kwargs)


def register(app: Flask) -> None:
    """Rooms, sign-ins, CSRF, rate limits and security headers."""
    app.request_class = PlainRequest
    csrf.init_app(app)
    logins.init_app(app)
    logins.session_protection = None  # phones change their address all day
    limiter.init_app(app)
    # First of all: without a room there is no database to ask anything.
    app.before_request_funcs.setdefault(None, []).insert(0, _enter_room)
    app.before_request(_check_origin)
    app.teardown_request(_leave_room)
    app.after_request(_headers)


def _enter_room() -> None:
    if request.endpoint in STATELESS:
        return
    g.room = rooms.enter(wanted_room())
    g.room.__enter__()


def _leave_room(_error: BaseException | None) -> None:
    room = g.pop("room", None)
    if room is not None:
        room.__exit__(None, None, None)


def wanted_room() -> str:
    """The room this browser chose, if it exists; else the first one."""
    if not settings.training:
        return rooms.PRODUCTION
    known = rooms.names()
    if request.path == PAYOUT_CALLBACK:
        return _room_of_payout(known)
    if for_partners():
        return _room_of_client(known)
    if request.path.startswith(CERTIFICATE_CHECK):
        named = _room_of_certificate(known)
        if named is not None:
            return named
    if request.path.startswith(ATTENDANCE):
        named = _room_of_state(known)
        if named is not None:
            return named
    asked = request.args.get("ruang") if request.path in ("/latihan", "/masuk") else None
    for name in (asked, request.cookies.get(ROOM_COOKIE), rooms.DEFAULT):
        if name in known:
            return str(name)
    return known[0] if known else rooms.DEFAULT


def _room_of_client(known: list[str]) -> str:
    """The room a partner's code begins with, e.g. «G21-LEMBAGA»; programs hold no cookies."""
    return _room_called(request.headers.get("client_code", "").partition("-")[0], known)


def _room_of_payout(known: list[str]) -> str:
    """The room a payout's reference begins with, e.g. «G21INS-…»; the callback names nothing else."""
    found = PAYOUT_REFERENCE.search(body())
    return _room_called(found[1].decode() if found else "", known)


def _room_called(short: str, known: list[str]) -> str:
    """The room of this short code; else the default one, or whichever there is."""
    named = [name for name in known if rooms.short_code(name) == short]
    return (named or [name for name in known if name == rooms.DEFAULT] or known or [rooms.DEFAULT])[
        0
    ]


def _room_of_certificate(known: list[str]) -> str | None:
    """The room a certificate's code begins with; who scans a QR code holds no cookie."""
    prefix = clean_code(request.path[len(CERTIFICATE_CHECK) :])[:-CODE_LENGTH]
    named = [name for name in known if prefix and rooms.short_code(name) == prefix]
    own = request.cookies.get(ROOM_COOKIE)
    return own if own in named else next(iter(named), None)


def _room_of_state(known: list[str]) -> str | None:
    """The room an attendance's state begins with; who comes from an institution may hold no cookie."""
    prefix = request.path[len(ATTENDANCE) :].partition("/")[0][:-STATE_LENGTH]
    return next((name for name in known if rooms.short_code(name) == prefix), None)


def _check_origin() -> None:
    """A POST must come from our own pages: the browser says so itself. Partners sign instead."""
    if request.method in ("GET", "HEAD", "OPTIONS") or for_partners():
        return
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        if site not in ("same-origin", "none"):
            abort(403)
        return
    origin = request.headers.get("Origin")
    if origin is not None and origin.partition("://")[2] != request.host:
        abort(403)


def _headers(response: Response) -> Response:
    """Headers of every answer; personal pages are never kept by anybody."""
    script = "'self'" if settings.htmx_local else f"'self' {htmx.URL}"
    response.headers.setdefault(
        "Content-Security-Policy",
        f"default-src 'none'; script-src {script}; style-src 'self'; img-src 'self'; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
        "manifest-src 'self'",
    )
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    response.headers.setdefault("Referrer-Policy", "same-origin")
    response.headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    response.headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
    response.headers.setdefault("Cache-Control", "private, no-store")
    if not settings.training:
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    return response


@logins.user_loader
def _load(token: str) -> SignIn | None:
    found = viewer.sign_in_with(sign_in.hash_token(token))
    if found is None or not sign_in.live(found):
        return None
    sign_in.seen(found)
    found.token = token
    return found


@logins.unauthorized_handler
def _unauthorized() -> Response:
    wanted = request.full_path.rstrip("?") if request.method == "GET" else _draft_of_request()
    back = quote(wanted, safe="/?=")
    if settings.training and request.path.startswith(ATTENDANCE):
        return go_to(f"/masuk?ruang={rooms.current()}&lanjut={back}")
    return go_to(f"/masuk?lanjut={back}" if wanted != "/dasbor" else "/masuk")


def _draft_of_request() -> str:
    """Where to go after signing in again: to what was just sent, if we know by whom."""
    token = sign_in.hash_token(session.get("_user_id", ""))
    name = drafts.keep(token, request.path, typed_fields())
    return f"/draf/{name}" if name else "/dasbor"


def typed_fields() -> list[tuple[str, str]]:
    """What was sent with a form that is to be sent again, but for what is typed anew."""
    typed = [(name, value[:5000]) for name, value in request.form.items(multi=True)]
    return [(name, value) for name, value in typed if name not in NEVER_KEPT][:60]


def sign_in_as(participant: Participant) -> None:
    """This browser belongs to the participant from now on, under a new session."""
    if current_user.is_authenticated:
        sign_out()
    token = sign_in.open_sign_in(participant, device_of(request.headers.get("User-Agent", "")))
    session.clear()
    row = SignIn(token_hash="", participant=participant)
    row.token = token
    login_user(row)


def sign_out() -> None:
    """This browser belongs to nobody any more."""
    row = current_user._get_current_object()
    logout_user()
    session.clear()
    if isinstance(row, SignIn):
        sign_in.close_sign_in(row)


def viewer_participant() -> Participant:
    """The signed-in participant; only behind @login_required."""
    return current_user.participant  # type: ignore[no-any-return]


def first_page_of(participant: Participant) -> str:
    """Where somebody begins: officers at their desk, everybody else at the dashboard."""
    return "/petugas" if participant.role == "operator" else "/dasbor"


def safe_next(target: str | None) -> str:
    """Where to go after signing in: a path of ours, or the dashboard."""
    if not target or not target.startswith("/") or target.startswith(("//", "/\\")):
        return "/dasbor"
    if any(ord(letter) < 33 or letter == "\\" for letter in target):
        return "/dasbor"
    return target


def training_only(view: View) -> View:
    """404 in production, for everyone."""

    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        if not settings.training:
            abort(404)
        return view(*args, **kwargs)

    return guarded  # type: ignore[return-value]


def operator_only(view: View) -> View:
    """For signed-in officers; a stranger is sent to the door, to anybody else it is not there."""

    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        if not current_user.is_authenticated:
            return logins.unauthorized()
        if viewer_participant().role != "operator":
            abort(404)
        return view(*args, **kwargs)

    return guarded  # type: ignore[return-value]
