"""The payout provider: sends incentives, answers from its book, says whether an account is fine.

The real one is asked at PAYOUT_URL, in the shape of a public Indonesian disbursement API; so is
the simulated one of `./run`, which also learns what the trainer wants to go wrong. Without a
PAYOUT_URL production sends nothing, and training answers at once: as the trainer's fault
`payout_failure` says, else by the last four digits of the account number.

A payout is known by its reference alone: sending twice under one reference pays once. Whatever is
not clearly an answer is «unknown», which never means that nothing was done.
"""

import json
import logging
import re
from base64 import b64encode
from datetime import datetime
from typing import Any
from urllib.parse import quote, urlencode

from config import settings
from gateways.http import Answer, NoAnswer, call, read_json
from models import Payout, Setting
from rules.payouts import Entry, Page, Reply

log = logging.getLogger("payouts")

TIMEOUT = 5.0  # seconds for the whole answer
MOST = 10**12  # rupiah in one line of the list of changes
LISTED_AT_ONCE = 40  # entries in a page of changes: each may have 1.6 KB, see gateways/http.py
LONGEST_HOLDER = 100  # letters of a name the provider takes; ours may be longer
UNKNOWN = Reply("unknown")
# How the provider spells rules.incentives.FAILURES; «not linked» and «returned» are our own words.
FAILURE_CODES = {
    "ACCOUNT_CLOSED": "closed",
    "ACCOUNT_NOT_KYC": "not_kyc",
    "HOLDER_MISMATCH": "nik_mismatch",
    "PHONE_MISMATCH": "phone_mismatch",
    "PHONE_UNREGISTERED": "phone_unregistered",
    "ACCOUNT_INACTIVE": "inactive",
    "DESTINATION_LIMIT": "limit",
}
BY_NUMBER = {
    "9001": "closed",
    "9002": "not_kyc",
    "9003": "nik_mismatch",
    "9004": "phone_mismatch",
    "9005": "phone_unregistered",
    "9006": "inactive",
    "9007": "limit",
}
_ENDED = {"paid": "succeeded", "failed": "failed", "reversed": "reversed"}
_STATUSES = {"ACCEPTED", "SUCCEEDED", "FAILED", "REVERSED"}


def ready() -> bool:
    """Whether there is anybody to send to."""
    return settings.has_payouts


def has_book() -> bool:
    """Whether somebody else keeps a book with which ours can be compared."""
    return bool(settings.payout_url)


def send(row: Payout) -> Reply:
    """Ask for this payout; asking again under its reference changes nothing at the provider."""
    if not settings.payout_url:
        return _in_process(row)
    body = {
        "reference_id": row.reference,
        "channel_code": f"ID_{row.account.partner.upper()}",
        "channel_properties": {
            "account_number": row.account.number,
            "account_holder_name": row.account.participant.name[:LONGEST_HOLDER],
        },
        "amount": row.amount,
        "currency": "IDR",
        "description": "Insentif Prakerja",
    }
    headers = {"Idempotency-Key": row.reference, **_simulated("failure", "manner")}
    answer = _ask("POST", "/v2/payouts", body, headers)
    if answer is None:
        return UNKNOWN
    if answer.status in (400, 409):
        return Reply("refused")
    return _reply(answer, row, (200, 201, 202), in_list=False)


def look_up(row: Payout) -> Reply:
    """What the provider's book says of this payout; absent when it has no such reference."""
    if not settings.payout_url:
        return _in_process(row)
    answer = _ask("GET", f"/v2/payouts?reference_id={quote(row.reference, safe='')}", None, {})
    if answer is None:
        return UNKNOWN
    if answer.status == 404:
        return Reply("absent")
    return _reply(answer, row, (200,), in_list=True)


def changes(since: str, cursor: str | None) -> Page | None:
    """A page of what changed in the whole book: the first after the moment `since` (ISO), or the one
    a page before led to by its `cursor`. None: unknown."""
    place = {"cursor": cursor} if cursor else {"updated_after": since}
    asked = urlencode({**place, "limit": LISTED_AT_ONCE})
    answer = _ask("GET", f"/v2/payouts?{asked}", None, {})
    if answer is None:
        return None
    try:
        said = _object(answer, (200,))
        found, more, following = said.get("data"), said.get("has_more"), said.get("next_cursor")
        if not isinstance(found, list) or len(found) > LISTED_AT_ONCE or type(more) is not bool:
            raise ValueError("no page")
        if more and not _is_word(following, 200):
            raise ValueError("no way on")
        return Page(tuple(_entry(one) for one in found), following if more else None)
    except ValueError as error:
        _log(error)
        return None


def inquire(partner: str, number: str, holder: str, nik: str) -> str:
    """Whether money would arrive there and the account is this person's.

    «ok», a code of rules.incentives.FAILURES, or «unknown».
    """
    if not settings.payout_url:
        return _failure_in_process(number) or "ok" if settings.training else "unknown"
    body = {
        "channel_code": f"ID_{partner.upper()}",
        "account_number": number,
        "account_holder_name": holder[:LONGEST_HOLDER],
        "identity_number": nik,
    }
    answer = _ask("POST", "/v2/accounts/inquiry", body, _simulated("failure"))
    if answer is None:
        return "unknown"
    try:
        said = _object(answer, (200,))
        if said.get("status") == "VALID":
            return "ok"
        if said.get("status") == "INVALID":
            return _failure(said)
        raise ValueError("no verdict")
    except ValueError as error:
        _log(error)
        return "unknown"


