"""Accounts that receive incentives: which may be linked, when they are checked. Pure.

Own number, own NIK and the codes are the programme's (programme.md 2.5, N41 N42); the length of
a bank's number, one owner an account, an hour for a try and the days of a check are ours.
"""

from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta

from rules.deadlines import WIB
from rules.incentives import FAILURES
from rules.refusals import Refusal

WALLETS = ("ovo", "gopay", "dana", "linkaja")
SHORTEST, LONGEST = 6, 16  # digits of a bank account

LINK_LIVES = timedelta(hours=1)
CHECK_DAYS_BEFORE = 3
MOST_UNKNOWN = 10
VERDICTS = ("ok", *(code for code in FAILURES if code != "not_linked"))

# (asked for at most so long, pause until the partner is asked again); after that once an hour.
_PAUSES = (
    (timedelta(seconds=5), timedelta(seconds=5)),
    (timedelta(minutes=1), timedelta(seconds=30)),
    (timedelta(minutes=20), timedelta(minutes=2)),
)
_LAST_PAUSE = timedelta(hours=1)


def refuse_account(
    partner: str, number: str, offered: Collection[str], own_phone: str, taken: bool
) -> Refusal | None:
    """Why this account cannot receive the participant's incentives; `taken`: another has it linked."""
    if partner not in offered:
        return Refusal("partner_not_offered")
    if partner in WALLETS and number != own_phone:
        return Refusal("number_differs")
    if partner not in WALLETS and not is_bank_number(number):
        return Refusal("number_impossible")
    return Refusal("account_taken") if taken else None


def is_bank_number(number: str) -> bool:
    """Six to sixteen plain digits."""
    return number.isascii() and number.isdigit() and SHORTEST <= len(number) <= LONGEST


def is_over(started_at: datetime, now: datetime) -> bool:
    """Whether a try to link began too long ago to go on; a clock set back ends it as well."""
    return abs(now - started_at) >= LINK_LIVES


def pause(asked_for: timedelta) -> timedelta:
    """How long to wait after «unknown», when the partner has been asked for so long already."""
    return next((wait for most, wait in _PAUSES if asked_for < most), _LAST_PAUSE)


def wants_check(
    paid_on: Iterable[date], checked_at: datetime | None, trouble: bool, now: datetime
) -> bool:
    """Whether an account is checked before its next payment.

    Once from three days before the payment on; with a trouble that may be mended by now, every day.
    """
    today = now.astimezone(WIB).date()
    nearest = min(paid_on, default=None)
    if nearest is None or nearest - timedelta(days=CHECK_DAYS_BEFORE) > today:
        return False
    if checked_at is None or checked_at > now:
        return True
    since = today if trouble else nearest - timedelta(days=CHECK_DAYS_BEFORE)
    return checked_at.astimezone(WIB).date() < since
