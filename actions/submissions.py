"""Tasks handed in at the institution and the feedback on them: pending first, decided later."""

from typing import Any
from urllib.parse import urlsplit

import clock
import ledger
from actions import audit, outbox
from actions.attendance import finish_if_complete
from actions.redeeming import actor, find, subject
from models import Partner, Purchase, RedeemCode, Setting, Submission, Training
from queries import study
from rules.refusals import Refused
from rules.training import DECIDED_AFTER, FAILED, PENDING, SUCCESSFUL, task_exists

TASK_FAULT = "fault_task"
BATCH = 200
LONGEST_ADDRESS, LONGEST_NOTES = 2000, 5000


def hand_in(
    partner: Partner, code: str, scope: str, sequence: int, url_file: str
) -> dict[str, Any]:
    """A participant's task; handed in again, the latest counts. Returns the API's `data`.

    Raises Refused: as `redeeming.find`, task_unknown, not_redeemed, file_address_wrong.
    """
    with ledger.write():
        row = _code_for_task(partner, code, scope, sequence)
        if not _is_address(url_file):
            raise Refused("file_address_wrong")
        made = _keep(row, partner, scope, sequence, "assignment", url_file)
        if scope == "uk" and row.purchase_id is not None:
            Training.update(failed_at=None, failure=None).where(
                Training.purchase == row.purchase_id, Training.failure == "task_failed"
            ).execute()
        return _facts(made)


def give_feedback(
    partner: Partner, code: str, scope: str, sequence: int, notes: str, url_file: str = ""
) -> dict[str, Any]:
    """The institution's words on a task that was handed in. Returns the API's `data`.

    Raises Refused: as `hand_in`, notes_missing, notes_long, assignment_missing.
    """
    with ledger.write():
        row = _code_for_task(partner, code, scope, sequence)
        if not notes.strip():
            raise Refused("notes_missing")
        if len(notes) > LONGEST_NOTES:
            raise Refused("notes_long", limit=LONGEST_NOTES)
        if url_file and not _is_address(url_file):
            raise Refused("file_address_wrong")
        if study.latest_task(row, scope, sequence, "assignment") is None:
            raise Refused("assignment_missing")
        made = _keep(row, partner, scope, sequence, "feedback", url_file, notes)
        return {**_facts(made), "notes": notes}


def status_of(partner: Partner, code: str, scope: str, sequence: int) -> dict[str, Any]:
    """How a task and its feedback stand: 0 none, 1 pending, 2 successful, 3 failed.

    Raises Refused: as `redeeming.find`, task_unknown.
    """
    row = find(partner, code)
    if not task_exists(scope, sequence):
        raise Refused("task_unknown")
    found = {}
    for part in ("assignment", "feedback"):
        latest = study.latest_task(row, scope, sequence, part)
        found[part] = {
            "redeem_code": row.code,
            "scope": scope,
            "sequence": sequence,
            "status": latest.status if latest else 0,
        }
    return found


def decide_due() -> int:
    """Decide what was handed in five minutes ago; returns how many, at most a batch."""
    due = (
        Submission.select()
        .where(Submission.status == PENDING, Submission.sent_at <= clock.now() - DECIDED_AFTER)
        .order_by(Submission.sent_at, Submission.id)
        .limit(BATCH)
    )
    rows = list(due)
    for row in rows:
        _decide(row)
    return len(rows)


def _decide(row: Submission) -> None:
    with ledger.write():
        fault = Setting.get_or_none(Setting.key == TASK_FAULT)
        status = FAILED if fault and fault.value == "failed" else SUCCESSFUL
        changed = (
            Submission.update(status=status, decided_at=clock.now())
            .where(Submission.id == row.id, Submission.status == PENDING)
            .execute()
        )
        if not changed:
            return
        audit.record(
            "system",
            "task_decided",
            f"submission:{row.public_id}",
            scope=row.scope,
            part=row.part,
            status=status,
        )
        if (row.scope, row.part) == ("uk", "assignment"):
            _conclude(row.redeem_code)


def _conclude(code: RedeemCode) -> None:
    """A decided skills task may finish the course, or end it until it is handed in again."""
    finish_if_complete(code)
    if code.purchase_id is None or study.uk_status(code) != FAILED:
        return
    changed = (
        Training.update(failed_at=clock.now(), failure="task_failed")
        .where(
            Training.purchase == code.purchase_id,
            Training.finished_at.is_null(),
            Training.failed_at.is_null(),
        )
        .execute()
    )
    if changed:
        audit.record(
            "system",
            "training_failed",
            f"purchase:{code.purchase.public_id}",
            why="task_failed",
        )
        purchase = Purchase.get_by_id(code.purchase.id)  # the row of the code holds few columns
        outbox.tell(
            purchase.participation.participant,
            "task_failed",
            f"{purchase.public_id}:{clock.now():%Y%m%d%H%M%S}",
            link=f"/pelatihanku/{purchase.public_id}",
            title=purchase.course.title,
        )


def _code_for_task(partner: Partner, code: str, scope: str, sequence: int) -> RedeemCode:
    row = find(partner, code)
    if not task_exists(scope, sequence):
        raise Refused("task_unknown")
    if row.redeemed_at is None and row.test_case is None:
        raise Refused("not_redeemed")
    return row


def _keep(
    row: RedeemCode,
    partner: Partner,
    scope: str,
    sequence: int,
    part: str,
    url_file: str,
    notes: str | None = None,
) -> Submission:
    made = Submission(redeem_code=row, scope=scope, sequence=sequence, part=part)
    made.url_file, made.notes = url_file, notes
    made.save(force_insert=True)
    action = "task_handed_in" if part == "assignment" else "feedback_given"
    audit.record(actor(partner), action, subject(row), scope=scope, sequence=sequence)
    return made


def _facts(row: Submission) -> dict[str, Any]:
    return {
        "id": row.id,
        "redeem_code": row.redeem_code.code,
        "scope": row.scope,
        "sequence": row.sequence,
        "status": row.status,
        "url_file": row.url_file,
    }


def _is_address(text: str) -> bool:
    if len(text) > LONGEST_ADDRESS or any(ord(letter) < 33 for letter in text):
        return False
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)
