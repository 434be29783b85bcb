"""Attendance: the browser goes to the programme's face check and comes back; only its word counts."""

from typing import Any

from flask import Response, request

from institution import lessons
from institution.client import ApiDown, ApiRefused
from institution.pages import go, learners, page, settings, store
from institution.programme import ATTENDED_BEFORE, ask, ask_attendance, sentence_of, status_of
from institution.progress import course_of, view_of
from institution.store import Row


@learners
def attend(learner: Row, number: int, sequence: int) -> Response:
    """Ask the programme for a face check and send the browser there."""
    view = view_of(learner, course_of(learner, number))
    if sequence in view["attended"]:
        return go(f"/kelas/{number}")
    if refusal := _not_now(view, sequence):
        return go(f"/kelas/{number}", refusal)
    try:
        answer = ask(
            learner["room"],
            "/oauth/url-generate",
            redeem_code=view["row"]["redeem_code"],
            sequence=sequence,
            redirect_uri=settings()["address"] + "/kembali",
            email=store().unseal(learner["email_sealed"]),
        )
        url, state = str(answer.get("url") or ""), str(answer.get("state") or "")
        if not url.startswith(("http://", "https://")) or not state:
            raise ApiDown("no address in the answer")
    except (ApiRefused, ApiDown) as no:
        if isinstance(no, ApiRefused) and no.code == ATTENDED_BEFORE:
            store().attend(number, sequence)  # the page was closed after the face check
            return go(f"/kelas/{number}", _recorded(sequence))
        view["said"] = sentence_of(no)
        return page("course.html", status_of(no), **view)
    store().visit(state, number, sequence, url)
    return go(url)


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
    visit = store().visited(learner["id"], state)
    if visit is None:
        return page(
            "message.html",
            404,
            learner=learner,
            heading="Tautan ini bukan milikmu",
            text="Kamu kembali dengan tautan yang tidak dikenal di sini. Mulai lagi dari kelasmu.",
            link=("/", "Ke kelasku"),
        )
    row, sequence = course_of(learner, visit["enrolment"]), int(visit["sequence"])
    text, status = "Program belum mencatat kehadiranmu. Selesaikan foto wajah, lalu cek lagi.", 200
    try:
        if ask_attendance(learner, row, sequence):
            return go(f"/kelas/{row['id']}", _recorded(sequence))
    except (ApiRefused, ApiDown) as no:
        text, status = sentence_of(no), status_of(no)
    return page(
        "waiting.html", status, learner=learner, row=row, state=state, text=text, url=visit["url"]
    )
