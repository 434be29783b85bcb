"""What happens in a bought course: begun, finished."""

import clock
import ledger
from actions import audit
from actions.purchases import own_purchase
from actions.redeeming import redeem
from models import Participant, Participation, Purchase, RedeemCode, Training
from queries import study
from rules.refusals import Refused


def begin(participant: Participant, purchase_id: str) -> None:
    """The participant opens the course for the first time. Raises NotFound."""
    with ledger.write():
        purchase = own_purchase(participant, purchase_id)
        Training.update(started_at=clock.now()).where(
            Training.purchase == purchase, Training.started_at.is_null()
        ).execute()


def finish(purchase: Purchase) -> None:
    """The institution reports the course as finished; once, a second report changes nothing.

    Its code is used with it, where it was not, so that nobody redeems a finished course.
    What was cancelled meanwhile is never finished: its price went back.
    """
    with ledger.write():
        training = Training.get(Training.purchase == purchase)
        if training.finished_at or Purchase.get_by_id(purchase.id).state != "paid":
            return
        _use_code(purchase)
        training.started_at = training.started_at or clock.now()
        training.finished_at = clock.now()
        training.save()
        audit.record("institution", "training_finished", f"purchase:{purchase.public_id}")


def finish_current(participation: Participation) -> None:
    """The trainer lets a participant finish the course they are in. Raises Refused if there is none."""
    with ledger.write():
        unfinished = (
            Purchase.select()
            .join(Training)
            .where(
                Purchase.participation == participation,
                Purchase.state == "paid",
                Training.finished_at.is_null(),
            )
            .first()
        )
        if unfinished is None:
            raise Refused("nothing_to_finish")
        finish(unfinished)


def _use_code(purchase: Purchase) -> None:
    """Use the code for the institution that teaches the course; a code is always used by one."""
    code = RedeemCode.get_or_none(RedeemCode.purchase == purchase)
    teacher = study.teacher_of(purchase)
    if code is not None and teacher is not None:
        redeem(code, teacher)
