"""«Rekening/e-wallet»: which account receives the money, link another, check it again."""

from flask import Blueprint, Response
from flask_login import login_required
from wtforms import StringField

from actions import accounts
from actions.refused import not_found
from formats.wording import PARTNERS, sentence
from queries.standing import standing_of
from rules.refusals import Refused
from views.access import viewer_participant
from views.fields import Form
from views.pages import go_to, render

blueprint = Blueprint("accounts", __name__)


class LinkForm(Form):
    nomor = StringField("Nomor")

    def validate_nomor(self, field: StringField) -> None:
        digits = "".join(letter for letter in (field.data or "") if letter not in " -.")
        if not (digits.isascii() and digits.isdigit() and 6 <= len(digits) <= 16):
            field.errors = [*field.errors, "Nomor harus 6 sampai 16 angka."]
        self.digits = digits


@blueprint.get("/rekening")
@login_required
def accounts_page() -> Response:
    """Where incentives go, and the partners of the participant's terms."""
    standing = standing_of(viewer_participant())
    offered = standing.terms.payout_partners if standing.terms else None
    return render("participant/accounts/list.html", standing=standing, offered=offered or ())


@blueprint.route("/rekening/sambung/<mitra>", methods=["GET", "POST"])
@login_required
def link(mitra: str) -> Response:
    """Link one partner's account."""
    participant = viewer_participant()
    if mitra not in PARTNERS:
        not_found("partner")
    form = LinkForm()
    wallet = mitra in accounts.WALLETS
    form.nomor.label.text = "Nomor HP" if wallet else "Nomor rekening"
    if form.validate_on_submit() and not form.errors:
        try:
            accounts.link(participant, mitra, form.digits)
        except Refused as no:
            form.refuse(form.nomor, sentence(no.refusal).text)
        else:
            return go_to("/rekening", notice=f"{PARTNERS[mitra]} tersambung.")
    return render(
        "participant/accounts/link.html",
        fragment="sambung",
        status=422 if form.errors else 200,
        form=form,
        partner=mitra,
        wallet=wallet,
        own_phone=participant.phone,
    )


@blueprint.post("/rekening/cek-lagi")
@login_required
def check_again() -> Response:
    """The participant mended the account: what failed is planned again."""
    count = accounts.check_again(viewer_participant())
    return go_to(
        "/insentif",
        notice=f"{count} insentif dijadwalkan kirim ulang."
        if count
        else "Tidak ada yang perlu dikirim ulang.",
    )
