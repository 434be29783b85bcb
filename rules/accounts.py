"""Accounts that receive incentives: which may be linked, when they are checked. Pure.

Own number, own NIK and the codes are the programme's (programme.md 2.5, N41 N42); the length of
a bank's number, one owner an account, an hour for a try and the days of a check are ours.
"""

from collections.abc import Collection
from datetime import datetime, timedelta

from rules.incentives import FAILURES
from rules.refusals import Refusal

WALLETS = ("ovo", "gopay", "dana", "linkaja")
SHORTEST, LONGEST = 6, 16  # digits of a bank account

LINK_LIVES = timedelta(hours=1)
CHECK_DAYS_BEFORE = 3
MOST_UNKNOWN = 10
VERDICTS = ("ok", *(code for code in FAILURES if code != "not_linked"))

# Pauses until a silent partner is asked again; then each is twice the one before.
_PAUSES = (timedelta(seconds=5), timedelta(seconds=30), timedelta(minutes=2))
LONGEST_PAUSE_OF_A_TRY = timedelta(minutes=2)
LONGEST_PAUSE = timedelta(hours=1)


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


def next_pause(last: timedelta, longest: timedelta = LONGEST_PAUSE) -> timedelta:
    """How long to wait after «unknown», when the pause before it was `last`; nothing: the first."""
    return min(next((pause for pause in _PAUSES if pause > last), last * 2), longest)
