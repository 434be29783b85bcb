"""Help: questions and answers, whom to ask, the words, and the rules that hold for the reader."""

from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, Response, request
from flask_login import current_user
from wtforms import TextAreaField
from wtforms.validators import ValidationError

from actions.refused import not_found
from config import settings
from formats import help, rules
from formats.complaints import KIND_OF_QUESTION
from formats.help import answers, contacts, glossary, message_check, trouble
from formats.text import thousands
from queries import message_check as sent
from queries import platforms
from queries.standing import Standing, standing_of
from rules.deadlines import first_purchase_deadline
from views.access import limiter, viewer_participant
from views.fields import Form
from views.pages import render

blueprint = Blueprint("help", __name__)


class MessageForm(Form):
    pesan = TextAreaField("Tempel pesannya di sini")

    def validate_pesan(self, field: TextAreaField) -> None:
        """Something to look at."""
        length = len((field.data or "").strip())
        if not length:
            raise ValidationError("Tempel pesannya dulu")
        if length > message_check.LONGEST:
            raise ValidationError(
                f"Tempel paling banyak {thousands(message_check.LONGEST)} huruf. "
                f"Sekarang {thousands(length)}."
            )


@blueprint.get("/bantuan")
def help_page() -> Response:
    """Search, what people come for, the questions, the contacts."""
    standing = _standing()
    terms = standing.terms if standing else None
    rows = platforms.all_platforms()
    wanted = request.args.get("q", "").strip()[:100]
    return render(
        "participant/help/help.html",
        wanted=wanted,
        found=help.search(wanted, _reader(standing, rows)),
        tasks=help.TASKS,
        groups=help.GROUPS,
        programme=_programme(),
        platforms=contacts.platform_contacts(rows, terms.gelombang if terms else None),
        partners=contacts.partner_contacts(terms.payout_partners if terms else None),
        purposes=contacts,
        live=not settings.training,
    )


@blueprint.get("/bantuan/istilah")
def words() -> Response:
    """The glossary."""
    return render("participant/help/glossary.html", words=glossary.GLOSSARY)


@blueprint.get("/bantuan/beli-bermasalah")
def trouble_page() -> Response:
    """What went wrong while buying, one choice after the other; `?soal=` opens a branch."""
    standing = _standing()
    return render(
        "participant/help/trouble.html",
        branches=trouble.branches(standing.waiting_purchase if standing else None),
        opened=request.args.get("soal", ""),
        waiting=standing.waiting_purchase if standing else None,
    )


@blueprint.get("/bantuan/cek-pesan")
def message_page() -> Response:
    """Paste a message to learn whether it is ours."""
    return _message_page(MessageForm(formdata=None))


@blueprint.post("/bantuan/cek-pesan")
@limiter.limit("30 per minute", exempt_when=lambda: settings.training)
def check_message() -> Response:
    """Compare it and name the signs; nothing of it is kept."""
    form = MessageForm()
    if not form.validate_on_submit():
        return _message_page(form, status=422)
    pasted = form.pesan.data
    known = [settings.help_phone, *(row.contact or "" for row in platforms.all_platforms())]
    return _message_page(
        form,
        match=sent.match(viewer_participant(), pasted) if current_user.is_authenticated else None,
        signs=message_check.signs(pasted, urlsplit(settings.base_url).hostname or "", known),
        checked=True,
    )


def _message_page(form: MessageForm, status: int = 200, **found: Any) -> Response:
    shown = {"match": None, "signs": [], "checked": False, **found}
    return render("participant/help/message.html", status=status, form=form, **shown)


@blueprint.get("/bantuan/<code>")
def question(code: str) -> Response:
    """One question, answered for the reader's gelombang."""
    reader = _reader(_standing(), platforms.all_platforms())
    topic = help.topic(code, reader) or not_found("question")
    return render(
        "participant/help/question.html",
        topic=topic,
        kind=KIND_OF_QUESTION.get(code, ""),
        gelombang=reader.terms.gelombang if reader.terms else None,
    )


@blueprint.get("/aturan")
def own_rules() -> Response:
    """The rules frozen for this participant; without any, both schemes side by side."""
    standing = _standing()
    if standing is None or standing.terms is None:
        old, new = answers.general_terms()
        return render(
            "participant/help/schemes.html",
            names=(answers.OLD, answers.NEW),
            groups=rules.compare_schemes(old, new),
        )
    return render(
        "participant/help/rules.html",
        terms=standing.terms,
        scheme=rules.SCHEME_NAMES[standing.terms.scheme],
        deadline=_deadline(standing),
        groups=rules.rule_groups(standing.terms),
    )


def _programme() -> contacts.Contact:
    return contacts.Contact("Call centre program", settings.help_phone, contacts.PROGRAMME_AS_OF)


def _standing() -> Standing | None:
    return standing_of(current_user.participant) if current_user.is_authenticated else None


def _reader(standing: Standing | None, rows: list[Any]) -> answers.Reader:
    if standing is None or standing.terms is None:
        return answers.Reader(settings.help_phone)
    valid = platforms.names_valid_for(rows, standing.terms.gelombang)
    return answers.Reader(settings.help_phone, standing.terms, _deadline(standing), valid)


def _deadline(standing: Standing) -> datetime | None:
    if standing.terms is None or standing.accepted_on is None:
        return None
    return first_purchase_deadline(standing.terms, standing.accepted_on)
