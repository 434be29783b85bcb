"""The officers' queue of complaints: broken promises first; take, answer, close."""

from typing import Any

from flask import Blueprint, Response, request
from wtforms import HiddenField, TextAreaField
from wtforms.validators import ValidationError

import clock
from actions import complaints
from actions.refused import not_found
from formats import complaints as words
from formats.refusals import sentence
from formats.refusals.sentence import Sentence
from formats.text import thousands
from formats.wording import failure_for_officers
from queries import complaints as found
from rules.complaints import LONGEST, SHORTEST_REPLY, WAITING, about_kept, is_late, words_of
from rules.refusals import Refused
from views.access import operator_only, viewer_participant
from views.fields import Form
from views.pages import go_to, render
from views.participant.complaints import picture_answer

blueprint = Blueprint("office_complaints", __name__, url_prefix="/petugas")

SHORTEST_SEARCH, LONGEST_SEARCH = 3, 120


class ReplyForm(Form):
    dibaca = HiddenField()  # how many texts the officer had before their eyes
    jawaban = TextAreaField("Jawaban untuk peserta")

    def validate_jawaban(self, field: TextAreaField) -> None:
        """An answer has words."""
        if not SHORTEST_REPLY <= len(words_of(field.data or "")) <= LONGEST:
            raise ValidationError(
                f"Tulis jawaban, {SHORTEST_REPLY} sampai {thousands(LONGEST)} huruf"
            )


@blueprint.get("/pengaduan")
@operator_only
def queue() -> Response:
    """One tab of the queue, or what a search finds in all complaints."""
    today, tab = clock.today(), request.args.get("tab", "")
    wanted = request.args.get("cari", "").strip()[:LONGEST_SEARCH]
    counts = found.counts(today)
    if tab not in found.TABS:
        # What is late comes first, then the first tab that holds something.
        tab = next((name for name in ("lewat", *found.TABS) if counts[name]), found.TABS[0])
    long_enough = len(wanted) >= SHORTEST_SEARCH
    rows: list[Any] = found.search(wanted) if long_enough else []
    if not wanted:
        rows = found.queue(tab, today)
    return render(
        "operator/office/complaints.html",
        rows=[(row, is_late(row.state, row.promised_on, row.answered_at, today)) for row in rows],
        reopened=found.reopened(rows),
        tab=tab,
        tabs=[(name, words.TABS[name], counts[name]) for name in found.TABS],
        wanted=wanted,
        too_short=bool(wanted) and not long_enough,
        shortest=SHORTEST_SEARCH,
        kinds=words.KINDS,
        states=words.STATES,
        late=words.LATE,
        again=words.REOPENED,
    )


@blueprint.get("/pengaduan/<number>")
@operator_only
def complaint(number: str) -> Response:
    """One complaint with what it is about."""
    return _page(_complaint(number), ReplyForm(formdata=None))


@blueprint.post("/pengaduan/<number>/ambil")
@operator_only
def take(number: str) -> Response:
    """«Ambil»: I look into it."""
    row = _complaint(number)
    try:
        complaints.take(row, viewer_participant())
    except Refused as no:
        return _page(_complaint(number), ReplyForm(formdata=None), sentence(no.refusal))
    return go_to(f"/petugas/pengaduan/{number}", notice="Pengaduan kamu ambil.")


@blueprint.post("/pengaduan/<number>/jawab")
@operator_only
def reply(number: str) -> Response:
    """Answer; the second of two officers is refused, and keeps the text."""
    row, form, said = _complaint(number), ReplyForm(), None
    if form.validate_on_submit():
        seen = form.dibaca.data or ""
        try:
            complaints.reply(
                row,
                form.jawaban.data,
                viewer_participant(),
                int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 9 else None,
            )
        except Refused as no:
            said = sentence(no.refusal)
        else:
            return go_to("/petugas/pengaduan", notice=f"Jawaban {number} terkirim.")
    return _page(_complaint(number), form, said)


@blueprint.post("/pengaduan/<number>/tutup")
@operator_only
def close(number: str) -> Response:
    """Close what was answered."""
    complaints.close_answered(_complaint(number), viewer_participant())
    return go_to(f"/petugas/pengaduan/{number}", notice="Pengaduan ditutup.")


@blueprint.get("/pengaduan/<number>/gambar")
@operator_only
def picture(number: str) -> Response:
    """The picture, opened for this one answer."""
    photo = found.picture(_complaint(number)) or not_found("picture")
    return picture_answer(complaints.look_at_picture(photo, viewer_participant()))


def _complaint(number: str) -> Any:
    return found.with_number(number) or not_found("complaint")


def _page(row: Any, form: ReplyForm, said: Sentence | None = None) -> Response:
    subject = found.subject_of(row.participant, about_kept(row.about))
    entries = found.entries_of(row)
    form.dibaca.data = str(sum(entry.text_sealed is not None for entry in entries))
    waiting = row.state in WAITING
    return render(
        "operator/office/complaint.html",
        status=409 if said else 422 if form.errors else 200,
        row=row,
        who=row.participant,
        form=form,
        said=said,
        unsent=form.jawaban.data if said and not waiting else None,
        waiting=waiting,
        mine=row.taken_by_id == viewer_participant().id,
        kind=words.KINDS[row.kind],
        state=words.STATES[row.state],
        late=is_late(row.state, row.promised_on, row.answered_at, clock.today()),
        late_words=words.LATE,
        steps=words.STEPS,
        entries=entries,
        subject=words.subject_words(subject, failure_for_officers) if subject else None,
        has_picture=found.has_picture(row),
        shortest=SHORTEST_REPLY,
        longest=LONGEST,
    )
