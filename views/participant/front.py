"""The front door: what this is, signing in and out."""

from flask import Blueprint, Response, request
from flask_login import current_user, login_required
from wtforms import PasswordField, StringField
from wtforms.validators import DataRequired

import clock
from actions import sign_in as sign_ins
from config import settings
from queries import gelombang
from views.access import limiter, safe_next, sign_in_as, sign_out, wanted_room
from views.fields import Form
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


@blueprint.get("/daftar")
def register() -> Response:
    """What one needs to register."""
    return render("participant/front/register.html")


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
    """Check e-mail and password; a wrong one says nothing about which was wrong."""
    target = safe_next(request.args.get("lanjut"))
    form = SignInForm()
    if not form.validate_on_submit():
        return _form_page(form, target, 422)
    found = sign_ins.check_password(form.email.data or "", form.sandi.data or "")
    if found is None:
        form.refuse(form.email, WRONG)
        return _form_page(form, target, 422)
    sign_in_as(found)
    return go_to(target)


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