# --- In training, without a provider -------------------------------------------------------------


def _in_process(row: Payout) -> Reply:
    if not settings.training:
        return UNKNOWN
    if row.state != "open":  # it ended once, and stays as it ended, whatever the fault says today
        return Reply(_ENDED[row.state], row.failure, row.amount)
    failure = _failure_in_process(row.account.number)
    return Reply("failed" if failure else "succeeded", failure, row.amount)


def _failure_in_process(number: str) -> str | None:
    fault = _fault("failure")
    return fault if fault in FAILURE_CODES.values() else BY_NUMBER.get(number[-4:])


def _fault(name: str) -> str:
    """What the trainer wants to go wrong in this room."""
    row = Setting.get_or_none(Setting.key == f"fault_payout_{name}")
    return str(row.value) if row else ""


def _simulated(*names: str) -> dict[str, str]:
    """The header by which the simulated provider learns of the room's faults."""
    if not settings.training:
        return {}
    spelled = {ours: theirs for theirs, ours in FAILURE_CODES.items()}
    wanted = {
        "fail": spelled.get(_fault("failure"), "") if "failure" in names else "",
        "manner": _fault("manner") if "manner" in names else "",
    }
    header = "; ".join(f"{name}={value}" for name, value in wanted.items() if value)
    return {"X-Simulate": header} if header else {}


# --- Over HTTP -----------------------------------------------------------------------------------


def _ask(
    method: str, path: str, body: dict[str, Any] | None, headers: dict[str, str]
) -> Answer | None:
    """Whatever the provider answers; None when it does not in time."""
    sent = {
        "Authorization": "Basic " + b64encode(f"{settings.payout_key}:".encode()).decode(),
        "Content-Type": "application/json",
        **headers,
    }
    content = json.dumps(body).encode() if body is not None else None
    try:
        return call(method, settings.payout_url + path, content, sent, TIMEOUT)
    except NoAnswer as error:
        log.warning("the payout provider gave no answer: %s", error)
        return None


def _reply(answer: Answer, row: Payout, statuses: tuple[int, ...], in_list: bool) -> Reply:
    try:
        said = _object(answer, statuses)
        if not in_list:
            return _payout(said, row)
        found = said.get("data")
        if not isinstance(found, list) or len(found) > 1:
            raise ValueError("no list of at most one")
        return _payout(found[0], row) if found else Reply("absent")
    except ValueError as error:
        _log(error)
        return UNKNOWN


def _payout(said: Any, row: Payout) -> Reply:
    """One payout of the provider's book. Raises ValueError when it is not clear, or not this one."""
    if not isinstance(said, dict):
        raise ValueError("no payout")
    amount, number, status = said.get("amount"), said.get("id"), said.get("status")
    if said.get("reference_id") != row.reference or said.get("currency") != "IDR":
        raise ValueError("another payout")
    if type(amount) is not int or amount <= 0:
        raise ValueError("no amount")
    if not _is_word(number, 60):
        raise ValueError("no id")
    if not isinstance(status, str) or status not in _STATUSES:
        raise ValueError("no status")
    failure = _failure(said) if status == "FAILED" else None
    return Reply(status.lower(), failure, amount, number)


def _entry(said: Any) -> Entry:
    """One line of the list of changes. Raises ValueError without the provider's own id and time.

    What else is strange in it must not keep the rest from being read: anybody who has our key
    could have written it.
    """
    if not isinstance(said, dict):
        raise ValueError("no entry")
    number, moment = said.get("id"), said.get("updated")
    reference, amount, status = said.get("reference_id"), said.get("amount"), said.get("status")
    if not _is_word(number, 60) or not isinstance(moment, str):
        raise ValueError("no id or time")
    updated = datetime.fromisoformat(moment)
    if updated.tzinfo is None:
        raise ValueError("no time zone")
    clear = said.get("currency") == "IDR" and type(amount) is int and 0 < amount < MOST
    if not clear or not isinstance(status, str) or status not in _STATUSES:
        status, amount = "unknown", None
    reference = reference if _is_word(reference, 60) else ""
    return Entry(number, reference, status.lower(), amount, updated)


def _is_word(said: Any, most: int) -> bool:
    """Whether it is a name as machines give them, which can be kept and shown as it is."""
    return isinstance(said, str) and bool(re.fullmatch(rf"[!-~]{{1,{most}}}", said))


def _failure(said: dict[str, Any]) -> str:
    """Our word for the reason. One we do not know is a final no all the same."""
    code = said.get("failure_code")
    return FAILURE_CODES.get(code, "rejected") if isinstance(code, str) else "rejected"


def _object(answer: Answer, statuses: tuple[int, ...]) -> dict[str, Any]:
    if answer.status not in statuses:
        raise _Status(answer.status)
    said = read_json(answer.body)
    if not isinstance(said, dict):
        raise ValueError("no object")
    return said


class _Status(ValueError):
    """The provider answered, but with a status that tells nothing of what was asked."""


def _log(error: ValueError) -> None:
    """Its class alone: a message could repeat what was said. A status is no secret."""
    name = f"status {error.args[0]}" if isinstance(error, _Status) else type(error).__name__
    log.warning("the payout provider's answer is unclear: %s", name)
