"""«Rekening/e-wallet»: which account receives the money, link another in three steps, have it checked."""

from typing import Any

from flask import Blueprint, Response, request
from flask_login import login_required
from wtforms import StringField
from wtforms.validators import ValidationError

import clock
from actions import accounts, linking
from actions.refused import not_found
from config import settings
from formats import accounts as words
from formats.incentives import NEEDS_ANOTHER, at_risk
from formats.refusals import sentence
from formats.wording import PARTNERS
from models import AccountLink, Participant, PayoutAccount
from queries import accounts as found
from queries.applicants import profile_of
from queries.standing import standing_of
from rules.accounts import LONGEST, SHORTEST, WALLETS
from rules.refusals import Refusal, Refused
from views.access import viewer_participant
from views.fields import CodeForm, Form, PhoneField
from views.pages import go_to, render

blueprint = Blueprint("accounts", __name__)

STEPS = {"code": 2, "partner": 3, "checking": 3}


class AccountNumberField(StringField):
    """Digits of a bank account or phone; spaces, dots and hyphens are forgiven, what was typed is kept."""

    def __init__(self, label: str = "", may_be_empty: bool = False, **kwargs: Any) -> None:
        super().__init__(label, **kwargs)
        self.may_be_empty = may_be_empty

    def process_formdata(self, valuelist: list[str]) -> None:
        super().process_formdata(valuelist)
        self.typed = (self.data or "")[:100]
        self.data = "".join(letter for letter in self.typed if letter not in " .-")
        if self.data.startswith("+62"):
            self.data = "0" + self.data[3:]

    def _value(self) -> str:
        return getattr(self, "typed", "") or self.data or ""

    def pre_validate(self, form: Any) -> None:
        label = self.label.text
        if not self.data and self.may_be_empty:
            return
        if not self.data:
            raise ValidationError(f"Masukkan {label[0].lower()}{label[1:]}")
        if not (self.data.isascii() and self.data.isdigit()):
            raise ValidationError(f"{label} hanya berisi angka")
        if not SHORTEST <= len(self.data) <= LONGEST:
            raise ValidationError(
                f"{label} harus {SHORTEST} sampai {LONGEST} angka. Kamu mengetik {len(self.data)}."
            )


class BankForm(Form):
    nomor = AccountNumberField("Nomor rekening")


class WalletForm(Form):
    nomor = PhoneField()


@blueprint.get("/rekening")
@login_required
def accounts_page() -> Response:
    """Where incentives go, whether they can arrive, and the partners of the participant's terms."""
    participant = viewer_participant()
    standing = standing_of(participant)
    offered = tuple((standing.terms.payout_partners if standing.terms else None) or ())
    account = standing.account
    trouble = account.trouble if account else None
    relink = trouble in NEEDS_ANOTHER
    open_try = found.open_try_of(participant, clock.now()) if not standing.lapse else None
    return render(
        "participant/accounts/list.html",
        standing=standing,
        offered=offered,
        others=[code for code in offered if _is_of_use(code, account)],
        wallets=WALLETS,
        silent=_is_silent(account),
        failed=any(row.state == "failed" for row in standing.incentives),
        open_try=open_try,
        locked_until=linking.locked_until(participant) if _needs_a_code(open_try) else None,
        given=_given(participant, offered, account is not None),
        relink=relink,
        steps=words.trouble_steps(trouble, account.partner, relink) if account and trouble else (),
    )


def _needs_a_code(row: AccountLink | None) -> bool:
    """Whether linking cannot go on without a code by SMS."""
    return row is None or row.state == "code"


def _is_of_use(partner: str, account: PayoutAccount | None) -> bool:
    """Whether to offer this partner: the linked wallet is not, while money can arrive there.

    A bank has other numbers, and a wallet in trouble may have been opened anew.
    """
    return (
        account is None
        or partner not in WALLETS
        or partner != account.partner
        or account.trouble is not None
    )


