"""Payouts: each incentive is sent under one reference, and asked after until the book says how it ended."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from peewee import fn

import clock
import ledger
import rooms
from actions import audit, incentives
from actions.refused import not_found
from config import settings
from models import (
    Incentive,
    Participant,
    Payout,
    PayoutAccount,
    Setting,
    Transfer,
    new_public_id,
)
from rules import payouts as rules
from rules.payouts import Reply
from rules.refusals import Refused

LEASE = timedelta(seconds=60)  # longer than any call takes
OPENED_AT_ONCE = 200
STOPPED = "payouts_stopped"
REFERENCE = "INS-"


@dataclass(frozen=True)
class Claim:
    """A payout that is ours to speak about for a minute; `send`: nothing was sent yet, or it got lost."""

    row: Payout
    send: bool
    owner: str


def open_due() -> int:
    """Begin a payout for each incentive whose day has come; returns how many were begun.

    Without a linked account the payment fails at once, with that as its reason. What goes
    wrong for one person keeps nobody else's from being begun; it is raised at the end.
    """
    if stopped():
        return 0
    due = (
        Incentive.select()
        .where(
            Incentive.state == "scheduled",
            Incentive.scheduled_for <= clock.today(),
            ~fn.EXISTS(_holding(Incentive.id)),
        )
        .order_by(Incentive.scheduled_for, Incentive.id)
        .limit(OPENED_AT_ONCE)
    )
    count, faults = 0, []
    for row in list(due):
        try:
            count += _open(row)
        except Exception as fault:
            faults.append(fault)
    if faults:
        raise faults[0]
    return count


def claim_next() -> Claim | None:
    """Take the payout that waited longest for a word with the provider; None when none waits.

    What was sent is only ever asked after: «asked» is written before anything leaves, so
    that a runner who dies on the way leaves a question behind, not a second payment.
    While payouts are stopped nothing is sent, but what was sent is still asked after.
    """
    if not _waiting().exists():  # most seconds: nobody has to wait for the write lock
        return None
    with ledger.write():
        while (row := _waiting().first()) is not None:
            send = row.state == "open" and row.answer in rules.UNSENT
            if row.answer is None and row.state == "open" and row.account.unlinked_at is not None:
                _never_leave(row)
                continue
            now = clock.real_now()
            row.owner, row.leased_until, row.tries = new_public_id(), now + LEASE, row.tries + 1
            if send:
                row.answer = "asked"
            row.save(only=[Payout.owner, Payout.leased_until, Payout.tries, Payout.answer])
            return Claim(row, send, row.owner)
    return None


def settle(claim: Claim, reply: Reply) -> None:
    """Do what follows from the provider's reply; nothing when the lease went to somebody else."""
    with ledger.write():
        row = Payout.get_or_none(Payout.id == claim.row.id, Payout.owner == claim.owner)
        if row is None:
            return
        row.owner = row.leased_until = row.ask_at = row.problem = None
        row.provider_id = reply.provider_id[:60] or row.provider_id
        move = rules.next_move(row.state, row.amount, reply)
        if move in ("pay", "fail", "pay_and_reverse") and row.incentive.state != "scheduled":
            move = "contradiction"
        if move in rules.PROBLEMS:
            row.problem = move
            audit.record("system", "payout_problem", _of(row), problem=move)
        else:
            _MOVES[move](row, reply)
        row.save()


def knock(reference: str) -> bool:
    """A genuine callback came for this payout: ask the book soon. False when there is no such payout.

    Whoever is speaking with the provider just now may have an older word than the callback:
    their lease ends, so that the book is asked once more.
    """
    with ledger.write():
        return bool(
            Payout.update(ask_at=clock.real_now(), owner=None, leased_until=None)
            .where(Payout.reference == reference)
            .execute()
        )


def ask_again(public_id: str, by: Participant) -> Payout:
    """An officer wants the provider asked once more, problem or not. Raises NotFound."""
    with ledger.write():
        row = Payout.get_or_none(Payout.public_id == public_id) or not_found("payout")
        row.ask_at = clock.real_now()
        row.save(only=[Payout.ask_at])
        audit.record(f"operator:{by.public_id}", "payout_asked_again", _of(row))
        return row


def close_problem(public_id: str, reason: str, by: Participant) -> Payout:
    """An officer has cleared a problem up with the provider: this payout will not arrive any more.

    One that is open ends as failed, so that the participant can mend and get it anew; of one
    that had ended only the problem is taken off. Raises NotFound, or Refused: no_problem.
    """
    with ledger.write():
        row = Payout.get_or_none(Payout.public_id == public_id) or not_found("payout")
        if row.problem is None:
            raise Refused("no_problem")
        row.problem = row.ask_at = row.owner = row.leased_until = None
        if row.state == "open":
            _fail(row, Reply("failed", "rejected"))
        row.save()
        audit.record(
            f"operator:{by.public_id}", "payout_problem_closed", _of(row), reason=reason[:200]
        )
        return row


def stop(by: Participant, reason: str) -> None:
    """Send nothing from now on; what is on its way is still asked after."""
    note = {"by": by.name, "reason": reason.strip()[:200], "at": clock.now().isoformat()}
    _switch(by, "payouts_stopped", json.dumps(note), reason=note["reason"])


def resume(by: Participant) -> None:
    """Send again what is due."""
    _switch(by, "payouts_resumed", "")


def stopped() -> Mapping[str, Any] | None:
    """Who stopped the payouts since when and why, as {by, reason, at}; None while they run."""
    row = Setting.get_or_none(Setting.key == STOPPED)
    if row is None or not row.value:
        return None
    found = json.loads(row.value)
    return {**found, "at": datetime.fromisoformat(found["at"])}


