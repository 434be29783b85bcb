"""Where the payout provider calls back: a signed knock, after which its book is asked."""

from flask import Blueprint, Response, request

import clock
from actions import payouts
from config import settings
from rules import signatures
from rules.payouts import callback_fits
from rules.signatures import NotStrict
from views.access import csrf
from views.partner import failure, success
from views.partner.signed import body

blueprint = Blueprint("payout_callbacks", __name__, url_prefix="/api/v1/payouts")
csrf.exempt(blueprint)


@blueprint.post("/callback")
def callback() -> Response:
    """Take a callback: 200 when it was the provider's and about a payout of ours.

    Nothing in it is believed but the reference; doubled and late ones change nothing.
    """
    raw = body()
    if request.mimetype != "application/json":
        return failure("not_json")
    if not _genuine(raw):
        return failure("unsigned")
    try:
        data = signatures.strict_object(raw).get("data")
    except NotStrict:
        return failure("not_strict")
    reference = data.get("reference_id") if isinstance(data, dict) else None
    if not isinstance(reference, str):
        return failure("field_unfit", field="reference_id")
    if not payouts.knock(reference):
        return failure("no_such_payout")
    return success({"reference_id": reference})


def _genuine(raw: bytes) -> bool:
    """Whether who holds the key signed this, within minutes of now."""
    timestamp = request.headers.get("X-Callback-Timestamp", "")
    sent = request.headers.get("X-Callback-Signature", "")
    fits = callback_fits(settings.payout_key, timestamp, raw, sent)
    return fits and signatures.in_time(timestamp, int(clock.real_now().timestamp()))
