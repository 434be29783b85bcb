"""«Kelasku»: what was bought, how far it is, the certificate, stars and words."""

from flask import Blueprint, Response, url_for
from flask_login import login_required
from wtforms import RadioField, TextAreaField

import clock
from actions import training
from actions.refused import not_found
from formats.refusals import sentence
from queries import purchases
from queries.standing import standing_of
from rules.next_step import CERTIFICATE_WITHIN
from rules.refusals import Refused
from views.access import viewer_participant
from views.fields import Form
from views.pages import go_to, render

blueprint = Blueprint("classes", __name__)

STARS = [
    ("5", "5 – Sangat puas"),
    ("4", "4 – Puas"),
    ("3", "3 – Cukup"),
    ("2", "2 – Tidak puas"),
    ("1", "1 – Sangat tidak puas"),
]
SHORTEST, LONGEST = 20, 2000  # letters of a review: this app's own rule


class RatingForm(Form):
    nilai = RadioField("Nilai untuk pelatihan", choices=STARS, validate_choice=False)
    ulasan = TextAreaField("Ulasanmu")
    nilai_platform = RadioField(
        "Nilai untuk platform (boleh dilewati)", choices=STARS, validate_choice=False
    )
    nilai_dasbor = RadioField(
        "Nilai untuk dasbor ini (boleh dilewati)", choices=STARS, validate_choice=False
    )

    def validate_nilai(self, field: RadioField) -> None:
        if field.data not in ("1", "2", "3", "4", "5"):
            field.errors = [*field.errors, "Pilih nilai 1 sampai 5."]

    def validate_ulasan(self, field: TextAreaField) -> None:
        words = (field.data or "").strip()
        if len(words) < SHORTEST:
            field.errors = [*field.errors, f"Tulis ulasan paling sedikit {SHORTEST} huruf."]
        if len(words) > LONGEST:
            field.errors = [*field.errors, f"Ulasan paling banyak {LONGEST} huruf."]


@blueprint.get("/pelatihanku")
@login_required
def classes() -> Response:
    """All courses bought, the newest first."""
    participant = viewer_participant()
    return render(
        "participant/classes/list.html",
        purchases=purchases.purchases_of(participant),
        standing=standing_of(participant),
    )


@blueprint.get("/pelatihanku/<public_id>")
@login_required
def one_class(public_id: str) -> Response:
    """One course: what to do next in it, its code, certificate and contact."""
    purchase = _own(public_id)
    finished = purchase.training.finished_at if purchase.training else None
    due = finished + CERTIFICATE_WITHIN if finished else None
    return render(
        "participant/classes/detail.html",
        purchase=purchase,
        starts_on=purchases.starts_on(purchase),
        certificate_due=due,
        certificate_late=bool(due and not purchase.certificate and clock.now() > due),
    )


@blueprint.post("/pelatihanku/<public_id>/mulai")
@login_required
def begin(public_id: str) -> Response:
    """The participant starts to learn."""
    _own(public_id)
    training.begin(viewer_participant(), public_id)
    return go_to(url_for("classes.one_class", public_id=public_id))


@blueprint.route("/pelatihanku/<public_id>/ulasan", methods=["GET", "POST"])
@login_required
def rate(public_id: str) -> Response:
    """Stars and words for a finished course."""
    purchase = _own(public_id)
    form = RatingForm()
    said = None
    if purchase.training is None or purchase.training.finished_at is None:
        raise Refused("not_finished")
    if purchase.rating is not None:
        return go_to(url_for("classes.one_class", public_id=public_id))
    if form.validate_on_submit() and not form.errors:
        try:
            training.rate(
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
                url_for("classes.one_class", public_id=public_id), notice="Ulasanmu terkirim."
            )
    return render(
        "participant/classes/rate.html",
        fragment="ulasan",
        status=409 if said else 422 if form.errors else 200,
        purchase=purchase,
        form=form,
        said=said,
        shortest=SHORTEST,
    )


def _own(public_id: str) -> object:
    purchase = purchases.purchase_view(viewer_participant(), public_id)
    if purchase is None or purchase.state != "paid":
        not_found("purchase")
    return purchase


def _optional(stars: str | None) -> int | None:
    return int(stars) if stars in ("1", "2", "3", "4", "5") else None