def _switch(by: Participant, action: str, value: str, **detail: str) -> None:
    with ledger.write():
        Setting.insert(key=STOPPED, value=value).on_conflict_replace().execute()
        audit.record(f"operator:{by.public_id}", action, f"setting:{STOPPED}", **detail)


def _holding(incentive: object) -> Any:
    """Payouts of an incentive beside which no other may begin: on their way, or not cleared up."""
    return Payout.select(Payout.id).where(
        Payout.incentive == incentive, (Payout.state == "open") | Payout.problem.is_null(False)
    )


def _waiting() -> Any:
    """What the provider has to be spoken to about now, the longest waiting first."""
    now = clock.real_now()
    free = Payout.leased_until.is_null() | (Payout.leased_until < now)
    if stopped():
        free &= Payout.answer.is_null(False) & (Payout.answer != "absent")
    return Payout.select().where(Payout.ask_at <= now, free).order_by(Payout.ask_at, Payout.id)


def _open(incentive: Incentive) -> int:
    with ledger.write():
        incentive = Incentive.get_by_id(incentive.id)
        if incentive.state != "scheduled" or _holding(incentive).exists():
            return 0  # another runner was here
        account = _linked(incentive)
        if account is None:
            incentives.failed(incentive, None, "not_linked")
            return 1
        name = new_public_id()
        room = rooms.short_code(rooms.current()) if settings.training else ""
        Payout.create(
            public_id=name,
            reference=f"{room}{REFERENCE}{name}",
            incentive=incentive,
            account=account,
            amount=incentive.amount,
            ask_at=clock.real_now(),
        )
        return 1


def _linked(incentive: Incentive) -> PayoutAccount | None:
    """Where this incentive goes now."""
    found: PayoutAccount | None = PayoutAccount.get_or_none(
        PayoutAccount.participant == incentive.participation.participant,
        PayoutAccount.unlinked_at.is_null(),
    )
    return found


def _never_leave(row: Payout) -> None:
    """Its owner took the account off before anything was sent: the incentive begins anew."""
    row.state, row.failure, row.settled_at, row.ask_at = "failed", "not_linked", clock.now(), None
    row.save()
    audit.record("system", "payout_withdrawn", _of(row))


def _wait(row: Payout, reply: Reply) -> None:
    if row.state == "open":
        row.answer = "accepted" if reply.status == "accepted" else "unknown"
    row.ask_at = clock.real_now() + rules.pause(row.tries)


def _send_again(row: Payout, _reply: Reply) -> None:
    """The book does not know the reference: the same one is sent once more, never a new one."""
    row.answer = "absent"
    row.ask_at = clock.real_now() + rules.pause(row.tries)


def _pay(row: Payout, _reply: Reply) -> None:
    row.state, row.settled_at = "paid", clock.now()
    row.transfer = _book(row, "fund", "incentive", f"payout:{row.public_id}")
    row.save()
    row.ask_at = clock.real_now() + rules.LATE_LOOKS[0]
    _note_account(row, None)
    incentives.arrived(row.incentive, row.account, row.transfer)


def _fail(row: Payout, reply: Reply) -> None:
    assert reply.failure is not None
    row.state, row.failure, row.settled_at = "failed", reply.failure, clock.now()
    row.save()
    _note_account(row, reply.failure)
    incentives.failed(row.incentive, row.account, reply.failure)
    _go_to_the_other(row)


def _reverse(row: Payout, _reply: Reply) -> None:
    """The bank sent the money back after it had arrived: the promise is open again."""
    row.state = "reversed"
    row.reversal = _book(row, "incentive", "fund", f"reversal:{row.public_id}")
    row.save()
    incentives.returned(row.incentive, row.account)
    _go_to_the_other(row)


def _go_to_the_other(row: Payout) -> None:
    """Who linked another account meanwhile has mended it already."""
    other = _linked(row.incentive)
    if other is not None and other.id != row.account_id and other.trouble is None:
        incentives.resend_after_mending(row.incentive.participation)


def _pay_and_reverse(row: Payout, reply: Reply) -> None:
    _pay(row, reply)
    _reverse(row, reply)


def _rest(row: Payout, _reply: Reply) -> None:
    """It stands as the book says. What arrived is looked up again, because a bank may send it back
    and the callback about that may get lost."""
    if row.state == "paid":
        late = rules.late_look(clock.now() - row.settled_at)
        row.ask_at = clock.real_now() + late if late else None


_MOVES: Mapping[str, Callable[[Payout, Reply], None]] = {
    "ask_again": _wait,
    "send_again": _send_again,
    "pay": _pay,
    "fail": _fail,
    "reverse": _reverse,
    "pay_and_reverse": _pay_and_reverse,
    "rest": _rest,
}


def _book(row: Payout, source: str, target: str, reference: str) -> Transfer:
    """Move the amount between the fund and this participation's incentive purse."""
    owners = {"fund": "", "incentive": row.incentive.participation.public_id}
    return ledger.transfer(
        ledger.account(source, owners[source]),
        ledger.account(target, owners[target]),
        row.amount,
        "incentive" if target == "incentive" else "refund",
        reference,
    )


def _note_account(row: Payout, trouble: str | None) -> None:
    """What sending taught us about the account, while it is still the linked one.

    Not when its owner has just asked for a check: that answer is newer, and comes in seconds.
    """
    asked_by_owner = PayoutAccount.ask_at.is_null(False) & PayoutAccount.checked_at.is_null()
    PayoutAccount.update(trouble=trouble, checked_at=clock.now()).where(
        PayoutAccount.id == row.account_id, PayoutAccount.unlinked_at.is_null(), ~asked_by_owner
    ).execute()


def _of(row: Payout) -> str:
    return f"payout:{row.public_id}"