def _is_silent(account: PayoutAccount | None) -> bool:
    """Whether the partner was asked, said nothing, and is asked again later."""
    asked_at = account.ask_at if account else None
    return asked_at is not None and asked_at > clock.real_now()


def _given(participant: Participant, offered: tuple[str, ...], linked: bool) -> Any | None:
    """The account written down at registration, while it can still be of use."""
    profile = profile_of(participant)
    if linked or profile is None or profile.payout_partner is None:
        return None
    return {
        "partner": profile.payout_partner,
        "number": profile.payout_number,
        "offered": profile.payout_partner in offered,
    }


@blueprint.route("/rekening/putuskan", methods=["GET", "POST"])
@login_required
def unlink() -> Response:
    """Take the linked account off, after a page that says what that means."""
    standing = standing_of(viewer_participant())
    if standing.account is None:
        return go_to("/rekening")
    form = Form()
    if form.validate_on_submit():
        accounts.unlink(viewer_participant())
        return go_to("/rekening", notice="Sudah diputus.")
    return render(
        "participant/accounts/unlink.html",
        account=standing.account,
        at_risk=at_risk(standing.incentives),
    )


@blueprint.route("/rekening/sambung/<mitra>", methods=["GET", "POST"])
@login_required
def link(mitra: str) -> Response:
    """Link one partner's account: shows the step that the try is at, and takes what is typed there.

    `?isi=nomorku` fills in the registered phone number, `?isi=terdaftar` the number given at
    registration; `?langkah=nomor` goes back to the number.
    """
    participant = viewer_participant()
    if mitra not in PARTNERS:
        not_found("partner")
    standing = standing_of(participant)
    if standing.terms is None or standing.lapse:
        return go_to("/rekening")
    if mitra not in (standing.terms.payout_partners or ()):
        raise Refused("partner_not_offered")
    if request.method == "POST":
        if "otp" in request.form:
            return _try_code(participant, mitra)
        if "ulang" in request.form:
            return _resend(participant, mitra)
        return _begin(participant, mitra)
    row = found.last_try_of(participant)
    if row is None or row.partner != mitra or request.args.get("langkah") == "nomor":
        return _number_page(participant, mitra, _form(mitra))
    if row.state in found.OPEN and found.open_try_of(participant, clock.now()):
        return _step_page(participant, row, CodeForm(formdata=None))
    return _result_page(participant, row, standing.account)


def _begin(participant: Participant, mitra: str) -> Response:
    form = _form(mitra)
    refusal = None
    if form.validate_on_submit():
        try:
            linking.start(participant, mitra, form.nomor.data)
        except Refused as no:
            refusal = no.refusal
            form.refuse(form.nomor, sentence(refusal).text)
        else:
            return go_to(_here(mitra))
    return _number_page(participant, mitra, form, refusal)


def _try_code(participant: Participant, mitra: str) -> Response:
    form = CodeForm()
    row = found.open_try_of(participant, clock.now())
    if row is None or (row.partner, row.state) != (mitra, "code"):
        return _moved_on(participant, mitra)
    if form.validate_on_submit():
        refusal = linking.confirm(participant, mitra, form.otp.data or "")
        if refusal is None:
            return _after_a_step(participant, mitra)
        if refusal.code == "link_over":
            return _moved_on(participant, mitra)
        if refusal.code == "code_locked":
            return _step_page(participant, row, CodeForm(formdata=None), status=422)
        form.refuse(form.otp, sentence(refusal).text)
    return _step_page(participant, row, form)


def _resend(participant: Participant, mitra: str) -> Response:
    form = CodeForm(formdata=None)
    row = found.open_try_of(participant, clock.now())
    if row is None or (row.partner, row.state) != (mitra, "code"):
        return _moved_on(participant, mitra)
    try:
        linking.resend(participant, mitra)
    except Refused as no:
        if no.refusal.code == "link_over":
            return _moved_on(participant, mitra)
        if no.refusal.code == "code_locked":
            return _step_page(participant, row, form, status=422)
        form.refuse(form.otp, sentence(no.refusal).text)
        return _step_page(participant, row, form)
    return go_to(_here(mitra), notice="Kode baru dikirim. Kode lama tidak berlaku lagi.")


