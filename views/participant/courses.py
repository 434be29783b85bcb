"""The catalogue: search, one course over its platforms, an institution, courses side by side."""

from urllib.parse import urlencode

from flask import Blueprint, Response, request
from flask_login import login_required

from actions import saved_courses
from actions.refused import not_found
from formats.refusals import sentence
from queries import courses
from queries import search as lists
from queries.search import Criteria
from rules import categories
from views.access import viewer_participant
from views.fields import number_in
from views.pages import go_to, render
from views.shoppers import present_buyer, present_shopper

blueprint = Blueprint("courses", __name__)

SORTS = ("relevan", "termurah", "nilai", "terbaru")
OFFER_SORTS = ("termurah", "nilai", "jadwal")
METHODS = ("spl", "webinar", "luring", "bauran")
LEVELS = ("pemula", "menengah", "mahir")
HIGHEST_PRICE = 100_000_000
MOST = 3  # courses side by side


def criteria_from_address() -> Criteria:
    """What the visitor searches for; whatever is not understood is left out, never an error."""
    ask = request.args
    return Criteria(
        q=typed_words(),
        category=_one_of(ask.get("kategori"), categories.SLUGS),
        method=_one_of(ask.get("metode"), METHODS),
        platform=(ask.get("platform") or "")[:40] or None,
        price_max=number_in(ask.get("harga_maks"), 1, HIGHEST_PRICE),
        affordable_only=ask.get("cukup") == "1",
        level=_one_of(ask.get("tingkat"), LEVELS),
        rating_min=number_in(ask.get("nilai"), 1, 5),
        sort=_one_of(ask.get("urut"), SORTS) or "relevan",
        page=number_in(ask.get("hal"), 1, 100_000) or 1,
    )


@blueprint.get("/pelatihan")
def search() -> Response:
    """«Katalog Pelatihan»: search and filters."""
    shopper = present_shopper()
    criteria = criteria_from_address()
    found = lists.search(criteria, shopper)
    response = render(
        "participant/courses/search.html",
        fragment="hasil",
        criteria=criteria,
        found=found,
        shopper=shopper,
        platforms=found.platforms,
        address=_address,
    )
    response.headers["HX-Push-Url"] = request.full_path.rstrip("?")
    return response


@blueprint.get("/pelatihan/<slug>")
def course(slug: str) -> Response:
    """One course: what it is, and what it costs on every platform."""
    shopper = present_buyer()
    sort = _one_of(request.args.get("urut"), OFFER_SORTS) or "termurah"
    stars = number_in(request.args.get("nilai"), 1, 5)
    page = courses.course_page(slug, shopper, sort=sort, stars=stars) or not_found("course")
    return render(
        "participant/courses/course.html",
        fragment="ulasan"
        if request.headers.get("HX-Target", "").endswith("ulasan")
        else "penawaran",
        page=page,
        shopper=shopper,
        said=sentence(shopper.refusal) if shopper.refusal else None,
        sort=sort,
        only_stars=stars,
    )


@blueprint.post("/pelatihan/<slug>/simpan")
@login_required
def save(slug: str) -> Response:
    """Keep a course for later, or take it off the list again."""
    keep = request.form.get("simpan") != "tidak"
    saved_courses.keep(viewer_participant(), slug, keep)
    said = "Disimpan. Ada di Beranda, di Pelatihan tersimpan." if keep else "Dihapus dari simpanan."
    return go_to(f"/pelatihan/{slug}", notice=said)


@blueprint.get("/pelatihan/tersimpan")
@login_required
def saved() -> Response:
    """The courses somebody wants, the latest first."""
    shopper = present_shopper()
    return render("participant/courses/saved.html", courses=lists.saved(shopper))


@blueprint.get("/lembaga/<slug>")
def provider(slug: str) -> Response:
    """A training institution and its courses."""
    shopper = present_shopper()
    page = lists.provider_page(slug, shopper) or not_found("provider")
    return render("participant/courses/provider.html", page=page)


@blueprint.get("/bandingkan")
def compare() -> Response:
    """Up to three different courses side by side; `q` looks for one more to add."""
    shopper = present_shopper()
    pages = courses.side_by_side(list(dict.fromkeys(request.args.getlist("p")))[:MOST], shopper)
    words = typed_words()
    room = len(pages) < MOST
    return render(
        "participant/courses/compare.html",
        pages=pages,
        shopper=shopper,
        q=words,
        found=lists.search(Criteria(q=words), shopper).courses[:5] if words and room else [],
        room=room,
    )


def typed_words() -> str:
    """What somebody typed to search for, folded and cut to a sane length."""
    return " ".join(request.args.get("q", "").replace("\0", "").split())[:200]


def _one_of(value: str | None, allowed: object) -> str | None:
    return value if value and value in allowed else None  # type: ignore[operator]


def _address(**changes: object) -> str:
    """This search's address with some of its words changed; None takes one away."""
    words = {name: value for name, value in request.args.items() if name != "hal" and value}
    words.update({name: str(value) for name, value in changes.items() if value is not None})
    for name, value in changes.items():
        if value is None:
            words.pop(name, None)
    return "/pelatihan" + (f"?{urlencode(words)}" if words else "")
