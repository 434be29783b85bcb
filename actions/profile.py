"""What participants say of themselves, page by page, and the look they choose."""

from collections.abc import Mapping
from typing import Any

import clock
import ledger
from actions import aptitude, audit
from models import Participant, Profile
from queries.applicants import frozen_by, profile_of
from rules import categories
from rules.eligibility import EDUCATION, OCCUPATIONS, PAGES, SEXES, WORK, sex_of
from rules.refusals import Refused

THEMES = ("terang", "gelap")
MOST_INTERESTS = 3
_FIELDS: Mapping[str, tuple[str, ...]] = {
    "nama": ("name", "sex", "address", "regency"),
    "pendidikan": ("education", "studying"),
    "pekerjaan": ("work", "occupation", "social_aid"),
    "minat": ("interests",),
    "rekening": (),
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

    Raises Refused: profile_frozen, sex_differs. ValueError for what no page offers.
    """
    _refuse_strange(page, values)
    with ledger.write():
        _refuse_frozen(participant)
        _refuse_other_sex(participant, values.get("sex"))
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
    if page not in _FIELDS or set(values) != set(_FIELDS[page]):
        raise ValueError(f"no such page, or not its fields: {page!r}")
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


def _fill(participant: Participant, profile: Profile, values: Mapping[str, Any]) -> None:
    own = {name: values[name] for name in ("name", "interests") if name in values}
    for name, value in own.items():
        setattr(participant, name, value)
    if own:
        Participant.update(own).where(Participant.id == participant.id).execute()
    for name in values.keys() - own.keys():
        setattr(profile, name, values[name])
