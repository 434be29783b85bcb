"""The officers' first door: what waits, identity checks, alerts, appeals, a participant's state."""

from typing import Any

from flask import Blueprint, Response, request
from wtforms import RadioField, StringField, TextAreaField
from wtforms.validators import ValidationError

import clock
from actions import appeals, extensions, identity, officers, payouts, photos, searches
from actions.refused import not_found
from formats import money as money_words
from formats import office as words
from formats import undelivered as message_words
from formats.refusals import sentence
from queries import complaints, money, office, undelivered
from rules.refusals import Refused
from views.access import operator_only, viewer_participant
from views.fields import Form
from views.operator.office_gelombang import DayField
from views.pages import go_to, render

blueprint = Blueprint("office", __name__, url_prefix="/petugas")

SHORTEST, LONGEST = 10, 1000
WRITTEN_REASON = (10, officers.REASON_LENGTH)
SHOWN_WIDTH = 150


class DecideForm(Form):
    putusan = RadioField("Keputusan", validate_choice=False)
    alasan = RadioField("Alasan jika tidak lolos", validate_choice=False)
    catatan = TextAreaField("Catatan untuk pendaftar")

    def validate_putusan(self, field: RadioField) -> None:
        """One of the two."""
        if field.data not in ("lolos", "tidak"):
            raise ValidationError("Pilih lolos atau tidak lolos")

    def validate_alasan(self, field: RadioField) -> None:
        """Needed for a no alone."""
        if self.putusan.data == "tidak" and field.data not in dict(words.CHECK_REASONS):
            raise ValidationError("Pilih alasan")

    def validate_catatan(self, field: TextAreaField) -> None:
        """A no needs words that help; a yes needs none."""
        length = len((field.data or "").strip())
        if self.putusan.data == "tidak" and length < SHORTEST:
            raise ValidationError(
                f"Tulis apa yang harus diperbaiki, paling sedikit {SHORTEST} huruf"
            )
        if length > LONGEST:
            raise ValidationError(f"Tulis paling banyak {LONGEST} huruf. Sekarang {length}.")


class NikForm(Form):
    keperluan = StringField("Alasan melihat NIK lengkap")

    def validate_keperluan(self, field: StringField) -> None:
        """A sentence, not a letter."""
        low, high = WRITTEN_REASON
        length = len((field.data or "").strip())
        if not low <= length <= high:
            raise ValidationError(f"Tulis alasan, {low} sampai {high} huruf")


class ReplyForm(Form):
    putusan = RadioField("Keputusan", validate_choice=False)
    jawaban = TextAreaField("Jawaban untuk peserta")

    def validate_putusan(self, field: RadioField) -> None:
        """One of the two."""
        if field.data not in ("terima", "tolak"):
            raise ValidationError("Pilih terima atau tolak")

    def validate_jawaban(self, field: TextAreaField) -> None:
        """Both answers need words."""
        length = len((field.data or "").strip())
        if not SHORTEST <= length <= LONGEST:
            raise ValidationError(f"Tulis jawaban, {SHORTEST} sampai {LONGEST} huruf")


class ExtendForm(Form):
    tanggal = DayField("Hari terakhir yang baru")
    alasan = StringField("Alasan")

    def validate_tanggal(self, field: DayField) -> None:
        """Without one there is nothing to move to."""
        if field.value is None and not field.errors:
            raise ValidationError("Pilih hari terakhir yang baru")

    def validate_alasan(self, field: StringField) -> None:
        """Whoever reads the audit log must know why."""
        if not SHORTEST <= len((field.data or "").strip()) <= 200:
            raise ValidationError(f"Tulis alasan, {SHORTEST} sampai 200 huruf")


