"""Gelombang in the office: create, change until the close, then close, public value, draw, announce."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from flask import Blueprint, Response
from wtforms import RadioField, StringField
from wtforms.validators import ValidationError

import clock
from actions import draws, officers
from actions.refused import not_found
from formats import office as words
from formats.refusals import sentence
from queries import office
from rules.refusals import Refusal, Refused
from rules.schemes import DATE_FIELDS
from views.access import operator_only, viewer_participant
from views.fields import Form, TypedField, number_in
from views.pages import go_to, render

blueprint = Blueprint("office_gelombang", __name__, url_prefix="/petugas/gelombang")

LARGEST_QUOTA = 10_000_000


class MomentField(TypedField):
    """A date with a time in WIB, to the minute; a closing minute counts to its last second."""

    said = "Isi tanggal dan jam"

    def __init__(self, label: str, last_second: bool = False, **kwargs: Any) -> None:
        super().__init__(label, **kwargs)
        self.last_second = last_second

    def read(self, typed: str) -> datetime | None:
        try:
            moment = datetime.fromisoformat(typed).replace(
                tzinfo=clock.WIB, second=59 if self.last_second else 0, microsecond=0
            )
        except ValueError:
            return None
        return moment if 2020 <= moment.year <= 2100 else None


class DayField(TypedField):
    """A day."""

    said = "Isi tanggal yang ada"

    def read(self, typed: str) -> date | None:
        try:
            day = date.fromisoformat(typed)
        except ValueError:
            return None
        return day if 2020 <= day.year <= 2100 else None


class CountField(TypedField):
    """A whole number between two others; thousands may be written with dots."""

    def __init__(self, label: str, low: int, high: int, **kwargs: Any) -> None:
        super().__init__(label, **kwargs)
        self.low, self.high = low, high
        self.said = f"Isi angka {low} sampai {high}"

    def read(self, typed: str) -> int | None:
        return number_in(typed, self.low, self.high)


class PercentField(TypedField):
    """A share of the quota in percent, at most two decimals; `value` is the share."""

    said = "Isi persen dari 0 sampai 100, misalnya 5 atau 2,5"

    def read(self, typed: str) -> float | None:
        whole, _, rest = typed.removesuffix("%").strip().replace(",", ".").partition(".")
        digits = whole + rest
        if not (digits.isascii() and digits.isdigit() and len(whole) in (1, 2, 3)):
            return None
        if len(rest) > 2:
            return None
        share = round(float(f"{whole}.{rest or 0}") / 100, 6)
        return share if share <= 1 else None


class QuotaForm(Form):
    kuota = CountField("Kuota", 1, LARGEST_QUOTA)

    def validate_kuota(self, field: CountField) -> None:
        """Without one there is nothing to draw for."""
        if not field.errors and field.value is None:
            self.refuse(field, "Isi kuota")


class DatesForm(Form):
    """What can be changed until the close."""

    dibuka = MomentField("Pendaftaran dibuka")
    ditutup = MomentField("Pendaftaran ditutup", last_second=True)
    kuota = CountField("Kuota", 1, LARGEST_QUOTA)
    laid_off = PercentField(f"Bagian {words.GROUPS['laid_off']}")
    migrant = PercentField(f"Bagian {words.GROUPS['migrant']}")
    batas_beli = DayField(words.EXCEPTIONS[0].label)
    batas_beli_sumber = StringField("Sumber batas beli")
    saldo_sampai = DayField(words.EXCEPTIONS[1].label)
    saldo_sampai_sumber = StringField("Sumber batas saldo")
    usia_paling_tua = CountField(words.EXCEPTIONS[2].label, 18, 120)
    usia_paling_tua_sumber = StringField("Sumber batas usia")
    pelatihan_paling_banyak = CountField(words.EXCEPTIONS[3].label, 1, 50)
    pelatihan_paling_banyak_sumber = StringField("Sumber jumlah pelatihan")

    def validate(self, extra_validators: Any = None) -> bool:
        """Each field, then what must agree between them."""
        good = super().validate(extra_validators)
        for field, empty in (
            (self.dibuka, "Isi kapan pendaftaran dibuka"),
            (self.ditutup, "Isi kapan pendaftaran ditutup"),
            (self.kuota, "Isi kuota"),
        ):
            if not field.errors and field.value is None:
                self.refuse(field, empty)
        opens, closes = self.dibuka.value, self.ditutup.value
        if opens and closes and not self.ditutup.errors:
            if closes <= opens:
                self.refuse(self.ditutup, "Waktu tutup harus sesudah waktu buka")
            elif closes <= clock.now():
                self.refuse(self.ditutup, "Waktu tutup sudah lewat. Pilih waktu yang akan datang.")
        if sum(self.shares().values()) > 1 and not self.migrant.errors:
            self.refuse(self.migrant, "Jumlah semua bagian paling banyak 100 persen")
        for rule in words.EXCEPTIONS:
            value, source = self[rule.name], self[f"{rule.name}_sumber"]
            if value.value is not None and not (source.data or "").strip():
                self.refuse(source, "Tulis dari mana aturan ini, misalnya nomor surat")
            if len(source.data or "") > 200:
                self.refuse(source, "Tulis sumber paling banyak 200 huruf")
        last_buy, last_use = self.batas_beli.value, self.saldo_sampai.value
        if closes and last_buy and last_buy < closes.date():
            self.refuse(self.batas_beli, "Batas beli harus sesudah pendaftaran ditutup")
        if last_buy and last_use and last_use < last_buy:
            self.refuse(self.saldo_sampai, "Batas saldo harus sesudah batas beli")
        return good and not self.errors

    def shares(self) -> dict[str, float]:
        """group → share of the quota, as the row keeps it."""
        found = {"laid_off": self.laid_off.value, "migrant": self.migrant.value}
        return {group: share for group, share in found.items() if share}

    def overrides(self, kept: Mapping[str, Any]) -> dict[str, Any]:
        """The exceptions as the row keeps them; those of other fields stay as they are."""
        ours = {rule.field for rule in words.EXCEPTIONS}
        made = {field: value for field, value in kept.items() if field not in ours}
        for rule in words.EXCEPTIONS:
            value = self[rule.name].value
            if value is None:
                continue
            plain = value.isoformat() if isinstance(value, date) else value
            source = self[f"{rule.name}_sumber"].data.strip()
            before = kept.get(rule.field)
            same = before is not None and list(before[:2]) == [plain, source]
            made[rule.field] = list(before) if same and before else [plain, source, "H"]
        return made


class NewForm(DatesForm):
    nomor = CountField("Nomor gelombang", 1, 999)
    skema = RadioField("Skema", validate_choice=False)

    def validate_nomor(self, field: CountField) -> None:
        """Needed, and not there yet."""
        if field.value is None:
            raise ValidationError("Isi nomor gelombang")
        if office.gelombang_line(field.value, clock.now()) is not None:
            taken = Refusal("gelombang_exists", {"number": field.value})
            raise ValidationError(sentence(taken).text)

    def validate_skema(self, field: RadioField) -> None:
        """One of the two."""
        if field.data not in dict(words.SCHEMES):
            raise ValidationError("Pilih skema")


class ValueForm(Form):
    nilai = StringField("Nilai publik")

    def validate_nilai(self, field: StringField) -> None:
        """Anything everybody can look up afterwards."""
        text = (field.data or "").strip()
        if not text:
            raise ValidationError("Isi nilai publik")
        if len(text) > 200 or not text.isprintable():
            raise ValidationError("Tulis satu baris, paling banyak 200 huruf")


@blueprint.get("")
@operator_only
def gelombang_list() -> Response:
    """Every gelombang with its stage."""
    return render(
        "operator/office/gelombang_list.html",
        lines=office.gelombang_lines(clock.now()),
        stages=words.STAGES,
    )


@blueprint.route("/baru", methods=["GET", "POST"])
@operator_only
def create() -> Response:
    """A new gelombang; its draw's secret is fixed, and the secret's hash published, at once."""
    form = NewForm()
    if form.validate_on_submit():
        number = form.nomor.value
        try:
            draws.open_gelombang(
                number,
                form.skema.data,
                form.dibuka.value,
                form.ditutup.value,
                form.kuota.value,
                form.shares(),
                form.overrides({}),
                by=_actor(),
            )
        except Refused as no:
            form.refuse(form.nomor, sentence(no.refusal).text)
        else:
            return go_to(f"/petugas/gelombang/{number}", notice=f"Gelombang {number} dibuat.")
    return _form_page("/petugas/gelombang/baru", form, None)


@blueprint.get("/<int(max=9999):number>")
@operator_only
def detail(number: int) -> Response:
    """One gelombang: stage, what was published, what to do next."""
    line = _line(number)
    row = line.row
    return render(
        "operator/office/gelombang.html",
        line=line,
        stage=words.STAGES[line.stage],
        scheme=dict(words.SCHEMES)[row.scheme],
        shares=words.share_rows(row.reserved, row.quota),
        exceptions=words.exception_rows(row.overrides, DATE_FIELDS),
        may_change=officers.may_change(row, clock.now()),
        step=_next_step(line),
    )


@blueprint.route("/<int(max=9999):number>/ubah", methods=["GET", "POST"])
@operator_only
def change(number: int) -> Response:
    """Dates, quota, shares and exceptions, until the close."""
    row = _line(number).row
    if not officers.may_change(row, clock.now()):
        raise Refused("change_after_close")
    form = DatesForm(data=_as_typed(row))
    here = f"/petugas/gelombang/{number}/ubah"
    if form.validate_on_submit():
        try:
            officers.change_gelombang(
                row,
                form.dibuka.value,
                form.ditutup.value,
                form.kuota.value,
                form.shares(),
                form.overrides(row.overrides),
                viewer_participant(),
            )
        except Refused as no:
            form.refuse(form.dibuka, sentence(no.refusal).text)
        else:
            return go_to(f"/petugas/gelombang/{number}", notice="Perubahan disimpan.")
    return _form_page(here, form, row)


@blueprint.route("/<int(max=9999):number>/kuota", methods=["GET", "POST"])
@operator_only
def quota(number: int) -> Response:
    """The quota, where nobody set one before the close."""
    line = _line(number)
    form = QuotaForm()
    if form.validate_on_submit():
        try:
            officers.set_missing_quota(line.row, form.kuota.value, viewer_participant())
        except Refused as no:
            form.refuse(form.kuota, sentence(no.refusal).text)
        else:
            return go_to(f"/petugas/gelombang/{number}", notice="Kuota disimpan.")
    return render(
        "operator/office/quota.html", status=422 if form.errors else 200, line=line, form=form
    )


@blueprint.route("/<int(max=9999):number>/nilai", methods=["GET", "POST"])
@operator_only
def public_value(number: int) -> Response:
    """A value from outside, entered after the close, that nobody could know before."""
    line, form = _line(number), ValueForm()
    if form.validate_on_submit():
        draws.enter_public_value(line.row, form.nilai.data.strip(), by=_actor())
        return go_to(f"/petugas/gelombang/{number}", notice="Nilai publik dicatat.")
    status = 422 if form.errors else 200
    return render("operator/office/public_value.html", status=status, line=line, form=form)


@blueprint.get("/<int(max=9999):number>/<step>")
@operator_only
def confirm(number: int, step: str) -> Response:
    """What this step (tutup, undi, umumkan) does, before it is done."""
    if step not in _STEPS:
        not_found("step")
    return render(
        "operator/office/confirm.html", line=_line(number), step=step, words=words.STEPS[step]
    )


@blueprint.post("/<int(max=9999):number>/<step>")
@operator_only
def take_step(number: int, step: str) -> Response:
    """Close, draw or announce; the action refuses what comes too early or twice."""
    if step not in _STEPS:
        not_found("step")
    row = _line(number).row
    _STEPS[step](row, by=_actor())
    return go_to(f"/petugas/gelombang/{number}", notice=words.STEPS[step].done)


_STEPS = {
    "tutup": lambda row, by: draws.close(row, by=by),
    "undi": lambda row, by: draws.run(row, by=by),
    "umumkan": lambda row, by: draws.announce(row, by=by),
}


def _actor() -> str:
    return f"operator:{viewer_participant().public_id}"


def _next_step(line: Any) -> tuple[str, str] | None:
    """What an officer does next; without a quota there is nothing to draw for."""
    if line.stage == "closed" and line.row.quota is None:
        return ("kuota", "Isi kuota")
    return words.NEXT_STEPS.get(line.stage)


def _line(number: int) -> office.GelombangLine:
    return office.gelombang_line(number, clock.now()) or not_found("gelombang")


def _form_page(here: str, form: DatesForm, row: Any | None) -> Response:
    return render(
        "operator/office/gelombang_form.html",
        status=422 if form.errors else 200,
        here=here,
        form=form,
        number=row.number if row else None,
        opened=row is not None and officers.has_opened(row, clock.now()),
        schemes=words.SCHEMES,
        exceptions=words.EXCEPTIONS,
        dates=DATE_FIELDS,
    )


def _as_typed(row: Any) -> dict[str, str]:
    """A row as an officer would type it."""
    typed = {
        "dibuka": _minute(row.registration_opens_at),
        "ditutup": _minute(row.registration_closes_at),
        "kuota": "" if row.quota is None else str(row.quota),
    }
    for group in words.GROUPS:
        share = row.reserved.get(group)
        typed[group] = words.percent(share) if share else ""
    for rule in words.EXCEPTIONS:
        value, source, _confidence = row.overrides.get(rule.field, ("", "", ""))
        typed[rule.name], typed[f"{rule.name}_sumber"] = str(value), source
    return typed


def _minute(moment: datetime | None) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M") if moment else ""
