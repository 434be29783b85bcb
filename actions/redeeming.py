"""Redeem codes at the institution: found, used once, and for test codes put back."""

from datetime import UTC, datetime
from typing import Any

import clock
import ledger
from actions import audit
from formats import study as words
from models import Attendance, Partner, RedeemCode, Submission, Training
from queries import study
from queries.study import Pretended
from rules.refusals import Refused
from rules.training import Plan, class_day, refuse_time


def find(partner: Partner, code: str) -> RedeemCode:
    """The code, if this partner teaches its course.

    Raises Refused: code_not_found (also for a code of somebody else), code_cancelled.
    """
    row = study.code_of(partner, code)
    if row is None:
        raise Refused("code_not_found")
    if row.purchase_id is not None and row.purchase.state != "paid":
        raise Refused("code_cancelled")
    return row


def commit(partner: Partner, code: str, sequence: int = 1) -> RedeemCode:
    """Use a code, as institutions without online attendance do; once, whoever asks at once.

    It counts as being there at the first session. The others are attended by face.

    Raises Refused: as `find`, code_used, wrong_sequence, session_early, session_late.
    """
    with ledger.write():
        row = find(partner, code)
        if sequence != 1:
            raise Refused("wrong_sequence", count=1)
        if row.redeemed_at is not None or study.is_finished(row):
            raise Refused("code_used")
        if refusal := refuse_time(study.plan_of(row), 1, clock.now()):
            raise Refused.because(refusal)
        if not redeem(row, partner):
            raise Refused("code_used")
        return find(partner, code)


def redeem(row: RedeemCode, partner: Partner) -> bool:
    """Mark a code as used by this partner and the course as begun; False when it was used."""
    now = clock.now()
    with ledger.write():
        changed = (
            RedeemCode.update(redeemed_at=now, redeemed_by=partner)
            .where(RedeemCode.id == row.id, RedeemCode.redeemed_at.is_null())
            .execute()
        )
        if not changed:
            return False
        if row.purchase_id is not None:
            Training.update(started_at=now).where(
                Training.purchase == row.purchase_id, Training.started_at.is_null()
            ).execute()
        audit.record(actor(partner), "code_redeemed", subject(row))
        return True


def reset(partner: Partner, code: str) -> RedeemCode:
    """Forget what was done with a test code. Raises Refused: as `find`, not_a_test_code."""
    with ledger.write():
        row = find(partner, code)
        if row.test_case is None:
            raise Refused("not_a_test_code")
        Attendance.delete().where(Attendance.redeem_code == row).execute()
        Submission.delete().where(Submission.redeem_code == row).execute()
        RedeemCode.update(redeemed_at=None, redeemed_by=None).where(
            RedeemCode.id == row.id
        ).execute()
        audit.record(actor(partner), "test_code_reset", subject(row))
        return find(partner, code)


def facts_of(row: RedeemCode, sequence: int = 1) -> dict[str, Any]:
    """What an institution is told of a code: the `data` of its status."""
    plan = study.plan_of(row)
    course = _made_up(row) if row.purchase_id is None else _bought(row, plan)
    return {
        "redeem_code": row.code,
        "course_code": course["course_code"],
        "invoice_code": course["invoice_code"],
        "schedule_code": course["schedule_code"],
        "status": int(row.redeemed_at is not None),
        "attendance_status": int(sequence in study.attended(row)),
        "redeem_at": _utc(row.redeemed_at),
        "dp_platform": course["dp_platform"],
        "schedule_start_end": course["schedule_start_end"],
        **course_facts(plan),
        "is_online_attendance": plan.method != "luring",
        "sequence": sequence,
    }


def course_facts(plan: Plan) -> dict[str, Any]:
    """How the API names a method of teaching."""
    kind = words.METHODS[plan.method]
    return {
        "course_type": kind.number,
        "course_type_label": kind.label,
        "course_learning_method": kind.learning,
    }


def _bought(row: RedeemCode, plan: Plan) -> dict[str, str]:
    purchase = row.purchase
    start, end = plan.starts_at(1), plan.ends_at
    return {
        "course_code": purchase.course.slug,
        "invoice_code": purchase.number,
        "schedule_code": f"jadwal-{purchase.offer_id}-{plan.first_day:%Y%m%d}" if start else "",
        "dp_platform": purchase.offer.platform.name,
        "schedule_start_end": words.from_to(start, end) if start and end else "",
    }


def _made_up(row: RedeemCode) -> dict[str, str]:
    case = Pretended.of(row)
    scheduled = case.method != "spl"
    plan = Plan(case.method, "normal", class_day(row.made_at.date()))
    start, end = plan.starts_at(1), plan.ends_at
    return {
        "course_code": f"kursus-uji-tc{case.course_type}",
        "invoice_code": f"INV-UJI-{row.id:06}",
        "schedule_code": f"jadwal-uji-tc{case.course_type}" if scheduled else "",
        "dp_platform": "Platform Uji",
        "schedule_start_end": words.from_to(start, end) if scheduled and start and end else "",
    }


def _utc(moment: datetime | None) -> str | None:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if moment else None


def actor(partner: Partner) -> str:
    """Who the audit log says it was."""
    return f"partner:{partner.public_id}"


def subject(row: RedeemCode) -> str:
    """What the audit log says it was about; never the code itself, which opens a course."""
    return f"redeem_code:{row.id}"
