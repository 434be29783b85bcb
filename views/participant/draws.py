"""The open draw of a gelombang: what was published, one's own rank, and how to recompute it."""

from functools import lru_cache
from pathlib import Path

from flask import Blueprint, Response
from flask_login import current_user

from actions.refused import not_found
from config import settings
from formats import draw_file
from formats.office import GROUPS
from queries import draws
from queries.draws import Overview, Place
from rules.refusals import Refused
from views.access import limiter
from views.pages import render

blueprint = Blueprint("draws", __name__, url_prefix="/undian")

SCRIPT = (Path(__file__).parents[2] / "docs" / "recompute_draw.py").read_text()


@blueprint.get("/<int(max=9999):number>")
def overview(number: int) -> Response:
    """What is public of a draw by now; for who took part, their own place in it."""
    return render(
        "participant/draws/overview.html",
        draw=_draw(number),
        mine=_mine(number),
        groups=GROUPS,
        script=SCRIPT,
        rows=len(SCRIPT.splitlines()),
    )


@blueprint.get("/<int(max=9999):number>/berkas")
@limiter.limit("20 per minute", exempt_when=lambda: settings.training)
def file(number: int) -> Response:
    """The published file, from which anybody can recompute the draw."""
    draw = _draw(number)
    if not draw.is_announced:
        raise Refused("draw_file_later", number=number)
    content = (draw.list_hash, draw.seed, draw.quota, tuple((draw.seats or {}).items()))
    response = Response(_file(number, content), mimetype="text/plain")
    response.headers["Content-Disposition"] = f'attachment; filename="undian-{number}.txt"'
    # In training the same address belongs to every room.
    kept = "private, no-store" if settings.training else "public, max-age=3600"
    response.headers["Cache-Control"] = kept
    return response


@blueprint.get("/periksa.py")
def script() -> Response:
    """The few lines that recompute a draw from its file."""
    response = Response(SCRIPT, mimetype="text/plain")
    response.headers["Content-Disposition"] = 'attachment; filename="periksa.py"'
    return response


def _draw(number: int) -> Overview:
    found = draws.overview(number)
    return found if found is not None else not_found("draw")


def _mine(number: int) -> Place | None:
    if not current_user.is_authenticated:
        return None
    part = draws.part_in(current_user.participant, number)
    return draws.of_participation(part) if part is not None else None


@lru_cache(maxsize=2)
def _file(number: int, _content: tuple[object, ...]) -> bytes:
    """The file as it travels; kept as long as what it is computed from is the same."""
    published = draws.published(number)
    return draw_file.write(published).encode() if published is not None else not_found("draw")
