"""The dashboard: the next step, card and balance, what to notice, the journey; and the messages."""

from datetime import datetime

from flask import Blueprint, Response, session
from flask_login import login_required

import clock
from actions import outbox, payouts
from formats import calendar as calendars
from formats import deadlines
from formats import incentives as payment_texts
from formats import steps as step_texts
from formats.steps import alerts, timeline
from queries import incentives, messages, search
from queries.standing import Standing, standing_of
from rules import next_step
from rules.next_step import Facts
from views.access import viewer_participant
from views.pages import go_to, is_partial, render
from views.shoppers import shopper_of

blueprint = Blueprint("dashboard", __name__)


@blueprint.get("/dasbor")
@login_required
def dashboard() -> Response:
    """Everything a participant needs to know today, the next step first."""
    standing = standing_of(viewer_participant())
    facts = standing.facts()
    now = clock.now()
    steps = next_step.steps(facts, now)
    card = step_texts.card(steps[0], facts, now)
    revealed = session.pop("card_shown", False)
    return render(
        "participant/dashboard/dashboard.html",
        fragment="langkah",
        standing=standing,
        step=card,
        alerts=[alerts.alert(step, facts, now) for step in alerts.worth_an_alert(steps)],
        to_keep=_to_keep(card, facts, now),
        stages=timeline.timeline(next_step.journey(facts), facts),
        stage_now=timeline.stage_number(next_step.journey(facts)),
        revealed=revealed,
        recommended=_recommended(standing, steps[0].code),
    )


def _to_keep(card: step_texts.StepCard, facts: Facts, now: datetime) -> dict[str, str] | None:
    """The deadline that the step shows as a sentence to share, and that there is a calendar file."""
    entry = deadlines.of_step(card.code, facts, now) if card.deadline else None
    return {"text": deadlines.to_share(entry)} if entry else None


def _recommended(standing: Standing, code: str) -> list[search.Recommendation]:
    """Courses to look at, for those who may buy one now or soon."""
    if code not in ("buy_first", "buy_again", "await_balance"):
        return []
    return search.recommendations(shopper_of(standing))


@blueprint.get("/dasbor/tenggat.ics")
@login_required
def calendar_file() -> Response:
    """The participant's own deadlines for the calendar of their phone."""
    facts = standing_of(viewer_participant()).facts()
    made = calendars.calendar(deadlines.entries(facts, clock.now()), clock.now())
    headers = {"Content-Disposition": 'attachment; filename="tenggat-prakerja.ics"'}
    return Response(made, mimetype="text/calendar", headers=headers)


@blueprint.post("/kartu/lihat")
@login_required
def show_card() -> Response:
    """Reveal the card number once; the next look at the page hides it again."""
    if not is_partial():
        session["card_shown"] = True
        return go_to("/dasbor#kartu")
    standing = standing_of(viewer_participant())
    return render(
        "participant/dashboard/dashboard.html", fragment="kartu", standing=standing, revealed=True
    )


@blueprint.post("/kartu/sembunyikan")
@login_required
def hide_card() -> Response:
    """Hide the card number again."""
    if not is_partial():
        return go_to("/dasbor#kartu")
    standing = standing_of(viewer_participant())
    return render(
        "participant/dashboard/dashboard.html", fragment="kartu", standing=standing, revealed=False
    )


@blueprint.get("/pesan")
@login_required
def inbox() -> Response:
    """What we told the participant, unread first."""
    rows = messages.of_participant(viewer_participant())
    payments_told = incentives.payments_of_messages(viewer_participant(), rows)
    stopped = payouts.stopped() if payments_told else None
    return render(
        "participant/dashboard/messages.html",
        messages=rows,
        since=payment_texts.since_told(
            rows,
            payments_told,
            incentives.accounts_mended(viewer_participant(), rows),
            messages.reminders_over(viewer_participant(), rows),
            stopped["at"] if stopped else None,
            clock.today(),
        ),
    )


@blueprint.post("/pesan/<public_id>/baca")
@login_required
def read_message(public_id: str) -> Response:
    """Mark a message as read, and go where it leads."""
    link = outbox.mark_read(viewer_participant(), public_id)
    return go_to(link or "/pesan")
