"""Redeem codes, attendance and tasks, as institutions and participants ask for them."""

from dataclasses import dataclass
from datetime import date, datetime

from peewee import JOIN

import clock
from models import (
    Attendance,
    Course,
    Gelombang,
    Offer,
    Participant,
    Participation,
    Partner,
    Platform,
    Purchase,
    RedeemCode,
    Submission,
    Training,
)
from queries.prepared import Prepared, slot
from queries.purchases import starts_on
from rules.training import ASKING_LASTS, EXAM, Plan

# Every request of an institution asks this, and each column costs time.
_OF_A_CODE = (
    RedeemCode,
    Purchase.id,
    Purchase.public_id,
    Purchase.number,
    Purchase.state,
    Purchase.paid_at,
    Purchase.course,
    Purchase.offer,
    Purchase.participation,
    Course.id,
    Course.slug,
    Course.method,
    Course.provider,
    Offer.id,
    Offer.next_run_days,
    Offer.platform,
    Platform.id,
    Platform.name,
    Participation.id,
    Participation.gelombang,
    Gelombang.id,
    Gelombang.scheme,
)


_BY_CODE = Prepared(
    lambda: (
        RedeemCode.select(*_OF_A_CODE)
        .join(Purchase, JOIN.LEFT_OUTER)
        .join(Course, JOIN.LEFT_OUTER)
        .join_from(Purchase, Offer, JOIN.LEFT_OUTER)
        .join(Platform, JOIN.LEFT_OUTER)
        .join_from(Purchase, Participation, JOIN.LEFT_OUTER)
        .join(Gelombang, JOIN.LEFT_OUTER)
        .where(RedeemCode.code == slot(0))
    )
)
_ATTENDED = Prepared(
    lambda: Attendance.select(Attendance.sequence).where(
        Attendance.redeem_code == slot(0), Attendance.verified_at.is_null(False)
    )
)


def code_of(partner: Partner, code: str) -> RedeemCode | None:
    """The code as this partner may see it; None for one of anybody else, as for none at all.

    Its rows hold `_OF_A_CODE` alone: they are for reading, never to be saved.
    """
    row = _BY_CODE.first(code)
    if row is None:
        return None
    if row.purchase_id is None:
        return row if row.partner_id == partner.id else None
    return row if _teaches(partner, row.purchase.course.provider_id) else None


def _teaches(partner: Partner, provider_id: int) -> bool:
    if partner.provider_id == provider_id:
        return True
    if not partner.every_provider:
        return False
    own = Partner.select().where(Partner.provider == provider_id, Partner.active)
    return not own.exists()


@dataclass(frozen=True)
class Pretended:
    """What a test code pretends to be: «TC1-001-200» is type, sequence, expected status."""

    course_type: int
    sequence: int

    @classmethod
    def of(cls, row: RedeemCode) -> "Pretended":
        """The case of a test code."""
        name, sequence, _status = row.test_case.split("-")
        return cls(int(name.removeprefix("TC")), int(sequence))

    @property
    def method(self) -> str:
        """The method of the made-up course."""
        return "spl" if self.course_type == 1 else "webinar"


def plan_of(row: RedeemCode) -> Plan:
    """What attending the course of this code means; a test code's course has no times."""
    if row.purchase_id is None:
        return Plan(Pretended.of(row).method, "normal")
    return plan_of_purchase(row.purchase)


def plan_of_purchase(purchase: Purchase) -> Plan:
    """What attending this bought course means: its method, the scheme, its first day."""
    method = purchase.course.method
    first: date | None = None if method == "spl" else starts_on(purchase)
    return Plan(method, purchase.participation.gelombang.scheme, first)


def attended(row: RedeemCode) -> frozenset[int]:
    """The sequences this code was present at: face checks passed, and the first where it was used.

    Institutions that see people in person use a code without a face check; that is their session 1.
    """
    verified = frozenset(sequence for (sequence,) in _ATTENDED.tuples(row.id))
    return verified | {1} if row.redeemed_at is not None else verified


def latest_task(row: RedeemCode, scope: str, sequence: int, part: str) -> Submission | None:
    """The newest of what was handed in for a task; it is the one that counts."""
    return (
        Submission.select()
        .where(
            Submission.redeem_code == row,
            Submission.scope == scope,
            Submission.sequence == sequence,
            Submission.part == part,
        )
        .order_by(Submission.id.desc())
        .first()
    )


def uk_status(row: RedeemCode) -> int:
    """How the latest skills task stands; 0 when none was handed in."""
    task = latest_task(row, "uk", EXAM, "assignment")
    return task.status if task else 0


def teacher_of(purchase: Purchase) -> Partner | None:
    """The institution that teaches this bought course through the API; None: nobody does."""
    provider = purchase.course.provider_id
    teaching = Partner.select().where(
        Partner.active, (Partner.provider == provider) | Partner.every_provider
    )
    found = sorted(teaching, key=lambda partner: (partner.provider_id != provider, partner.id))
    return next(iter(found), None)


def is_finished(row: RedeemCode) -> bool:
    """Whether the course of this code was finished, however that was reported."""
    return bool(
        Training.select()
        .where(Training.purchase == row.purchase_id, Training.finished_at.is_null(False))
        .exists()
    )


def attendance_of(participant: Participant, state: str) -> Attendance | None:
    """The face check of that state, if it is this participant's."""
    return (
        Attendance.select(
            Attendance, RedeemCode, Purchase, Course, Participation, Offer, Gelombang, Partner
        )
        .join(RedeemCode)
        .join(Purchase)
        .join(Course)
        .join_from(Purchase, Participation)
        .join(Gelombang)
        .join_from(Purchase, Offer)
        .join_from(Attendance, Partner, on=Attendance.partner)
        .where(Attendance.state == state, Participation.participant == participant)
        .first()
    )


def pretended_attendance(state: str) -> Attendance | None:
    """The asking for a test code with that state, which is nobody's; None otherwise."""
    return (
        Attendance.select(Attendance, RedeemCode)
        .join(RedeemCode)
        .where(Attendance.state == state, RedeemCode.purchase.is_null())
        .first()
    )


def step_of(row: Attendance) -> str:
    """Where a face check stands: done | checking | expired | refused | open."""
    if row.verified_at is not None or row.sequence in attended(row.redeem_code):
        return "done"
    if row.taken_at is not None and row.refused_at is None:
        return "checking"
    if clock.now() > expires_at(row):
        return "expired"
    return "open" if row.refused_at is None else "refused"


def expires_at(row: Attendance) -> datetime:
    """Until when the picture may be taken."""
    return row.asked_at + ASKING_LASTS


def next_session(purchase: Purchase) -> int:
    """The sequence a participant attends next: the first not attended whose time is not over."""
    row = RedeemCode.get(RedeemCode.purchase == purchase)
    plan, done, now = plan_of_purchase(purchase), attended(row), clock.now()
    for sequence in plan.sessions:
        window = plan.window(sequence)
        if sequence not in done and (window is None or now <= window[1]):
            return sequence
    return EXAM
