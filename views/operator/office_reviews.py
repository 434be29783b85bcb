"""The officers' queue of reported reviews, and the desk where a certificate is revoked."""

from typing import Any

from flask import Blueprint, Response, request
from wtforms import HiddenField, RadioField, StringField, TextAreaField
from wtforms.validators import ValidationError

from actions import certificates as issued
from actions import ratings
from actions.refused import not_found
from formats.certificates import REASONS, grouped, initials
from formats.refusals import sentence
from queries import certificates, reviews
from rules.certificates import clean_code
from rules.refusals import Refused
from views.access import operator_only, viewer_participant
from views.fields import Form
from views.pages import go_to, render

blueprint = Blueprint("office_reviews", __name__, url_prefix="/petugas")

SHORTEST, LONGEST = 10, ratings.REASON_LENGTH


class DecideForm(Form):
    versi = HiddenField()  # when the text that is shown was last changed; empty: never
    putusan = RadioField("Keputusan", validate_choice=False)
    alasan = TextAreaField("Alasan keputusan")

    def validate_putusan(self, field: RadioField) -> None:
        """One of the two."""
        if field.data not in ("sembunyikan", "tetap"):
            raise ValidationError("Pilih sembunyikan atau biarkan tampil")

    def validate_alasan(self, field: TextAreaField) -> None:
        """Both decisions need words."""
        _long_enough(field)


class CodeForm(Form):
    kode = StringField("Kode sertifikat")

    def validate_kode(self, field: StringField) -> None:
        """Something to look for."""
        if not clean_code(field.data or ""):
            raise ValidationError("Ketik kode sertifikat")


class RevokeForm(Form):
    alasan = TextAreaField("Alasan pencabutan")

    def validate_alasan(self, field: TextAreaField) -> None:
        """The owner and everybody who checks the code reads it."""
        _long_enough(field)


def _long_enough(field: Any) -> None:
    length = len((field.data or "").strip())
    if not SHORTEST <= length <= LONGEST:
        raise ValidationError(f"Tulis alasan, {SHORTEST} sampai {LONGEST} huruf")


@blueprint.get("/ulasan")
@operator_only
def reported() -> Response:
    """Reviews with open reports, the longest waiting first."""
    return render("operator/office/reviews.html", rows=reviews.waiting(), reasons=dict(REASONS))


@blueprint.route("/ulasan/<int(max=999999999999):rating_id>", methods=["GET", "POST"])
@operator_only
def decide(rating_id: int) -> Response:
    """One reported review: hide it or keep it."""
    row, form, said = _reported(rating_id), DecideForm(), None
    if form.validate_on_submit():
        hide = form.putusan.data == "sembunyikan"
        try:
            if form.versi.data != _version(row):
                raise Refused("review_changed")
            ratings.decide_reports(
                row.rating, hide, form.alasan.data, viewer_participant(), row.rating.edited_at
            )
        except Refused as no:
            if no.refusal.code != "review_changed":
                raise
            row, said = _reported(rating_id), sentence(no.refusal)
        else:
            return go_to("/petugas/ulasan", notice="Keputusan disimpan.")
    form.versi.data = _version(row)  # of the text shown now
    return render(
        "operator/office/review.html",
        status=409 if said else 422 if form.errors else 200,
        row=row,
        form=form,
        said=said,
        reasons=dict(REASONS),
    )


def _reported(rating_id: int) -> reviews.Reported:
    row = next((found for found in reviews.waiting() if found.rating.id == rating_id), None)
    if row is None:
        if reviews.any_review(rating_id) is None:
            not_found("review")
        raise Refused("review_decided")
    return row


def _version(row: reviews.Reported) -> str:
    return row.rating.edited_at.isoformat() if row.rating.edited_at else ""


@blueprint.route("/sertifikat", methods=["GET", "POST"])
@operator_only
def find_certificate() -> Response:
    """Look for a certificate by its whole code."""
    form = CodeForm()
    if form.validate_on_submit():
        found = certificates.by_code(form.kode.data)
        if found is not None:
            return go_to(f"/petugas/sertifikat/{found.code}")
        form.refuse(form.kode, "Kode tidak ditemukan. Cek ejaannya.")
    return render(
        "operator/office/certificates.html", status=422 if form.errors else 200, form=form
    )


@blueprint.route("/sertifikat/<kode>", methods=["GET", "POST"])
@operator_only
def revoke(kode: str) -> Response:
    """One certificate, and the form that revokes it."""
    found = certificates.by_code(kode) or not_found("certificate")
    form, said = RevokeForm(), None
    if request.method == "POST" and form.validate_on_submit():
        try:
            issued.revoke(found, form.alasan.data, viewer_participant())
        except Refused as no:
            said = sentence(no.refusal)
        else:
            return go_to(f"/petugas/sertifikat/{found.code}", notice="Sertifikat dicabut.")
    return render(
        "operator/office/certificate.html",
        status=409 if said else 422 if form.errors else 200,
        found=found,
        code=grouped(found.code),
        who=initials(found.purchase.participation.participant.name),
        form=form,
        said=said,
    )
