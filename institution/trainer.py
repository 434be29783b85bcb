"""The trainer's switches: how exams end, who misses the last session, a room made empty."""

from flask import Response, abort, request

from institution.pages import go, page, settings, store

EXAMS = ("usual", "pass", "fail")
SESSIONS = ("usual", "missed")


def trainer() -> Response:
    """Switches a room: how exams end, whether the last session is missed, and for whom."""
    rooms = settings()["rooms"]
    if request.method == "POST":
        room = request.form.get("ruang", "")
        ends, kind = request.form.get("ujian", ""), request.form.get("sesi", "")
        if room not in rooms or ends not in EXAMS or kind not in SESSIONS:
            abort(400)
        store().set_control(room, ends, kind, request.form.get("nama", "").strip()[:60])
        return go("/pelatih", f"Ruang {room} sudah diatur.")
    return page("trainer.html", rooms=[(room, store().control(room)) for room in rooms])


def clear() -> Response:
    """Forget a room's learners, e.g. after the room was set back."""
    room = request.form.get("ruang", "")
    if room not in settings()["rooms"]:
        abort(400)
    store().clear(room)
    return go("/pelatih", f"Ruang {room} di lembaga ini sudah kosong.")
