"""«Kelasku»: what was bought, how far it is, and who holds the certificate."""

from typing import Any

from flask import Blueprint, Response, url_for
from flask_login import login_required

import clock
import rooms
from actions import training
from actions.refused import not_found
from config import settings
from formats import cancelling
from formats.certificates import grouped, share_text, stages
from formats.sessions import lines as session_lines
from queries import cancellations, certificates, purchases
from queries.sessions import sessions_of
from queries.standing import standing_of
from rules.certificates import call_from, holder_now, hops, is_late
from rules.reviews import may_edit_until
from views.access import viewer_participant
from views.pages import go_to, render
from views.participant.certificates import address_of

blueprint = Blueprint("classes", __name__)


@blueprint.get("/pelatihanku")
@login_required
def classes() -> Response:
    """All courses bought, the newest first."""
    participant = viewer_participant()
    return render(
        "participant/classes/list.html",
        purchases=purchases.purchases_of(participant),
        cancelled=purchases.cancelled_of(participant),
        standing=standing_of(participant),
    )


@blueprint.get("/pelatihanku/<public_id>")
@login_required
def one_class(public_id: str) -> Response:
    """One course: what to do next in it, its code, certificate and contact."""
    purchase = _own(public_id, also_cancelled=True)
    if purchase.cancelled_at is not None:  # messages sent before the cancellation still lead here
        return go_to(url_for("purchases.receipt", public_id=public_id))
    way, now = certificates.way_of(purchase), clock.now()
    chain = hops(way, now)
    names = {
        "institution": purchase.course.provider.name,
        "platform": purchase.offer.platform.name,
    }
    certificate, rating = purchase.certificate, purchase.rating
    refusal = cancellations.own_refusal(purchase)
    until = may_edit_until(rating.rated_at) if rating and rating.hidden_at is None else None
    return render(
        "participant/classes/detail.html",
        purchase=purchase,
        starts_on=purchases.starts_on(purchase),
        certificate_due=call_from(way),
        certificate_late=is_late(way, now),
        holder=holder_now(chain),
        stages=stages(chain, names),
        sessions=session_lines(sessions_of(purchase), now),
        programme_phone=settings.help_phone,
        study_address=rooms.study_address(),
        certificate_code=grouped(certificate.code) if certificate else "",
        share=share_text(purchase.course.title, address_of(certificate.code))
        if certificate
        else "",
        edit_until=until if until and now <= until else None,
        may_cancel=refusal is None,
        no_longer=cancelling.no_longer(refusal),
    )


@blueprint.post("/pelatihanku/<public_id>/mulai")
@login_required
def begin(public_id: str) -> Response:
    """The participant starts to learn."""
    _own(public_id)
    training.begin(viewer_participant(), public_id)
    return go_to(url_for("classes.one_class", public_id=public_id))


def _own(public_id: str, also_cancelled: bool = False) -> Any:
    purchase = purchases.purchase_view(viewer_participant(), public_id) or not_found("purchase")
    shown = purchase.state == "paid" or (also_cancelled and purchase.cancelled_at is not None)
    return purchase if shown else not_found("purchase")
