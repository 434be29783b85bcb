"""The simulated institution's pages; `create_app(FILE)` reads who it is from a JSON file.

The file names the programme's address as programs reach it (`server`) and as people open it
(`home`), the institution's own (`address`), its secrets, and one partner account a room.
"""

import hmac
import json
import re
import secrets
from functools import wraps
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from flask import (
    Flask,
    Response,
    abort,
    current_app,
    g,
    make_response,
    redirect,
    render_template,
    request,
    send_from_directory,
    session,
)
from jinja2 import StrictUndefined

from institution import lessons
from institution.client import Account, ApiDown, ApiRefused, Call, call
from institution.store import Row, Store

DOWN = "Program sedang tidak bisa dihubungi. Semua yang kamu isi tetap tersimpan. Coba lagi nanti."
REFUSED = "Program menolak permintaan ini. Coba lagi, atau tanyakan ke bantuan program."
FEEDBACK = "Tugas sudah dibaca. Hasilnya jelas dan sesuai dengan petunjuk."
WORK = {
    0: "Program belum menerima tugasmu. Kirim tautannya lagi.",
    1: "Tugasmu masih diperiksa program. Cek lagi sebentar lagi.",
    2: "Tugasmu diterima program.",
    3: "Tugasmu belum berhasil. Perbaiki, lalu kirim tautan lain.",
}
ACCEPTED = 2  # of these, what the course needs to be finished
# What the programme's documentation calls two of its refusals.
UNKNOWN_CODE, ATTENDED_BEFORE = "ERRPLT40001", "ERRPLT40007"
EXAMS = ("usual", "pass", "fail")
SESSIONS = ("usual", "missed")


def create_app(file: str, caller: Call = call) -> Flask:
    """The institution for the settings in `file`; tests pass a caller of their own."""
    app = Flask(__name__, static_folder=None)
    facts = json.loads(Path(file).read_text())
    app.config.update(
        SECRET_KEY=facts["secret"],
        SESSION_COOKIE_NAME="lembaga",  # cookies do not tell ports apart
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        MAX_CONTENT_LENGTH=64 * 1024,
        FILE=Path(file),
        CALL=caller,
    )
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(token=_token, home=lambda: _settings()["home"])
    app.extensions["store"] = Store(Path(file).parent / "institution.db", facts["seal_key"])
    app.before_request(_check_token)
    app.after_request(_headers)
    for status in (400, 404, 405, 413, 500):
        app.register_error_handler(status, _broken)
    for rule, methods, view in (
        ("/", ["GET"], front),
        ("/masuk", ["POST"], sign_in),
        ("/keluar", ["POST"], sign_out),
        ("/email", ["GET", "POST"], email),
        ("/kode", ["GET", "POST"], code),
        ("/kelas/<int:number>", ["GET"], course),
        ("/kelas/<int:number>/hadir/<int:sequence>", ["POST"], attend),
        ("/kembali", ["GET"], back),
        ("/kelas/<int:number>/modul/<int:which>", ["GET", "POST"], module),
        ("/kelas/<int:number>/tugas", ["GET", "POST"], work),
        ("/kelas/<int:number>/tugas/cek", ["POST"], check_work),
        ("/kelas/<int:number>/masukan", ["POST"], feedback),
        ("/kelas/<int:number>/ujian", ["GET", "POST"], exam),
        ("/pelatih", ["GET", "POST"], trainer),
        ("/pelatih/kosongkan", ["POST"], clear),
        ("/gaya.css", ["GET"], style),
        ("/healthz", ["GET"], healthz),
    ):
        app.add_url_rule(rule, view_func=view, methods=methods)
    return app


# --- What every page stands on -------------------------------------------------------------------


def _settings() -> dict[str, Any]:
    """The file as it is now: rooms are made anew while the institution runs."""
    if "settings" not in g:
        g.settings = json.loads(current_app.config["FILE"].read_text())
    return g.settings  # type: ignore[no-any-return]


