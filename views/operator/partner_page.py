"""The simulated page of a bank or e-wallet, where the security code is typed; training mode only."""

from flask import Blueprint, Response
from flask_login import login_required

import clock
from actions import linking
from actions.refused import not_found
from formats.wording import PARTNERS
from queries import accounts as found
from rules.accounts import is_over
from views.access import training_only, viewer_participant
from views.fields import DigitsField, Form
from views.pages import go_to, render

blueprint = Blueprint("partner_page", __name__)

WRONG = "000000"  # so that a class can see what a wrong code looks like


class SecurityCodeForm(Form):
    kode_keamanan = DigitsField(
        "Kode keamanan latihan", length=6, empty="Masukkan kode keamanan 6 angka"
    )


@blueprint.route("/latihan/mitra/<public_id>", methods=["GET", "POST"])
@training_only
@login_required
def security_code(public_id: str) -> Response:
    """The partner asks for its own code; any six digits do, and nothing of them is kept."""
    who = viewer_participant()
    row = found.try_named(who, public_id) or not_found("account_link")
    back = f"/rekening/sambung/{row.partner}"
    if row.state != "partner" or is_over(row.started_at, clock.now()):
        return go_to(back)
    form = SecurityCodeForm()
    if form.validate_on_submit():
        if form.kode_keamanan.data != WRONG:
            row = linking.agree_at_partner(who, public_id)
            if row.state == "linked":
                return go_to("/rekening", notice=f"{PARTNERS[row.partner]} tersambung.")
            return go_to(back)
        form.refuse(form.kode_keamanan, "Kode keamanan salah. Di latihan, ketik 6 angka lain.")
    return render(
        "operator/training/partner.html",
        status=422 if form.errors else 200,
        form=form,
        row=row,
        back=back,
    )
