"""Buying: check and card number, OTP, receipt; and what is so when a reply got lost."""

from flask import Blueprint, Response, request, url_for
from flask_login import login_required
from wtforms import HiddenField

from actions import purchases
from actions.refused import not_found
from formats import cancelling
from formats.refusals import sentence
from queries import cancellations, courses
from queries import purchases as found
from queries.standing import standing_of
from rules.refusals import Refusal, Refused
from views.access import viewer_participant
from views.fields import CodeForm, DigitsField, Form, OneTimeKeyField, number_in
from views.pages import go_to, is_partial, render
from views.shoppers import shopper_of

blueprint = Blueprint("purchases", __name__)

# Refusals that belong to a field; every other one is said by the page.
AT_CARD = ("wrong_card",)
RESENT = "Kode baru dikirim. Kode lama tidak berlaku lagi."
# Where the same course elsewhere helps; a person who may buy nothing is shown no shop.
ELSEWHERE = ("balance_too_small", "seats_gone", "platform_not_valid", "offer_withdrawn")
AT_OTP = ("otp_wrong", "otp_expired", "otp_used")


class CheckoutForm(Form):
    nomor_kartu = DigitsField(
        "Nomor Kartu Prakerja", length=16, empty="Masukkan Nomor Kartu Prakerja"
    )
    harga = HiddenField()
    kunci = OneTimeKeyField()


class OtpForm(CodeForm):
    kunci = OneTimeKeyField()


@blueprint.route("/pelatihan/<slug>/beli", methods=["GET", "POST"])
@login_required
def checkout(slug: str) -> Response:
    """Step 1: what is bought, what is left afterwards, and the card number."""
    participant = viewer_participant()
    offer_id = number_in(request.args.get("penawaran"), 1, 10**12)
    offer = courses.offer_for_sale(slug, offer_id) if offer_id else None
    if offer is None:
        not_found("offer")
    form = CheckoutForm()
    shown = number_in(form.harga.data, 1, 10**12) or offer.price
    standing = standing_of(participant)
    refusal = found.why_not(standing, offer, shown)
    if refusal is None and form.validate_on_submit():
        try:
            purchase = purchases.start_purchase(
                participant, offer, shown, form.nomor_kartu.data or "", form.kunci.data or ""
            )
        except Refused as no:
            refusal = no.refusal
            if refusal.code in AT_CARD:
                form.refuse(form.nomor_kartu, sentence(refusal).text)
                refusal = None
        else:
            return go_to(url_for("purchases.pay", public_id=purchase.public_id))
    if request.args.get("isi") == "kartu" and request.method == "GET":
        form.nomor_kartu.data = standing.card.number if standing.card else ""
    form.harga.data = str(offer.price)
    form.kunci.data = form.kunci.default()
    blocked = refusal is not None and refusal.code != "price_moved"
    terms = None if blocked else standing.terms
    return render(
        "participant/purchases/checkout.html",
        fragment="beli",
        status=409 if refusal and request.method == "POST" else 422 if form.errors else 200,
        offer=offer,
        standing=standing,
        form=form,
        said=sentence(refusal) if refusal else None,
        blocked=blocked,
        cancel_until=cancellations.until_if_bought_now(terms, offer) if terms else None,
        others=courses.course_page(slug, shopper_of(standing))
        if refusal and refusal.code in ELSEWHERE
        else None,
        filled=bool(form.nomor_kartu.data) and not form.errors,
    )


@blueprint.route("/beli/<public_id>/otp", methods=["GET", "POST"])
@login_required
def pay(public_id: str) -> Response:
    """Step 2: the code of the SMS; a right one pays."""
    participant = viewer_participant()
    purchase = found.purchase_view(participant, public_id) or not_found("purchase")
    if purchase.state != "awaiting_otp" and request.method == "GET":
        return go_to(url_for("purchases.receipt", public_id=public_id))
    form = OtpForm()
    refusal: Refusal | None = None
    if form.validate_on_submit():
        try:
            purchases.pay(participant, public_id, form.otp.data or "", form.kunci.data or "")
        except Refused as no:
            refusal = no.refusal
            if refusal.code in AT_OTP:
                form.refuse(form.otp, sentence(refusal).text)
                refusal = None
        else:
            return go_to(url_for("purchases.receipt", public_id=public_id))
    form.kunci.data = form.kunci.default()
    locked = refusal is not None and refusal.code == "otp_locked"
    return render(
        "participant/purchases/otp.html",
        fragment="beli",
        status=422 if form.errors or locked else 409 if refusal else 200,
        purchase=purchase,
        code=found.code_status(purchase),
        form=form,
        said=sentence(refusal) if refusal else None,
        sent=False,
        over=refusal is not None and not locked,
    )


@blueprint.post("/beli/<public_id>/otp/ulang")
@login_required
def resend(public_id: str) -> Response:
    """Send another code."""
    participant = viewer_participant()
    purchase = found.purchase_view(participant, public_id) or not_found("purchase")
    said = None
    try:
        purchases.resend_code(participant, public_id)
    except Refused as no:
        said = sentence(no.refusal)
    else:
        if not is_partial():
            return go_to(url_for("purchases.pay", public_id=public_id), notice=RESENT)
    return render(
        "participant/purchases/otp.html",
        fragment="otp_status",
        status=409 if said else 200,
        purchase=purchase,
        code=found.code_status(purchase),
        form=OtpForm(formdata=None),
        said=said,
        sent=said is None,
        over=False,
    )


@blueprint.get("/beli/<public_id>")
@login_required
def receipt(public_id: str) -> Response:
    """What became of a purchase: paid with its code, waiting, or closed; asked as often as one likes."""
    participant = viewer_participant()
    purchase = found.purchase_view(participant, public_id) or not_found("purchase")
    standing = standing_of(participant)
    paid = purchase.state == "paid"
    refusal = cancellations.own_refusal(purchase) if paid else None
    return render(
        "participant/purchases/receipt.html",
        fragment="status",
        purchase=purchase,
        balance=standing.balance,
        waiting=standing.waiting_purchase,
        may_cancel=paid and refusal is None,
        no_longer=cancelling.no_longer(refusal),
    )
