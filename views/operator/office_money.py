"""The officers' money page: what is due, unknown or failed; the stop button; every purse by day."""

from datetime import date, datetime
from typing import Any

from flask import Blueprint, Response, request
from wtforms import HiddenField, StringField
from wtforms.validators import ValidationError

import clock
from actions import downloads, payout_book, payouts
from actions.refused import not_found
from formats import money as words
from formats.csv_text import csv_bytes
from formats.wording import failure_for_officers
from queries import money
from rules.incentives import FAILURES
from rules.refusals import Refused
from views.access import operator_only, viewer_participant
from views.fields import Form, number_in
from views.operator.office_gelombang import DayField
from views.pages import go_to, render

blueprint = Blueprint("office_money", __name__, url_prefix="/petugas/uang")

HERE = "/petugas/uang"
SHORTEST, LONGEST = 10, 200


class ReasonForm(Form):
    alasan = StringField("Alasan")
    yakin = HiddenField()

    def validate_alasan(self, field: StringField) -> None:
        """Other officers read it."""
        if not SHORTEST <= len((field.data or "").strip()) <= LONGEST:
            raise ValidationError(f"Tulis alasan, {SHORTEST} sampai {LONGEST} huruf")


class StopForm(ReasonForm):
    alasan = StringField("Alasan menghentikan")


class ClearForm(ReasonForm):
    alasan = StringField("Hasil pembicaraan dengan penyalur")


class BalanceForm(Form):
    tanggal = DayField("Tanggal")

    def validate_tanggal(self, field: DayField) -> None:
        """A day that has begun; without one it is today."""
        if field.value is not None and field.value > clock.today():
            raise ValidationError("Pilih tanggal sampai hari ini")


@blueprint.get("")
@operator_only
def overview() -> Response:
    """Everything that is not done, counted."""
    found = money.overview(clock.now())
    return render(
        "operator/office/money.html",
        found=found,
        lists=words.LISTS,
        tables=words.tables(found),
        strangers=words.strangers_text(found.strangers),
        not_compared=words.not_compared(found.compared_at),
        stopped=payouts.stopped(),
    )


