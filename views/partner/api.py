"""The seven addresses of training institutions: redeem codes, attendance, tasks."""

import re
from typing import Any

from flask import Blueprint, Response

from actions import attendance, redeeming, submissions
from models import Partner
from rules import signatures
from views.access import csrf
from views.partner import failure, success
from views.partner.signed import signed_by_partner

blueprint = Blueprint("partner_api", __name__, url_prefix="/api/v1/integration")
csrf.exempt(blueprint)

Body = dict[str, Any]
FIRST, EXAM, MOST_SESSIONS, MOST_TASKS = 1, 999, 10, 998
LONGEST_URI, LONGEST_EMAIL = 2000, 254


class Unfit(Exception):
    """A field is missing, of another type, or out of range."""


def endpoint(path: str) -> Any:
    """A signed POST at `path`; what the actions refuse is told in the API's own codes."""

    def plug(view: Any) -> Any:
        def told(partner: Partner, body: Body) -> Response:
            try:
                return success(view(partner, body))
            except Unfit as error:
                return failure("field_unfit", field=str(error))

        told.__name__ = view.__name__
        told.__doc__ = view.__doc__
        blueprint.add_url_rule(
            path,
            endpoint=view.__name__,
            view_func=signed_by_partner(told),
            methods=["POST"],
            provide_automatic_options=False,
        )
        return view

    return plug


@endpoint("/payment/redeem-code/status")
def code_status(partner: Partner, body: Body) -> dict[str, Any]:
    """Whether the code is redeemed, and who was there at a session."""
    code, sequence = _code(body), _session(body)
    return redeeming.facts_of(redeeming.find(partner, code), sequence)


@endpoint("/payment/redeem-code/commit")
def commit(partner: Partner, body: Body) -> dict[str, Any]:
    """The code is used from now on."""
    row = redeeming.commit(partner, _code(body))
    return redeeming.facts_of(row, FIRST)


@endpoint("/payment/redeem-code/reset")
def reset(partner: Partner, body: Body) -> dict[str, Any]:
    """A test code begins anew."""
    row = redeeming.reset(partner, _code(body))
    return redeeming.facts_of(row, FIRST)


@endpoint("/oauth/url-generate")
def url_generate(partner: Partner, body: Body) -> dict[str, Any]:
    """Where to send a participant for the face check of a session."""
    code, sequence = _code(body), _session(body)
    address, email = _text(body, "redirect_uri", LONGEST_URI), _text(body, "email", LONGEST_EMAIL)
    return attendance.facts_of(attendance.ask(partner, code, sequence, address, email))


@endpoint("/tpm/submission")
def submission(partner: Partner, body: Body) -> dict[str, Any]:
    """A task a participant handed in."""
    return submissions.hand_in(partner, *_task(body), _text(body, "url_file", LONGEST_URI))


@endpoint("/tpm/feedback/submission")
def feedback(partner: Partner, body: Body) -> dict[str, Any]:
    """What the institution says to a task; a file is not needed."""
    task, notes = _task(body), _text(body, "notes", signatures.MOST_BYTES)
    none = body.get("url_file") in (None, "")  # not False, 0 or an empty list: those are mistakes
    file = "" if none else _text(body, "url_file", LONGEST_URI)
    return submissions.give_feedback(partner, *task, notes, file)


@endpoint("/tpm/submission/status")
def submission_status(partner: Partner, body: Body) -> dict[str, Any]:
    """How far a task and its feedback are."""
    return submissions.status_of(partner, *_task(body))


def _code(body: Body) -> str:
    code = body.get("redeem_code")
    if not isinstance(code, str) or not re.fullmatch(r"[A-Za-z0-9_-]{4,64}", code):
        raise Unfit("redeem_code")
    return code


def _number(body: Body) -> int:
    """`sequence` as a whole number; true and 1.0 are none."""
    number = body.get("sequence")
    if type(number) is not int:
        raise Unfit("sequence")
    return number


def _session(body: Body) -> int:
    if body.get("sequence") is None:
        return FIRST
    number = _number(body)
    if not FIRST <= number <= MOST_SESSIONS and number != EXAM:
        raise Unfit("sequence")
    return number


def _task(body: Body) -> tuple[str, str, int]:
    """Code, scope and number of a task: practice is 1–998, the demonstration of skill 999."""
    code, scope = _code(body), body.get("scope")
    if scope not in ("tpm", "uk"):
        raise Unfit("scope")
    number = _number(body)
    if not (FIRST <= number <= MOST_TASKS if scope == "tpm" else number == EXAM):
        raise Unfit("sequence")
    return code, scope, number


def _text(body: Body, name: str, longest: int) -> str:
    text = body.get(name)
    if not isinstance(text, str) or not text.strip() or len(text) > longest or "\0" in text:
        raise Unfit(name)
    return text
