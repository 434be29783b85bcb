"""Last moments: until when a first course may be bought and the balance used. All in WIB."""

from datetime import date, datetime, time, timedelta, timezone

from rules.schemes import Terms, UnknownTerm

WIB = timezone(timedelta(hours=7), "WIB")


def end_of(day: date) -> datetime:
    """The last second of a day in WIB; a deadline on that day includes it."""
    return datetime.combine(day, time(23, 59, 59), WIB)


def first_purchase_deadline(terms: Terms, announced_on: date) -> datetime:
    """The last moment (WIB) a new participant may buy a first course.

    The day of announcement is day 1: 22 Sep 2021 and 30 days give 21 Oct,
    23:59:59. A date set for the gelombang wins; the year-end cut-off caps
    the count. Raises UnknownTerm when neither is known: we never guess.
    Sources: beside the figures in rules/schemes.py and rules/gelombang.py.
    """
    if terms.first_purchase_deadline:
        return end_of(terms.first_purchase_deadline)
    if terms.first_purchase_days is None:
        raise UnknownTerm("first_purchase_days")
    counted = end_of(announced_on + timedelta(days=terms.first_purchase_days - 1))
    return min(counted, end_of(terms.balance_use_until)) if terms.balance_use_until else counted


def balance_deadline(terms: Terms, first_concluded_on: date | None) -> datetime | None:
    """The last moment (WIB) the rest of the balance may be spent; None while no rule sets one.

    `first_concluded_on` is the day the first course was finished (and reviewed, where
    the scheme asks for it); counted from then, that day is not part of the window:
    the programme's «15 hari setelah» starts the day after (P2 N6).
    """
    ends = []
    if terms.balance_use_until:
        ends.append(end_of(terms.balance_use_until))
    if terms.balance_use_days_after_first is not None and first_concluded_on is not None:
        window = timedelta(days=terms.balance_use_days_after_first)
        ends.append(end_of(first_concluded_on + window))
    return min(ends, default=None)


def lost_at(deadline: datetime, last_cancelled_at: datetime | None) -> datetime:
    """The moment a place without a first course is lost, however late anybody looks.

    The second after the deadline; or, where the only course was cancelled later, that moment.
    """
    after = deadline + timedelta(seconds=1)
    return after if last_cancelled_at is None else max(after, last_cancelled_at)


def working_days_after(day: date, count: int) -> date:
    """The day `count` working days later; Monday to Friday, public holidays are not known here."""
    while count > 0:
        day += timedelta(days=1)
        if day.weekday() < 5:
            count -= 1
    return day


def months_after(day: date, count: int) -> date:
    """The same day `count` months later, or the last of that month where it has no such day."""
    month_index = day.month - 1 + count
    year, month = day.year + month_index // 12, month_index % 12 + 1
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month, min(day.day, last))
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")
