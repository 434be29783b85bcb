"""Where partners' programs come in: every answer below /api/ is JSON of one shape."""

from typing import Any

from flask import Response, jsonify, request

from formats.refusals import sentence
from formats.refusals.partner import ANSWERS, OTHER_CODE, REFUSAL_CODES
from rules.refusals import Refusal

PREFIX = "/api/"


def for_partners() -> bool:
    """Whether this request came for the API; its address alone says so, never what it accepts."""
    return request.path.startswith(PREFIX) or request.path == PREFIX[:-1]


def success(data: dict[str, Any]) -> Response:
    """What was asked for; always exactly 200, because programs take any other status for an error."""
    return jsonify(success=True, message="OK", data=data)


def failure(reason: str, **facts: str) -> Response:
    """A refusal as formats/refusals/partner.py lists it."""
    said = ANSWERS[reason]
    return told(said.code, said.status, said.message.format(**facts))


def refused(refusal: Refusal) -> Response:
    """What a rule refused, under its code of the list and with its own sentence."""
    said = sentence(refusal)
    return told(REFUSAL_CODES.get(refusal.code, OTHER_CODE), 400, f"{said.title}. {said.text}")


def told(code: str, status: int, message: str) -> Response:
    """A refusal of exactly this code, status and sentence."""
    answer = jsonify(code=code, message=message, success=False)
    answer.status_code = status
    return answer
