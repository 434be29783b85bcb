"""«Kehadiran»: a face for one session, sent here by the institution and back to it; the QR."""

import segno
from flask import Blueprint, Response, redirect, url_for
from flask_login import current_user, login_required
from markupsafe import Markup
from werkzeug.wrappers import Response as AnyResponse

import clock
from actions import attendance as actions
from actions.refused import not_found
from config import settings
from formats.photos import BadPhoto, sample
from formats.refusals import sentence
from formats.study import session_name
from models import Attendance
from queries import purchases, study
from rules.refusals import Refusal, Refused
from rules.training import origin_of, with_state
from views.access import logins, training_only, viewer_participant
from views.fields import Form
from views.pages import go_to, render
from views.uploads import PhotoField

blueprint = Blueprint("attendance", __name__)


class FaceForm(Form):
    foto = PhotoField("Foto wajahmu sekarang")


@blueprint.get("/kehadiran/<state>")
def face(state: str) -> AnyResponse:
    """The camera; or that it is checked; or the way on to the institution."""
    pretended = study.pretended_attendance(state)
    if pretended is not None:  # of a test code: nobody's, so nobody needs to sign in
        return redirect(with_state(pretended.redirect_uri, state), 303)
    if not current_user.is_authenticated:
        return logins.unauthorized()  # type: ignore[no-any-return]
    return _page(_own(state), FaceForm(formdata=None))


@blueprint.post("/kehadiran/<state>")
@login_required
def send_face(state: str) -> Response:
    """Take the picture; what is wrong with it is said at the field."""
    row, form = _own(state), FaceForm()
    form.validate_on_submit()
    try:
        if not form.foto.sent:
            form.refuse(form.foto, sentence(Refusal("photo_missing")).text)
        elif not form.errors:
            actions.take(viewer_participant(), state, form.foto.content)
    except BadPhoto as no:
        form.refuse(form.foto, sentence(no.refusal).text)
    except Refused as no:
        return _page(row, form, said=no.refusal, status=409)
    if form.errors:
        return _page(row, form, status=422)
    return go_to(url_for("attendance.face", state=state))


@blueprint.post("/kehadiran/<state>/contoh")
@login_required
@training_only
def use_sample(state: str) -> Response:
    """A drawn face, so that nobody trains with a real one."""
    row = _own(state)
    try:
        actions.take(viewer_participant(), state, sample("selfie"))
    except Refused as no:
        return _page(row, FaceForm(formdata=None), said=no.refusal, status=409)
    return go_to(url_for("attendance.face", state=state))


@blueprint.get("/pelatihanku/<public_id>/qr")
@login_required
def qr(public_id: str) -> Response:
    """What the institution scans in the classroom: the redeem code and the next session."""
    purchase = purchases.purchase_view(viewer_participant(), public_id)
    if purchase is None or purchase.state != "paid" or purchase.course.method != "luring":
        not_found("purchase")
    if purchase.training is not None and purchase.training.finished_at is not None:
        raise Refused("qr_finished")
    if purchase.training is not None and purchase.training.failure == "missed_session":
        raise Refused("qr_failed")
    sequence = study.next_session(purchase)
    window = study.plan_of_purchase(purchase).window(sequence)
    drawn = segno.make(f"{purchase.redeem_code}:{sequence}", micro=False, error="m")
    return render(
        "participant/attendance/qr.html",
        purchase=purchase,
        session=session_name(sequence),
        window=window,
        over=bool(window and clock.now() > window[1]),
        # Its content is ours alone: letters, digits and a colon.
        drawing=Markup(  # noqa: S704
            drawn.svg_inline(scale=8, border=4, light="#fff", dark="#000", omitsize=False)
        ),
    )


def _own(state: str) -> Attendance:
    return study.attendance_of(viewer_participant(), state) or not_found("attendance")


def _page(
    row: Attendance, form: FaceForm, said: Refusal | None = None, status: int = 200
) -> Response:
    step = study.step_of(row)
    return render(
        "participant/attendance/face.html",
        status=status,
        form=form,
        step=step,
        said=sentence(said) if said else None,
        course=row.redeem_code.purchase.course,
        purchase=row.redeem_code.purchase,
        partner=row.partner,
        session=session_name(row.sequence),
        until=study.expires_at(row),
        here=url_for("attendance.face", state=row.state),
        institution=origin_of(row.redirect_uri),
        onward=with_state(row.redirect_uri, row.state) if step == "done" else None,
        training=settings.training,
    )
