"""Incentives: scheduled when earned, arrived or failed, planned again when what failed was mended.

How they are sent is in actions/payouts.py.
"""

from peewee import fn

import clock
import ledger
from actions import audit, outbox
from models import Incentive, Participation, Payout, PayoutAccount, Transfer
from queries.standing import standing_of
from rules import incentives as rules
from rules.incentives import job_incentive_earned_by
from rules.schemes import Terms


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


def withdraw_unearned(part: Participation) -> int:
    """Take the dates of job incentives back that nothing earns any more, e.g. after the first
    certificate was revoked; what is on its way goes on. Returns how many."""
    on_its_way = Payout.select(Payout.incentive).where(Payout.state == "open")
    with ledger.write():
        standing = standing_of(part.participant)
        if job_incentive_earned_by(standing.bought, account_linked=True):
            return 0
        return int(
            Incentive.update(state="waiting", scheduled_for=None, failure=None, failed_at=None)
            .where(
                Incentive.participation == part,
                Incentive.kind == "job",
                Incentive.state.in_(["scheduled", "failed"]),
                Incentive.id.not_in(on_its_way),
            )
            .execute()
        )


def arrived(row: Incentive, account: PayoutAccount, transfer: Transfer) -> None:
    """The provider's book says that the payment arrived; its transfer is booked already."""
    with ledger.write():
        row.state, row.paid_at, row.transfer = "paid", clock.now(), transfer
        row.account = account
        row.save()
        _tell(row, "incentive_paid", account)


def failed(row: Incentive, account: PayoutAccount | None, failure: str) -> None:
    """A payment did not arrive, for a reason that can be mended."""
    with ledger.write():
        row.state, row.failure, row.failed_at = "failed", failure, clock.now()
        row.account = account
        row.save()
        _tell(row, "incentive_failed", account, failure=failure)


def returned(row: Incentive, account: PayoutAccount) -> None:
    """A payment that had arrived was sent back by the bank; it is booked back already.

    `paid_at` stays: surveys that opened because it had arrived stay open.
    """
    with ledger.write():
        row.state, row.failure, row.failed_at = "failed", "returned", clock.now()
        row.transfer = None
        row.save()
        _tell(row, "incentive_returned", account)


def resend_after_mending(part: Participation, by_itself: bool = False) -> int:
    """What failed is planned again, after the participant mended the account; returns how many.

    Not what an officer has yet to clear up with the provider, nor what is not earned any more.
    `by_itself`: the account was found good without the participant doing anything. A good answer
    does not explain what failed without a reason, so that stays: it would go round for ever.
    """
    unclear = Payout.select(Payout.id).where(
        Payout.incentive == Incentive.id, Payout.problem.is_null(False)
    )
    with ledger.write():
        withdraw_unearned(part)
        day = rules.resend_day(Terms.thawed(part.terms), clock.today())
        failed = (Incentive.participation == part) & (Incentive.state == "failed")
        if by_itself:
            failed &= Incentive.failure.not_in(rules.UNEXPLAINED)
        mended = list(Incentive.select().where(failed, ~fn.EXISTS(unclear)))
        for row in mended:
            row.state, row.failure, row.failed_at, row.scheduled_for = "scheduled", None, None, day
            row.save()
            outbox.tell(
                part.participant,
                "incentive_resend",
                f"{row.id}:{clock.now():%Y%m%d%H%M%S}",
                link=_page_of(row),
                amount=row.amount,
                day=day,
            )
            audit.record("system", "incentive_resent", f"incentive:{row.id}", day=day.isoformat())
        return len(mended)


def _tell(row: Incentive, kind: str, account: PayoutAccount | None, **facts: object) -> None:
    if account:
        facts["partner"] = account.partner
    event = f"{row.id}:{row.scheduled_for}:{clock.now():%Y%m%d%H%M%S}"
    outbox.tell(
        row.participation.participant, kind, event, link=_page_of(row), amount=row.amount, **facts
    )
    audit.record("system", kind, f"incentive:{row.id}", amount=row.amount)


def _page_of(row: Incentive) -> str:
    """The row of this payment in the history."""
    return f"/insentif#insentif-{row.kind}-{row.ordinal}"
