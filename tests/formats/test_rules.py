"""«Aturan untukmu»: every rule is shown, with its source, and nothing is guessed."""

from pathlib import Path

import pytest

from formats.rules import GROUPS, UNKNOWN, compare_schemes, rule_groups
from formats.sources import CONFIDENCE, SOURCES, keys_in, readable
from rules.gelombang import PUBLISHED
from rules.schemes import RULE_FIELDS, SCHEMES

DOCUMENT = Path(__file__).parent.parent.parent / "docs" / "sources.md"
ALL_SOURCES = [figure.source for scheme in SCHEMES.values() for figure in scheme.values()] + [
    figure.source for known in PUBLISHED.values() for figure in known.overrides.values()
]


def lines(gelombang: int) -> dict[str, object]:
    groups = rule_groups(PUBLISHED[gelombang].terms())
    return {line.field: line for group in groups for line in group.lines}


def test_every_field_of_the_terms_stands_in_one_group() -> None:
    shown = [field for _, entries in GROUPS for field, _, _ in entries]
    assert sorted(shown) == sorted(RULE_FIELDS)


@pytest.mark.parametrize("gelombang", PUBLISHED)
def test_every_line_has_a_value_and_what_is_known_has_a_source(gelombang) -> None:
    for line in lines(gelombang).values():
        assert line.value and line.value != "None"
        assert line.value == UNKNOWN or line.sources or line.confidence == "OURS"


@pytest.mark.parametrize(
    ("gelombang", "field", "value", "sure"),
    [
        (21, "training_balance_idr", "Rp1.000.000", "pasti"),
        (21, "first_purchase_deadline", "21 Oktober 2021", "pasti"),
        (21, "max_trainings", "2 pelatihan", "belum terverifikasi"),
        (21, "own_topup_allowed", "Tidak", "satu sumber berita"),
        (21, "survey_close_on", "10 Desember 2021", "pasti"),
        (70, "training_balance_idr", "Rp3.500.000", "pasti"),
        (70, "own_topup_allowed", UNKNOWN, ""),
        (70, "first_purchase_deadline", UNKNOWN, ""),
        (70, "incentive_interval_months", "Hanya sekali kirim", "pasti"),
        (70, "survey_pay_within_days", "14 hari", "aturan aplikasi ini"),
        (70, "payout_partners", "BNI, BCA, OVO, LinkAja, GoPay, DANA", "satu sumber berita"),
    ],
)
def test_a_rule_reads_as_it_was_frozen(gelombang, field, value, sure) -> None:
    line = lines(gelombang)[field]
    assert (line.value, line.sure) == (value, sure)


def test_the_survey_opening_is_ours_only_where_the_programme_is_silent() -> None:
    ours, theirs = lines(70)["survey_open_rule"], lines(21)["survey_open_rule"]
    assert ours.confidence == "OURS" and theirs.confidence == "H"
    assert "1 November 2021" in theirs.value


def test_what_the_app_fills_in_is_marked_as_ours() -> None:
    own = rule_groups(PUBLISHED[21].terms())[-1]
    assert {line.field for line in own.lines} >= {"certificate", "resend", "review_length"}
    assert all(line.sure == "aturan aplikasi ini" for line in own.lines)


def test_both_schemes_stand_side_by_side() -> None:
    compared = compare_schemes(PUBLISHED[47].terms(), PUBLISHED[48].terms())
    pairs = {pair.name: (pair.first, pair.second) for _, rows in compared for pair in rows}
    assert pairs["Saldo pelatihan"] == ("Rp1.000.000", "Rp3.500.000")
    assert pairs["Waktu membeli pelatihan pertama"] == ("30 hari", "15 hari")


def test_spans_and_laws_of_a_source_are_read() -> None:
    assert keys_in("N3 N7–N9") == ["N3", "N7", "N8", "N9"]
    names, note = readable("Permenko Perekonomian 11/2020; P2 N3")
    assert names[0] == "Permenko Perekonomian 11/2020" and len(names) == 3 and note is None


def test_a_note_in_brackets_is_kept_without_its_mark() -> None:
    assert readable("N16 N18 (seperti gelombang 21)").note == "seperti gelombang 21"
    assert readable("N22 (untuk 2024: L)").note == "untuk 2024"


@pytest.mark.parametrize("source", sorted(set(ALL_SOURCES)))
def test_every_source_of_a_figure_has_a_name(source) -> None:
    names, _ = readable(source)
    assert names and not [name for name in names if name in keys_in(source)]


def test_the_document_lists_every_key_people_may_read() -> None:
    listed = {
        line.split("|")[1].strip() for line in DOCUMENT.read_text().splitlines() if "|" in line
    }
    assert set(SOURCES) <= listed


def test_every_confidence_has_a_word() -> None:
    assert set(CONFIDENCE) == {"H", "M", "L", "OURS"}
