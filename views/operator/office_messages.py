"""The officers' page of messages that did not arrive, and «Kirim lagi» for those that still help."""

from flask import Blueprint, Response, request

import clock
from actions import outbox
from formats import undelivered as words
from queries import undelivered
from views.access import operator_only, viewer_participant
from views.fields import number_in
from views.pages import go_to, render

blueprint = Blueprint("office_messages", __name__, url_prefix="/petugas/pesan")

HERE = "/petugas/pesan"
DONE = "Pesan dicoba lagi. Muat ulang sebentar lagi."
NOT_DONE = "Pesan ini sedang dicoba, atau sudah tidak berguna."


@blueprint.get("")
@operator_only
def messages() -> Response:
    """Messages that were given up, newest first, in pages; on top what a gateway holds back."""
    now = clock.now()
    found = undelivered.overview(now)
    last = max(1, -(-found.count // undelivered.PAGE))
    page = min(_page(request.args.get("hal")), last)
    return render(
        "operator/office/messages.html",
        found=found,
        rows=[words.line(row) for row in undelivered.page_of(now, page)],
        held=words.held_texts(undelivered.held(now)),
        page=page,
        last=last,
    )


@blueprint.post("/kirim-lagi")
@operator_only
def send_all_again() -> Response:
    """Everything that still helps is tried anew."""
    return go_to(HERE, notice=words.sent_again(outbox.send_all_again(viewer_participant())))


@blueprint.post("/<public_id>/kirim-lagi")
@operator_only
def send_again(public_id: str) -> Response:
    """One message is tried anew."""
    done = outbox.send_again(public_id, viewer_participant())
    page = _page(request.form.get("hal"))
    return go_to(f"{HERE}?hal={page}" if page > 1 else HERE, notice=DONE if done else NOT_DONE)


def _page(text: str | None) -> int:
    return number_in(text, 1, 10**9) or 1
