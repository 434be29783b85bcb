"""The figures of the two schemes, their sources, and the snapshot that freezes them."""

import json

import pytest

from rules.gelombang import PUBLISHED
from rules.incentives import promised
from rules.schemes import RULE_FIELDS, SCHEMES, Figure, Terms, UnknownTerm, resolve


@pytest.mark.parametrize("scheme", SCHEMES)
def test_every_figure_has_a_source_and_a_confidence(scheme: str) -> None:
    for name, figure in SCHEMES[scheme].items():
        assert name in RULE_FIELDS
        assert figure.source.strip(), name
        assert figure.confidence in ("H", "M", "L", "OURS"), name


@pytest.mark.parametrize("number", PUBLISHED)
def test_every_override_has_a_source_too(number: int) -> None:
    for name, figure in PUBLISHED[number].overrides.items():
        assert figure.source.strip(), name


@pytest.mark.parametrize(
    ("number", "balance", "incentives"),
    [(21, 1_000_000, 2_550_000), (23, 1_000_000, 2_550_000), (70, 3_500_000, 700_000)],
)
def test_the_totals_are_those_of_the_programme(number: int, balance: int, incentives: int) -> None:
    terms = PUBLISHED[number].terms()
    assert terms.training_balance_idr == balance
    assert sum(amount for _, _, amount in promised(terms)) == incentives


def test_gelombang_21_allows_two_trainings_and_others_do_not_say() -> None:
    assert PUBLISHED[21].terms().max_trainings == 2
    assert PUBLISHED[23].terms().max_trainings is None


@pytest.mark.parametrize("number", PUBLISHED)
def test_terms_survive_freezing(number: int) -> None:
    terms = PUBLISHED[number].terms()
    assert Terms.thawed(json.loads(json.dumps(terms.frozen()))) == terms


def test_a_field_missing_from_an_old_snapshot_is_unknown_and_not_a_default() -> None:
    snapshot = PUBLISHED[21].terms().frozen()
    del snapshot["survey_idr"]
    with pytest.raises(UnknownTerm):
        Terms.thawed(snapshot).need("survey_idr")


def test_an_override_wins_over_its_scheme_and_brings_its_own_source() -> None:
    terms = resolve(99, "normal", {"first_purchase_days": Figure(20, "uji", "L")})
    assert terms.first_purchase_days == 20
    assert terms.sources["first_purchase_days"] == ("uji", "L")


def test_a_rule_that_does_not_exist_cannot_be_overridden() -> None:
    with pytest.raises(KeyError):
        resolve(99, "normal", {"first_purchase_dayz": Figure(20, "uji", "L")})
