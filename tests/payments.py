"""Payments for tests: an account to receive them, and a provider that says what a test wants."""

from collections.abc import Callable
from datetime import date, timedelta

import clock
from actions import payouts, ratings
from models import Incentive, Participant, Payout, PayoutAccount
from rules.payouts import Reply
from tests.people import Someone, bought_by, part_of

Answer = Callable[[Payout, bool], Reply]


def arrived(row: Payout, _send: bool) -> Reply:
    """The provider says it arrived."""
    return Reply("succeeded", amount=row.amount, provider_id="disb-uji")


def failed(reason: str) -> Answer:
    """The provider says it failed, for this reason."""
    return lambda row, _send: Reply("failed", failure=reason, amount=row.amount)


def say(status: str, **facts: object) -> Answer:
    """The provider says this; of the amount we asked for, unless told otherwise."""
    return lambda row, _send: Reply(status, **{"amount": row.amount, **facts})


def the_payout() -> Payout:
    """The payout begun last."""
    return Payout.select().order_by(Payout.id.desc()).get()


def the_payment() -> Incentive:
    """The job incentive."""
    return Incentive.get(Incentive.kind == "job", Incentive.ordinal == 1)


def account_of(participant: Participant) -> PayoutAccount:
    """The participant's linked account, made when there is none."""
    mine = (PayoutAccount.participant == participant) & PayoutAccount.unlinked_at.is_null()
    found = PayoutAccount.get_or_none(mine)
    return found or PayoutAccount.create(
        participant=participant, partner="dana", number=participant.phone
    )


def earned(someone: Someone, gelombang: int = 21) -> Participant:
    """Somebody who has earned the job incentive: finished, certified, rated, an account linked."""
    participant = someone.finished(gelombang)
    ratings.rate(participant, bought_by(participant)[0].public_id, 5, "Jelas dan mudah dipahami.")
    account_of(participant)
    return participant


def schedule(participant: Participant, kind: str, ordinal: int, day: date) -> Incentive:
    """A payment that has its day, whatever earned it."""
    row = Incentive.get(
        Incentive.participation == part_of(participant),
        Incentive.kind == kind,
        Incentive.ordinal == ordinal,
    )
    row.state, row.scheduled_for = "scheduled", day
    row.failure = row.failed_at = None
    row.save()
    return row


def due(someone: Someone, day: date) -> Participant:
    """Somebody whose job incentive is earned and comes on that day."""
    participant = earned(someone)
    schedule(participant, "job", 1, day)
    return participant


def pay_now(participant: Participant, kind: str = "job", ordinal: int = 1) -> Incentive:
    """A payment that arrives today."""
    account_of(participant)
    row = schedule(participant, kind, ordinal, clock.today())
    speak(arrived)
    return Incentive.get_by_id(row.id)


def speak(answer: Answer) -> int:
    """One round with the provider about everything that waits; returns how many were spoken of."""
    payouts.open_due()
    count = 0
    while claim := payouts.claim_next():
        payouts.settle(claim, answer(claim.row, claim.send))
        count += 1
    return count


def now_due() -> None:
    """As if every pause and lease were over; nobody waits."""
    past = clock.real_now() - timedelta(seconds=1)
    Payout.update(ask_at=past).where(Payout.ask_at.is_null(False)).execute()
    Payout.update(leased_until=past).where(Payout.leased_until.is_null(False)).execute()