@blueprint.get("/<daftar>")
@operator_only
def one_list(daftar: str) -> Response:
    """One list, oldest first, in pages; failed ones also by reason."""
    name = words.BY_SLUG.get(daftar) or not_found("list")
    failure = request.args.get("alasan") if name == "failed" else None
    failure = failure if failure in FAILURES else None
    now = clock.now()
    count = money.count_of(name, now, failure)
    last = max(1, -(-count // money.PAGE))
    page = min(number_in(request.args.get("hal"), 1, 10**9) or 1, last)
    return render(
        "operator/office/money_list.html",
        words=words.LISTS[name],
        rows=[words.line(name, row) for row in money.page_of(name, now, page, failure)],
        count=count,
        page=page,
        last=last,
        failure=failure,
        reason=failure_for_officers,
        stopped=payouts.stopped(),
    )


@blueprint.post("/pembayaran/<public_id>/tanya")
@operator_only
def ask_again(public_id: str) -> Response:
    """Have the provider's book asked about one payout soon."""
    payouts.ask_again(public_id, viewer_participant())
    back = request.form.get("dari", "")
    return go_to(
        f"{HERE}/{back}" if back in words.BY_SLUG else HERE,
        notice="Penyalur ditanya lagi. Muat ulang sebentar lagi.",
    )


@blueprint.route("/pembayaran/<public_id>/tuntas", methods=["GET", "POST"])
@operator_only
def close_problem(public_id: str) -> Response:
    """A problem was cleared up with the provider: what was found out, a look at what follows, done."""
    row = money.problem_with(public_id) or not_found("payout")
    if row.payout.problem is None:
        raise Refused("no_problem")
    form = ClearForm()
    checking = form.validate_on_submit()
    if checking and form.yakin.data == "ya":
        payouts.close_problem(public_id, form.alasan.data.strip(), viewer_participant())
        return go_to(f"{HERE}/{words.LISTS['problem'].slug}", notice="Masalah selesai dicatat.")
    form.yakin.data = "ya"
    return render(
        "operator/office/money_clear.html",
        status=422 if form.errors else 200,
        form=form,
        shortest=SHORTEST,
        checking=checking,
        row=words.line("problem", row),
        here=f"{HERE}/pembayaran/{public_id}/tuntas",
        is_open=row.payout.state == "open",
    )


@blueprint.post("/asing/selesai")
@operator_only
def clear_strangers() -> Response:
    """The provider was asked about the sendings that stood on the page; later ones stay."""
    try:
        until = datetime.fromisoformat(request.form.get("sampai", ""))
    except ValueError:
        not_found("moment")
    if until.tzinfo is None:
        not_found("moment")
    count = payout_book.clear_strangers(until, viewer_participant())
    return go_to(HERE, notice="Dicatat sebagai sudah ditanyakan." if count else None)


@blueprint.route("/hentikan", methods=["GET", "POST"])
@operator_only
def stop() -> Response:
    """Hold all payments back: a reason first, then a look at what that means."""
    if payouts.stopped():
        return go_to(HERE, notice="Pengiriman sudah dihentikan.")
    form = StopForm()
    checking = form.validate_on_submit()
    if checking and form.yakin.data == "ya":
        payouts.stop(viewer_participant(), form.alasan.data.strip())
        return go_to(HERE, notice="Pengiriman dihentikan.")
    form.yakin.data = "ya"
    return render(
        "operator/office/money_stop.html",
        status=422 if form.errors else 200,
        form=form,
        shortest=SHORTEST,
        checking=checking,
        found=money.overview(clock.now()).lists,
    )


@blueprint.route("/lanjutkan", methods=["GET", "POST"])
@operator_only
def resume() -> Response:
    """Send again what is due, after a look at how much that is."""
    stopped = payouts.stopped()
    if not stopped:
        return go_to(HERE, notice="Pengiriman tidak sedang dihentikan.")
    if request.method == "GET":
        due = money.overview(clock.now()).lists["due"]
        return render(
            "operator/office/money_resume.html",
            stopped=stopped,
            due=due,
            button=words.resume_words(due),
        )
    payouts.resume(viewer_participant())
    return go_to(HERE, notice="Pengiriman dilanjutkan.")


@blueprint.get("/saldo")
@operator_only
def balances() -> Response:
    """Every purse on one day."""
    form, on = _day_asked()
    return _balance_page(form, on)


@blueprint.get("/saldo.csv")
@operator_only
def balances_file() -> Response:
    """The same as a file."""
    form, on = _day_asked()
    if on is None:
        return _balance_page(form, None)
    cells = words.purse_cells(on, money.purses(on))
    return _file("saldo", f"saldo-{on.isoformat()}.csv", words.PURSES_HEADER, cells)


@blueprint.get("/pembayaran.csv")
@operator_only
def payments_file() -> Response:
    """Every payment that is not done, or one list of them."""
    asked = request.args.get("daftar")
    names = [words.BY_SLUG.get(asked) or not_found("list")] if asked else list(money.LISTS)
    now = clock.now()
    cells = [cell for name in names for cell in words.payment_cells(name, money.all_of(name, now))]
    day = now.date().isoformat()
    return _file("pembayaran", f"pembayaran-{day}.csv", words.PAYMENTS_HEADER, cells)


def _day_asked() -> tuple[BalanceForm, date | None]:
    """The form as it was asked for, and its day; None when what was typed is none."""
    form = BalanceForm(request.args, meta={"csrf": False})
    if not form.validate():
        return form, None
    return form, form.tanggal.value or clock.today()


def _balance_page(form: BalanceForm, on: date | None) -> Response:
    purses = money.purses(on) if on else []
    if on and not form.tanggal.data:
        form.tanggal.data = on.isoformat()
    return render(
        "operator/office/money_balances.html",
        status=200 if on else 422,
        form=form,
        on=on,
        purses=[(words.purse_name(row), row) for row in purses],
        total=sum(row.after for row in purses),
    )


def _file(report: str, filename: str, header: tuple[str, ...], cells: list[Any]) -> Response:
    downloads.note(report, len(cells), viewer_participant())
    answer = Response(csv_bytes(header, cells), mimetype="text/csv")
    answer.headers["Content-Disposition"] = f'attachment; filename="{filename}"'
    return answer
