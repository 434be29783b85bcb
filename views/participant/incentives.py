"""«Insentif»: received and promised, each payment with its state, reason and mend."""

from flask import Blueprint, Response
from flask_login import login_required

from formats import incentives as texts
from queries.standing import standing_of
from views.access import viewer_participant
from views.pages import render

blueprint = Blueprint("incentives", __name__)


@blueprint.get("/insentif")
@login_required
def incentives() -> Response:
    """The problem first, then what is planned, then what came."""
    standing = standing_of(viewer_participant())
    return render(
        "participant/incentives/list.html",
        standing=standing,
        payments=texts.payments(standing.incentives, standing.terms),
    )
