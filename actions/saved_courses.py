"""Courses somebody wants: kept before they may buy, and leading their recommendations afterwards."""

import ledger
from actions.refused import not_found
from models import Course, Participant, SavedCourse

MOST = 50


def keep(participant: Participant, slug: str, wanted: bool) -> None:
    """Keep a course, or take it off the list; twice is once. Beyond MOST the oldest goes."""
    with ledger.write():
        course = Course.get_or_none(Course.slug == slug) or not_found("course")
        mine = SavedCourse.participant == participant
        if not wanted:
            SavedCourse.delete().where(mine, SavedCourse.course == course).execute()
            return
        SavedCourse.insert(participant=participant, course=course).on_conflict_ignore().execute()
        newest = SavedCourse.select(SavedCourse.id).where(mine).order_by(SavedCourse.id.desc())
        SavedCourse.delete().where(mine, SavedCourse.id.not_in(newest.limit(MOST))).execute()
