"""Surveys: the list, consent, a page of questions at a time, a last look, and sending."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Blueprint, Response, request, url_for
from flask_login import login_required
from wtforms import RadioField, SelectMultipleField, StringField, TextAreaField

import clock
from actions import surveys
from actions.refused import not_found
from formats.text import time_left
from queries.surveys import SurveyState, survey_of, surveys_of
from rules import questions
from rules.answers import Part, Question, check_answer, shown
from rules.refusals import Refused
from views.access import viewer_participant
from views.fields import Form, OneTimeKeyField, number_in
from views.pages import go_to, is_partial, render

blueprint = Blueprint("surveys", __name__)

FIELDS = {
    "one": RadioField,
    "many": SelectMultipleField,
    "number": StringField,
    "short": StringField,
    "long": TextAreaField,
}


class ConsentForm(Form):
    setuju = RadioField("Apakah kamu bersedia mengisi survei ini?", validate_choice=False)

    def validate_setuju(self, field: RadioField) -> None:
        if field.data not in ("ya", "nanti"):
            field.errors = [*field.errors, "Pilih apakah kamu bersedia mengisi survei ini"]


class SendForm(Form):
    kunci = OneTimeKeyField()
    missing: Sequence[Question] = ()

    def errors_in_order(self) -> list[tuple[str, str]]:
        """Its own errors, then every question without an answer."""
        unanswered = [(question.code, question.missing) for question in self.missing]
        return super().errors_in_order() + unanswered


@blueprint.get("/survei")
@login_required
def overview() -> Response:
    """All surveys of the participant: what is open, what it waits for, what was sent."""
    states = surveys_of(viewer_participant())
    sent = number_in(request.args.get("terkirim"), 1, len(states) or 1)
    return render(
        "participant/surveys/list.html",
        states=states,
        now=clock.now(),
        time_left=time_left,
        sent=next((one for one in states if one.ordinal == sent and one.submitted), None),
    )


@blueprint.route("/survei/<int:ordinal>", methods=["GET", "POST"])
@login_required
def consent(ordinal: int) -> Response:
    """What the survey is about; a yes opens it. Whoever said yes before goes on where they were."""
    state = _survey(ordinal)
    if request.method == "GET" and (state.consented or not state.open):
        return go_to(_place_in(state))
    form = ConsentForm()
    if form.validate_on_submit():
        if form.setuju.data == "nanti":
            return go_to(url_for("surveys.overview"))
        surveys.consent(viewer_participant(), ordinal)
        return go_to(_place_in(_survey(ordinal)))
    return render(
        "participant/surveys/consent.html",
        fragment="ikut",
        status=422 if form.errors else 200,
        state=state,
        form=form,
    )


@blueprint.route("/survei/<int:ordinal>/<int:bagian>", methods=["GET", "POST"])
@login_required
def part(ordinal: int, bagian: int) -> Response:
    """One page of questions. What is good is saved, even when something else is to be mended."""
    state, page = _survey(ordinal), _part(ordinal, bagian)
    if request.method == "GET" and not (state.open and state.consented):
        return go_to(_place_in(state))
    form = _part_form(page, state.answers if request.method == "GET" else {})
    if form.validate_on_submit():
        given = _given(page)
        problems = surveys.save_answers(viewer_participant(), ordinal, given)
        later = request.form.get("lalu") == "nanti"
        if not later:
            problems = _problems(page, given)
        if not problems:
            return go_to(url_for("surveys.overview") if later else _after(page, ordinal))
        for code, problem in problems.items():
            form.refuse(form[code], problem)
    return render(
        "participant/surveys/part.html",
        fragment="bagian",
        status=422 if form.errors else 200,
        state=state,
        page=page,
        form=form,
        from_check=request.args.get("dari") == "cek",
        problems=(),
        announce=False,
        now=clock.now(),
    )


@blueprint.post("/survei/<int:ordinal>/<int:bagian>/simpan")
@login_required
def autosave(ordinal: int, bagian: int) -> Response:
    """Keep what is filled in so far, and say since when; nothing is demanded here."""
    page = _part(ordinal, bagian)
    problems = surveys.save_answers(viewer_participant(), ordinal, _given(page))
    if not is_partial():
        return go_to(url_for("surveys.part", ordinal=ordinal, bagian=bagian))
    return render(
        "participant/surveys/part.html",
        fragment="simpan_status",
        state=_survey(ordinal),
        problems=tuple(problems.values()),
        announce=True,
        now=clock.now(),
    )


@blueprint.route("/survei/<int:ordinal>/cek", methods=["GET", "POST"])
@login_required
def check(ordinal: int) -> Response:
    """All answers once more, then sending; afterwards the same page shows what was sent."""
    state = _survey(ordinal)
    if request.method == "GET" and not (state.submitted or (state.open and state.consented)):
        return go_to(_place_in(state))
    form = SendForm()
    if form.validate_on_submit():
        try:
            surveys.submit(viewer_participant(), ordinal)
        except Refused as no:
            if no.refusal.code != "survey_incomplete":
                raise
            form.missing = questions.missing(ordinal, state.answers)
        else:
            return go_to(url_for("surveys.overview", terkirim=ordinal))
    return render(
        "participant/surveys/check.html",
        fragment="cek",
        status=422 if form.errors_in_order() else 200,
        state=state,
        form=form,
        shown=shown,
    )


def _survey(ordinal: int) -> SurveyState:
    return survey_of(viewer_participant(), ordinal) or not_found("survey")


def _part(ordinal: int, number: int) -> Part:
    try:
        return questions.part(ordinal, number)
    except KeyError:
        not_found("part")


def _place_in(state: SurveyState) -> str:
    """Where in a survey the participant goes on. Raises Refused when it is not open."""
    if state.submitted:
        return url_for("surveys.check", ordinal=state.ordinal)
    if not state.open:
        raise Refused("survey_not_open")
    if not state.consented:
        return url_for("surveys.consent", ordinal=state.ordinal)
    if state.part_to_resume is None:
        return url_for("surveys.check", ordinal=state.ordinal)
    return url_for("surveys.part", ordinal=state.ordinal, bagian=state.part_to_resume)


def _after(page: Part, ordinal: int) -> str:
    last = page.number == len(questions.survey(ordinal).parts)
    if last or request.args.get("dari") == "cek":
        return url_for("surveys.check", ordinal=ordinal)
    return url_for("surveys.part", ordinal=ordinal, bagian=page.number + 1)


def _part_form(page: Part, saved: Mapping[str, str]) -> Any:
    """A form with a field for each question, filled with what was saved before."""
    fields = {question.code: _field(question) for question in page.questions}
    values = {
        question.code: saved[question.code].split(",")
        if question.kind == "many"
        else saved[question.code]
        for question in page.questions
        if question.code in saved
    }
    return type("PartForm", (Form,), fields)(data=values)


def _field(question: Question) -> Any:
    settings = {"validate_choice": False} if question.options else {}
    return FIELDS[question.kind](question.text, **settings)


def _given(page: Part) -> dict[str, str]:
    """What this page sent. A choice that is not there was never made, so nothing is taken back."""
    return {
        question.code: ",".join(request.form.getlist(question.code))
        for question in page.questions
        if question.kind != "one" or question.code in request.form
    }


def _problems(page: Part, given: Mapping[str, str]) -> dict[str, str]:
    checked = {
        question.code: check_answer(question, [given.get(question.code, "")])
        for question in page.questions
    }
    return {code: answer.problem for code, answer in checked.items() if answer.problem}
