"""Who may take part: every rule that says no, with its source, and never a bare no.

Source keys and confidence are those of rules/schemes.py. What a scheme does not say is no reason.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from types import MappingProxyType
from typing import Any

from rules.refusals import Refusal
from rules.schemes import Figure, Terms

EDUCATION = ("none", "primary", "junior", "senior", "vocational", "diploma", "bachelor", "master")
WORK = ("seeking", "laid_off", "micro_business", "employed", "migrant")
SEXES = ("female", "male")
# What the population register and its partners know of a NIK (gateways/population.py).
LISTS = ("student", "social_aid", "bsu", "bpum", "official")

# The pages of the profile as their addresses name them; the last one may be left for later.
PAGES = ("nama", "pendidikan", "pekerjaan", "minat", "rekening")
NEEDED_PAGES = frozenset(PAGES[:-1])

_NEVER_ALLOWED = Figure(True, "N11 N19", "H")
_BOTH = MappingProxyType({"semi_bansos": _NEVER_ALLOWED, "normal": _NEVER_ALLOWED})
_ALLOWED: Mapping[str, Figure] = MappingProxyType({})
# Up to gelombang 47 one source bars the staff of state companies too; the regulation only boards.
_STAFF = MappingProxyType({"semi_bansos": Figure(True, "S2", "L")})

# Occupation → the schemes that exclude it, with the figure that says so (programme.md 1.3).
OCCUPATIONS: Mapping[str, Mapping[str, Figure]] = MappingProxyType(
    {
        "none": _ALLOWED,
        "household": _ALLOWED,
        "private_employee": _ALLOWED,
        "self_employed": _ALLOWED,
        "daily_worker": _ALLOWED,
        "farmer_fisher": _ALLOWED,
        "state_official": _BOTH,
        "council_member": _BOTH,
        "civil_servant": _BOTH,
        "soldier": _BOTH,
        "police": _BOTH,
        "village_official": _BOTH,
        "soe_board": _BOTH,
        "soe_staff": _STAFF,
        "other": _ALLOWED,
    }
)
_GROUPS: Mapping[str, str] = MappingProxyType({"laid_off": "laid_off", "migrant": "migrant"})


@dataclass(frozen=True)
class Applicant:
    """What the rules ask of a person. None: not known yet, and no reason to say no."""

    citizen: bool | None = None
    birth_date: date | None = None
    studying: bool | None = None
    occupation: str | None = None
    lists: frozenset[str] = frozenset()
    says_social_aid: bool | None = None
    recipients_in_kk: int = 0  # others of the same KK who hold a place
    received_before: bool = False  # a place that lapsed and was forgiven does not count
    blocked: str | None = None
    phone_confirmed: bool = False
    identity_verified: bool = False
    profile_complete: bool = False


def refuse_applicant(applicant: Applicant, terms: Terms, closes_on: date) -> list[Refusal]:
    """Every reason why this person cannot take part; [] means eligible.

    The codes are keys of formats/gelombang.py REASONS; each fact names source and confidence.
    """
    return [
        *_of_the_person(applicant, terms, closes_on),
        *_of_the_lists(applicant, terms),
        *_of_the_place(applicant, terms),
        *_of_the_account(applicant),
    ]


def on_paper(applicant: Applicant) -> Applicant:
    """The same person with an account in order: what their answers alone say."""
    return replace(applicant, phone_confirmed=True, identity_verified=True, profile_complete=True)


def age_on(birth_date: date, day: date) -> int:
    """Full years on a day; who was born on 29 February is a year older from 1 March on."""
    before = (day.month, day.day) < (birth_date.month, birth_date.day)
    return day.year - birth_date.year - before


def counted_on(closes_at: datetime | None, now: datetime) -> date:
    """The day ages are counted on: the closing day, or today where it is over or not set."""
    return max(closes_at.date(), now.date()) if closes_at else now.date()


def sex_of(nik: str) -> str:
    """The sex a NIK speaks of: a woman's day of birth has 40 added."""
    return "female" if int(nik[6:8]) > 40 else "male"


def group_of(work: str | None) -> str | None:
    """The group of reserved seats somebody belongs to by their work: laid_off, migrant or None."""
    return _GROUPS.get(work or "")


def excluded(occupation: str | None, scheme: str) -> Figure | None:
    """The figure by which a scheme excludes this occupation, or None."""
    return OCCUPATIONS.get(occupation or "", _ALLOWED).get(scheme)


def _of_the_person(applicant: Applicant, terms: Terms, closes_on: date) -> list[Refusal]:
    found = []
    if applicant.citizen is False:
        found.append(Refusal("not_citizen", {"source": "P3", "confidence": "H"}))
    if applicant.birth_date is not None:
        age = age_on(applicant.birth_date, closes_on)
        if terms.age_min is not None and age < terms.age_min:
            found.append(_by(terms, "age_min", "age_too_young", age=age, limit=terms.age_min))
        if terms.age_max is not None and age > terms.age_max:
            found.append(_by(terms, "age_max", "age_too_old", age=age, limit=terms.age_max))
    if applicant.studying or "student" in applicant.lists:
        found.append(Refusal("student", {"source": "N11 N19", "confidence": "H"}))
    figure = excluded(applicant.occupation, terms.scheme)
    if figure is not None:
        code = "occupation_unsure" if figure.confidence == "L" else "occupation"
        facts = {"source": figure.source, "confidence": figure.confidence}
        found.append(Refusal(code, {**facts, "occupation": applicant.occupation}))
    return found


def _of_the_lists(applicant: Applicant, terms: Terms) -> list[Refusal]:
    found = []
    if "official" in applicant.lists:
        found.append(Refusal("official", {"source": "N11 N19", "confidence": "H"}))
    if terms.exclude_social_aid:
        if applicant.says_social_aid or "social_aid" in applicant.lists:
            found.append(_by(terms, "exclude_social_aid", "social_aid"))
        found += [
            _by(terms, "exclude_social_aid", code)
            for code in ("bsu", "bpum")
            if code in applicant.lists
        ]
    return found


def _of_the_place(applicant: Applicant, terms: Terms) -> list[Refusal]:
    found = []
    if terms.once_per_lifetime and applicant.received_before:
        found.append(_by(terms, "once_per_lifetime", "already_recipient"))
    if terms.max_per_kk is not None and applicant.recipients_in_kk >= terms.max_per_kk:
        found.append(_by(terms, "max_per_kk", "kk_full", limit=terms.max_per_kk))
    if applicant.blocked is not None:
        facts = {"source": "N20", "confidence": "H", "reason": applicant.blocked}
        found.append(Refusal("blocked", facts))
    return found


def _of_the_account(applicant: Applicant) -> list[Refusal]:
    found = []
    if not applicant.phone_confirmed:
        found.append(Refusal("phone_unconfirmed"))
    if not applicant.identity_verified:
        found.append(Refusal("not_verified"))
    if not applicant.profile_complete:
        found.append(Refusal("profile_incomplete"))
    return found


def _by(terms: Terms, field: str, code: str, **facts: Any) -> Refusal:
    source, confidence = terms.sources[field]
    return Refusal(code, {**facts, "source": source, "confidence": confidence})
