"""Joining a gelombang, and leaving it before the close."""

from typing import Any

from flask import Blueprint, Response, request
from flask_login import login_required
from wtforms import BooleanField

import clock
from actions import joining
from actions.refused import not_found
from formats import gelombang as results
from formats.application import explained_reasons
from queries import gelombang as found
from queries import participations
from rules.eligibility import counted_on
from rules.refusals import Refused
from views.access import viewer_participant
from views.fields import Form
from views.pages import go_to, render

blueprint = Blueprint("gelombang", __name__)


class JoinForm(Form):
    setuju = BooleanField("Semua dataku benar, dan aku memenuhi syaratnya")

    def validate_setuju(self, field: BooleanField) -> None:
        """The declaration is made by hand each time."""
        if not field.data:
            self.refuse(field, "Centang pernyataan ini untuk bergabung")


@blueprint.get("/gelombang")
@login_required
def overview() -> Response:
    """The gelombang that is open, the one I am in, and the last result."""
    participant = viewer_participant()
    now = clock.now()
    parts = participations.history_of(participant)
    waiting = next((part for part in parts if part.result is None), None)
    return render(
        "participant/gelombang/overview.html",
        opened=found.open_now(now),
        next_one=found.next_to_open(now),
        waiting=waiting,
        line=results.history([waiting], now)[0] if waiting else None,
        may_leave=_still_open(waiting, now),
        holds_place=any(part.result == "accepted" and not _lapsed(part) for part in parts),
        blocked=participations.is_blocked(participant),
        past=results.history([part for part in parts if part.result], now)[:1],
    )


@blueprint.get("/gelombang/<int(max=9999):number>")
@login_required
def look(number: int) -> Response:
    """What joining means: dates, amounts, the declaration; or every reason why not."""
    return _join_page(number, JoinForm(formdata=None))


@blueprint.post("/gelombang/<int(max=9999):number>/gabung")
@login_required
def join(number: int) -> Response:
    """Take part; a second press changes nothing."""
    found.with_number(number) or not_found("gelombang")
    form = JoinForm()
    if not form.validate_on_submit() or form.errors:
        return _join_page(number, form, 422)
    try:
        joining.join(viewer_participant(), number)
    except Refused:
        return _join_page(number, form, 409)
    return go_to("/gelombang", notice=f"Kamu sudah bergabung di Gelombang {number}.")


@blueprint.route("/gelombang/<int(max=9999):number>/keluar", methods=["GET", "POST"])
@login_required
def leave(number: int) -> Response:
    """Leave before the close, after a page that says what that means."""
    view = found.with_number(number, clock.now()) or not_found("gelombang")
    own = participations.in_gelombang(viewer_participant(), number)
    form = Form()
    if request.method == "GET" and (own is None or own.result or not view.is_open):
        return go_to("/gelombang")
    if form.validate_on_submit():
        if own is not None:  # a second press finds nothing to leave any more
            joining.leave(viewer_participant(), number)
        return go_to("/gelombang", notice=f"Kamu keluar dari Gelombang {number}.")
    return render("participant/gelombang/leave.html", view=view)


def _join_page(number: int, form: JoinForm, status: int = 200) -> Response:
    participant = viewer_participant()
    view = found.with_number(number) or not_found("gelombang")
    own = participations.in_gelombang(participant, number)
    if own is not None:
        return go_to("/gelombang" if own.result is None else "/riwayat-gelombang")
    refusals = joining.refuse_to_join(participant, found.row_of(number))
    return render(
        "participant/gelombang/join.html",
        status=status,
        view=view,
        form=form,
        reasons=explained_reasons(refusals, counted_on(view.closes_at, clock.now())),
    )


def _still_open(part: Any, now: Any) -> bool:
    closes = part.gelombang.registration_closes_at if part else None
    return closes is not None and now <= closes


def _lapsed(part: Any) -> bool:
    return getattr(part, "lapse", None) is not None
