"""«Insentif»: received and promised, each payment with its state, reason and mend; and the receipts."""

from flask import Blueprint, Response
from flask_login import login_required

import clock
from actions import payouts
from actions.refused import not_found
from formats import incentive_history as history
from formats import incentives as texts
from queries import incentives as sendings
from queries.standing import standing_of
from rules.schemes import Terms
from views.access import viewer_participant
from views.fields import number_in
from views.pages import render

blueprint = Blueprint("incentives", __name__)


@blueprint.get("/insentif")
@login_required
def incentives() -> Response:
    """The problem first, then what is planned, then what came."""
    standing = standing_of(viewer_participant())
    sent = sendings.sendings_of(standing.part) if standing.part and standing.incentives else {}
    stopped = payouts.stopped() if standing.incentives else None
    stopped_at = stopped["at"] if stopped else None
    return render(
        "participant/incentives/list.html",
        standing=standing,
        payments=history.payments(standing, sent, stopped_at, clock.today()),
        lost=(texts.MONEY_LOST, texts.NOT_LOST),
        held=texts.stopped_note(standing.incentives, stopped_at),
    )


@blueprint.get("/insentif/<payment>/bukti")
@login_required
def receipt(payment: str) -> Response:
    """What was paid when, to which account, under which references; to keep or to print."""
    standing = standing_of(viewer_participant())
    kind, _, place = payment.partition("-")
    ordinal = number_in(place, 1, 99)
    if standing.part is None or ordinal is None or texts.key_of_words(kind, ordinal) != payment:
        not_found("payment")
    row = sendings.paid_of(standing.part, kind, ordinal) or not_found("payment")
    terms: Terms | None = standing.terms
    return render(
        "participant/incentives/receipt.html",
        name=texts.name_of(row, terms),
        amount=row.amount,
        key=payment,
        rows=history.receipt_rows(row, standing.participant.name),
        back=texts.link_to(row),
    )
