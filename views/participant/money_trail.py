"""«Jejak uangku»: every rupiah in and out of a participant's purses, as page, CSV and PDF."""

import secrets

from flask import Blueprint, Response, request
from flask_login import login_required

import clock
from formats import money_trail as words
from queries.money_trail import trail_of
from views.access import viewer_participant
from views.fields import number_in
from views.pages import render

blueprint = Blueprint("money_trail", __name__)

ON_A_PAGE = 20


@blueprint.get("/uangku")
@login_required
def trail() -> Response:
    """The moves, the newest first, of one purse or of both; twenty on a page."""
    every = words.lines(trail_of(viewer_participant()))
    chosen = words.PURSE_PATHS.get(request.args.get("dompet", ""))
    rows = [row for row in reversed(every) if chosen in (None, row.purse)]
    last = max(1, -(-len(rows) // ON_A_PAGE))
    page = min(number_in(request.args.get("hal"), 1, 10**6) or 1, last)
    return render(
        "participant/money_trail/trail.html",
        rows=rows[(page - 1) * ON_A_PAGE : page * ON_A_PAGE],
        sums=words.sums(every),
        names=words.PURSE_NAMES,
        tabs=[(None, "Semua"), ("pelatihan", "Saldo pelatihan"), ("insentif", "Insentif")],
        chosen=request.args.get("dompet") if chosen else None,
        page=page,
        last=last,
        signed=words.signed,
    )


@blueprint.get("/uangku.csv")
@login_required
def table() -> Response:
    """The same as a file for a spreadsheet."""
    every = words.lines(trail_of(viewer_participant()))
    return _download(words.csv_file(every), "text/csv; charset=utf-8", "csv")


@blueprint.get("/uangku.pdf")
@login_required
def paper() -> Response:
    """The same on paper."""
    from formats import money_trail_pdf  # fonts and shapes: heavy, and needed by few requests

    participant = viewer_participant()
    every = words.lines(trail_of(participant))
    made = money_trail_pdf.money_trail_pdf(participant.name, every, clock.now())
    return _download(made, "application/pdf", "pdf")


def _download(content: bytes, mimetype: str, ending: str) -> Response:
    """A file under a name that says nothing of its owner, kept by nobody on the way."""
    response = Response(content, content_type=mimetype)
    name = f"jejak-uang-{secrets.token_hex(4)}.{ending}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response