def _store() -> Store:
    return current_app.extensions["store"]  # type: ignore[no-any-return]


def _ask(room: str, endpoint: str, **body: Any) -> dict[str, Any]:
    """One call in the name of this room's account; raises ApiRefused or ApiDown."""
    account = _settings()["rooms"].get(room)
    if account is None:
        raise ApiRefused("no_account", f"Lembaga ini belum terdaftar di ruang {room}.")
    known = Account(_settings()["server"], account["client_code"], account["sign_key"])
    answer: dict[str, Any] = current_app.config["CALL"](known, endpoint, body)
    return answer


def _said(no: ApiRefused | ApiDown) -> str:
    """What a participant reads when the programme says no, or nothing."""
    return DOWN if isinstance(no, ApiDown) else no.message or REFUSED


def _status_of(no: ApiRefused | ApiDown) -> int:
    return 503 if isinstance(no, ApiDown) else 422


def _token() -> str:
    if "token" not in session:
        session["token"] = secrets.token_urlsafe(16)
    return str(session["token"])


def _check_token() -> None:
    """A form counts only when it came from a page of ours."""
    if request.method in ("GET", "HEAD", "OPTIONS"):
        return
    sent, kept = request.form.get("token", ""), session.get("token", "")
    if not kept or not hmac.compare_digest(sent.encode(), kept.encode()):
        abort(400)


def _headers(response: Response) -> Response:
    settings = _settings()
    # A form that leads to the face check is redirected to the programme, which a browser must allow.
    allowed = " ".join({_origin(settings["server"]), _origin(settings["home"])})
    response.headers.setdefault(
        "Content-Security-Policy",
        "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'; "
        f"form-action 'self' {allowed}",
    )
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    response.headers.setdefault("Referrer-Policy", "same-origin")
    response.headers.setdefault("Cache-Control", "private, no-store")
    return response


