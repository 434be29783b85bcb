"""The programme's two regimes as data: every figure with its source and how sure we are of it.

Source keys (P1, N3, S4 …) are resolved in docs/sources.md. Confidence: H official
source or two independent ones, M one news source, L a seed document or inference,
OURS our own rule where the programme's is not known and the journey would stop.
A field that a scheme does not name is unknown, and stays None: we never guess.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from types import MappingProxyType
from typing import Any, Literal

from rules.units import Rupiah

Confidence = Literal["H", "M", "L", "OURS"]


class UnknownTerm(LookupError):
    """The programme's figure is not known to us; whoever asked must say so, not guess."""


@dataclass(frozen=True)
class Figure:
    """One value of the regulation, where it comes from and how sure we are."""

    value: Any
    source: str
    confidence: Confidence


@dataclass(frozen=True)
class Terms:
    """The rules of one participant, resolved and frozen at acceptance. None means unknown.

    Money in whole rupiah, days in calendar days, dates are the last day (WIB) included.
    """

    gelombang: int
    scheme: str
    sources: Mapping[str, tuple[str, str]]  # field → (source, confidence)
    training_balance_idr: Rupiah | None = None
    job_incentive_idr: Rupiah | None = None
    job_incentive_count: int | None = None
    incentive_interval_months: int | None = None
    incentive_working_days: int | None = None
    survey_idr: Rupiah | None = None
    survey_count: int | None = None
    survey_open_rule: tuple[Mapping[str, Any], ...] | None = None
    survey_fill_days: int | None = None
    survey_pay_within_days: int | None = None
    survey_close_on: date | None = None
    first_purchase_days: int | None = None
    first_purchase_deadline: date | None = None
    balance_use_until: date | None = None
    balance_use_days_after_first: int | None = None
    complete_until: date | None = None
    review_until: date | None = None
    max_trainings: int | None = None
    next_training_requires: str | None = None
    min_training_hours: int | None = None
    modes: tuple[str, ...] | None = None
    age_min: int | None = None
    age_max: int | None = None
    exclude_social_aid: bool | None = None
    max_per_kk: int | None = None
    once_per_lifetime: bool | None = None
    revoke_if_no_purchase: bool | None = None
    forfeit_to: str | None = None
    own_topup_allowed: bool | None = None
    swap_allowed: bool | None = None
    participant_cancel_days: int | None = None
    provider_cancel_refund: bool | None = None
    payout_partners: tuple[str, ...] | None = None

    def need(self, field: str) -> Any:
        """The value of a field; raises UnknownTerm where the programme's figure is not known."""
        value = getattr(self, field)
        if value is None:
            raise UnknownTerm(field)
        return value

    def frozen(self) -> dict[str, Any]:
        """The snapshot kept with a participation: plain JSON, dates as ISO text, no unknowns."""
        plain = {key: value for key, value in asdict_of(self).items() if value is not None}
        return {
            key: value.isoformat() if isinstance(value, date) else value
            for key, value in plain.items()
        }

    @classmethod
    def thawed(cls, snapshot: Mapping[str, Any]) -> "Terms":
        """Terms from a snapshot; a field that an old snapshot does not have is unknown."""
        known: dict[str, Any] = {field.name: snapshot.get(field.name) for field in fields(cls)}
        for name in DATE_FIELDS:
            known[name] = date.fromisoformat(known[name]) if known[name] else None
        for name in ("modes", "payout_partners", "survey_open_rule"):
            known[name] = tuple(known[name]) if known[name] is not None else None
        sources = {key: (pair[0], pair[1]) for key, pair in snapshot["sources"].items()}
        known["sources"] = MappingProxyType(sources)
        return cls(**known)


DATE_FIELDS = (
    "survey_close_on",
    "first_purchase_deadline",
    "balance_use_until",
    "complete_until",
    "review_until",
)
_NOT_RULES = ("gelombang", "scheme", "sources")
RULE_FIELDS = tuple(field.name for field in fields(Terms) if field.name not in _NOT_RULES)


def asdict_of(terms: Terms) -> dict[str, Any]:
    """`dataclasses.asdict` for a value that holds a read-only mapping."""
    plain = {field.name: getattr(terms, field.name) for field in fields(terms)}
    plain["sources"] = {key: list(pair) for key, pair in terms.sources.items()}
    return plain


