"""SMS over HTTP: one small JSON POST a message, in the shape of public SMS APIs.

A message is known by its reference alone, which is in the body and is the idempotency key: asked
twice under one reference, a gateway sends once.
"""

import json
import logging

from gateway_urls import SmsApi
from gateways.http import NoAnswer, NotReached, call
from models import Message
from rules.outbox import Outcome

log = logging.getLogger("messages")

TIMEOUT = 5.0  # seconds for the whole answer
REFUSALS = (400, 413, 422)  # this message, as it is
# Moved, wrong key, no credit, wrong address: it takes nothing until an operator has mended it.
CLOSED = (*range(300, 400), 401, 402, 403, 404, 405)


def send(api: SmsApi, message: Message) -> Outcome:
    """Post one SMS; what went wrong is logged without what was said or to whom."""
    reference = message.reference
    body = {"to": _abroad(message.addressee), "text": message.text, "reference": reference}
    headers = {"Content-Type": "application/json", "Idempotency-Key": reference}
    if api.key:
        headers["Authorization"] = f"Bearer {api.key}"
    try:
        status = call("POST", api.url, json.dumps(body).encode(), headers, TIMEOUT).status
    except NotReached as error:
        log.warning("the SMS gateway was not reached: %s", error)
        return Outcome.DOWN
    except NoAnswer as error:
        log.warning("the SMS gateway gave no answer: %s", error)
        return Outcome.BUSY
    outcome = _outcome(status)
    if outcome is not Outcome.SENT:
        log.warning("the SMS gateway did not take message %s: %d", message.public_id, status)
    return outcome


def _outcome(status: int) -> Outcome:
    if 200 <= status < 300:
        return Outcome.SENT
    if status in REFUSALS:
        return Outcome.REFUSED
    if status in CLOSED:
        return Outcome.DOWN
    return Outcome.BUSY if status == 429 or status >= 500 else Outcome.LATER


def _abroad(phone: str) -> str:
    """The number as gateways want it: +62812… for our 0812…."""
    return "+62" + phone[1:] if phone.startswith("0") else phone