def _origin(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


def _page(template: str, status: int = 200, **values: Any) -> Response:
    values.setdefault("learner", None)
    values.setdefault("said", session.pop("said", None))
    return make_response(render_template(template, **values), status)


def _go(url: str, said: str | None = None) -> Response:
    if said:
        session["said"] = said
    return make_response(redirect(url, 303))


def _broken(error: Any) -> Response:
    status = getattr(error, "code", None) or 500
    sentences = {
        400: "Halaman ini terlalu lama terbuka. Kembali, muat ulang, lalu kirim lagi.",
        404: "Halaman ini tidak ada di lembaga ini.",
        405: "Halaman ini tidak bisa dibuka seperti itu.",
        413: "Isian terlalu panjang. Persingkat, lalu kirim lagi.",
    }
    text = sentences.get(status, "Ada gangguan di lembaga ini. Isianmu yang terkirim tetap ada.")
    return _page("message.html", status, heading="Belum berhasil", text=text, link=None)


def learners(view: Any) -> Any:
    """For signed-in learners who told their address; others are led there."""

    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> Response:
        learner = _store().learner(session.get("learner", 0))
        if learner is None:
            session["next"] = request.full_path.rstrip("?") if request.method == "GET" else "/"
            return _go("/")
        if learner["email_sealed"] is None and request.path != "/email":
            session["next"] = request.full_path.rstrip("?") if request.method == "GET" else "/"
            return _go("/email")
        return view(learner, *args, **kwargs)  # type: ignore[no-any-return]

    return guarded


def _course_of(learner: Row, number: int) -> Row:
    row = _store().enrolment(learner["id"], number)
    if row is None:
        abort(404)
    return row


def _view_of(learner: Row, row: Row) -> dict[str, Any]:
    """A course as its page shows it: what is done, what is open."""
    facts = json.loads(row["facts"])
    wanted, there = lessons.sessions(facts), _store().sequences(row["id"])
    read, control = _store().modules(row["id"]), _store().control_of(learner)
    modules_done = len(read) == len(lessons.MODULES)
    return {
        "learner": learner,
        "row": row,
        "facts": facts,
        "title": lessons.title_of(facts),
        "sessions": wanted,
        "attended": there,
        "missed": wanted[-1] if control["session"] == "missed" else None,
        "modules": lessons.MODULES,
        "read": read,
        "begun": 1 in there,
        "modules_done": modules_done,
        "verified": lessons.POST_TEST in there,
        "complete": lessons.POST_TEST in there and row["work_status"] == ACCEPTED,
    }


# --- What the programme knows --------------------------------------------------------------------


def _ask_attendance(learner: Row, row: Row, sequence: int) -> bool:
    """Whether the programme confirms this session now; its word is kept, yes or no."""
    facts = _ask(
        learner["room"],
        "/payment/redeem-code/status",
        redeem_code=row["redeem_code"],
        sequence=sequence,
    )
    there = facts.get("attendance_status") == 1
    if there:
        _store().attend(row["id"], sequence)
    else:
        _store().absent(row["id"], sequence)
    _store().enrol(learner["id"], row["redeem_code"], facts)
    return there


def _ask_work(learner: Row, row: Row) -> int:
    """What the programme says of the assignment; it is kept."""
    answer = _ask(
        learner["room"],
        "/tpm/submission/status",
        redeem_code=row["redeem_code"],
        scope="uk",
        sequence=lessons.POST_TEST,
    )
    task = answer.get("assignment")
    status = task.get("status") if isinstance(task, dict) else None
    if type(status) is not int or status not in WORK:
        return 1
    _store().work_is(row["id"], status)
    return status


def _refresh(learner: Row, row: Row) -> str | None:
    """Ask anew about everything that was attended or sent; why not, when there is no answer.

    Somebody may close the page after the face check, and a trainer may set the room back.
    """
    known = _store().sequences(row["id"])
    try:
        if not _ask_attendance(learner, row, 1):
            _store().begin_anew(row["id"])
            return None
        wanted = lessons.sessions(json.loads(_course_of(learner, row["id"])["facts"]))[1:]
        if row["exam_passed"] or lessons.POST_TEST in known:
            wanted += (lessons.POST_TEST,)
        for sequence in wanted:
            _ask_attendance(learner, row, sequence)
        if row["work_sent"]:
            _ask_work(learner, row)
    except (ApiRefused, ApiDown) as no:
        if isinstance(no, ApiRefused) and no.code == UNKNOWN_CODE:
            _store().begin_anew(row["id"])
        return _said(no)
    return None


# --- The way in ----------------------------------------------------------------------------------


def front() -> Response:
    """The door; who is signed in sees their courses."""
    asked = request.args.get("ruang", "")
    if asked in _settings()["rooms"]:
        if session.get("room") not in (None, asked):
            session.pop("learner", None)
        session["room"] = asked
    learner = _store().learner(session.get("learner", 0))
    if learner is None:
        return _sign_in_page()
    if learner["email_sealed"] is None:
        return _go("/email")
    courses = [_view_of(learner, row) for row in _store().enrolments(learner["id"])]
    return _page("courses.html", learner=learner, courses=courses)


def _sign_in_page(
    status: int = 200, username: str = "", errors: dict[str, str] | None = None
) -> Response:
    known = list(_settings()["rooms"])
    return _page(
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
    if room not in _settings()["rooms"]:
        errors["ruang"] = "Pilih ruang latihanmu"
    else:
        session["room"] = room
    if not username:
        errors["nama"] = "Masukkan nama pengguna dari panduan"
    if not request.form.get("sandi"):
        errors["sandi"] = "Masukkan sandi pertama dari panduan"
    if errors:
        return _sign_in_page(422, username, errors)
    number = _store().learner_named(room, username, request.form["sandi"][:200])
    if number is None:
        errors["sandi"] = "Nama ini sudah punya sandi lain. Cek lagi email panduan."
        return _sign_in_page(422, username, errors)
    onward = session.pop("next", "/")
    session["learner"] = number
    return _go(onward)


def sign_out() -> Response:
    """Leave; the room stays chosen."""
    room = session.get("room")
    session.clear()
    if room:
        session["room"] = room
    return _go("/")


@learners
def email(learner: Row) -> Response:
    """The address of the account; asked once, changed when somebody wants to."""
    typed = request.form.get("email", "").strip()[:254]
    error = None
    if request.method == "POST":
        if re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", typed):
            _store().set_email(learner["id"], typed)
            return _go(session.pop("next", "/"))
        error = "Tulis alamat email lengkap, seperti nama@contoh.id"
    return _page(  # the address that is known is not shown: somebody else may sit here now
        "email.html",
        422 if error else 200,
        learner=learner,
        typed=typed,
        error=error,
        known=learner["email_sealed"] is not None,
    )


@learners
def code(learner: Row) -> Response:
    """Enter a redeem code: the programme says which course it opens."""
    typed = request.form.get("kode", "")[:60]
    asked, error, status = "".join(typed.split()).upper(), None, 200
    if not asked.startswith("PRAT-"):
        asked = asked.replace("-", "")
    if request.method == "POST":
        if not asked:
            error, status = "Masukkan kode tukar dari SMS atau struk", 422
        elif not lessons.shaped(asked):
            error, status = "Kode tukar berisi 12 huruf dan angka. Salin lagi dari Kelasku.", 422
        else:
            try:
                facts = _ask(
                    learner["room"], "/payment/redeem-code/status", redeem_code=asked, sequence=1
                )
            except (ApiRefused, ApiDown) as no:
                error, status = _said(no), _status_of(no)
            else:
                number = _store().enrol(learner["id"], asked, facts)
                if facts.get("attendance_status") == 1:
                    _store().attend(number, 1)
                return _go(f"/kelas/{number}")
    return _page("code.html", status, learner=learner, typed=typed, error=error)


@learners
def course(learner: Row, number: int) -> Response:
    """One course: the way through it, and what is next, as the programme knows it now."""
    trouble = _refresh(learner, _course_of(learner, number))
    view = _view_of(learner, _course_of(learner, number))
    said = session.pop("said", None)
    return _page("course.html", **{**view, "said": said or trouble})


# --- Attendance ----------------------------------------------------------------------------------


@learners
def attend(learner: Row, number: int, sequence: int) -> Response:
    """Ask the programme for a face check and send the browser there."""
    view = _view_of(learner, _course_of(learner, number))
    if sequence in view["attended"]:
        return _go(f"/kelas/{number}")
    if refusal := _not_now(view, sequence):
        return _go(f"/kelas/{number}", refusal)
    try:
        answer = _ask(
            learner["room"],
            "/oauth/url-generate",
            redeem_code=view["row"]["redeem_code"],
            sequence=sequence,
            redirect_uri=_settings()["address"] + "/kembali",
            email=_store().unseal(learner["email_sealed"]),
        )
        url, state = str(answer.get("url") or ""), str(answer.get("state") or "")
        if not url.startswith(("http://", "https://")) or not state:
            raise ApiDown("no address in the answer")
    except (ApiRefused, ApiDown) as no:
        if isinstance(no, ApiRefused) and no.code == ATTENDED_BEFORE:
            _store().attend(number, sequence)  # the page was closed after the face check
            return _go(f"/kelas/{number}", _recorded(sequence))
        view["said"] = _said(no)
        return _page("course.html", _status_of(no), **view)
    _store().visit(state, number, sequence, url)
    return _go(url)


def _recorded(sequence: int) -> str:
    name = "ujian" if sequence == lessons.POST_TEST else f"sesi {sequence}"
    return f"Kehadiranmu di {name} sudah tercatat."


def _not_now(view: dict[str, Any], sequence: int) -> str | None:
    """Why this session cannot be attended now, as this institution sees it."""
    if sequence == lessons.POST_TEST:
        if not view["row"]["exam_passed"]:
            return "Selesaikan ujian dulu. Setelah lulus, kamu bisa verifikasi."
    elif sequence not in view["sessions"]:
        return "Sesi itu tidak ada di pelatihan ini."
    elif sequence > 1 and not view["begun"]:
        return "Tukar kode dan hadir di sesi 1 dulu."
    if sequence == view["missed"]:
        return f"Sesi {sequence} sudah lewat dan kamu tercatat tidak hadir."
    return None


@learners
def back(learner: Row) -> Response:
    """The browser is back from the face check; only the programme's word counts."""
    state = request.args.get("state", "")
    visit = _store().visited(learner["id"], state)
    if visit is None:
        return _page(
            "message.html",
            404,
            learner=learner,
            heading="Tautan ini bukan milikmu",
            text="Kamu kembali dengan tautan yang tidak dikenal di sini. Mulai lagi dari kelasmu.",
            link=("/", "Ke kelasku"),
        )
    row, sequence = _course_of(learner, visit["enrolment"]), int(visit["sequence"])
    text, status = "Program belum mencatat kehadiranmu. Selesaikan foto wajah, lalu cek lagi.", 200
    try:
        if _ask_attendance(learner, row, sequence):
            return _go(f"/kelas/{row['id']}", _recorded(sequence))
    except (ApiRefused, ApiDown) as no:
        text, status = _said(no), _status_of(no)
    return _page(
        "waiting.html", status, learner=learner, row=row, state=state, text=text, url=visit["url"]
    )


# --- Study ---------------------------------------------------------------------------------------


@learners
def module(learner: Row, number: int, which: int) -> Response:
    """A module to read; the button says that it was read."""
    view = _view_of(learner, _course_of(learner, number))
    if not 1 <= which <= len(lessons.MODULES):
        abort(404)
    if not view["begun"]:
        return _go(f"/kelas/{number}", "Tukar kode dan hadir dulu. Setelah itu modul terbuka.")
    if request.method == "POST":
        _store().study(number, which)
        onward = f"/modul/{which + 1}" if which < len(lessons.MODULES) else ""
        return _go(f"/kelas/{number}{onward}")
    return _page("module.html", which=which, module=lessons.MODULES[which - 1], **view)


@learners
def work(learner: Row, number: int) -> Response:
    """The assignment: a link to what was made; the programme gets it at once."""
    row = _course_of(learner, number)
    view = _view_of(learner, row)
    if not view["modules_done"]:
        return _go(f"/kelas/{number}", "Baca ketiga modul dulu. Setelah itu tugas terbuka.")
    typed, error, status = _store().unseal(row["work_sealed"]), None, 200
    if request.method == "POST":
        typed = request.form.get("tautan", "").strip()[:500]
        if not re.fullmatch(r"https?://[^\s/]+\.[^\s]+", typed):
            error, status = "Tulis tautan lengkap, seperti https://contoh.id/karyaku", 422
        else:
            _store().keep_work(number, typed)
            try:
                _ask(
                    learner["room"],
                    "/tpm/submission",
                    redeem_code=row["redeem_code"],
                    scope="uk",
                    sequence=lessons.POST_TEST,
                    url_file=typed,
                )
            except (ApiRefused, ApiDown) as no:
                error, status = _said(no), _status_of(no)
            else:
                _store().work_sent(number)
                _send_feedback(learner, row)
                return _go(f"/kelas/{number}", "Tugasmu sudah dikirim ke program.")
    return _page("work.html", status, typed=typed, error=error, **view)


def _send_feedback(learner: Row, row: Row) -> str | None:
    """The teacher's words on the assignment; the reason when the programme did not take them."""
    try:
        _ask(
            learner["room"],
            "/tpm/feedback/submission",
            redeem_code=row["redeem_code"],
            scope="uk",
            sequence=lessons.POST_TEST,
            notes=FEEDBACK,
            url_file="",
        )
    except (ApiRefused, ApiDown) as no:
        return _said(no)
    _store().feedback_sent(row["id"])
    return None


@learners
def feedback(learner: Row, number: int) -> Response:
    """Send the teacher's feedback again when it did not arrive."""
    row = _course_of(learner, number)
    if not row["work_sent"]:
        return _go(f"/kelas/{number}", "Kirim tugas dulu.")
    wrong = None if row["feedback_sent"] else _send_feedback(learner, row)
    return _go(f"/kelas/{number}", wrong or "Masukan pengajar sudah sampai di program.")


@learners
def check_work(learner: Row, number: int) -> Response:
    """Ask the programme what became of the assignment."""
    try:
        said = WORK[_ask_work(learner, _course_of(learner, number))]
    except (ApiRefused, ApiDown) as no:
        said = _said(no)
    return _go(f"/kelas/{number}", said)


@learners
def exam(learner: Row, number: int) -> Response:
    """Five questions; who passes verifies their face once more."""
    row = _course_of(learner, number)
    view = _view_of(learner, row)
    if not row["work_sent"]:
        return _go(f"/kelas/{number}", "Kirim tugas dulu. Setelah itu ujian terbuka.")
    if row["exam_passed"]:
        return _go(f"/kelas/{number}")
    answers = {
        place: request.form[f"jawab-{place}"]
        for place in range(len(lessons.QUESTIONS))
        if request.form.get(f"jawab-{place}")
    }
    missing = request.method == "POST" and len(answers) < len(lessons.QUESTIONS)
    if request.method == "POST" and not missing:
        count, switch = lessons.correct(answers), _store().control_of(learner)["exam"]
        passed = switch == "pass" or (switch == "usual" and count >= lessons.NEEDED)
        _store().examined(number, count, passed)
        if passed:
            return _go(f"/kelas/{number}", "Kamu lulus. Satu langkah lagi: verifikasi wajah.")
        return _go(f"/kelas/{number}", "Kamu belum lulus. Baca modulnya lagi, lalu coba lagi.")
    return _page(
        "exam.html",
        422 if missing else 200,
        questions=lessons.QUESTIONS,
        needed=lessons.NEEDED,
        answers=answers,
        missing=missing,
        **view,
    )


# --- The trainer ---------------------------------------------------------------------------------


def trainer() -> Response:
    """Switches a room: how exams end, whether the last session is missed, and for whom."""
    rooms = _settings()["rooms"]
    if request.method == "POST":
        room = request.form.get("ruang", "")
        ends, kind = request.form.get("ujian", ""), request.form.get("sesi", "")
        if room not in rooms or ends not in EXAMS or kind not in SESSIONS:
            abort(400)
        _store().set_control(room, ends, kind, request.form.get("nama", "").strip()[:60])
        return _go("/pelatih", f"Ruang {room} sudah diatur.")
    return _page("trainer.html", rooms=[(room, _store().control(room)) for room in rooms])


def clear() -> Response:
    """Forget a room's learners, e.g. after the room was set back."""
    room = request.form.get("ruang", "")
    if room not in _settings()["rooms"]:
        abort(400)
    _store().clear(room)
    return _go("/pelatih", f"Ruang {room} di lembaga ini sudah kosong.")


# --- The rest ------------------------------------------------------------------------------------


def style() -> Response:
    """The institution's own look."""
    response = send_from_directory(Path(__file__).parent, "style.css", max_age=300)
    response.headers["Cache-Control"] = "public, max-age=300"
    return response


def healthz() -> dict[str, str]:
    """Whether the institution answers."""
    return {"status": "ok"}
