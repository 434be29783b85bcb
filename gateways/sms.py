"""SMS over HTTP: one small JSON POST a message, in the shape of public SMS APIs.

A message is known by a reference that says nothing of it, in the body and as the idempotency key:
asked twice under one reference, a gateway sends once.
"""

import json
import logging

from gateway_urls import SmsApi
from gateways.http import NoAnswer, NotReached, call
from models import Message
from rules.outbox import Outcome, known_by

log = logging.getLogger("messages")

TIMEOUT = 5.0  # seconds for the whole answer
REFUSALS = (400, 413, 422)  # this message, as it is
# Wrong key, no credit: it has not looked at the message, nor at any other, until somebody mends it.
CLOSED = (401, 402)
# Moved, wrong path: the next message would hear the same, but this one was heard and counts.
ASTRAY = (*range(300, 400), 404, 405)


def send(api: SmsApi, message: Message) -> Outcome:
    """Post one SMS; what went wrong is logged without what was said or to whom."""
    reference = known_by(message.public_id)
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
    if status in ASTRAY or status == 429 or status >= 500:
        return Outcome.BUSY
    return Outcome.LATER  # 403 too: it may speak of this number alone


def _abroad(phone: str) -> str:
    """The number as gateways want it: +62812… for our 0812…."""
    return "+62" + phone[1:] if phone.startswith("0") else phone
