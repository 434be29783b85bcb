"""The account itself: where it is signed in, and its phone number."""

from flask import Blueprint, Response
from flask_login import current_user, login_required

from actions import drafts, registration
from actions import sign_in as sign_ins
from formats.refusals import sentence
from queries import sign_ins as found
from rules.refusals import Refused
from views.access import viewer_participant
from views.fields import CodeForm, Form, PhoneField
from views.pages import go_to, render

blueprint = Blueprint("account", __name__)

HAS_WALLET = "phone_has_wallet"


class NewPhoneForm(Form):
    nomor_hp = PhoneField("Nomor HP baru")


@blueprint.get("/profil/masuk")
@login_required
def devices() -> Response:
    """Every browser that is signed in, this one marked."""
    return render(
        "participant/account/devices.html",
        rows=[row for row in found.live_of(viewer_participant()) if sign_ins.live(row)],
        this=current_user.id,
    )


@blueprint.post("/profil/masuk/keluar-semua")
@login_required
def leave_everywhere() -> Response:
    """Sign every other browser out; this one stays."""
    count = sign_ins.close_others(current_user)
    said = f"{count} perangkat lain sudah keluar." if count else "Tidak ada perangkat lain."
    return go_to("/profil/masuk", notice=said)


@blueprint.route("/profil/hp", methods=["GET", "POST"])
@login_required
def phone() -> Response:
    """Change the phone number: type the new one; the old one is asked first."""
    who = viewer_participant()
    if who.phone_confirmed_at is None:
        return go_to("/daftar/hp")
    form, refusal = NewPhoneForm(), None
    if form.validate_on_submit():
        try:
            registration.begin_phone_change(who, form.nomor_hp.data)
        except Refused as no:
            refusal = no.refusal
            form.refuse(form.nomor_hp, sentence(refusal).text)
        else:
            return go_to("/profil/hp/kode")
    return render(
        "participant/account/phone.html",
        status=422 if form.errors else 200,
        form=form,
        number=who.phone,
        stage=registration.phone_change_stage(who),
        wallet=refusal.facts["partner"] if refusal and refusal.code == HAS_WALLET else None,
    )


@blueprint.route("/profil/hp/kode", methods=["GET", "POST"])
@login_required
def phone_code() -> Response:
    """The code of the old number, then that of the new one."""
    who = viewer_participant()
    stage = registration.phone_change_stage(who)
    if stage == "none":
        return go_to("/profil/hp")
    form, refusal = CodeForm(), None
    if form.validate_on_submit():
        try:
            confirm = (
                registration.confirm_old_phone if stage == "old" else registration.confirm_new_phone
            )
            refusal = confirm(who, form.otp.data or "")
        except Refused as no:
            refusal = no.refusal
        if refusal is None:
            if stage == "old":
                return go_to("/profil/hp/kode", notice="Benar. Sekarang kode di nomor baru.")
            return go_to("/profil", notice="Nomor HP-mu sudah diganti.")
        form.refuse(form.otp, sentence(refusal).text)
    return render(
        "participant/account/phone_code.html",
        status=422 if form.errors else 200,
        form=form,
        stage=stage,
        number=who.phone if stage == "old" else registration.new_phone(who),
        wallet=refusal.facts["partner"] if refusal and refusal.code == HAS_WALLET else None,
    )


@blueprint.post("/profil/hp/kode/kirim-ulang")
@login_required
def resend_phone_code() -> Response:
    """Another code to the number whose turn it is."""
    try:
        registration.resend_change_code(viewer_participant())
    except Refused as no:
        return go_to("/profil/hp/kode", notice=sentence(no.refusal).text)
    return go_to("/profil/hp/kode", notice="Kode baru dikirim. Kode lama tidak berlaku lagi.")


@blueprint.get("/draf/<public_id>")
@login_required
def draft(public_id: str) -> Response:
    """What was typed when the sign-in had run out, to be sent again."""
    path, fields = drafts.take(viewer_participant(), public_id)
    return render("participant/account/draft.html", action=path, fields=fields)