def resolve(
    gelombang: int, scheme: str, overrides: Mapping[str, Figure] = MappingProxyType({})
) -> Terms:
    """The rules of one gelombang: its scheme's figures, each replaced by the gelombang's own.

    Raises KeyError for a scheme or a field that does not exist.
    """
    figures = {**SCHEMES[scheme], **overrides}
    if strange := set(figures) - set(RULE_FIELDS):
        raise KeyError(f"no such rule: {', '.join(sorted(strange))}")
    sources = {name: (figure.source, figure.confidence) for name, figure in figures.items()}
    values = {name: figure.value for name, figure in figures.items()}
    return Terms(gelombang=gelombang, scheme=scheme, sources=MappingProxyType(sources), **values)


_EVERYWHERE = {
    "max_per_kk": Figure(2, "N19", "H"),
    "once_per_lifetime": Figure(True, "P2", "H"),
    "revoke_if_no_purchase": Figure(True, "N9 N20 S1 S3", "H"),
    "swap_allowed": Figure(False, "S3", "M"),
    "age_min": Figure(18, "N9 N10 P3", "H"),
    # The programme says 3–5 working days after the schedule shows; we promise the later one.
    "incentive_working_days": Figure(5, "N26 S3", "H"),
}

_SEMI_BANSOS = {
    **_EVERYWHERE,
    "training_balance_idr": Figure(Rupiah(1_000_000), "P2", "H"),
    "job_incentive_idr": Figure(Rupiah(600_000), "P1 N1", "H"),
    "job_incentive_count": Figure(4, "P1 N1", "H"),
    "incentive_interval_months": Figure(1, "P1 N1 (jarak hari: aturan kami)", "H"),
    "survey_idr": Figure(Rupiah(50_000), "P1", "H"),
    "survey_count": Figure(3, "P1", "H"),
    "survey_fill_days": Figure(30, "N16 N17", "H"),
    "survey_pay_within_days": Figure(14, "N16 N17", "H"),
    # 30 calendar days from the announcement: Permenko Perekonomian 11/2020.
    "first_purchase_days": Figure(30, "Permenko Perekonomian 11/2020; P2 N3 N4", "H"),
    "next_training_requires": Figure("finished", "S0 S3", "H"),
    "modes": Figure(("spl", "webinar"), "N2 P3", "H"),
    "exclude_social_aid": Figure(True, "N1 N10", "H"),
    "forfeit_to": Figure("rekening dana Kartu Prakerja", "N9 N12 N20", "M"),
    "own_topup_allowed": Figure(False, "N21", "M"),
    "payout_partners": Figure(("bni", "ovo", "linkaja", "gopay", "dana"), "N23 N24", "H"),
}

_NORMAL = {
    **_EVERYWHERE,
    "training_balance_idr": Figure(Rupiah(3_500_000), "P2", "H"),
    "job_incentive_idr": Figure(Rupiah(600_000), "P1 N1", "H"),
    "job_incentive_count": Figure(1, "P1 N1", "H"),
    "survey_idr": Figure(Rupiah(50_000), "P1", "H"),
    "survey_count": Figure(2, "P1", "H"),
    "first_purchase_days": Figure(15, "P2 S4", "H"),
    "balance_use_days_after_first": Figure(15, "P2 N6", "H"),
    "next_training_requires": Figure("finished_and_reviewed", "P2 N6", "H"),
    "min_training_hours": Figure(15, "N1 N2", "H"),
    "modes": Figure(("webinar", "luring", "bauran"), "N2 P3", "H"),
    "age_max": Figure(64, "N9 P3", "H"),
    "exclude_social_aid": Figure(False, "N1 N10", "H"),
    "forfeit_to": Figure("kas umum negara", "P2 N9", "H"),
    "provider_cancel_refund": Figure(True, "N22 (untuk 2024: L)", "H"),
    "payout_partners": Figure(("bni", "ovo", "linkaja", "gopay", "dana"), "N23 N24", "H"),
}

SCHEMES: Mapping[str, Mapping[str, Figure]] = MappingProxyType(
    {"semi_bansos": MappingProxyType(_SEMI_BANSOS), "normal": MappingProxyType(_NORMAL)}
)
