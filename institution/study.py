"""Study: modules to read, the assignment with its feedback, the exam."""

import re

from flask import Response, abort, request

from institution import lessons
from institution.client import ApiDown, ApiRefused
from institution.pages import go, learners, page, store
from institution.programme import WORK, ask, ask_work, sentence_of, status_of
from institution.progress import course_of, view_of
from institution.store import Row

FEEDBACK = "Tugas sudah dibaca. Hasilnya jelas dan sesuai dengan petunjuk."


@learners
def module(learner: Row, number: int, which: int) -> Response:
    """A module to read; the button says that it was read."""
    view = view_of(learner, course_of(learner, number))
    if not 1 <= which <= len(lessons.MODULES):
        abort(404)
    if not view["begun"]:
        return go(f"/kelas/{number}", "Tukar kode dan hadir dulu. Setelah itu modul terbuka.")
    if request.method == "POST":
        store().study(number, which)
        onward = f"/modul/{which + 1}" if which < len(lessons.MODULES) else ""
        return go(f"/kelas/{number}{onward}")
    return page("module.html", which=which, module=lessons.MODULES[which - 1], **view)


@learners
def work(learner: Row, number: int) -> Response:
    """The assignment: a link to what was made; the programme gets it at once."""
    row = course_of(learner, number)
    view = view_of(learner, row)
    if not view["modules_done"]:
        return go(f"/kelas/{number}", "Baca ketiga modul dulu. Setelah itu tugas terbuka.")
    typed, error, status = store().unseal(row["work_sealed"]), None, 200
    if request.method == "POST":
        typed = request.form.get("tautan", "").strip()[:500]
        if not re.fullmatch(r"https?://[^\s/]+\.[^\s]+", typed):
            error, status = "Tulis tautan lengkap, seperti https://contoh.id/karyaku", 422
        else:
            store().keep_work(number, typed)
            try:
                ask(
                    learner["room"],
                    "/tpm/submission",
                    redeem_code=row["redeem_code"],
                    scope="uk",
                    sequence=lessons.POST_TEST,
                    url_file=typed,
                )
            except (ApiRefused, ApiDown) as no:
                error, status = sentence_of(no), status_of(no)
            else:
                store().work_sent(number)
                _send_feedback(learner, row)
                return go(f"/kelas/{number}", "Tugasmu sudah dikirim ke program.")
    return page("work.html", status, typed=typed, error=error, **view)


def _send_feedback(learner: Row, row: Row) -> str | None:
    """The teacher's words on the assignment; the reason when the programme did not take them."""
    try:
        ask(
            learner["room"],
            "/tpm/feedback/submission",
            redeem_code=row["redeem_code"],
            scope="uk",
            sequence=lessons.POST_TEST,
            notes=FEEDBACK,
            url_file="",
        )
    except (ApiRefused, ApiDown) as no:
        return sentence_of(no)
    store().feedback_sent(row["id"])
    return None


@learners
def feedback(learner: Row, number: int) -> Response:
    """Send the teacher's feedback again when it did not arrive."""
    row = course_of(learner, number)
    if not row["work_sent"]:
        return go(f"/kelas/{number}", "Kirim tugas dulu.")
    wrong = None if row["feedback_sent"] else _send_feedback(learner, row)
    return go(f"/kelas/{number}", wrong or "Masukan pengajar sudah sampai di program.")


@learners
def check_work(learner: Row, number: int) -> Response:
    """Ask the programme what became of the assignment."""
    try:
        said = WORK[ask_work(learner, course_of(learner, number))]
    except (ApiRefused, ApiDown) as no:
        said = sentence_of(no)
    return go(f"/kelas/{number}", said)


@learners
def exam(learner: Row, number: int) -> Response:
    """Five questions; who passes verifies their face once more."""
    row = course_of(learner, number)
    view = view_of(learner, row)
    if not row["work_sent"]:
        return go(f"/kelas/{number}", "Kirim tugas dulu. Setelah itu ujian terbuka.")
    if row["exam_passed"]:
        return go(f"/kelas/{number}")
    answers = {
        place: request.form[f"jawab-{place}"]
        for place in range(len(lessons.QUESTIONS))
        if request.form.get(f"jawab-{place}")
    }
    missing = request.method == "POST" and len(answers) < len(lessons.QUESTIONS)
    if request.method == "POST" and not missing:
        count, switch = lessons.correct(answers), store().control_of(learner)["exam"]
        passed = switch == "pass" or (switch == "usual" and count >= lessons.NEEDED)
        store().examined(number, count, passed)
        if passed:
            return go(f"/kelas/{number}", "Kamu lulus. Satu langkah lagi: verifikasi wajah.")
        return go(f"/kelas/{number}", "Kamu belum lulus. Baca modulnya lagi, lalu coba lagi.")
    return page(
        "exam.html",
        422 if missing else 200,
        questions=lessons.QUESTIONS,
        needed=lessons.NEEDED,
        answers=answers,
        missing=missing,
        **view,
    )
