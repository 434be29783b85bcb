"""The way in: the door, the user name of the guide, the address of the account."""

import re

from flask import Response, request, session

from institution.pages import go, learners, page, settings, store
from institution.progress import view_of
from institution.store import Row


def front() -> Response:
    """The door; who is signed in sees their courses."""
    asked = request.args.get("ruang", "")
    if asked in settings()["rooms"]:
        if session.get("room") not in (None, asked):
            session.pop("learner", None)
        session["room"] = asked
    learner = store().learner(session.get("learner", 0))
    if learner is None:
        return _sign_in_page()
    if learner["email_sealed"] is None:
        return go("/email")
    courses = [view_of(learner, row) for row in store().enrolments(learner["id"])]
    return page("courses.html", learner=learner, courses=courses)


def _sign_in_page(
    status: int = 200, username: str = "", errors: dict[str, str] | None = None
) -> Response:
    known = list(settings()["rooms"])
    return page(
        "sign_in.html",
        status,
        rooms=known,
        room=session.get("room") or (known[0] if known else ""),
        username=username,
        errors={"ruang": "", "nama": "", "sandi": "", **(errors or {})},
    )


def sign_in() -> Response:
    """Any new user name comes in, nothing here is real; a known one needs its first password."""
    room, username = request.form.get("ruang", ""), request.form.get("nama", "").strip()[:60]
    errors = {}
    if room not in settings()["rooms"]:
        errors["ruang"] = "Pilih ruang latihanmu"
    else:
        session["room"] = room
    if not username:
        errors["nama"] = "Masukkan nama pengguna dari panduan"
    if not request.form.get("sandi"):
        errors["sandi"] = "Masukkan sandi pertama dari panduan"
    if errors:
        return _sign_in_page(422, username, errors)
    number = store().learner_named(room, username, request.form["sandi"][:200])
    if number is None:
        errors["sandi"] = "Nama ini sudah punya sandi lain. Cek lagi email panduan."
        return _sign_in_page(422, username, errors)
    onward = session.pop("next", "/")
    session["learner"] = number
    return go(onward)


def sign_out() -> Response:
    """Leave; the room stays chosen."""
    room = session.get("room")
    session.clear()
    if room:
        session["room"] = room
    return go("/")


@learners
def email(learner: Row) -> Response:
    """The address of the account; asked once, changed when somebody wants to."""
    typed = request.form.get("email", "").strip()[:254]
    error = None
    if request.method == "POST":
        if re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", typed):
            store().set_email(learner["id"], typed)
            return go(session.pop("next", "/"))
        error = "Tulis alamat email lengkap, seperti nama@contoh.id"
    return page(  # the address that is known is not shown: somebody else may sit here now
        "email.html",
        422 if error else 200,
        learner=learner,
        typed=typed,
        error=error,
        known=learner["email_sealed"] is not None,
    )
