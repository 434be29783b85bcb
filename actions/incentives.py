"""Incentives: scheduled when earned, sent when due, sent again when what failed was mended."""

from datetime import timedelta

import clock
import ledger
from actions import audit, outbox
from models import Incentive, Participation, PayoutAccount
from queries.standing import standing_of
from rules import incentives as rules
from rules.incentives import job_incentive_earned_by
from rules.schemes import Terms

LEASE = timedelta(minutes=5)


def schedule_job_incentives(part: Participation) -> bool:
    """Give the job incentives their dates once certificate, rating and account are there.

    Safe to call after each of the three; True when this call scheduled them.
    """
    with ledger.write():
        standing = standing_of(part.participant)
        waiting = [
            row for row in standing.incentives if row.kind == "job" and row.state == "waiting"
        ]
        earned = job_incentive_earned_by(standing.bought, standing.account is not None)
        if not waiting or not earned or standing.terms is None:
            return False
        days = rules.job_schedule(standing.terms, clock.today())
        for row in waiting:
            row.state = "scheduled"
            row.scheduled_for = days[row.ordinal - 1]
            row.save()
        assert standing.account is not None
        outbox.tell(
            standing.participant,
            "scheduled",
            f"job:{part.public_id}",
            link="/insentif",
            amount=waiting[0].amount,
            day=days[0],
            partner=standing.account.partner,
        )
        audit.record("system", "incentives_scheduled", f"participation:{part.public_id}")
        return True


def schedule_survey_incentive(part: Participation, ordinal: int) -> None:
    """A survey was sent: its payment gets its date."""
    with ledger.write():
        terms = Terms.thawed(part.terms)
        Incentive.update(
            state="scheduled", scheduled_for=rules.survey_payment_day(terms, clock.today())
        ).where(
            Incentive.participation == part,
            Incentive.kind == "survey",
            Incentive.ordinal == ordinal,
            Incentive.state == "waiting",
        ).execute()


def claim_next() -> Incentive | None:
    """Take the oldest payment that is due, for five minutes; None when there is none left."""
    now = clock.real_now()
    free = Incentive.leased_until.is_null() | (Incentive.leased_until < now)
    due = (
        Incentive.select(Incentive.id)
        .where(Incentive.state == "scheduled", Incentive.scheduled_for <= clock.today(), free)
        .order_by(Incentive.scheduled_for, Incentive.id)
        .limit(1)
    )
    with ledger.write():
        claimed = (
            Incentive.update(leased_until=now + LEASE)
            .where(Incentive.id.in_(due))
            .returning(Incentive)
            .execute()
        )
        return next(iter(claimed), None)


def linked_account(row: Incentive) -> PayoutAccount | None:
    """Where this payment would go now."""
    return PayoutAccount.get_or_none(
        PayoutAccount.participant == row.participation.participant,
        PayoutAccount.unlinked_at.is_null(),
    )


def settle(row: Incentive, account: PayoutAccount | None, failure: str | None) -> None:
    """Book what the payout partner said: paid, or failed with a reason. Once; a repeat changes nothing."""
    with ledger.write():
        row = Incentive.get_by_id(row.id)
        if row.state != "scheduled":
            return
        row.account = account
        row.leased_until = None
        if failure:
            row.state, row.failure, row.failed_at = "failed", failure, clock.now()
        else:
            row.state, row.paid_at = "paid", clock.now()
            row.transfer = ledger.transfer(
                ledger.account("fund"),
                ledger.account("incentive", row.participation.public_id),
                row.amount,
                "incentive",
                f"incentive:{row.id}",
            )
        row.save()
        _tell(row, account, failure)


def resend_after_mending(part: Participation) -> int:
    """What failed is planned again, after the participant mended the account; returns how many."""
    with ledger.write():
        terms = Terms.thawed(part.terms)
        return int(
            Incentive.update(
                state="scheduled",
                failure=None,
                scheduled_for=rules.resend_day(terms, clock.today()),
            )
            .where(Incentive.participation == part, Incentive.state == "failed")
            .execute()
        )


def _tell(row: Incentive, account: PayoutAccount | None, failure: str | None) -> None:
    part = row.participation
    event = f"{row.id}:{row.scheduled_for}"
    if failure:
        outbox.tell(
            part.participant,
            "incentive_failed",
            event,
            link="/insentif",
            amount=row.amount,
            failure=failure,
        )
    elif account:
        outbox.tell(
            part.participant,
            "incentive_paid",
            event,
            link="/insentif",
            amount=row.amount,
            partner=account.partner,
        )
    outcome = "incentive_failed" if failure else "incentive_paid"
    audit.record("system", outcome, f"incentive:{row.id}", amount=row.amount)
