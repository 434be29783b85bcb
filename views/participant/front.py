"""The front door: what this is, signing in and out."""

from typing import Any

from flask import Blueprint, Response, request, session
from flask_login import current_user, login_required
from wtforms import PasswordField, StringField
from wtforms.validators import DataRequired

import clock
from actions import registration
from actions import sign_in as sign_ins
from config import settings
from formats.refusals import sentence
from queries import gelombang
from views.access import (
    first_page_of,
    limiter,
    safe_next,
    sign_in_as,
    sign_out,
    wanted_room,
)
from views.fields import CodeForm, Form
from views.pages import go_to, render
from views.rooms import remember_room

blueprint = Blueprint("front", __name__)

WRONG = "Email atau sandi tidak cocok. Periksa keduanya, lalu coba lagi."


class SignInForm(Form):
    email = StringField("Email", validators=[DataRequired("Masukkan email")])
    sandi = PasswordField("Sandi", validators=[DataRequired("Masukkan sandi")])


def account_key() -> str:
    """Tries are counted for the address somebody types, whoever types it."""
    return "akun:" + request.form.get("email", "").strip().lower()[:120]


def address_key() -> str:
    """And for the place they come from; in a training room everybody shares one."""
    return "alamat:" + (request.remote_addr or "")


@blueprint.get("/")
def home() -> Response:
    """What this is, and the two doors."""
    return render("participant/front/home.html", latest=gelombang.latest(clock.now()))


@blueprint.get("/masuk")
def sign_in() -> Response:
    """The sign-in form."""
    target = safe_next(request.args.get("lanjut"))
    if current_user.is_authenticated:
        return go_to(target)
    return remember_room(_form_page(SignInForm(formdata=None), target), wanted_room())


@blueprint.post("/masuk")
@limiter.limit(
    "10 per hour", key_func=account_key, deduct_when=lambda answer: answer.status_code == 422
)
@limiter.limit(
    "60 per hour",
    key_func=address_key,
    exempt_when=lambda: settings.training,
    deduct_when=lambda answer: answer.status_code == 422,
)
def enter() -> Response:
    """Check e-mail and password; a wrong one says nothing about which was wrong.

    A right one sends the code of the second step. A script may post that code here too.
    """
    if "otp" in request.form and "email" not in request.form:
        return second_step()
    target = safe_next(request.args.get("lanjut"))
    form = SignInForm()
    if not form.validate_on_submit():
        return _form_page(form, target, 422)
    found = sign_ins.check_password(form.email.data or "", form.sandi.data or "")
    if found is None:
        form.refuse(form.email, WRONG)
        return _form_page(form, target, 422)
    if found.email_confirmed_at is None:
        session["mendaftar"] = registration.waiting_link_of(found)
        return go_to("/daftar/email", notice="Emailmu belum dikonfirmasi.")
    session["lanjut"] = target
    session["kode_masuk"], refusal = sign_ins.ask_code(found)
    if refusal is not None and sign_ins.asked(session["kode_masuk"]) is None:
        form.refuse(form.email, sentence(refusal).text)
        return _form_page(form, target, 422)
    return go_to("/masuk/kode", notice=sentence(refusal).text if refusal else None)


@blueprint.route("/masuk/kode", methods=["GET", "POST"])
def second_step() -> Response:
    """The second step: the code that went to the e-mail address."""
    who = sign_ins.asked(session.get("kode_masuk", ""))
    if who is None:
        return go_to("/masuk", notice="Masuk dari awal lagi: ketik email dan sandimu.")
    form = CodeForm()
    if form.validate_on_submit():
        refusal = sign_ins.try_second_step(who, form.otp.data or "")
        if refusal is None:
            target = session.get("lanjut", "/dasbor")
            sign_in_as(who)
            return go_to(first_page_of(who) if target == "/dasbor" else target)
        form.refuse(form.otp, sentence(refusal).text)
    return _code_page(who, form, 422 if form.errors else 200)


@blueprint.post("/masuk/kode/kirim-ulang")
def resend_code() -> Response:
    """Another code for the second step."""
    who = sign_ins.asked(session.get("kode_masuk", ""))
    if who is None:
        return go_to("/masuk", notice="Masuk dari awal lagi: ketik email dan sandimu.")
    session["kode_masuk"], refusal = sign_ins.ask_code(who)
    if refusal is not None:
        form = CodeForm(formdata=None)
        form.otp.errors = [sentence(refusal).text]
        return _code_page(who, form, 422)
    return go_to("/masuk/kode", notice="Kode baru dikirim. Kode lama tidak berlaku lagi.")


def _code_page(who: Any, form: CodeForm, status: int) -> Response:
    return render(
        "participant/front/second_step.html",
        fragment="kode",
        status=status,
        form=form,
        email=who.email,
        training=settings.training,
    )


def _form_page(form: SignInForm, target: str, status: int = 200) -> Response:
    return render(
        "participant/front/sign_in.html",
        form=form,
        next=target,
        status=status,
        training=settings.training,
    )


@blueprint.post("/keluar")
@login_required
def leave() -> Response:
    """Sign out; the browser is told to forget what it kept."""
    sign_out()
    response = go_to("/masuk", notice="Kamu sudah keluar.")
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response
