"""What participants say of themselves, page by page, and the look they choose."""

from collections.abc import Mapping
from typing import Any

import clock
import ledger
from actions import aptitude, audit
from formats.text import masked_phone
from formats.wording import PARTNERS
from models import Participant, Profile
from queries.applicants import frozen_by, profile_of
from rules import categories
from rules.accounts import WALLETS
from rules.eligibility import EDUCATION, OCCUPATIONS, PAGES, SEXES, WORK, sex_of
from rules.refusals import Refused

THEMES = ("terang", "gelap")
MOST_INTERESTS = 3
ACCOUNT_PAGE = "rekening"
_FIELDS: Mapping[str, tuple[str, ...]] = {
    "nama": ("name", "sex", "address", "regency"),
    "pendidikan": ("education", "studying"),
    "pekerjaan": ("work", "occupation", "social_aid"),
    "minat": ("interests",),
    "rekening": ("payout_partner", "payout_number"),
}
_CHOICES: Mapping[str, tuple[str, ...]] = {
    "sex": SEXES,
    "education": EDUCATION,
    "work": WORK,
    "occupation": tuple(OCCUPATIONS),
}


def choose_theme(participant: Participant, theme: str | None) -> None:
    """Show pages light or dark; None follows the phone."""
    if theme is not None and theme not in THEMES:
        raise ValueError(f"no such theme: {theme!r}")
    with ledger.write():
        Participant.update(theme=theme).where(Participant.id == participant.id).execute()


def save_page(participant: Participant, page: str, values: Mapping[str, Any]) -> Profile:
    """Keep one page of the profile; the last one saved completes it when the test is done too.

    Raises Refused: profile_frozen, sex_differs, number_differs. ValueError for what no page offers.
    """
    _refuse_strange(page, values)
    with ledger.write():
        _refuse_frozen(participant)
        _refuse_other_sex(participant, values.get("sex"))
        _refuse_other_number(participant, values)
        profile = profile_of(participant) or Profile(participant=participant)
        _fill(participant, profile, values)
        profile.saved = [known for known in PAGES if known in {*profile.saved, page}]
        profile.save()
        audit.record(
            f"participant:{participant.public_id}",
            "profile_saved",
            f"profile:{profile.public_id}",
            page=page,
        )
        aptitude.complete_if_ready(participant)
        return profile


def _refuse_strange(page: str, values: Mapping[str, Any]) -> None:
    may_wait = page == ACCOUNT_PAGE and not values
    if page not in _FIELDS or not (may_wait or set(values) == set(_FIELDS[page])):
        raise ValueError(f"no such page, or not its fields: {page!r}")
    partner, number = values.get("payout_partner"), values.get("payout_number")
    if (partner is None) != (number is None) or partner not in (None, *PARTNERS):
        raise ValueError(f"no such account: {partner!r}")
    for name, allowed in _CHOICES.items():
        if name in values and values[name] not in allowed:
            raise ValueError(f"no such {name}: {values[name]!r}")
    interests = values.get("interests", ["lainnya"])
    if not 1 <= len(interests) <= MOST_INTERESTS or set(interests) - set(categories.SLUGS):
        raise ValueError(f"no such interests: {interests!r}")


def _refuse_frozen(participant: Participant) -> None:
    part = frozen_by(participant, clock.now())
    if part is not None:
        raise Refused("profile_frozen", gelombang=part.gelombang.number)


def _refuse_other_sex(participant: Participant, sex: str | None) -> None:
    verified = participant.identity_verified_at is not None and participant.nik is not None
    if sex is not None and verified and sex_of(participant.nik) != sex:
        raise Refused("sex_differs")


def _refuse_other_number(participant: Participant, values: Mapping[str, Any]) -> None:
    """A wallet has the number of the account; else its owner would hear of it only when paid."""
    own = Participant.get_by_id(participant.id).phone
    if values.get("payout_partner") in WALLETS and own and values["payout_number"] != own:
        raise Refused("number_differs", phone=masked_phone(own))


def _fill(participant: Participant, profile: Profile, values: Mapping[str, Any]) -> None:
    own = {name: values[name] for name in ("name", "interests") if name in values}
    for name, value in own.items():
        setattr(participant, name, value)
    if own:
        Participant.update(own).where(Participant.id == participant.id).execute()
    for name in values.keys() - own.keys():
        setattr(profile, name, values[name])
