"""Pages for what went wrong: what happened, is my money safe, what now."""

from datetime import datetime
from pathlib import Path
from typing import Any

from flask import Flask, Response, abort, request
from flask_limiter import RateLimitExceeded
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, MethodNotAllowed
from werkzeug.routing import RoutingException

import clock
import ledger
from actions.refused import NotFound
from formats.refusals import sentence
from formats.text import hour
from rules.refusals import Refused
from views import partner
from views.access import limiter, typed_fields
from views.pages import is_partial, render

BROKEN_PAGE = Path(__file__).parent.parent / "templates" / "errors" / "500.html"
MOST_DRAINED = 64 * 1024 * 1024
PARTNER_REASONS = {
    400: "bad_request",
    405: "no_method",
    413: "too_large",
    415: "not_json",
    429: "too_often",
    503: "unavailable",
}
# Where photos are sent from; a form posts to the page it stands on.
UPLOAD_PAGES = ("/verifikasi/wajah", "/data-diri/pekerjaan", "/pengaduan/baru")
PAGES = {403: "403", 404: "404", 405: "405", 413: "413", 429: "429", 503: "503"}


def register(app: Flask) -> None:
    """Handlers in the order of how often they are met."""
    app.register_error_handler(NotFound, lambda error: error_page(404))
    app.register_error_handler(Refused, refused)
    app.register_error_handler(CSRFError, form_expired)
    app.register_error_handler(RateLimitExceeded, too_often)
    app.register_error_handler(ledger.Unavailable, unavailable)
    app.register_error_handler(HTTPException, http_error)
    app.register_error_handler(500, broken)
    app.before_request(_no_detours)


def error_page(status: int, **values: Any) -> Response:
    """The page of a status; a partial request is told to show it as the whole page."""
    if partner.for_partners():
        return partner.failure(PARTNER_REASONS.get(status, "no_address"))
    response = render(f"errors/{PAGES.get(status, '404')}.html", status=status, **values)
    return as_whole_page(response)


def as_whole_page(response: Response) -> Response:
    """Else htmx would put the error page inside the form that asked."""
    if is_partial():
        response.headers["HX-Retarget"] = "#isi"
        response.headers["HX-Reselect"] = "#isi"
        response.headers["HX-Reswap"] = "outerHTML"
    return response


def refused(error: Refused) -> Response:
    """A rule said no and the page had no field to say it at."""
    if partner.for_partners():
        return partner.refused(error.refusal)
    said = sentence(error.refusal)
    return as_whole_page(render("errors/refused.html", status=409, said=said))


def form_expired(error: CSRFError) -> Response:
    """The form waited too long: what was typed is posted again under a new token."""
    if partner.for_partners():
        return error_page(error.code)
    target = request.full_path.rstrip("?")
    return as_whole_page(
        render("errors/419.html", status=419, fields=typed_fields(), action=target)
    )


def too_often(error: RateLimitExceeded) -> Response:
    """Too many tries; says from when the next one counts."""
    limit = limiter.current_limit
    now = clock.real_now()
    reset = datetime.fromtimestamp(limit.reset_at, clock.WIB) if limit else now
    response = error_page(429, until=hour(clock.shown(reset)))
    window = error.limit.limit.get_expiry() if error.limit else 60
    response.headers["Retry-After"] = str(min(max(1, int((reset - now).total_seconds())), window))
    return response


def unavailable(error: ledger.Unavailable) -> Response:
    """The disk or the lock said no; nothing was changed, and it may work in a moment."""
    response = error_page(503)
    response.headers["Retry-After"] = "5"
    return response


def http_error(error: HTTPException) -> Response:
    """Any other status: redirects pass, the rest get a page."""
    if error.code is None or error.code < 400:
        return error.get_response()  # type: ignore[return-value]
    if error.code >= 500:
        return broken(error)
    if error.code == 413:
        _take_the_rest()
    if error.code in PAGES or partner.for_partners():
        page = error_page(error.code, **_way_back(error.code))
        if isinstance(error, MethodNotAllowed) and error.valid_methods:
            page.headers["Allow"] = ", ".join(sorted(error.valid_methods))
        return page
    response = error_page(404)
    response.status_code = error.code
    return response


def _way_back(status: int) -> dict[str, Any]:
    if status != 413:
        return {}
    return {"back": request.path if request.path in UPLOAD_PAGES else None}


def _no_detours() -> None:
    """Partners' programs follow no redirect: an address that would lead to another is not there."""
    if partner.for_partners() and isinstance(request.routing_exception, RoutingException):
        abort(404)


def _take_the_rest() -> None:
    """Read on for a while, unkept: a browser that is still sending never sees our answer."""
    left = min(request.content_length or 0, MOST_DRAINED)
    while left > 0 and (read := request.environ["wsgi.input"].read(min(left, 64 * 1024))):
        left -= len(read)


def broken(error: Exception) -> Response:
    """A page that cannot fail itself: plain text of ours, no database, no session."""
    if partner.for_partners():
        return partner.failure("broken")
    return Response(BROKEN_PAGE.read_text(), 500, mimetype="text/html")
