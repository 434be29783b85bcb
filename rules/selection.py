"""The open draw as a pure function: the same list and the same seed give the same result, anywhere.

What is hashed is plain text in UTF-8, what comes out are 64 hex digits of SHA-256, so that
anybody can recompute a draw with a few lines of their own (docs/recompute_draw.py).
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from decimal import ROUND_FLOOR, Decimal
from hashlib import sha256
from operator import itemgetter
from typing import NamedTuple

ACCEPTED, QUOTA_FULL, KK_FULL = "accepted", "quota_full", "kk_full"
EVERYONE = ""  # the name of the general pool among the cut-offs


class Entry(NamedTuple):
    """One applicant as the published list names them; nothing in it says who they are."""

    code: str
    group: str | None = None  # of the reserved seats
    household: int | None = None  # given only where more joined than there are places
    places: int | None = None  # how many of that household may be accepted
    eligible: bool = True


class Outcome(NamedTuple):
    """Where the draw put an eligible applicant, and what that means."""

    rank: str
    result: str  # accepted | quota_full | kk_full


class Drawn(NamedTuple):
    """A finished draw."""

    outcomes: dict[str, Outcome]  # by code, the lowest rank first
    cutoffs: dict[str, str]  # pool («» is the general one) → the last rank that is in

    @property
    def accepted(self) -> int:
        """How many are in."""
        return sum(outcome.result == ACCEPTED for outcome in self.outcomes.values())


def digest(text: str) -> str:
    """SHA-256 of a text, in hex."""
    return sha256(text.encode()).hexdigest()


def line(entry: Entry) -> str:
    """The applicant's line of the published list: code, eligible, group, household, places."""
    if not entry.eligible:
        return f"{entry.code},0,,,"
    household = "" if entry.household is None else entry.household
    places = "" if entry.household is None else entry.places or 0
    return f"{entry.code},1,{entry.group or ''},{household},{places}"


def list_hash(entries: Iterable[Entry]) -> str:
    """The hash of the published lines, sorted by code, each with its line end."""
    whole = sha256()
    for entry in sorted(entries, key=itemgetter(0)):
        whole.update(f"{line(entry)}\n".encode())
    return whole.hexdigest()


def seed_of(secret: str, listed: str, public_value: str | None) -> str:
    """The seed: it needs the secret of the opening, the list of the close, and the public value."""
    return digest(f"{secret}:{listed}:{public_value or ''}")


def rank(seed: str, code: str) -> str:
    """An applicant's rank: a hash nobody can steer; the lowest is the first."""
    return digest(f"{seed}:{code}")


def reserved_seats(quota: int, reserved: Mapping[str, float]) -> dict[str, int]:
    """The seats of each group, rounded down, in the order they are filled (by name).

    Shares are read as they are written: 0.29 of 100 is 29, not the 28 of binary fractions.
    """
    return {
        group: int((Decimal(str(share)) * quota).to_integral_value(ROUND_FLOOR))
        for group, share in sorted(reserved.items())
    }


def draw(entries: Iterable[Entry], quota: int, reserved: Mapping[str, float], seed: str) -> Drawn:
    """Draw with the seats of each group given as a share of the quota."""
    return draw_seats(entries, quota, reserved_seats(quota, reserved), seed)


def draw_seats(entries: Iterable[Entry], quota: int, seats: Mapping[str, int], seed: str) -> Drawn:
    """Reserved seats first, then everyone by rank; a household never gets more than its places.

    A reserved seat that its group does not fill goes back to everyone. Whoever is not
    eligible takes no part. Who is not in hears `kk_full` when the household took its places.
    """
    taking_part = ((rank(seed, entry.code), entry) for entry in entries if entry.eligible)
    ranked = sorted(taking_part, key=itemgetter(0))
    pools = [(group, count) for group, count in sorted(seats.items()) if group != EVERYONE]
    inside: set[str] = set()
    homes: Counter[int] = Counter()
    cutoffs: dict[str, str] = {}
    for pool, count in [*pools, (EVERYONE, quota)]:
        _fill(pool, min(count, quota - len(inside)), ranked, inside, homes, cutoffs)
    outcomes = {
        entry.code: Outcome(at, ACCEPTED if entry.code in inside else _why_not(entry, homes))
        for at, entry in ranked
    }
    return Drawn(outcomes, cutoffs)


def _fill(
    pool: str,
    seats: int,
    ranked: Sequence[tuple[str, Entry]],
    inside: set[str],
    homes: Counter[int],
    cutoffs: dict[str, str],
) -> None:
    for at, entry in ranked:
        if seats <= 0:
            return
        if entry.code in inside or (pool and entry.group != pool) or _is_full(entry, homes):
            continue
        inside.add(entry.code)
        cutoffs[pool] = at
        seats -= 1
        if entry.household is not None:
            homes[entry.household] += 1


def _is_full(entry: Entry, homes: Counter[int]) -> bool:
    return entry.household is not None and homes[entry.household] >= (entry.places or 0)


def _why_not(entry: Entry, homes: Counter[int]) -> str:
    return KK_FULL if _is_full(entry, homes) else QUOTA_FULL