class SearchForm(Form):
    q = StringField("Email atau nomor HP lengkap")

    def validate_q(self, field: StringField) -> None:
        """Whole addresses and numbers only: this is no place to browse people."""
        typed = (field.data or "").strip()
        digits = [letter for letter in typed if letter.isdigit()]
        if len(typed) > 120 or ("@" not in typed and len(digits) < 9):
            raise ValidationError("Ketik email atau nomor HP lengkap")


@blueprint.get("")
@operator_only
def home() -> Response:
    """How much waits, and the gelombang that are not announced yet."""
    now = clock.now()
    lines = office.gelombang_lines(now)
    stopped = payouts.stopped()
    return render(
        "operator/office/home.html",
        checks=office.waiting_checks(),
        alerts=office.waiting_alerts(),
        appeals=office.waiting_appeals(),
        complaints=complaints.waiting(),
        overdue=complaints.overdue_count(now.date()),
        money=money_words.queue(money.overview(now), stopped["at"] if stopped else None),
        messages=message_words.queue(undelivered.overview(now), undelivered.held(now)),
        lines=[line for line in lines if line.stage != "announced"],
        stages=words.STAGES,
    )


@blueprint.get("/verifikasi")
@operator_only
def checks() -> Response:
    """The queue of identity checks, oldest first."""
    return render(
        "operator/office/checks.html", rows=office.queue(), waiting=office.waiting_checks()
    )


@blueprint.get("/verifikasi/<public_id>")
@operator_only
def check(public_id: str) -> Response:
    """One check: photos, facts, the decision."""
    return _check_page(_check(public_id), DecideForm(formdata=None), NikForm(formdata=None))


@blueprint.post("/verifikasi/<public_id>")
@operator_only
def decide(public_id: str) -> Response:
    """Decide a check; the first decision counts."""
    view, form = _check(public_id), DecideForm()
    if view.row.state != "queued":
        raise Refused("check_decided")
    if not form.validate_on_submit():
        return _check_page(view, form, NikForm(formdata=None), 422)
    passed = form.putusan.data == "lolos"
    try:
        identity.decide(
            view.row,
            passed,
            None if passed else form.alasan.data,
            (form.catatan.data or "").strip(),
            viewer_participant(),
        )
    except Refused as no:
        if no.refusal.code != "nik_taken":
            raise
        form.refuse(form.putusan, sentence(no.refusal).text)
        return _check_page(view, form, NikForm(formdata=None), 422)
    return go_to("/petugas/verifikasi", notice="Keputusan disimpan.")


@blueprint.post("/verifikasi/<public_id>/nik")
@operator_only
def show_nik(public_id: str) -> Response:
    """The whole NIK, on this answer alone, for a written reason."""
    view, form = _check(public_id), NikForm()
    if not form.validate_on_submit():
        return _check_page(view, DecideForm(formdata=None), form, 422)
    nik = officers.look_at_nik(view.row, form.keperluan.data, viewer_participant())
    return _check_page(view, DecideForm(formdata=None), NikForm(formdata=None), nik=nik)


@blueprint.get("/foto/<public_id>")
@operator_only
def photo(public_id: str) -> Response:
    """A photo of a waiting check, opened for this one answer."""
    row = office.photo_with(public_id) or not_found("photo")
    officers.look_at_photo(row, viewer_participant())
    answer = Response(photos.content(row), mimetype="image/jpeg")
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@blueprint.get("/peringatan")
@operator_only
def alerts() -> Response:
    """Open alerts, oldest first."""
    return render(
        "operator/office/alerts.html",
        rows=[(row, *words.alert_words(row.kind)) for row in office.alerts()],
    )


@blueprint.post("/peringatan/<int(max=999999999):number>")
@operator_only
def close_alert(number: int) -> Response:
    """Somebody looked into it."""
    officers.close_alert(office.alert_with(number) or not_found("alert"), viewer_participant())
    return go_to("/petugas/peringatan", notice="Peringatan ditutup.")


