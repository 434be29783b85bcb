"""Asking partners about accounts: tries to link, before a payment is due, and when somebody mended one."""

from datetime import date, timedelta

from peewee import fn

import clock
import ledger
from actions import audit, incentives, linking, outbox
from models import AccountLink, Incentive, Participant, PayoutAccount
from queries import accounts as found
from queries.standing import participation_of
from rules import accounts as rules

LEASE = timedelta(seconds=60)


def plan() -> int:
    """Have the accounts checked whose payments are near; ends tries that are too old. How many."""
    linking.drop_stale()
    now = clock.now()
    until = clock.today() + timedelta(days=rules.CHECK_DAYS_BEFORE)
    days: dict[PayoutAccount, list[date]] = {}
    for account, day in found.payment_days(until):
        days.setdefault(account, []).append(day)
    due = [
        account.id
        for account, paid_on in days.items()
        if rules.wants_check(paid_on, account.checked_at, account.trouble is not None, now)
    ]
    if not due:
        return 0
    with ledger.write():
        return int(
            PayoutAccount.update(ask_at=clock.real_now(), leased_until=None)
            .where(PayoutAccount.id.in_(due), PayoutAccount.ask_at.is_null())
            .execute()
        )


def claim_next() -> AccountLink | PayoutAccount | None:
    """Take what waits longest for a partner's word, for a minute; people who link come first."""
    for table, waiting in (
        (AccountLink, AccountLink.state.in_(found.OPEN)),
        (PayoutAccount, PayoutAccount.unlinked_at.is_null()),
    ):
        row = _claimed(table, waiting)
        if row is not None:
            return row
    return None


def _claimed(table: type, waiting: object) -> AccountLink | PayoutAccount | None:
    now = clock.real_now()
    free = table.leased_until.is_null() | (table.leased_until <= now)
    due = (
        table.select(table.id)
        .where(waiting, table.ask_at <= now, free)
        .order_by(table.ask_at, table.id)
        .limit(1)
    )
    if not due.exists():
        return None
    with ledger.write():
        claimed = (
            table.update(leased_until=now + LEASE)
            .where(table.id.in_(due))
            .returning(table)
            .execute()
        )
        return next(iter(claimed), None)


def settle(row: AccountLink | PayoutAccount, verdict: str) -> None:
    """Book what the partner said: «ok», a failure's code, or «unknown» (asked again after a pause).

    A repeat, or a word about what is no longer open, changes nothing.
    """
    with ledger.write():
        fresh = type(row).get_by_id(row.id)
        if fresh.ask_at is None:
            return
        if isinstance(fresh, AccountLink):
            _settle_try(fresh, verdict)
        elif fresh.unlinked_at is None:
            _settle_account(fresh, verdict)


def _settle_try(row: AccountLink, verdict: str) -> None:
    if verdict in rules.VERDICTS:
        linking.hear(row, verdict)
        return
    row.attempts += 1
    if row.attempts >= rules.MOST_UNKNOWN:
        row.save(only=[AccountLink.attempts])
        linking.hear(row, "partner_silent")
        return
    _ask_later(row)


def _settle_account(row: PayoutAccount, verdict: str) -> None:
    if verdict not in rules.VERDICTS:
        _ask_later(row)
        return
    row.trouble = None if verdict == "ok" else verdict
    row.checked_at, row.ask_at, row.leased_until = clock.now(), None, None
    row.save()
    audit.record("system", "account_checked", f"account:{row.public_id}", verdict=verdict)
    if verdict == "ok":
        _resend(row.participant)
    else:
        _tell(row)


def _ask_later(row: AccountLink | PayoutAccount) -> None:
    now = clock.real_now()
    row.leased_until = now + rules.pause(now - row.ask_at)
    row.save()


def _resend(participant: Participant) -> None:
    part = participation_of(participant)
    if part is None:
        return
    failed = Incentive.select(fn.count(Incentive.id)).where(
        Incentive.participation == part, Incentive.state == "failed"
    )
    if failed.scalar():
        incentives.resend_after_mending(part)


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