def _moved_on(participant: Participant, mitra: str) -> Response:
    """Sent twice, or from a page that was left behind: where the try stands now."""
    row = found.last_try_of(participant)
    if row is not None and row.partner == mitra and row.state != "dropped":
        return _after_a_step(participant, mitra)
    over = sentence(Refusal("link_over"))
    return go_to(f"{_here(mitra)}?langkah=nomor", notice=f"{over.title}. {over.text}")


def _after_a_step(participant: Participant, mitra: str) -> Response:
    row = found.last_try_of(participant)
    if row is not None and row.state == "linked":
        return go_to("/rekening", notice=f"{PARTNERS[row.partner]} tersambung.")
    return go_to(_here(mitra))


def _form(mitra: str) -> Any:
    """The number's form: a phone number for a wallet, an account number for a bank."""
    if mitra not in WALLETS:
        return BankForm()
    form = WalletForm()
    form.nomor.label.text = f"Nomor HP di {PARTNERS[mitra]}"
    return form


def _number_page(
    participant: Participant, mitra: str, form: Any, refusal: Refusal | None = None
) -> Response:
    """Step 1; while codes are locked its form is not offered, but what was typed is not lost."""
    if request.method == "GET":
        form.nomor.data = _filled_in(participant, mitra)
    return _page(participant, mitra, 1, form, said=sentence(refusal) if refusal else None)


def _filled_in(participant: Participant, mitra: str) -> str:
    asked = request.args.get("isi")
    if asked == "nomorku" and mitra in WALLETS:
        return str(participant.phone)
    if asked == "terdaftar":
        profile = profile_of(participant)
        if profile is not None and profile.payout_partner == mitra:
            return profile.payout_number or ""
    return ""


def _step_page(
    participant: Participant, row: AccountLink, form: CodeForm, status: int | None = None
) -> Response:
    return _page(participant, row.partner, STEPS[row.state], form, row=row, status=status)


def _result_page(participant: Participant, row: AccountLink, account: Any) -> Response:
    """What became of the last try; the number's page when that says nothing any more."""
    stands = account is not None and (account.partner, account.number) == (row.partner, row.number)
    if row.state == "refused" or (row.state == "linked" and stands):
        return _page(participant, row.partner, 0, Form(formdata=None), row=row)
    return _number_page(participant, row.partner, _form(row.partner))


def _page(
    participant: Participant,
    mitra: str,
    step: int,
    form: Any,
    row: AccountLink | None = None,
    said: Any | None = None,
    status: int | None = None,
) -> Response:
    code = linking.code_status(participant) if step == 2 else None
    locked_until = linking.locked_until(participant) if step == 1 else code and code.locked_until
    refused = row is not None and row.state == "refused"
    return render(
        "participant/accounts/link.html",
        fragment="sambung",
        status=status or (422 if form.errors else 200),
        form=form,
        partner=mitra,
        wallet=mitra in WALLETS,
        own_phone=participant.phone,
        step=step,
        row=row,
        code=code,
        locked_until=None if form.errors else locked_until,
        said=said if said and said.link else None,
        reason=words.refused_reason(row.verdict, mitra) if refused and row else None,
        steps=words.refused_steps(row.verdict, mitra) if refused and row else (),
        another=bool(refused and row and words.only_another_helps(row.verdict)),
        training=settings.training,
    )


def _here(mitra: str) -> str:
    return f"/rekening/sambung/{mitra}"


@blueprint.post("/rekening/cek-lagi")
@login_required
def check_again() -> Response:
    """The participant mended the account: its partner is asked, and what failed follows its word."""
    if not accounts.check_again(viewer_participant()):
        return go_to("/rekening", notice="Belum ada rekening atau e-wallet yang tersambung.")
    return go_to("/rekening", notice="Sedang dicek. Muat ulang halaman ini sebentar lagi.")
