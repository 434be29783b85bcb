"""Help: twenty questions, whom to ask, the words, and the rules that hold for the reader."""

from datetime import datetime
from typing import Any

from flask import Blueprint, Response, request
from flask_login import current_user

from actions.refused import not_found
from config import settings
from formats import help, rules
from formats.help import answers, contacts, glossary
from queries import platforms
from queries.standing import Standing, standing_of
from rules.deadlines import first_purchase_deadline
from views.pages import render

blueprint = Blueprint("help", __name__)


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
        programme=contacts.Contact("Call centre program", settings.help_phone, None),
        platforms=contacts.platform_contacts(rows, terms.gelombang if terms else None),
        partners=contacts.partner_names(terms.payout_partners if terms else None),
        purposes=contacts,
        live=not settings.training,
    )


@blueprint.get("/bantuan/istilah")
def words() -> Response:
    """The glossary."""
    return render("participant/help/glossary.html", words=glossary.GLOSSARY)


@blueprint.get("/bantuan/<code>")
def question(code: str) -> Response:
    """One question, answered for the reader's gelombang."""
    reader = _reader(_standing(), platforms.all_platforms())
    topic = help.topic(code, reader) or not_found("question")
    return render(
        "participant/help/question.html",
        topic=topic,
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
