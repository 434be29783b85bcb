"""«Cek syarat»: whether one may take part, before any account exists. It stores nothing."""

from typing import Any

from flask import Blueprint, Response
from wtforms import RadioField, SelectMultipleField
from wtforms.validators import ValidationError

import clock
from formats import application as words
from queries import gelombang
from rules.eligibility import Applicant, counted_on, on_paper, refuse_applicant
from views.fields import BirthDateField, Form
from views.pages import render

blueprint = Blueprint("eligibility", __name__)

YES_NO = [("ya", "Ya"), ("tidak", "Tidak")]
IN_KK = [("0", "Tidak ada"), ("1", "Satu orang"), ("2", "Dua orang atau lebih")]
NO_AID = "tidak-ada"
AIDS = [*words.AID_NAMES.items(), (NO_AID, "Tidak satu pun")]


class ChoiceField(RadioField):
    """One of several; the message says in our words what is to be chosen."""

    def __init__(
        self, label: str, choices: list[tuple[str, str]], empty: str, **kwargs: Any
    ) -> None:
        super().__init__(label, validate_choice=False, **kwargs)
        self.allowed, self.empty = dict(choices), empty

    def pre_validate(self, form: Any) -> None:
        if self.data not in self.allowed:
            raise ValidationError(self.empty)


class AidField(SelectMultipleField):
    """Which aid one receives; «none» stands alone."""

    def pre_validate(self, form: Any) -> None:
        chosen = set(self.data or ())
        if not chosen or chosen - set(dict(AIDS)):
            raise ValidationError("Pilih bantuan yang kamu terima, atau «Tidak satu pun»")
        if NO_AID in chosen and len(chosen) > 1:
            raise ValidationError("Pilih bantuannya, atau «Tidak satu pun», bukan keduanya")


class CheckForm(Form):
    wni = ChoiceField("Kamu warga negara Indonesia?", YES_NO, "Pilih ya atau tidak untuk WNI")
    tanggal_lahir = BirthDateField("Tanggal lahir")
    sekolah = ChoiceField(
        "Kamu masih sekolah atau kuliah?", YES_NO, "Pilih ya atau tidak untuk sekolah"
    )
    pekerjaan = ChoiceField(
        "Pekerjaanmu", [*words.OCCUPATION_NAMES.items()], "Pilih pekerjaanmu dari daftar"
    )
    bantuan = AidField("Bantuan yang kamu atau keluargamu terima", validate_choice=False)
    pernah = ChoiceField(
        "Pernah menerima Kartu Prakerja?", YES_NO, "Pilih ya atau tidak untuk Kartu Prakerja"
    )
    kk = ChoiceField("Orang lain di KK-mu yang sudah menerima", IN_KK, "Pilih jumlah orang di KK")


@blueprint.route("/cek-syarat", methods=["GET", "POST"])
def check() -> Response:
    """All reasons at once, each with what mends it; or that one may register."""
    form, latest = CheckForm(), gelombang.latest(clock.now())
    answered = form.validate_on_submit() and latest is not None
    reasons, closes_on = [], None
    if latest is not None:
        closes_on = counted_on(latest.closes_at, clock.now())
    if answered and latest is not None and closes_on is not None:
        refusals = refuse_applicant(_applicant(form), latest.terms, closes_on)
        reasons = words.explained_reasons(refusals, closes_on)
    return render(
        "participant/eligibility/check.html",
        fragment="cek",
        status=422 if form.errors else 200,
        form=form,
        latest=latest,
        answered=answered,
        reasons=reasons,
        certain=[reason for reason in reasons if not reason.sure],
        closes_on=closes_on,
        yes_no=YES_NO,
        in_kk=IN_KK,
        aids=AIDS,
        occupations=list(words.OCCUPATION_NAMES.items()),
    )


def _applicant(form: CheckForm) -> Applicant:
    aids = set(form.bantuan.data or ())
    return on_paper(
        Applicant(
            citizen=form.wni.data == "ya",
            birth_date=form.tanggal_lahir.day,
            studying=form.sekolah.data == "ya",
            occupation=form.pekerjaan.data,
            lists=frozenset(aids & {"bsu", "bpum"}),
            says_social_aid="social_aid" in aids,
            received_before=form.pernah.data == "ya",
            recipients_in_kk=int(form.kk.data),
        )
    )
