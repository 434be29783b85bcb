"""The test of motivation and basic ability, one question a page."""

from flask import Blueprint, Response, request, url_for
from flask_login import login_required
from wtforms import RadioField
from wtforms.validators import ValidationError

from actions import aptitude
from actions.refused import not_found
from formats.refusals import sentence
from queries.aptitude import Progress, blueprint_now, progress_of
from rules.aptitude_items.item import LETTERS
from rules.refusals import Refusal
from views.access import viewer_participant
from views.fields import Form
from views.pages import go_to, render

blueprint = Blueprint("aptitude", __name__)

TOPICS = {
    "arithmetic": "Berhitung",
    "reading": "Memahami bacaan",
    "fractions": "Pecahan",
    "tables": "Membaca tabel",
    "percent": "Persen",
    "instructions": "Mengikuti petunjuk",
    "comparison": "Perbandingan",
    "diagrams": "Membaca diagram",
}


class AnswerForm(Form):
    """One question. An empty answer is allowed: it is listed before the test is sent."""

    jawaban = RadioField(validate_choice=False)

    def validate_jawaban(self, field: RadioField) -> None:
        """Only a letter of this question counts."""
        if field.data and field.data not in tuple(LETTERS):
            raise ValidationError("Pilih satu jawaban dari daftar ini")


class EmptyForm(Form):
    """A button alone."""


@blueprint.route("/tes", methods=["GET", "POST"])
@login_required
def overview() -> Response:
    """What the test is; its button starts or continues it."""
    participant, state = viewer_participant(), _progress()
    if state and state.submitted:
        return go_to(url_for("aptitude.result"))
    form = EmptyForm()
    if form.validate_on_submit():
        aptitude.begin(participant)
        return go_to(_where(state))
    return render(
        "participant/aptitude/overview.html",
        state=state,
        plan=blueprint_now(),
        blocked=None
        if state or participant.identity_verified_at
        else sentence(Refusal("verify_first")),
        resume=_where(state),
    )


@blueprint.route("/tes/<int:place>", methods=["GET", "POST"])
@login_required
def question(place: int) -> Response:
    """One question: saved, then the next one, the one before, or the check it was opened from."""
    participant, state = viewer_participant(), _progress()
    if state is None:
        return go_to(url_for("aptitude.overview"))
    if not 1 <= place <= state.size:
        not_found("question")
    if state.submitted:
        if request.method == "POST":
            aptitude.refuse_ended(state.test)
        return go_to(url_for("aptitude.result"))
    item, from_check = state.item(place), request.args.get("dari") == "periksa"
    saved = state.answers.get(item.code) if request.method == "GET" else None
    form = AnswerForm(data={"jawaban": saved})
    form.jawaban.label.text = item.prompt
    if form.validate_on_submit():
        if form.jawaban.data:
            aptitude.answer(participant, item.code, form.jawaban.data)
        return go_to(_after(place, state, from_check))
    return render(
        "participant/aptitude/question.html",
        fragment="soal",
        status=422 if form.errors else 200,
        state=state,
        place=place,
        item=item,
        form=form,
        from_check=from_check,
    )


@blueprint.route("/tes/periksa", methods=["GET", "POST"])
@login_required
def check() -> Response:
    """What has no answer yet, then sending. Sending twice is as good as once."""
    state = _progress()
    if state is None:
        return go_to(url_for("aptitude.overview"))
    form = EmptyForm()
    if state.submitted:
        return go_to(url_for("aptitude.result"))
    if form.validate_on_submit():
        aptitude.submit(viewer_participant())
        return go_to(url_for("aptitude.result"), notice="Tes terkirim.")
    return render("participant/aptitude/check.html", state=state)


@blueprint.get("/tes/selesai")
@login_required
def result() -> Response:
    """How many were right, by topic; it decides nothing."""
    state = _progress()
    if state is None or not state.submitted:
        return go_to(url_for("aptitude.overview"))
    return render(
        "participant/aptitude/result.html",
        state=state,
        score=state.score,
        topics=TOPICS,
        profile_complete=viewer_participant().profile_completed_at is not None,
    )


def _progress() -> Progress | None:
    """The viewer's test; when its time is up it is sent before anything is shown."""
    participant = viewer_participant()
    state = progress_of(participant)
    if state and state.overdue:
        aptitude.close_if_over(participant)
        state = progress_of(participant)
    return state


def _where(state: Progress | None) -> str:
    """Where a test goes on: at its first open question, else at the check."""
    if state is None:
        return url_for("aptitude.question", place=1)
    if not state.open_places:
        return url_for("aptitude.check")
    return url_for("aptitude.question", place=state.open_places[0])


def _after(place: int, state: Progress, from_check: bool) -> str:
    if request.form.get("lalu") == "sebelumnya":
        return url_for("aptitude.question", place=max(1, place - 1))
    if from_check or place == state.size:
        return url_for("aptitude.check")
    return url_for("aptitude.question", place=place + 1)
