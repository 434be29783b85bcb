"""«Rekening/e-wallet»: which account receives the money, link another, check it again."""

from typing import Any

from flask import Blueprint, Response, request
from flask_login import login_required
from wtforms import StringField
from wtforms.validators import ValidationError

from actions import accounts
from actions.refused import not_found
from config import settings
from formats.refusals import sentence
from formats.wording import PARTNERS
from queries.standing import standing_of
from rules.refusals import Refused
from views.access import viewer_participant
from views.fields import Form
from views.pages import go_to, render

blueprint = Blueprint("accounts", __name__)

SHORTEST, LONGEST = 6, 16


class AccountNumberField(StringField):
    """Digits of a bank account or phone; spaces, dots and hyphens are forgiven, what was typed is kept."""

    def process_formdata(self, valuelist: list[str]) -> None:
        super().process_formdata(valuelist)
        self.typed = (self.data or "")[:100]
        self.data = "".join(letter for letter in self.typed if letter not in " .-")
        if self.data.startswith("+62"):
            self.data = "0" + self.data[3:]

    def _value(self) -> str:
        return getattr(self, "typed", "") or self.data or ""

    def pre_validate(self, form: Any) -> None:
        label = self.label.text
        if not self.data:
            raise ValidationError(f"Masukkan {label[0].lower()}{label[1:]}")
        if not (self.data.isascii() and self.data.isdigit()):
            raise ValidationError(f"{label} hanya berisi angka")
        if not SHORTEST <= len(self.data) <= LONGEST:
            raise ValidationError(
                f"{label} harus {SHORTEST} sampai {LONGEST} angka. Kamu mengetik {len(self.data)}."
            )


class LinkForm(Form):
    nomor = AccountNumberField()


@blueprint.get("/rekening")
@login_required
def accounts_page() -> Response:
    """Where incentives go, and the partners of the participant's terms."""
    standing = standing_of(viewer_participant())
    offered = standing.terms.payout_partners if standing.terms else None
    return render(
        "participant/accounts/list.html",
        standing=standing,
        offered=offered or (),
        wallets=accounts.WALLETS,
        failed=any(row.state == "failed" for row in standing.incentives),
    )


@blueprint.route("/rekening/putuskan", methods=["GET", "POST"])
@login_required
def unlink() -> Response:
    """Take the linked account off, after a page that says what that means."""
    account = standing_of(viewer_participant()).account
    if account is None:
        return go_to("/rekening")
    form = Form()
    if form.validate_on_submit():
        accounts.unlink(viewer_participant())
        return go_to("/rekening", notice="Sudah diputus.")
    return render("participant/accounts/unlink.html", account=account)


@blueprint.route("/rekening/sambung/<mitra>", methods=["GET", "POST"])
@login_required
def link(mitra: str) -> Response:
    """Link one partner's account; `?isi=nomorku` fills in the registered phone number."""
    participant = viewer_participant()
    if mitra not in PARTNERS:
        not_found("partner")
    terms = standing_of(participant).terms
    if terms is None:
        return go_to("/rekening")
    if mitra not in (terms.payout_partners or ()):
        raise Refused("partner_not_offered")
    form, wallet = LinkForm(), mitra in accounts.WALLETS
    form.nomor.label.text = f"Nomor HP di {PARTNERS[mitra]}" if wallet else "Nomor rekening"
    if wallet and request.method == "GET" and request.args.get("isi") == "nomorku":
        form.nomor.data = participant.phone
    if form.validate_on_submit():
        try:
            accounts.link(participant, mitra, form.nomor.data)
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
        training=settings.training,
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