@blueprint.get("/keberatan")
@operator_only
def appeal_list() -> Response:
    """Appeals without an answer, oldest first."""
    return render(
        "operator/office/appeals.html",
        rows=[(row, words.block_reason(row.block.reason)) for row in office.appeals()],
    )


@blueprint.get("/keberatan/<public_id>")
@operator_only
def appeal(public_id: str) -> Response:
    """One appeal with what led to it."""
    return _appeal_page(_appeal(public_id), ReplyForm(formdata=None))


@blueprint.post("/keberatan/<public_id>")
@operator_only
def answer_appeal(public_id: str) -> Response:
    """Answer an appeal, once."""
    row, form = _appeal(public_id), ReplyForm()
    if not form.validate_on_submit():
        return _appeal_page(row, form, 422)
    upheld = form.putusan.data == "terima"
    appeals.decide(row, upheld, form.jawaban.data.strip(), viewer_participant())
    return go_to("/petugas/keberatan", notice="Jawaban dikirim.")


@blueprint.route("/kepesertaan/<public_id>/perpanjang", methods=["GET", "POST"])
@operator_only
def extend(public_id: str) -> Response:
    """More time for one participant's first purchase."""
    part = office.place_of(public_id) or not_found("participation")
    form = ExtendForm()
    if form.validate_on_submit():
        try:
            extensions.extend_first_purchase(
                part, form.tanggal.value, form.alasan.data.strip(), viewer_participant()
            )
        except Refused as no:
            said = sentence(no.refusal)
            form.refuse(form.tanggal, f"{said.title}. {said.text}")
        else:
            return go_to("/petugas/peserta", notice="Batas beli pertama diperpanjang.")
    return render(
        "operator/office/extend.html",
        status=422 if form.errors else 200,
        form=form,
        part=part,
    )


@blueprint.get("/peserta")
@operator_only
def people() -> Response:
    """Look for one participant."""
    return _people_page(SearchForm(formdata=None))


@blueprint.post("/peserta")
@operator_only
def find_person() -> Response:
    """The participant with exactly this address or number, which never stands in a URL."""
    form = SearchForm()
    if not form.validate_on_submit():
        return _people_page(form, status=422)
    found = office.person_by(form.q.data.strip())
    searches.look_for_person(form.q.data, found is not None, viewer_participant())
    if found is not None:
        officers.look_at_person(found.participant, viewer_participant())
    return _people_page(form, found=found, searched=True)


def _check(public_id: str) -> office.CheckView:
    return office.check_with(public_id) or not_found("check")


def _appeal(public_id: str) -> Any:
    return office.appeal_with(public_id) or not_found("appeal")


def _check_page(
    view: office.CheckView, form: DecideForm, nik_form: NikForm, status: int = 200, nik: str = ""
) -> Response:
    return render(
        "operator/office/check.html",
        status=status,
        view=view,
        form=form,
        nik_form=nik_form,
        nik=nik,
        birth_date=words.iso_day(view.row.birth_date),
        checks=words.check_rows(view),
        reasons=words.CHECK_REASONS,
        decided_for=dict(words.CHECK_REASONS).get(view.row.reason or ""),
        shown_width=SHOWN_WIDTH,
    )


def _appeal_page(row: Any, form: ReplyForm, status: int = 200) -> Response:
    return render(
        "operator/office/appeal.html",
        status=status,
        row=row,
        form=form,
        reason=words.block_reason(row.block.reason),
        lapse=office.lapse_of(row.block.participant),
    )


def _people_page(
    form: SearchForm,
    found: office.PersonView | None = None,
    searched: bool = False,
    status: int = 200,
) -> Response:
    if request.method == "GET" and request.args:
        return go_to("/petugas/peserta")  # what was typed into an address is taken off it
    return render(
        "operator/office/people.html",
        status=status,
        form=form,
        found=found,
        searched=searched,
        results=words.RESULTS,
        block_reason=words.block_reason(found.block.reason) if found and found.block else "",
    )
