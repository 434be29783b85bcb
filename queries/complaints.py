"""Complaints as their owner and the officers see them, and what each is about."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from peewee import JOIN

from models import (
    Complaint,
    ComplaintEntry,
    ComplaintPhoto,
    Incentive,
    Participant,
    Participation,
    Payout,
    PayoutAccount,
    Survey,
)
from queries.incentives import live_payout
from queries.office import Waiting
from queries.purchases import purchase_view
from rules.complaints import WAITING, About
from rules.schemes import Terms

A_DAY = timedelta(days=1)
PAGE = 50
TABS = ("baru", "diproses", "lewat")

_IS_WAITING = Complaint.state.in_(WAITING)


@dataclass(frozen=True)
class Subject:
    """What a complaint is about, as it stands now; `row` is None where nothing is linked or sent.

    An incentive's row has its live `.payout`, as formats.incentives.status_of reads it.
    """

    kind: str  # incentive | purchase | certificate | account | survey
    row: Any
    job_count: int = 1
    survey: Any = None


def own(participant: Participant, number: str) -> Complaint | None:
    """The participant's complaint of that number, or None."""
    found: Complaint | None = Complaint.get_or_none(
        Complaint.number == number, Complaint.participant == participant
    )
    return found


def of_participant(participant: Participant, limit: int = PAGE) -> list[Any]:
    """A person's complaints, the newest first."""
    return list(
        Complaint.select()
        .where(Complaint.participant == participant)
        .order_by(Complaint.id.desc())
        .limit(limit)
    )


def with_number(number: str) -> Any | None:
    """Any complaint, with its participant; for officers."""
    return (
        Complaint.select(Complaint, Participant)
        .join(Participant, on=(Complaint.participant == Participant.id))
        .where(Complaint.number == number)
        .first()
    )


def entries_of(complaint: Complaint) -> list[Any]:
    """The story of a complaint, from its beginning."""
    return list(
        ComplaintEntry.select()
        .where(ComplaintEntry.complaint == complaint)
        .order_by(ComplaintEntry.id)
    )


def has_picture(complaint: Complaint) -> bool:
    """Whether one was sent and is still kept."""
    return bool(ComplaintPhoto.select().where(ComplaintPhoto.complaint == complaint).exists())


def earlier_about(participant: Participant, about: About | None) -> Complaint | None:
    """The participant's newest complaint about the same thing that is not closed yet."""
    if about is None:
        return None
    found: Complaint | None = (
        Complaint.select()
        .where(
            Complaint.participant == participant,
            Complaint.about == about.text,
            Complaint.state != "closed",
        )
        .order_by(Complaint.id.desc())
        .first()
    )
    return found


def picture(complaint: Complaint) -> ComplaintPhoto | None:
    """The picture with its sealed content."""
    found: ComplaintPhoto | None = ComplaintPhoto.get_or_none(ComplaintPhoto.complaint == complaint)
    return found


def waiting() -> Waiting:
    """Complaints without an answer, for the officers' home."""
    rows = Complaint.select().where(_IS_WAITING)
    first = rows.order_by(Complaint.sent_at, Complaint.id).first()
    return Waiting(rows.count(), first.sent_at if first else None)


def queue(tab: str, today: date) -> list[Any]:
    """One tab of the officers' queue with `.participant`: broken promises first, then the next due."""
    return list(
        _with_people()
        .where(_IS_WAITING, _of_tab(tab, today))
        .order_by(Complaint.promised_on, Complaint.id)
        .limit(PAGE)
    )


def counts(today: date) -> dict[str, int]:
    """How many wait under each tab."""
    return {tab: Complaint.select().where(_IS_WAITING, _of_tab(tab, today)).count() for tab in TABS}


def overdue_count(today: date) -> int:
    """How many wait for an answer although the promised day is over."""
    return int(Complaint.select().where(_IS_WAITING, _of_tab("lewat", today)).count())


def reopened(rows: Collection[Any]) -> set[int]:
    """Ids of those that wait because their owner was not helped by an answer."""
    waiting_ids = [row.id for row in rows if row.state in WAITING]
    found = ComplaintEntry.select(ComplaintEntry.complaint).where(
        ComplaintEntry.complaint.in_(waiting_ids), ComplaintEntry.kind == "reopened"
    )
    return {row.complaint_id for row in found} if waiting_ids else set()


def search(wanted: str) -> list[Any]:
    """Complaints with this number, or of people whose name has these words; waiting ones first."""
    number = Complaint.number == wanted.upper()
    return list(
        _with_people()
        .where(number | Participant.name.contains(wanted))
        .order_by(_IS_WAITING.desc(), Complaint.promised_on, Complaint.id)
        .limit(PAGE)
    )


def subject_of(participant: Participant, about: About | None) -> Subject | None:
    """The participant's own thing of that name as it stands now; None when there is none."""
    if about is None:
        return None
    if about.kind == "account":
        return Subject("account", _account(participant))
    if about.kind in ("purchase", "certificate"):
        bought = purchase_view(participant, about.name)
        if bought is None or (about.kind == "certificate" and bought.paid_at is None):
            return None
        return Subject(about.kind, bought)
    if about.kind == "survey":
        return _incentive(participant, "survey", about.name, "survey")
    kind, _, ordinal = about.name.partition("-")
    return _incentive(participant, kind, ordinal, "incentive")


def _incentive(participant: Participant, kind: str, ordinal: str, what: str) -> Subject | None:
    if not (ordinal.isascii() and ordinal.isdigit()):
        return None
    row = (
        Incentive.select(Incentive, Participation, Payout)
        .join(Participation)
        .join_from(Incentive, Payout, JOIN.LEFT_OUTER, on=live_payout(), attr="payout")
        .where(
            Participation.participant == participant,
            Incentive.kind == kind,
            Incentive.ordinal == int(ordinal),
        )
        .order_by(Incentive.id.desc())
        .first()
    )
    if row is None:
        return None
    terms = Terms.thawed(row.participation.terms)
    return Subject(
        what,
        row,
        job_count=terms.job_incentive_count or 1,
        survey=Survey.get_or_none(
            Survey.participation == row.participation, Survey.ordinal == row.ordinal
        )
        if kind == "survey"
        else None,
    )


def _account(participant: Participant) -> PayoutAccount | None:
    found: PayoutAccount | None = PayoutAccount.get_or_none(
        PayoutAccount.participant == participant, PayoutAccount.unlinked_at.is_null()
    )
    return found


def _with_people() -> Any:
    return Complaint.select(Complaint, Participant).join(
        Participant, on=(Complaint.participant == Participant.id)
    )


def _of_tab(tab: str, today: date) -> Any:
    if tab == "lewat":
        return Complaint.promised_on < today
    return Complaint.state == ("taken" if tab == "diproses" else "new")
