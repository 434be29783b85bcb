"""The officers' view of money: payments that are not done, by what holds them, and every purse by day."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from peewee import JOIN, Case, fn

from clock import WIB
from models import (
    Account,
    Incentive,
    Participant,
    Participation,
    Payout,
    PayoutAccount,
    Platform,
    Setting,
    Transfer,
)
from rules.payouts import LATE, READING, STRANGER, STRANGER_KEPT

PAGE = 50
LISTS = ("due", "sending", "unknown", "problem", "failed")
UNSURE = ("asked", "unknown")
# An unknown payout is younger than an hour, than a day, or older.
AGES = {"hour": timedelta(hours=1), "day": timedelta(days=1)}


@dataclass(frozen=True)
class Sum:
    """How many payments, and how many rupiah in all."""

    count: int
    amount: int


@dataclass(frozen=True)
class Stranger:
    """A sending in the provider's book that nobody here began, by the provider's name for it."""

    provider_id: str
    amount: int
    status: str  # as the list said: succeeded, accepted, failed, reversed, unknown
    found_at: datetime


@dataclass(frozen=True)
class Overview:
    """Every list of LISTS counted; three of them by what is behind it."""

    lists: dict[str, Sum]
    unknown: dict[str, Sum]  # hour | day | older
    problems: dict[str, Sum]  # rules/payouts.py PROBLEMS
    failures: dict[str, Sum]  # rules/incentives.py FAILURES
    strangers: tuple[Stranger, ...] = ()  # not cleared up, of the last 30 days, latest first
    compared_at: datetime | None = None  # when the provider's list was last read to its end
    comparison_late: bool = False  # it is read, and has not come to its end for days


@dataclass(frozen=True)
class Purse:
    """One kind of purse on one day, all its owners together; platforms each for themselves."""

    kind: str
    name: str | None  # of the platform
    before: int
    came: int
    went: int

    @property
    def after(self) -> int:
        """What it held at the end of the day."""
        return self.before + self.came - self.went


NOTHING = Sum(0, 0)
KINDS = ("fund", "training", "platform", "incentive", "treasury")


def overview(now: datetime) -> Overview:
    """Everything that is not done, counted; five statements."""
    due = _sums(_due(now.date()), Incentive.amount, None)
    opened = _sums(_open(), Payout.amount, _bucket(now))
    problems = _sums(_problem(), Payout.amount, Payout.problem)
    failures = _sums(_failed(), Incentive.amount, Incentive.failure)
    unknown = {age: opened.get(age, NOTHING) for age in (*AGES, "older")}
    strangers, compared_at, late = _compared(now)
    return Overview(
        lists={
            "due": _all(due),
            "sending": opened.get("sending", NOTHING),
            "unknown": _all(unknown),
            "problem": _all(problems),
            "failed": _all(failures),
        },
        unknown=unknown,
        problems=problems,
        failures=failures,
        strangers=strangers,
        compared_at=compared_at,
        comparison_late=late,
    )


def count_of(name: str, now: datetime, failure: str | None = None) -> int:
    """How long one of LISTS is."""
    where = _where(name, now, failure)
    model = Incentive if name in ("due", "failed") else Payout
    return int(model.select(fn.count(model.id)).where(where).scalar())


def page_of(name: str, now: datetime, page: int, failure: str | None = None) -> list[Any]:
    """One page of one of LISTS, oldest first.

    Incentives with `.participation.participant`, and `.payout` and `.sent_to` where there are.
    """
    return list(_listed(name, now, failure).paginate(page, PAGE))


def all_of(name: str, now: datetime) -> Iterator[Any]:
    """One of LISTS, whole; rows as in `page_of`."""
    yield from _listed(name, now, None).iterator()


def problem_with(public_id: str) -> Any | None:
    """The payment of a payout with that name, as in `page_of`, or None."""
    return (
        _rows(Payout.incentive == Incentive.id, JOIN.INNER, _receiver())
        .where(Payout.public_id == public_id)
        .first()
    )


def _compared(now: datetime) -> tuple[tuple[Stranger, ...], datetime | None, bool]:
    """What the daily comparison with the provider's book left (actions/payout_book.py writes it)."""
    kept = Setting.select().where(
        (Setting.key == READING) | Setting.key.between(STRANGER, STRANGER + "~")
    )
    found = {row.key: json.loads(row.value) for row in kept}
    reading = found.pop(READING, {})
    all_of_them = (
        Stranger(one["id"], one["amount"], one["status"], datetime.fromisoformat(one["at"]))
        for one in found.values()
        if not one.get("cleared")
    )
    shown = [one for one in all_of_them if one.found_at > now - STRANGER_KEPT]
    latest_first = tuple(sorted(shown, key=lambda one: one.found_at, reverse=True))
    finished = reading.get("finished")
    last = finished or reading.get("first")
    late = bool(last) and datetime.fromisoformat(last) < now - LATE
    return latest_first, datetime.fromisoformat(finished) if finished else None, late


