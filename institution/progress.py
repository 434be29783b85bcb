"""A learner's course as the institution remembers it: what is done in it, what is open."""

import json
from typing import Any

from flask import abort

from institution import lessons
from institution.pages import store
from institution.store import Row

ACCEPTED = 2  # what the programme says of an assignment when the course can be finished


def course_of(learner: Row, number: int) -> Row:
    """The learner's course of that number; 404 for anybody else's."""
    row = store().enrolment(learner["id"], number)
    if row is None:
        abort(404)
    return row


def view_of(learner: Row, row: Row) -> dict[str, Any]:
    """A course as its page shows it: what is done, what is open."""
    facts = json.loads(row["facts"])
    wanted, there = lessons.sessions(facts), store().sequences(row["id"])
    read, control = store().modules(row["id"]), store().control_of(learner)
    modules_done = len(read) == len(lessons.MODULES)
    return {
        "learner": learner,
        "row": row,
        "facts": facts,
        "title": lessons.title_of(facts),
        "sessions": wanted,
        "attended": there,
        "missed": wanted[-1] if control["session"] == "missed" else None,
        "modules": lessons.MODULES,
        "read": read,
        "begun": 1 in there,
        "modules_done": modules_done,
        "verified": lessons.POST_TEST in there,
        "complete": lessons.POST_TEST in there and row["work_status"] == ACCEPTED,
    }
