"""Reviews: until when they may be changed, and what they may be reported for."""

from datetime import datetime, timedelta

EDIT_WITHIN = timedelta(days=7)

# What somebody may report a review for; the words are in formats/certificates.py.
REPORT_REASONS = ("personal", "rude", "elsewhere", "advert", "false")


def may_edit_until(rated_at: datetime) -> datetime:
    """The last moment the writer may change stars and words."""
    return rated_at + EDIT_WITHIN
