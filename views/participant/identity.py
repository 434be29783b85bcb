"""«Verifikasi Akun»: face, NIK and KK, and the result."""

from flask import Blueprint, Response
from flask_login import login_required

from actions import identity as actions
from actions import photos
from config import settings
from formats import verification
from formats.photos import BadPhoto, sample
from formats.refusals import sentence
from models import Participant
from queries import identity
from queries.applicants import profile_of
from rules.identity_numbers import Problem, problems_of_kk, problems_of_nik
from rules.refusals import Refused
from views.access import training_only, viewer_participant
from views.fields import BirthDateField, DigitsField, Form
from views.pages import go_to, render
from views.uploads import PhotoField

blueprint = Blueprint("identity", __name__)


class NumbersForm(Form):
    nik = DigitsField("NIK", 16, "Masukkan NIK")
    nomor_kk = DigitsField("Nomor KK", 16, "Masukkan nomor KK")
    tanggal_lahir = BirthDateField("Tanggal lahir")

    def refuse_problems(self, found: list[Problem]) -> None:
        """Say each at its field; a warning is said elsewhere and refuses nothing."""
        for problem in found:
            if not problem.warning:
                name, said = verification.problem_at(problem)
                self.refuse(self[name], said)


class PhotosForm(Form):
    swafoto = PhotoField("Foto wajah (swafoto)")
    ktp = PhotoField("Foto KTP")


KINDS = {"swafoto": "selfie", "ktp": "id_card"}


@blueprint.get("/verifikasi")
@login_required
def overview() -> Response:
    """Which part is open, with its form; or the result."""
    return _overview(viewer_participant(), NumbersForm(formdata=None))


@blueprint.post("/verifikasi")
@login_required
def send_numbers() -> Response:
    """NIK, KK and date of birth, to be checked as soon as the photos are there."""
    participant, form = viewer_participant(), NumbersForm()
    found: list[Problem] = []
    if form.validate_on_submit():
        found = _problems(form, participant)
        form.refuse_problems(found)
    if not form.errors:
        try:
            row = actions.ask(
                participant, form.nik.data, form.nomor_kk.data, form.tanggal_lahir.day
            )
        except Refused as no:
            if no.refusal.code not in ("too_many_checks", "photos_stale"):
                raise
            form.refuse(form.nik, sentence(no.refusal).text)
        else:
            if row.state == "passed":  # a second press, and the first one has its result
                return go_to("/verifikasi")
    if form.errors:
        return _overview(participant, form, status=422)
    said = "Data terkirim." if identity.state_of(participant).has_photos else "Data tersimpan."
    warned = [verification.problem_at(problem)[1] for problem in found if problem.warning]
    return go_to("/verifikasi", notice=" ".join([said, *warned[:1]]))


@blueprint.post("/verifikasi/lagi")
@login_required
def send_again() -> Response:
    """The same numbers once more, with the photos taken since."""
    row = actions.ask_again(viewer_participant())
    return go_to("/verifikasi", notice=None if row.state == "passed" else "Data terkirim.")


@blueprint.get("/verifikasi/wajah")
@login_required
def face() -> Response:
    """The camera: a face and an identity card."""
    participant = viewer_participant()
    state = identity.state_of(participant)
    if participant.identity_verified_at or state.under_way:
        return go_to("/verifikasi")
    return _photos_page(PhotosForm(formdata=None), state.kept)


@blueprint.post("/verifikasi/wajah")
@login_required
def send_photos() -> Response:
    """Keep what is a good photo, even when the other one is not; say at each what is wrong."""
    participant, form = viewer_participant(), PhotosForm()
    before = identity.state_of(participant).kept
    form.validate_on_submit()
    bad: dict[str, str] = {}
    for name, kind in KINDS.items():
        field = form[name]
        if field.sent:
            try:
                photos.keep(participant, kind, field.content)
            except BadPhoto as no:
                bad[name] = sentence(no.refusal).text
        elif kind not in before:
            label = field.label.text
            bad[name] = f"Pilih {label[0].lower()}{label[1:]} dulu"
    for name, said in bad.items():
        form.refuse(form[name], said)
    if form.errors:
        return _photos_page(form, identity.state_of(participant).kept, status=422)
    return go_to("/verifikasi", notice="Foto tersimpan.")


@blueprint.post("/verifikasi/contoh")
@login_required
@training_only
def use_samples() -> Response:
    """Two drawn pictures, so that nobody trains with a real face or card."""
    participant = viewer_participant()
    for kind in KINDS.values():
        photos.keep(participant, kind, sample(kind))
    return go_to("/verifikasi", notice="Foto contoh dipakai.")


def _problems(form: NumbersForm, participant: Participant) -> list[Problem]:
    profile = profile_of(participant)
    return [
        *problems_of_nik(form.nik.data, form.tanggal_lahir.day, profile.sex if profile else None),
        *problems_of_kk(form.nomor_kk.data, form.nik.data),
    ]


def _overview(participant: Participant, form: NumbersForm, status: int = 200) -> Response:
    state = identity.state_of(participant)
    verified = participant.identity_verified_at is not None
    account = verification.parts(participant)
    check = None if verified else state.check
    return render(
        "participant/identity/overview.html",
        status=status,
        verified=verified,
        account=account,
        open_part=next((part for part in account if part.state == "now"), None),
        parts=verification.identity_parts(state),
        check=check,
        reason=verification.REASONS.get(check.reason or "") if check else None,
        state=state,
        nik=participant.nik if verified else check and check.nik,
        form=form,
        training=settings.training,
        unlocks=verification.UNLOCKS,
    )


def _photos_page(form: PhotosForm, kept: frozenset[str], status: int = 200) -> Response:
    return render(
        "participant/identity/face.html",
        status=status,
        form=form,
        kept=kept,
        training=settings.training,
    )
