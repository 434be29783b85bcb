"""What the programme knows and says: every call to it, its words kept, its refusals in ours."""

import json
from typing import Any

from flask import current_app

from institution import lessons
from institution.client import Account, ApiDown, ApiRefused
from institution.pages import settings, store
from institution.progress import course_of
from institution.store import Row

DOWN = "Program sedang tidak bisa dihubungi. Semua yang kamu isi tetap tersimpan. Coba lagi nanti."
REFUSED = "Program menolak permintaan ini. Coba lagi, atau tanyakan ke bantuan program."
WORK = {
    0: "Program belum menerima tugasmu. Kirim tautannya lagi.",
    1: "Tugasmu masih diperiksa program. Cek lagi sebentar lagi.",
    2: "Tugasmu diterima program.",
    3: "Tugasmu belum berhasil. Perbaiki, lalu kirim tautan lain.",
}
# What the programme's documentation calls two of its refusals.
UNKNOWN_CODE, ATTENDED_BEFORE = "ERRPLT40001", "ERRPLT40007"


def ask(room: str, endpoint: str, **body: Any) -> dict[str, Any]:
    """One call in the name of this room's account; raises ApiRefused or ApiDown."""
    account = settings()["rooms"].get(room)
    if account is None:
        raise ApiRefused("no_account", f"Lembaga ini belum terdaftar di ruang {room}.")
    known = Account(settings()["server"], account["client_code"], account["sign_key"])
    answer: dict[str, Any] = current_app.config["CALL"](known, endpoint, body)
    return answer


def sentence_of(no: ApiRefused | ApiDown) -> str:
    """What a participant reads when the programme says no, or nothing."""
    return DOWN if isinstance(no, ApiDown) else no.message or REFUSED


def status_of(no: ApiRefused | ApiDown) -> int:
    """The status of a page that shows such a sentence."""
    return 503 if isinstance(no, ApiDown) else 422


def ask_attendance(learner: Row, row: Row, sequence: int) -> bool:
    """Whether the programme confirms this session now; its word is kept, yes or no."""
    facts = ask(
        learner["room"],
        "/payment/redeem-code/status",
        redeem_code=row["redeem_code"],
        sequence=sequence,
    )
    there = facts.get("attendance_status") == 1
    if there:
        store().attend(row["id"], sequence)
    else:
        store().absent(row["id"], sequence)
    store().enrol(learner["id"], row["redeem_code"], facts)
    return there


def ask_work(learner: Row, row: Row) -> int:
    """What the programme says of the assignment; it is kept."""
    answer = ask(
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
    store().work_is(row["id"], status)
    return status


def refresh(learner: Row, row: Row) -> str | None:
    """Ask anew about everything that was attended or sent; why not, when there is no answer.

    Somebody may close the page after the face check, and a trainer may set the room back.
    """
    known = store().sequences(row["id"])
    try:
        if not ask_attendance(learner, row, 1):
            store().begin_anew(row["id"])
            return None
        wanted = lessons.sessions(json.loads(course_of(learner, row["id"])["facts"]))[1:]
        if row["exam_passed"] or lessons.POST_TEST in known:
            wanted += (lessons.POST_TEST,)
        for sequence in wanted:
            ask_attendance(learner, row, sequence)
        if row["work_sent"]:
            ask_work(learner, row)
    except (ApiRefused, ApiDown) as no:
        if isinstance(no, ApiRefused) and no.code == UNKNOWN_CODE:
            store().begin_anew(row["id"])
        return sentence_of(no)
    return None
