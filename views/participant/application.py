"""The applicant's profile in five short pages, each saved on its own."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import Blueprint, Response, request
from flask_login import login_required
from wtforms import FileField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import ValidationError

import clock
from actions import photos
from actions import profile as profiles
from actions.refused import not_found
from formats import application as words
from formats.choices import category_choices
from formats.refusals import sentence
from formats.wording import PARTNERS
from models import Participant, Profile
from queries import applicants, gelombang
from queries.standing import standing_of
from rules import categories, regions
from rules.eligibility import PAGES, counted_on, on_paper, refuse_applicant
from rules.refusals import Refused
from views.access import viewer_participant
from views.fields import Form
from views.pages import go_to, render
from views.participant.accounts import AccountNumberField
from views.participant.eligibility import YES_NO, ChoiceField

blueprint = Blueprint("application", __name__)

AID = [*YES_NO, ("tidak-tahu", "Tidak tahu")]
LONGEST_NAME, LONGEST_ADDRESS = 120, 300
_TEST = "/tes"


class LineField(StringField):
    """A line of text, its white space folded."""

    def __init__(self, label: str, longest: int, empty: str, **kwargs: Any) -> None:
        super().__init__(label, **kwargs)
        self.longest, self.empty = longest, empty

    def process_formdata(self, valuelist: list[str]) -> None:
        super().process_formdata(valuelist)
        self.data = " ".join((self.data or "").split())

    def pre_validate(self, form: Any) -> None:
        _check_text(self, self.longest, self.empty)


class LinesField(TextAreaField):
    """The same over several lines."""

    def __init__(self, label: str, longest: int, empty: str, **kwargs: Any) -> None:
        super().__init__(label, **kwargs)
        self.longest, self.empty = longest, empty

    def process_formdata(self, valuelist: list[str]) -> None:
        super().process_formdata(valuelist)
        lines = [" ".join(line.split()) for line in (self.data or "").splitlines()]
        self.data = "\n".join(line for line in lines if line)

    def pre_validate(self, form: Any) -> None:
        _check_text(self, self.longest, self.empty)


def _check_text(field: Any, longest: int, empty: str) -> None:
    text, label = field.data or "", field.label.text
    if not any(letter.isalpha() for letter in text):
        raise ValidationError(empty)
    if len(text) > longest:
        raise ValidationError(f"{label} paling banyak {longest} huruf. Kamu mengetik {len(text)}.")
    if not all(letter.isprintable() or letter == "\n" for letter in text):
        raise ValidationError(f"{label} hanya berisi huruf, angka, dan tanda baca")


class InterestsField(SelectMultipleField):
    """One to three categories."""

    def pre_validate(self, form: Any) -> None:
        self.data = list(dict.fromkeys(self.data or ()))
        if not self.data or set(self.data) - set(categories.SLUGS):
            raise ValidationError("Pilih paling sedikit satu minat")
        if len(self.data) > profiles.MOST_INTERESTS:
            raise ValidationError(
                f"Pilih paling banyak {profiles.MOST_INTERESTS} minat. "
                f"Kamu memilih {len(self.data)}."
            )


class NameForm(Form):
    nama = LineField("Nama lengkap", LONGEST_NAME, "Masukkan nama seperti di KTP")
    kelamin = ChoiceField("Jenis kelamin", [*words.SEX_NAMES.items()], "Pilih jenis kelamin")
    alamat = LinesField("Alamat", LONGEST_ADDRESS, "Masukkan alamat seperti di KTP")
    kabupaten = ChoiceField("Kabupaten atau kota", [], "Pilih kabupaten atau kota dari daftar")

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.kabupaten.allowed = dict(regions.regencies())

    def values(self) -> dict[str, Any]:
        """What the page says, as actions/profile.py takes it."""
        return {
            "name": self.nama.data,
            "sex": self.kelamin.data,
            "address": self.alamat.data,
            "regency": self.kabupaten.data,
        }


class EducationForm(Form):
    pendidikan = ChoiceField(
        "Pendidikan terakhir", [*words.EDUCATION_NAMES.items()], "Pilih pendidikan terakhirmu"
    )
    sekolah = ChoiceField(
        "Kamu masih sekolah atau kuliah?", YES_NO, "Pilih ya atau tidak untuk sekolah"
    )

    def values(self) -> dict[str, Any]:
        """What the page says, as actions/profile.py takes it."""
        return {"education": self.pendidikan.data, "studying": self.sekolah.data == "ya"}


class WorkForm(Form):
    status = ChoiceField(
        "Keadaanmu sekarang", [*words.WORK_NAMES.items()], "Pilih keadaanmu sekarang"
    )
    pekerjaan = ChoiceField(
        "Pekerjaan", [*words.OCCUPATION_NAMES.items()], "Pilih pekerjaanmu dari daftar"
    )
    bansos = ChoiceField(
        "Keluargamu menerima bantuan sosial?", AID, "Pilih ya, tidak, atau tidak tahu"
    )
    dokumen = FileField("Foto dokumen, kalau ada")

    def values(self) -> dict[str, Any]:
        """What the page says, as actions/profile.py takes it."""
        return {
            "work": self.status.data,
            "occupation": self.pekerjaan.data,
            "social_aid": {"ya": True, "tidak": False}.get(self.bansos.data),
        }


class InterestsForm(Form):
    minat = InterestsField("Minatmu", validate_choice=False)

    def values(self) -> dict[str, Any]:
        """What the page says, as actions/profile.py takes it."""
        return {"interests": self.minat.data}


class AccountForm(Form):
    mitra = SelectField("Bank atau e-wallet", validate_choice=False)
    nomor = AccountNumberField("Nomor rekening atau nomor HP e-wallet", may_be_empty=True)

    def validate_mitra(self, field: SelectField) -> None:
        """One of ours, or none yet; a number alone says nothing."""
        if field.data and field.data not in PARTNERS:
            raise ValidationError("Pilih bank atau e-wallet dari daftar")
        if self.nomor.data and not field.data:
            raise ValidationError("Pilih bank atau e-wallet untuk nomor ini")

    def validate_nomor(self, field: AccountNumberField) -> None:
        """A partner alone says nothing either."""
        if self.mitra.data and not field.data:
            raise ValidationError("Masukkan nomornya, atau pilih «Belum ada» di atas")

    def values(self) -> dict[str, Any]:
        """What the page says, as actions/profile.py takes it."""
        if "mitra" not in request.form:
            return {}  # linked already, or left for later
        return {"payout_partner": self.mitra.data or None, "payout_number": self.nomor.data or None}


_FORMS: Mapping[str, Callable[..., Any]] = {
    "nama": NameForm,
    "pendidikan": EducationForm,
    "pekerjaan": WorkForm,
    "minat": InterestsForm,
    "rekening": AccountForm,
}


@blueprint.get("/data-diri")
@login_required
def overview() -> Response:
    """The five pages, which are done, and what their answers mean for the next gelombang."""
    participant = viewer_participant()
    profile = applicants.profile_of(participant)
    saved = profile.saved if profile else []
    latest, now = gelombang.latest(clock.now()), clock.now()
    reasons = []
    if latest is not None and saved:
        closes_on = counted_on(latest.closes_at, now)
        applicant = on_paper(applicants.applicant_of(participant))
        refusals = refuse_applicant(applicant, latest.terms, closes_on)
        reasons = words.explained_reasons(refusals, closes_on)
    frozen = applicants.frozen_by(participant, now)
    return render(
        "participant/application/overview.html",
        lines=[(page, words.PAGE_NAMES[page], page in saved) for page in PAGES],
        done=len(saved),
        first_open=next((page for page in PAGES if page not in saved), None),
        tested=participant.profile_completed_at is not None,
        frozen=frozen,
        # Who holds a place, or is being drawn, has nothing to mend here.
        reasons=[] if frozen else reasons,
        latest=latest,
    )


@blueprint.route("/data-diri/<halaman>", methods=["GET", "POST"])
@login_required
def page(halaman: str) -> Response:
    """One page of the profile; what is typed is saved when it is sent."""
    if halaman not in PAGES:
        not_found("page")
    participant = viewer_participant()
    profile = applicants.profile_of(participant)
    frozen = applicants.frozen_by(participant, clock.now())
    known = _known(participant, profile, halaman)
    form = _FORMS[halaman](data=known)
    if request.method == "POST" and frozen is not None:
        raise Refused("profile_frozen", gelombang=frozen.gelombang.number)
    if halaman == profiles.ACCOUNT_PAGE and request.form.get("lalu") == "lewati":
        profiles.save_page(participant, halaman, {})
        return go_to(_next(participant, halaman))
    if form.validate_on_submit() and _saved(participant, halaman, form):
        return go_to(_next(participant, halaman), notice=f"{words.PAGE_NAMES[halaman]} tersimpan.")
    if frozen is not None:
        return go_to("/data-diri")
    return render(
        "participant/application/page.html",
        fragment="bagian",
        status=422 if form.errors else 200,
        form=form,
        page=halaman,
        title=words.PAGE_NAMES[halaman],
        number=PAGES.index(halaman) + 1,
        before=PAGES[PAGES.index(halaman) - 1] if halaman != PAGES[0] else None,
        total=len(PAGES),
        **_offered(participant, profile, halaman, form),
    )


def _saved(participant: Participant, halaman: str, form: Any) -> bool:
    """Save the page and what was added to it; a refusal stands at its field."""
    try:
        profiles.save_page(participant, halaman, form.values())
    except Refused as no:
        fields = {"sex_differs": "kelamin", "number_differs": "nomor"}
        if no.refusal.code not in fields:
            raise
        form.refuse(form[fields[no.refusal.code]], sentence(no.refusal).text)
        return False
    upload = request.files.get("dokumen") if halaman == "pekerjaan" else None
    if upload is None or not upload.filename:
        return True
    try:
        photos.keep(participant, words.document_for(form.status.data).kind, upload.read())
    except Refused as no:
        form.refuse(
            form.dokumen, f"Jawabanmu tersimpan, fotonya belum. {sentence(no.refusal).text}"
        )
        return False
    return True


def _known(participant: Participant, profile: Profile | None, halaman: str) -> dict[str, Any]:
    """What was said before, under the names of the form."""
    if halaman == "minat":
        return {"minat": participant.interests}
    if halaman == "nama":
        return {
            "nama": participant.name,
            "kelamin": profile and profile.sex,
            "alamat": profile and profile.address,
            "kabupaten": profile and profile.regency,
        }
    if profile is None or halaman not in profile.saved:
        return {}
    if halaman == "rekening":
        return {"mitra": profile.payout_partner or "", "nomor": profile.payout_number or ""}
    if halaman == "pendidikan":
        return {"pendidikan": profile.education, "sekolah": "ya" if profile.studying else "tidak"}
    aid = {True: "ya", False: "tidak", None: "tidak-tahu"}[profile.social_aid]
    return {"status": profile.work, "pekerjaan": profile.occupation, "bansos": aid}


def _next(participant: Participant, halaman: str) -> str:
    """The page after this one; the test after the last one; the overview on asking."""
    if request.form.get("lalu") == "nanti":
        return "/data-diri"
    if halaman != PAGES[-1]:
        return f"/data-diri/{PAGES[PAGES.index(halaman) + 1]}"
    return _TEST if participant.profile_completed_at is None else "/data-diri"


def _offered(
    participant: Participant, profile: Profile | None, halaman: str, form: Any
) -> dict[str, Any]:
    if halaman == "nama":
        return {"sexes": [*words.SEX_NAMES.items()], "regencies": regions.regencies()}
    if halaman == "pendidikan":
        return {"education": [*words.EDUCATION_NAMES.items()], "yes_no": YES_NO}
    if halaman == "pekerjaan":
        return {
            "work": [*words.WORK_NAMES.items()],
            "occupations": [*words.OCCUPATION_NAMES.items()],
            "aid": AID,
            "document": words.document_for(form.status.data),
            "chosen": profile is not None and profile.work is not None,
            "kept": applicants.documents_of(participant),
        }
    if halaman == "minat":
        return {"categories": category_choices()}
    # Linking waits for a place; the account is only written down here.
    return {
        "linked": standing_of(participant).account,
        "partners": [*PARTNERS.items()],
        "own_phone": participant.phone,
    }