def _due(today: date) -> Any:
    """Their day has come, and nothing was begun or has to be cleared up first."""
    holding = Payout.select(Payout.id).where(
        Payout.incentive == Incentive.id, (Payout.state == "open") | Payout.problem.is_null(False)
    )
    coming = (Incentive.state == "scheduled") & (Incentive.scheduled_for <= today)
    return coming & ~fn.EXISTS(holding)


def _open() -> Any:
    return (Payout.state == "open") & Payout.problem.is_null()


def _problem() -> Any:
    return Payout.problem.is_null(False)


def _failed() -> Any:
    return Incentive.state == "failed"


def _where(name: str, now: datetime, failure: str | None) -> Any:
    """What stands in one of LISTS; of the failed ones those of one reason, if it is given."""
    if name == "failed":
        return _failed() & (Incentive.failure == failure) if failure else _failed()
    conditions = {
        "due": _due(now.date()),
        "sending": _open() & (Payout.answer.is_null() | ~_unsure()),
        "unknown": _open() & _unsure(),
        "problem": _problem(),
    }
    return conditions[name]


def _unsure() -> Any:
    return Payout.answer.in_(UNSURE)


def _bucket(now: datetime) -> Any:
    """sending, or how old an unknown one is: hour, day, older."""
    ages = [(Payout.made_at > now - most, age) for age, most in AGES.items()]
    return Case(None, [(Payout.answer.is_null() | ~_unsure(), "sending"), *ages], "older")


def _sums(where: Any, amount: Any, by: Any | None) -> dict[str, Sum]:
    model = amount.model
    group = by if by is not None else fn.lower("all")
    rows = (
        model.select(group, fn.count(model.id), fn.coalesce(fn.sum(amount), 0))
        .where(where)
        .group_by(group)
        .tuples()
    )
    return {name: Sum(count, total) for name, count, total in rows}


def _all(parts: dict[str, Sum]) -> Sum:
    return Sum(
        sum(part.count for part in parts.values()), sum(part.amount for part in parts.values())
    )


def _listed(name: str, now: datetime, failure: str | None) -> Any:
    """The rows of one list with everything that is shown of them, in one statement."""
    if name in ("due", "failed"):
        later = Payout.alias("later")
        latest = later.select(fn.max(later.id)).where(later.incentive == Incentive.id)
        which, kind = Payout.id == latest, JOIN.LEFT_OUTER
        order = Incentive.scheduled_for if name == "due" else Incentive.failed_at
        number = Incentive.id
    else:
        which, kind = Payout.incentive == Incentive.id, JOIN.INNER
        order, number = Payout.made_at, Payout.id
    receives = _now_linked() if name == "due" else _receiver()
    return _rows(which, kind, receives).where(_where(name, now, failure)).order_by(order, number)


def _now_linked() -> Any:
    linked = PayoutAccount.alias("linked")
    return linked.select(linked.id).where(
        linked.participant == Participant.id, linked.unlinked_at.is_null()
    )


def _receiver() -> Any:
    """Where a payout went; without one, where it would go now."""
    return fn.coalesce(Payout.account, _now_linked())


def _rows(which: Any, kind: Any, receives: Any) -> Any:
    """Incentives with everything that is shown of them, in one statement."""
    return (
        Incentive.select(Incentive, Participation, Participant, Payout, PayoutAccount)
        .join(Participation)
        .join(Participant)
        .join_from(Incentive, Payout, kind, on=which, attr="payout")
        .join_from(
            Incentive,
            PayoutAccount,
            JOIN.LEFT_OUTER,
            on=(PayoutAccount.id == receives),
            attr="sent_to",
        )
    )


def purses(on: date) -> list[Purse]:
    """Every kind of purse on a day: what it held before, what came and went, platforms each; three
    statements."""
    came, went = _moved(Transfer.target, on), _moved(Transfer.source, on)
    names = dict(Platform.select(Platform.slug, Platform.name).tuples())
    keys = {(kind, "") for kind in KINDS if kind != "platform"} | set(came) | set(went)
    made = []
    for kind, owner in sorted(keys, key=lambda key: (_place(key[0]), names.get(key[1], key[1]))):
        in_before, in_today = came.get((kind, owner), (0, 0))
        out_before, out_today = went.get((kind, owner), (0, 0))
        name = names.get(owner, owner) or None
        made.append(Purse(kind, name, in_before - out_before, in_today, out_today))
    return made


def _place(kind: str) -> int:
    return KINDS.index(kind) if kind in KINDS else len(KINDS)


def _moved(side: Any, on: date) -> dict[tuple[str, str], tuple[int, int]]:
    """(kind, platform) → rupiah booked on this side before a day, and on it."""
    start = datetime.combine(on, time(0), WIB)
    owner = Case(None, [(Account.kind == "platform", Account.owner)], "")
    earlier = Transfer.booked_at < start
    rows = (
        Transfer.select(
            Account.kind,
            owner,
            fn.sum(Case(None, [(earlier, Transfer.amount)], 0)),
            fn.sum(Case(None, [(earlier, 0)], Transfer.amount)),
        )
        .join(Account, on=(side == Account.id))
        .where(Transfer.booked_at < start + timedelta(days=1))
        .group_by(Account.kind, owner)
        .tuples()
    )
    return {(kind, name): (before, today) for kind, name, before, today in rows}
