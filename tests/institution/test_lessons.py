"""Sessions are counted from the schedule, as the programme counts them."""

from datetime import date, timedelta

import pytest

from formats.study import from_to
from institution import lessons
from rules.training import Plan
from tests.learners import SELF_PACED, WEBINAR


@pytest.mark.parametrize(
    ("facts", "count"),
    [
        (SELF_PACED, 1),
        (WEBINAR, 2),  # the weekend between holds no session
        ({"course_type": 3, "schedule_start_end": "2024-07-15 09:00 - 2024-07-17 12:00"}, 3),
        ({"course_type": 2, "schedule_start_end": "2024-07-15 09:00 - 2025-07-17 12:00"}, 10),
        ({"course_type": 2, "schedule_start_end": "nanti"}, 1),
        ({"course_type": 2, "schedule_start_end": "2024-99-99"}, 1),
        ({}, 1),
    ],
)
def test_sessions_are_counted_from_the_schedule(facts, count) -> None:
    assert lessons.sessions(facts) == tuple(range(1, count + 1))


@pytest.mark.parametrize("method", ["webinar", "bauran", "luring"])
@pytest.mark.parametrize("days", range(7))
def test_institution_and_programme_count_the_same_sessions(method, days) -> None:
    plan = Plan(method, "normal", date(2024, 7, 15) + timedelta(days=days))
    schedule = from_to(plan.starts_at(1), plan.ends_at)
    facts = {"course_type": 2, "schedule_start_end": schedule}
    assert lessons.sessions(facts) == tuple(plan.sessions)
