"""The trainer's panel: the room's clock, its inbox, its people, and the faults one can switch on."""

from datetime import datetime, timedelta

from flask import Blueprint, Response, jsonify, request

import clock
import jobs
import rooms
from actions import training
from actions import training_room as room_actions
from actions.refused import not_found
from config import settings
from queries import messages
from queries import people as accounts_found
from queries import training_room as people
from queries.standing import standing_of
from rules.refusals import Refused
from views.access import first_page_of, sign_in_as, training_only, wanted_room
from views.pages import go_to, render
from views.rooms import remember_room

MOST_FOR_SCRIPTS = 1000

blueprint = Blueprint("training_room", __name__)

STEPS = {"h": timedelta(hours=1), "d": timedelta(days=1), "m": timedelta(minutes=1)}
FARTHEST = timedelta(days=366 * 20)


@blueprint.get("/latihan")
@training_only
def panel() -> Response:
    """The panel of the room this browser is in; `?ruang=` chooses another."""
    page = render(
        "operator/training/panel.html",
        room=rooms.current(),
        room_names=rooms.names(),
        moment=clock.now(),
        messages=messages.inbox(limit=3),
        message_count=messages.inbox_count(),
        people=people.everybody(clock.now()),
        faults=room_actions.faults(),
        kinds=room_actions.FAULTS,
        institution=settings.institution_address,
    )
    return remember_room(page, wanted_room())


@blueprint.post("/latihan/waktu")
@training_only
def move_clock() -> Response:
    """Set or shift the room's clock, then do what became due."""
    target = wanted_moment(request.form.get("waktu"), request.form.get("geser"))
    if request.form.get("ke") == "batas":
        target = _before_the_deadline()
    if target is None:
        page = render(
            "operator/training/clock_refused.html",
            status=422,
            typed=request.form.get("waktu") or "",
        )
        return page
    room_actions.move_clock(target)
    jobs.run_due()
    return go_to("/latihan")


def wanted_moment(moment: str | None, shift: str | None) -> datetime | None:
    """The programme time somebody asks for; None when it cannot be read or is absurdly far."""
    now = clock.now()
    try:
        if shift:
            target = now + int(shift[:-1]) * STEPS[shift[-1]]
        else:
            target = datetime.fromisoformat((moment or "").strip())
            if target.tzinfo is None:
                target = target.replace(tzinfo=clock.WIB)
        near = abs(target - clock.real_now()) < FARTHEST
    except (ValueError, KeyError, OverflowError):
        return None
    return target.replace(microsecond=0) if near else None


def _before_the_deadline() -> datetime | None:
    """Ten minutes before the next first-purchase deadline of anybody in the room."""
    ahead = [
        deadline
        for person in people.everybody(clock.now())
        if (deadline := person.first_purchase_until) and deadline > clock.now()
    ]
    return min(ahead) - timedelta(minutes=10) if ahead else None


@blueprint.get("/latihan/kotak-masuk")
@training_only
def inbox() -> Response:
    """Every SMS and e-mail of the room."""
    wanted = request.args.get("untuk", "")[:120]
    return render(
        "operator/training/inbox.html",
        room=rooms.current(),
        messages=messages.inbox(wanted or None),
        people=people.everybody(clock.now()),
        wanted=wanted,
    )


@blueprint.get("/latihan/kotak-masuk.json")
@training_only
def inbox_json() -> Response:
    """The same for scripts, newest first, and more of it."""
    rows = messages.inbox(request.args.get("untuk"), limit=MOST_FOR_SCRIPTS)
    return jsonify(
        [
            {
                "to": row.addressee,
                "channel": row.channel,
                "subject": row.subject,
                "text": row.text,
                "sent_at": row.visible_at.isoformat(),
            }
            for row in rows
        ]
    )


@blueprint.post("/latihan/masuk")
@training_only
def enter() -> Response:
    """Sign in as a demo account, without its password."""
    participant = accounts_found.with_email(request.form.get("email", "")) or not_found(
        "participant"
    )
    sign_in_as(participant)
    return go_to(first_page_of(participant))


@blueprint.post("/latihan/selesaikan")
@training_only
def finish() -> Response:
    """Let a participant finish the course they are in; the certificate follows at its time."""
    participant = accounts_found.with_email(request.form.get("email", "")) or not_found(
        "participant"
    )
    standing = standing_of(participant)
    if standing.part is None:
        raise Refused("nothing_to_finish")
    training.finish_current(standing.part)
    return go_to("/latihan", notice=f"Pelatihan {participant.name} selesai.")


@blueprint.post("/latihan/gangguan")
@training_only
def fault() -> Response:
    """Switch on or off what goes wrong in the room: payouts and their provider, face checks, tasks."""
    name, how = request.form.get("apa", "payout_failure"), request.form.get("alasan", "")
    if name not in room_actions.FAULTS or (how and how not in room_actions.FAULTS[name]):
        not_found("fault")
    room_actions.switch_fault(name, how)
    return go_to("/latihan", notice="Gangguan dinyalakan." if how else "Gangguan dimatikan.")


@blueprint.post("/latihan/ulang")
@training_only
def start_over() -> Response:
    """The whole room goes back to its first morning; asks before it does."""
    if request.form.get("yakin") != "ya":
        return render(
            "operator/training/reset.html",
            room=rooms.current(),
            institution=settings.institution_address,
        )
    name = rooms.current()
    room_actions.reset(name)
    return go_to(f"/masuk?ruang={name}")
