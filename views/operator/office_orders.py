"""The officers' desk for orders: found by number, cancelled for their provider with a reason."""

from flask import Blueprint, Response, request
from wtforms import HiddenField, StringField, TextAreaField
from wtforms.validators import ValidationError

from actions import cancellations
from actions.refused import not_found
from formats.certificates import initials
from formats.refusals import sentence
from queries import orders
from rules.refusals import Refusal, Refused
from views.access import operator_only, viewer_participant
from views.fields import Form
from views.pages import go_to, render

blueprint = Blueprint("office_orders", __name__, url_prefix="/petugas/pesanan")

SHORTEST, LONGEST = cancellations.SHORTEST, cancellations.LONGEST


class NumberForm(Form):
    nomor = StringField("Nomor pesanan")

    def validate_nomor(self, field: StringField) -> None:
        """Something to look for."""
        if not 1 <= len((field.data or "").strip()) <= 40:
            raise ValidationError("Ketik nomor pesanan, misalnya PLT-2021-000042")


class CancelForm(Form):
    alasan = TextAreaField("Alasan lembaga")
    yakin = HiddenField()  # «ya» once the check page was seen

    def validate_alasan(self, field: TextAreaField) -> None:
        """The participant reads it."""
        if not SHORTEST <= len((field.data or "").strip()) <= LONGEST:
            raise ValidationError(f"Tulis alasan, {SHORTEST} sampai {LONGEST} huruf")


@blueprint.route("", methods=["GET", "POST"])
@operator_only
def find() -> Response:
    """Look for an order by its whole number."""
    form = NumberForm()
    if form.validate_on_submit():
        found = orders.public_id_of(form.nomor.data)
        if found is not None:
            return go_to(f"/petugas/pesanan/{found}")
        form.refuse(form.nomor, "Pesanan tidak ditemukan. Cek nomornya.")
    return render("operator/office/orders.html", status=422 if form.errors else 200, form=form)


@blueprint.get("/<public_id>")
@operator_only
def order(public_id: str) -> Response:
    """One order, and the form that cancels it for its provider."""
    return _page(_order(public_id), CancelForm(formdata=None))


@blueprint.post("/<public_id>/batalkan")
@operator_only
def cancel(public_id: str) -> Response:
    """First the page to check, then the cancelling itself."""
    found, form = _order(public_id), CancelForm()
    if not form.validate_on_submit():
        return _page(found, form, status=422)
    if found.refusal is not None and found.row.cancelled_by != "provider":
        return _page(found, form, found.refusal, 409)
    if request.form.get("yakin") != "ya":
        return render(
            "operator/office/order_check.html",
            found=found,
            reason=form.alasan.data.strip(),
            who=initials(found.row.participation.participant.name),
        )
    try:
        cancellations.cancel_by_provider(found.row, form.alasan.data, viewer_participant())
    except Refused as no:
        return _page(_order(public_id), form, no.refusal, 409)
    return go_to(f"/petugas/pesanan/{public_id}", notice="Pesanan dibatalkan, peserta dikabari.")


def _order(public_id: str) -> orders.Order:
    return orders.order_with(public_id) or not_found("order")


def _page(
    found: orders.Order, form: CancelForm, refusal: Refusal | None = None, status: int = 200
) -> Response:
    refusal = refusal or (found.refusal if found.row.cancelled_at is None else None)
    return render(
        "operator/office/order.html",
        status=status,
        found=found,
        form=form,
        who=initials(found.row.participation.participant.name),
        said=sentence(refusal)._replace(button=None, link=None) if refusal else None,
    )
