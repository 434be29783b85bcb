"""«Pengaduan»: tell what went wrong, follow what becomes of it, add to it, close it."""

from typing import Any

from flask import Blueprint, Response, request
from flask_login import login_required
from wtforms import HiddenField, SelectField, TextAreaField
from wtforms.validators import ValidationError

import clock
from actions import complaints
from actions.refused import not_found
from formats import complaints as words
from formats.photos import BadPhoto
from formats.refusals import sentence
from formats.text import thousands
from models import Participant
from queries import complaints as found
from rules.complaints import (
    CLOSES_AFTER,
    LONGEST,
    REOPENS_FOR,
    SHORTEST,
    SHORTEST_MORE,
    WORKING_DAYS,
    About,
    about_in,
    about_kept,
    address_of,
    is_late,
    may_reopen,
    words_of,
)
from rules.refusals import Refused
from views.access import viewer_participant
from views.fields import Form, OneTimeKeyField
from views.pages import go_to, render
from views.uploads import PhotoField

blueprint = Blueprint("complaints", __name__)

# The kind that a thing's own complaint begins with.
KIND_OF_SUBJECT = {
    "incentive": "incentive",
    "survey": "survey",
    "purchase": "purchase",
    "certificate": "certificate",
    "account": "account",
}


class ComplaintForm(Form):
    kunci = OneTimeKeyField()
    tentang = HiddenField()
    jenis = SelectField("Kendala", validate_choice=False)
    cerita = TextAreaField("Apa yang terjadi?")
    gambar = PhotoField("Foto layar (boleh kosong)")

    def validate_jenis(self, field: SelectField) -> None:
        """One of the list."""
        if field.data not in words.KINDS:
            raise ValidationError("Pilih kendala")

    def validate_cerita(self, field: TextAreaField) -> None:
        """Long enough to understand, short enough to read."""
        _check_length(field, SHORTEST, "Ceritakan apa yang terjadi")


class MoreForm(Form):
    kunci = OneTimeKeyField()
    tambahan = TextAreaField("Keterangan tambahan")

    def validate_tambahan(self, field: TextAreaField) -> None:
        """At least a word."""
        _check_length(field, SHORTEST_MORE, "Tulis keterangan tambahanmu")


def _check_length(field: Any, shortest: int, empty: str) -> None:
    length = len(words_of(field.data or ""))
    if not length:
        raise ValidationError(empty)
    if not shortest <= length <= LONGEST:
        raise ValidationError(
            f"Tulis {shortest} sampai {thousands(LONGEST)} huruf. Kamu menulis {thousands(length)}."
        )


@blueprint.get("/pengaduan")
@login_required
def overview() -> Response:
    """The participant's complaints, the newest first."""
    today = clock.today()
    rows = found.of_participant(viewer_participant())
    return render(
        "participant/complaints/list.html",
        rows=[(row, is_late(row.state, row.promised_on, row.answered_at, today)) for row in rows],
        kinds=words.KINDS,
        states=words.STATES,
        late=words.LATE,
    )


@blueprint.get("/pengaduan/baru")
@login_required
def new() -> Response:
    """The form, filled in from what `?tentang=` names, if that is the participant's own."""
    participant, form = viewer_participant(), ComplaintForm(formdata=None)
    about = _own_about(participant, request.args.get("tentang", ""))
    form.tentang.data = address_of(about) if about else ""
    wanted = KIND_OF_SUBJECT[about.kind] if about else request.args.get("jenis", "")
    form.jenis.data = wanted if wanted in words.KINDS else ""
    return _form_page(participant, form, about)


