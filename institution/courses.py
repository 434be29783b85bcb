"""A course: opened with its redeem code, then shown with what is next in it."""

from flask import Response, request, session

from institution import lessons
from institution.client import ApiDown, ApiRefused
from institution.pages import go, learners, page, store
from institution.programme import ask, refresh, sentence_of, status_of
from institution.progress import course_of, view_of
from institution.store import Row


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
                facts = ask(
                    learner["room"], "/payment/redeem-code/status", redeem_code=asked, sequence=1
                )
            except (ApiRefused, ApiDown) as no:
                error, status = sentence_of(no), status_of(no)
            else:
                number = store().enrol(learner["id"], asked, facts)
                if facts.get("attendance_status") == 1:
                    store().attend(number, 1)
                return go(f"/kelas/{number}")
    return page("code.html", status, learner=learner, typed=typed, error=error)


@learners
def course(learner: Row, number: int) -> Response:
    """One course: the way through it, and what is next, as the programme knows it now."""
    trouble = refresh(learner, course_of(learner, number))
    view = view_of(learner, course_of(learner, number))
    said = session.pop("said", None)
    return page("course.html", **{**view, "said": said or trouble})
