"""The door for partners' programs: size, type, signature, time, strict JSON – in this order."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import Response, abort, request

import clock
from actions import partners as partner_actions
from models import Partner
from queries import partners
from rules import signatures
from rules.signatures import Envelope, NotStrict
from views.partner import failure

View = Callable[[Partner, dict[str, Any]], Response]


def signed_by_partner(view: View) -> Callable[[], Response]:
    """Call the view with the partner who signed and the object they sent, or refuse."""

    @wraps(view)
    def guarded() -> Response:
        raw = body()
        if request.mimetype != "application/json":
            return failure("not_json")
        parsed = _parsed(raw)
        partner = _signer(raw, parsed)
        if partner is None:
            return failure("unsigned")
        if (seconds := partner_actions.count_request(partner)) is not None:
            answer = failure("too_often")
            answer.headers["Retry-After"] = str(seconds)
            return answer
        if parsed is None:
            return failure("not_strict")
        return view(partner, parsed)

    return guarded


def body() -> bytes:
    """The bytes that were sent, at most 64 KB; ends the request with 413 beyond that."""
    if (request.content_length or 0) > signatures.MOST_BYTES:
        abort(413)
    raw = request.get_data()
    if len(raw) > signatures.MOST_BYTES:  # sent in chunks, so that no header said it
        abort(413)
    return raw


def _parsed(raw: bytes) -> dict[str, Any] | None:
    try:
        return signatures.strict_object(raw)
    except NotStrict:
        return None


def _signer(raw: bytes, parsed: dict[str, Any] | None) -> Partner | None:
    """Who signed this. The work is the same for an unknown client, a wrong key and a wrong time."""
    sent = request.headers
    envelope = Envelope(
        client=sent.get("client_code", ""),
        timestamp=sent.get("timestamp", ""),
        signature=sent.get("signature", ""),
        method=request.method,
        path=request.path,
        authorization=sent.get("Authorization", ""),
        body=raw,
    )
    partner = partners.by_code(envelope.client)
    fits = signatures.fits(envelope, partners.secrets_to_try(partner), parsed)
    in_time = signatures.in_time(envelope.timestamp, int(clock.real_now().timestamp()))
    # No part of a query is signed, so none may be there.
    return partner if fits and in_time and not request.query_string else None