@blueprint.post("/pengaduan/baru")
@login_required
def send() -> Response:
    """Send it; the same form sent twice makes one complaint."""
    participant, form = viewer_participant(), ComplaintForm()
    about = _own_about(participant, form.tentang.data or "")
    if form.validate_on_submit():
        try:
            row = complaints.send(
                participant,
                form.jenis.data,
                form.cerita.data,
                about.text if about else None,
                form.gambar.content if form.gambar.sent else None,
                form.kunci.data,
            )
        except BadPhoto as no:
            form.refuse(form.gambar, words.bad_picture(no.code))
        except Refused as no:
            if no.refusal.code == "form_reused":
                raise
            form.refuse(form.cerita, sentence(no.refusal).text)
        else:
            return go_to(f"/pengaduan/{row.number}", notice=f"Pengaduan {row.number} terkirim.")
    if form.gambar.sent and not form.gambar.errors:
        form.refuse(form.gambar, "Pilih gambarnya lagi. Gambar belum ikut tersimpan.")
    return _form_page(participant, form, about, 422)


@blueprint.get("/pengaduan/<number>")
@login_required
def complaint(number: str) -> Response:
    """One complaint: its promise, its story, the answer."""
    return _page(number, MoreForm(formdata=None))


@blueprint.post("/pengaduan/<number>/tambah")
@login_required
def add(number: str) -> Response:
    """Say more; an answered or lately closed one is open again by that."""
    participant, form = viewer_participant(), MoreForm()
    complaints.own(participant, number)
    if form.validate_on_submit():
        try:
            complaints.add(participant, number, form.tambahan.data, form.kunci.data)
        except Refused as no:
            if no.refusal.code == "form_reused":
                raise
            form.refuse(form.tambahan, sentence(no.refusal).text)
        else:
            return go_to(f"/pengaduan/{number}", notice="Keteranganmu terkirim.")
    return _page(number, form, 422)


@blueprint.post("/pengaduan/<number>/selesai")
@login_required
def close(number: str) -> Response:
    """«Sudah selesai»."""
    complaints.close(viewer_participant(), number)
    return go_to(f"/pengaduan/{number}", notice="Pengaduan ditutup.")


@blueprint.get("/pengaduan/<number>/gambar")
@login_required
def picture(number: str) -> Response:
    """The picture that was sent, for its sender."""
    row = complaints.own(viewer_participant(), number)
    photo = found.picture(row) or not_found("picture")
    return picture_answer(complaints.picture_of(photo))


def picture_answer(jpeg: bytes) -> Response:
    """A picture that browsers neither guess about nor keep."""
    answer = Response(jpeg, mimetype="image/jpeg")
    answer.headers["Content-Disposition"] = "inline"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _own_about(participant: Participant, address: str) -> About | None:
    about = about_in(address[:60])
    return about if found.subject_of(participant, about) else None


def _form_page(
    participant: Participant, form: ComplaintForm, about: About | None, status: int = 200
) -> Response:
    subject = found.subject_of(participant, about)
    return render(
        "participant/complaints/form.html",
        status=status,
        form=form,
        kinds=words.KINDS.items(),
        subject=words.subject_words(subject) if subject else None,
        earlier=found.earlier_about(participant, about),
        participant=participant,
        shortest=SHORTEST,
        longest=LONGEST,
        working_days=WORKING_DAYS,
    )


def _page(number: str, form: MoreForm, status: int = 200) -> Response:
    participant = viewer_participant()
    row = complaints.own(participant, number)
    subject = found.subject_of(participant, about_kept(row.about))
    return render(
        "participant/complaints/complaint.html",
        status=status,
        row=row,
        form=form,
        kind=words.KINDS[row.kind],
        state=words.STATES[row.state],
        late=is_late(row.state, row.promised_on, row.answered_at, clock.today()),
        steps=words.STEPS,
        entries=found.entries_of(row),
        subject=words.subject_words(subject) if subject else None,
        has_picture=found.has_picture(row),
        closes_at=row.answered_at + CLOSES_AFTER if row.state == "answered" else None,
        reopens_until=row.closed_at + REOPENS_FOR if row.state == "closed" else None,
        open_to_words=row.state != "closed" or may_reopen(row.closed_at, clock.now()),
        working_days=WORKING_DAYS,
    )
