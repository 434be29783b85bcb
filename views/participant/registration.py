"""Registering: account, e-mail link, phone code; and forgotten passwords."""

from flask import Blueprint, Response, request, session
from flask_login import current_user, login_required
from wtforms import BooleanField

import clock
from actions import registration
from config import settings
from formats.refusals import sentence
from queries import gelombang
from rules.refusals import Refused
from views.access import limiter, sign_in_as, viewer_participant
from views.fields import CodeForm, EmailField, Form, NewPasswordField, PhoneField
from views.pages import go_to, render

blueprint = Blueprint("registration", __name__)

SENT = "Kode baru dikirim. Kode lama tidak berlaku lagi."


class RegisterForm(Form):
    email = EmailField("Email")
    sandi = NewPasswordField("Sandi")
    nomor_hp = PhoneField("Nomor HP")
    setuju = BooleanField("Data ini benar dan milikku sendiri")

    def validate_setuju(self, field: BooleanField) -> None:
        """The declaration stands before anything is kept."""
        if not field.data:
            self.refuse(field, "Centang pernyataan ini untuk melanjutkan")


class PhoneForm(Form):
    nomor_hp = PhoneField("Nomor HP baru")


class EmailForm(Form):
    email = EmailField("Email")


class NewPasswordForm(Form):
    sandi = NewPasswordField("Sandi baru")


def address_key() -> str:
    """Registrations and resets are counted for the place they come from; a room shares one."""
    return "daftar:" + (request.remote_addr or "")


@blueprint.get("/daftar")
def register() -> Response:
    """What one needs, and the form of the account."""
    if current_user.is_authenticated:
        return go_to("/dasbor")
    return _register_page(RegisterForm(formdata=None))


@blueprint.post("/daftar")
@limiter.limit("30 per hour", key_func=address_key, exempt_when=lambda: settings.training)
def create() -> Response:
    """Make the account wait for its e-mail; the answer is the same for an address known to us."""
    form = RegisterForm()
    if not form.validate_on_submit() or form.errors:
        return _register_page(form, 422)
    session["mendaftar"] = registration.register(
        form.email.data, form.sandi.data, form.nomor_hp.data
    )
    return go_to("/daftar/email")


def _register_page(form: RegisterForm, status: int = 200) -> Response:
    return render(
        "participant/registration/register.html",
        fragment="daftar",
        status=status,
        form=form,
        latest=gelombang.latest(clock.now()),
    )


@blueprint.get("/daftar/email")
def await_email() -> Response:
    """Open the link in the e-mail; it may be sent again."""
    return render("participant/registration/email.html", waiting="mendaftar" in session)


@blueprint.post("/daftar/email/kirim-ulang")
@limiter.limit("10 per hour", key_func=address_key, exempt_when=lambda: settings.training)
def resend_email() -> Response:
    """Send the link again; says the same whether or not there was one to send."""
    session["mendaftar"] = registration.resend_email_link(session.get("mendaftar", ""))
    said = "Kalau satu menit sudah lewat, tautan baru sudah dikirim."
    return go_to("/daftar/email", notice=said)


@blueprint.get("/daftar/email/<token>")
def email_link(token: str) -> Response:
    """The page of the link: one button, because mail programs open links by themselves."""
    if not registration.is_live(token, "email"):
        return render("participant/registration/dead_link.html", status=410, kind="email")
    return render("participant/registration/email_link.html", token=token)


@blueprint.post("/daftar/email/<token>")
def confirm_email(token: str) -> Response:
    """The e-mail is theirs. The browser that registered goes on; another one signs in first."""
    who = registration.confirm_email(token)
    if who is None:
        return render("participant/registration/dead_link.html", status=410, kind="email")
    if session.get("mendaftar") == token.partition(".")[0]:
        sign_in_as(who)
        return go_to("/daftar/hp")
    return go_to("/masuk?lanjut=/daftar/hp", notice="Emailmu sudah dikonfirmasi. Masuk dulu.")


@blueprint.route("/daftar/hp", methods=["GET", "POST"])
@login_required
def phone() -> Response:
    """The six digits of the SMS."""
    who = viewer_participant()
    if who.phone_confirmed_at:
        return go_to("/dasbor")
    form = CodeForm()
    if form.validate_on_submit():
        refusal = registration.confirm_phone(who, form.otp.data or "")
        if refusal is None:
            return go_to("/verifikasi", notice="Nomor HP-mu sudah dikonfirmasi.")
        form.refuse(form.otp, sentence(refusal).text)
    return _phone_page(form, PhoneForm(formdata=None), 422 if form.errors else 200)


@blueprint.post("/daftar/hp/kirim-ulang")
@login_required
def resend_phone() -> Response:
    """Another code to the same number."""
    who = viewer_participant()
    return _send_to(who, registration.wanted_phone(who), CodeForm(formdata=None))


@blueprint.post("/daftar/hp/ganti")
@login_required
def other_phone() -> Response:
    """Another number, because the first was mistyped or belongs to another account."""
    form = PhoneForm()
    if not form.validate_on_submit():
        return _phone_page(CodeForm(formdata=None), form, 422)
    return _send_to(viewer_participant(), form.nomor_hp.data, form)


def _send_to(who: object, number: str, form: Form) -> Response:
    if who.phone_confirmed_at:  # type: ignore[attr-defined]
        return go_to("/dasbor")
    try:
        registration.send_phone_code(who, number)  # type: ignore[arg-type]
    except Refused as no:
        field = form.nomor_hp if isinstance(form, PhoneForm) else form.otp  # type: ignore[attr-defined]
        form.refuse(field, sentence(no.refusal).text)
        code = form if isinstance(form, CodeForm) else CodeForm(formdata=None)
        other = form if isinstance(form, PhoneForm) else PhoneForm(formdata=None)
        return _phone_page(code, other, 422)
    return go_to("/daftar/hp", notice=SENT)


def _phone_page(form: CodeForm, other: PhoneForm, status: int = 200) -> Response:
    return render(
        "participant/registration/phone.html",
        status=status,
        form=form,
        other=other,
        number=registration.wanted_phone(viewer_participant()),
    )


@blueprint.get("/lupa-sandi")
def forgotten() -> Response:
    """Ask for a link to make a new password."""
    return render("participant/registration/forgotten.html", form=EmailForm(formdata=None))


@blueprint.post("/lupa-sandi")
@limiter.limit("10 per hour", key_func=address_key, exempt_when=lambda: settings.training)
def ask_reset() -> Response:
    """Send the link, if the address is known; the answer does not tell."""
    form = EmailForm()
    if not form.validate_on_submit():
        return render("participant/registration/forgotten.html", status=422, form=form)
    registration.send_reset_link(form.email.data)
    return go_to("/lupa-sandi/terkirim")


@blueprint.get("/lupa-sandi/terkirim")
def reset_sent() -> Response:
    """What to do now, for a known and an unknown address alike."""
    return render("participant/registration/reset_sent.html")


@blueprint.route("/lupa-sandi/<token>", methods=["GET", "POST"])
def new_password(token: str) -> Response:
    """The page of the link: a new password; every browser is signed out."""
    form = NewPasswordForm()
    if not registration.is_live(token, "reset"):
        return render("participant/registration/dead_link.html", status=410, kind="reset")
    if form.validate_on_submit():
        if registration.reset_password(token, form.sandi.data or ""):
            return go_to("/masuk", notice="Sandi baru disimpan. Masuk dengan sandi itu.")
        return render("participant/registration/dead_link.html", status=410, kind="reset")
    return render(
        "participant/registration/new_password.html",
        status=422 if form.errors else 200,
        form=form,
        token=token,
    )
