"""Asking partners about accounts: tries to link, before a payment is due, and when somebody mended one.

`ask_at` says when to ask, `leased_until` until when somebody is asking; a pause moves `ask_at` and
ends the lease, so that between them stands how long the last pause was.
"""

from dataclasses import dataclass
from datetime import timedelta

from peewee import fn

import clock
import ledger
from actions import audit, incentives, linking, outbox
from models import AccountLink, Incentive, Participant, PayoutAccount
from queries import accounts as found
from queries.standing import participation_of
from rules import accounts as rules

LEASE = timedelta(seconds=60)
PLANNED_AT_ONCE = 200


@dataclass(frozen=True)
class Claim:
    """Something that is ours to ask about for a minute; `rested`: how long its last pause was."""

    row: AccountLink | PayoutAccount
    rested: timedelta


def plan() -> int:
    """Have accounts checked whose payments are near, and tell those who have none linked.

    Ends tries that are too old. Returns how many accounts and payments there were, some at once.
    """
    linking.drop_stale()
    return _plan_checks() + _tell_who_has_none()


def _plan_checks() -> int:
    due = found.accounts_to_check(clock.now()).limit(PLANNED_AT_ONCE)
    if not due.exists():
        return 0
    with ledger.write():
        return int(
            PayoutAccount.update(
                ask_at=clock.real_now(),
                leased_until=None,
                # None would say that its owner asked (accounts.check_again).
                checked_at=fn.COALESCE(PayoutAccount.checked_at, PayoutAccount.linked_at),
            )
            .where(PayoutAccount.id.in_(due))
            .execute()
        )


def _tell_who_has_none() -> int:
    """A payment that is near has nowhere to go: that is told once for its day."""
    near = found.payments_without_account(clock.now()).limit(PLANNED_AT_ONCE)
    if not near.exists():
        return 0
    with ledger.write():
        rows = list(near)
        for row in rows:
            part = row.participation
            outbox.tell(
                part.participant,
                "account_missing",
                f"{part.public_id}:{row.scheduled_for}",
                link="/rekening",
                amount=row.total,
                day=row.scheduled_for,
            )
        return len(rows)


def claim_next() -> Claim | None:
    """Take what waits longest for a partner's word, for a minute; people who link come first."""
    return _claimed(AccountLink, AccountLink.state.in_(found.OPEN)) or _claimed(
        PayoutAccount, PayoutAccount.unlinked_at.is_null()
    )


def _claimed(table: type, waiting: object) -> Claim | None:
    now = clock.real_now()
    free = table.leased_until.is_null() | (table.leased_until <= now)
    due = table.select().where(waiting, table.ask_at <= now, free)
    if not due.exists():
        return None
    with ledger.write():
        row = due.order_by(table.ask_at, table.id).first()
        if row is None:
            return None  # another runner was here
        paused = row.leased_until is not None and row.leased_until < row.ask_at
        rested = row.ask_at - row.leased_until if paused else timedelta(0)
        row.leased_until = now + LEASE
        row.save(only=[table.leased_until])
        return Claim(row, rested)


def settle(claim: Claim, verdict: str) -> None:
    """Book what the partner said: «ok», a failure's code, or «unknown» (asked again after a pause).

    A repeat, a word about what is no longer open, or one that was asked for before somebody wanted
    it asked anew, changes nothing.
    """
    with ledger.write():
        row = type(claim.row).get_by_id(claim.row.id)
        if row.ask_at is None or row.leased_until != claim.row.leased_until:
            return
        if isinstance(row, AccountLink):
            _settle_try(row, verdict, claim.rested)
        elif row.unlinked_at is None:
            _settle_account(row, verdict, claim.rested)


def _settle_try(row: AccountLink, verdict: str, rested: timedelta) -> None:
    if verdict in rules.VERDICTS:
        linking.hear(row, verdict)
        return
    row.attempts += 1
    row.save(only=[AccountLink.attempts])
    if row.attempts >= rules.MOST_UNKNOWN:
        linking.hear(row, "partner_silent")
    else:
        _ask_later(row, rules.next_pause(rested, rules.LONGEST_PAUSE_OF_A_TRY))


def _settle_account(row: PayoutAccount, verdict: str, rested: timedelta) -> None:
    if verdict not in rules.VERDICTS:
        _ask_later(row, rules.next_pause(rested))
        return
    by_itself = row.checked_at is not None  # see accounts.check_again
    row.trouble = None if verdict == "ok" else verdict
    row.checked_at, row.ask_at, row.leased_until = clock.now(), None, None
    row.save()
    audit.record("system", "account_checked", f"account:{row.public_id}", verdict=verdict)
    if verdict == "ok":
        _resend(row.participant, by_itself)
    else:
        _tell(row)


def _ask_later(row: AccountLink | PayoutAccount, pause: timedelta) -> None:
    row.leased_until = clock.real_now()
    row.ask_at = row.leased_until + pause
    row.save()


def _resend(participant: Participant, by_itself: bool) -> None:
    part = participation_of(participant)
    if part is None:
        return
    failed = Incentive.select(fn.count(Incentive.id)).where(
        Incentive.participation == part, Incentive.state == "failed"
    )
    if failed.scalar():
        incentives.resend_after_mending(part, by_itself)


def _tell(row: PayoutAccount) -> None:
    """Once for a trouble and a payment; without a payment ahead the page says it."""
    day = found.next_payment_day(row.participant)
    if day is not None:
        outbox.tell(
            row.participant,
            "account_trouble",
            f"{row.public_id}:{row.trouble}:{day}",
            link="/rekening",
            partner=row.partner,
            failure=row.trouble,
            day=day,
        )
