"""Cancelling a bought course: what follows from it now, and the button that does it."""

from flask import Blueprint, Response, url_for
from flask_login import login_required
from wtforms import BooleanField

from actions import cancellations
from actions.refused import not_found
from formats import cancelling as words
from formats.refusals import sentence
from queries import purchases
from queries.cancellations import outlook
from queries.standing import standing_of
from rules.refusals import Refusal, Refused
from views.access import viewer_participant
from views.fields import Form, OneTimeKeyField
from views.pages import go_to, render

blueprint = Blueprint("cancelling", __name__)

# Said at the box that was not ticked, not on top of the page.
AT_CONSENT = ("cancel_loses_place", "cancel_loses_balance")


class CancelForm(Form):
    setuju = BooleanField("Aku mengerti")
    kunci = OneTimeKeyField()


@blueprint.route("/pelatihanku/<public_id>/batalkan", methods=["GET", "POST"])
@login_required
def cancel(public_id: str) -> Response:
    """«Apa akibatnya kalau kubatalkan sekarang?», then the cancelling itself."""
    participant = viewer_participant()
    purchase = purchases.purchase_view(participant, public_id) or not_found("purchase")
    form = CancelForm()
    refusal: Refusal | None = None
    if form.validate_on_submit():
        try:
            agreed = bool(form.setuju.data)
            cancellations.cancel_own(participant, public_id, form.kunci.data or "", agreed)
        except Refused as no:
            refusal = no.refusal
        else:
            return go_to(
                url_for("purchases.receipt", public_id=public_id),
                notice=words.done(purchase.price, agreed),
            )
    seen = outlook(standing_of(participant), purchase)
    form.setuju.label.text = words.consent(seen)
    if refusal is not None and refusal.code in AT_CONSENT:
        form.refuse(form.setuju, sentence(refusal).text)
        refusal = None
    tried = refusal is not None
    refusal = refusal or seen.refusal
    if form.kunci.errors or refusal:
        form.kunci.data = form.kunci.default()
    return render(
        "participant/purchases/cancel.html",
        status=409 if tried else 422 if form.errors else 200,
        purchase=purchase,
        seen=seen,
        lines=words.before(seen),
        form=form,
        said=sentence(refusal) if refusal else None,
    )
