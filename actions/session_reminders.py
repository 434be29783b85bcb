"""Telling people the day before that a session of their course is held tomorrow."""

from datetime import timedelta

import clock
from actions import outbox
from models import Course, Gelombang, Offer, Participant, Participation, Purchase, Training
from queries.sessions import sessions_of

BEFORE = timedelta(hours=24)


def remind_of_sessions() -> int:
    """Write the reminders of sessions within a day; told twice, each is written once."""
    now = clock.now()
    running = (
        Purchase.select(Purchase, Course, Offer, Participation, Gelombang, Participant)
        .join(Course)
        .join_from(Purchase, Offer)
        .join_from(Purchase, Participation)
        .join(Gelombang)
        .join_from(Participation, Participant)
        .join_from(Purchase, Training)
        .where(
            Purchase.state == "paid",
            Course.method != "spl",
            Offer.next_run_days.is_null(False),  # else it has no sessions
            Training.finished_at.is_null(),
            Training.failed_at.is_null(),
        )
    )
    count = 0
    for purchase in running.iterator():
        for session in sessions_of(purchase):
            if session.is_exam or session.attended:
                continue
            if session.starts_at - BEFORE <= now <= session.closes:
                outbox.tell(
                    purchase.participation.participant,
                    "session_near",
                    f"{purchase.public_id}:{session.sequence}",
                    link=f"/pelatihanku/{purchase.public_id}",
                    title=purchase.course.title,
                    sequence=session.sequence,
                    starts=session.starts_at,
                    opens=session.opens,
                    closes=session.closes,
                )
                count += 1
    return count
