"""Reviews: stars with words for a finished course, changed for a week; those of others reported."""

import re
import unicodedata
from typing import Any

from flask import Blueprint, Response, request, url_for
from flask_login import login_required
from wtforms import RadioField, TextAreaField

import clock
from actions import ratings
from actions.refused import not_found
from formats.certificates import HIDDEN, REASONS
from formats.refusals import sentence
from queries import purchases, reviews
from rules.refusals import Refused
from rules.reviews import may_edit_until
from views.access import viewer_participant
from views.fields import Form
from views.pages import go_to, render

blueprint = Blueprint("ratings", __name__)

STARS = [
    ("5", "5 – Sangat puas"),
    ("4", "4 – Puas"),
    ("3", "3 – Cukup"),
    ("2", "2 – Tidak puas"),
    ("1", "1 – Sangat tidak puas"),
]
SHORTEST, LONGEST = 20, 2000  # letters of a review: this app's own rule

# What reaches or names a person: an e-mail address, a mobile number however it is spaced, and
# rows of digits as long as a NIK, an account or a card. Prices, dates and hours are none of these.
_PERSONAL = re.compile(
    r"""[^\s@]@[^\s@]+\.\w
    | (?<!\d) (?:\+?62|0) [\s.()-]* 8 [\s.()-]* [1-9] (?:[\s.()-]*\d){6,10} (?!\d)
    | \d{10}
    | (?:\d{4}[\s.-]){3} \d{4}""",
    re.VERBOSE,
)


class RatingForm(Form):
    nilai = RadioField("Nilai untuk pelatihan", validate_choice=False)
    ulasan = TextAreaField("Ulasanmu")
    nilai_platform = RadioField("Nilai untuk platform (boleh dilewati)", validate_choice=False)
    nilai_dasbor = RadioField("Nilai untuk dasbor ini (boleh dilewati)", validate_choice=False)

    def validate_nilai(self, field: RadioField) -> None:
        """One of five."""
        if field.data not in ("1", "2", "3", "4", "5"):
            field.errors = [*field.errors, "Pilih nilai 1 sampai 5."]

    def validate_ulasan(self, field: TextAreaField) -> None:
        """Long enough to say something."""
        words = (field.data or "").strip()
        if len(words) < SHORTEST:
            field.errors = [*field.errors, f"Tulis ulasan paling sedikit {SHORTEST} huruf."]
        if len(words) > LONGEST:
            field.errors = [*field.errors, f"Ulasan paling banyak {LONGEST} huruf."]
        elif _PERSONAL.search(unicodedata.normalize("NFKC", words)):
            field.errors = [
                *field.errors,
                "Hapus nomor HP, email, atau nomor lain. Ulasan dibaca semua orang.",
            ]


class ReportForm(Form):
    alasan = RadioField("Kenapa ulasan ini dilaporkan?", validate_choice=False)

    def validate_alasan(self, field: RadioField) -> None:
        """One of the reasons offered."""
        if field.data not in dict(REASONS):
            field.errors = [*field.errors, "Pilih satu alasan."]


@blueprint.route("/pelatihanku/<public_id>/ulasan", methods=["GET", "POST"])
@login_required
def rate(public_id: str) -> Response:
    """Stars and words for a finished course; for seven days the form changes them."""
    purchase = _own(public_id)
    if purchase.training is None or purchase.training.finished_at is None:
        raise Refused("not_finished")
    until = may_edit_until(purchase.rating.rated_at) if purchase.rating else None
    closed = until is not None and (clock.now() > until or purchase.rating.hidden_at is not None)
    if closed and request.method == "GET":
        hidden = purchase.rating.hidden_at is not None
        return go_to(
            url_for("classes.one_class", public_id=public_id), notice=HIDDEN if hidden else None
        )
    form = RatingForm()
    if request.method == "GET" and purchase.rating:
        _fill(form, purchase.rating)
    said = None
    if form.validate_on_submit() and not form.errors:
        write = ratings.edit if purchase.rating else ratings.rate
        try:
            write(
                viewer_participant(),
                public_id,
                int(form.nilai.data),
                (form.ulasan.data or "").strip(),
                _optional(form.nilai_platform.data),
                _optional(form.nilai_dasbor.data),
            )
        except Refused as no:
            said = sentence(no.refusal)
        else:
            return go_to(
                url_for("classes.one_class", public_id=public_id),
                notice="Ulasanmu diubah." if purchase.rating else "Ulasanmu terkirim.",
            )
    return render(
        "participant/classes/rate.html",
        fragment="ulasan",
        status=409 if said else 422 if form.errors else 200,
        purchase=purchase,
        form=form,
        stars=STARS,
        said=said,
        shortest=SHORTEST,
        until=until,
    )


@blueprint.route("/ulasan/<int(max=999999999999):rating_id>/laporkan", methods=["GET", "POST"])
@login_required
def report(rating_id: int) -> Response:
    """Say that somebody's review should not stand."""
    row = reviews.review(rating_id) or not_found("review")
    if row.purchase.participation.participant_id == viewer_participant().id:
        raise Refused("review_own")
    form, said = ReportForm(), None
    if form.validate_on_submit() and not form.errors:
        try:
            ratings.report(row, viewer_participant(), form.alasan.data)
        except Refused as no:
            said = sentence(no.refusal)
        else:
            return go_to(
                f"/pelatihan/{row.purchase.course.slug}#ulasan",
                notice="Laporanmu terkirim. Petugas memeriksanya.",
            )
    return render(
        "participant/classes/report.html",
        status=409 if said else 422 if form.errors else 200,
        row=row,
        form=form,
        reasons=REASONS,
        said=said,
    )


def _own(public_id: str) -> Any:
    purchase = purchases.purchase_view(viewer_participant(), public_id)
    if purchase is None or purchase.state != "paid":
        not_found("purchase")
    return purchase


def _fill(form: RatingForm, rating: Any) -> None:
    form.nilai.data, form.ulasan.data = str(rating.stars), rating.text
    form.nilai_platform.data = str(rating.platform_stars) if rating.platform_stars else None
    form.nilai_dasbor.data = str(rating.dashboard_stars) if rating.dashboard_stars else None


def _optional(stars: str | None) -> int | None:
    return int(stars) if stars in ("1", "2", "3", "4", "5") else None
