"""The bank of the test: every right answer is right; the choice is fair; the score counts."""

import re
from collections import Counter
from datetime import datetime, timedelta
from fractions import Fraction
from itertools import permutations

import pytest

from rules import aptitude
from rules.aptitude_items import BANK
from rules.aptitude_items.item import LETTERS, Chart, Table

SCORED = [item for item in BANK if item.right is not None]
COMPUTED = [item for item in SCORED if item.proof]
NO_COMPUTING = {"reading", "motivation"}
# Numbers a proof may use without their being told: hundredths, minutes of an hour.
KNOWN = {"60", "100", "1000"}
NOW = datetime.fromisoformat("2024-08-03T09:00:00+07:00")


def one(name):
    return pytest.mark.parametrize("item", name, ids=lambda item: item.code)


def minutes(text):
    hours, rest = text.split(".")
    return int(hours) * 60 + int(rest)


def only(found):
    (answer,) = set(found)
    return answer


def least(values):
    return only(name for name in values if values[name] == min(values.values()))


def most(values):
    return only(name for name in values if values[name] == max(values.values()))


def before(order, *names):
    places = [order.index(name) for name in names]
    return places == sorted(places)


def number_in(option):
    """«Rp16.000» → 16000, «1,25 kg» → 5/4, «5/8 bagian» → 5/8; None without a number."""
    found = re.search(r"\d+/\d+|\d[\d.]*(?:,\d+)?", option)
    return found and Fraction(found[0].replace(".", "").replace(",", "."))


def world(item):
    tools = (minutes, only, least, most, before)
    known = {tool.__name__: tool for tool in tools}
    known |= {"F": Fraction, "orders": lambda *names: permutations(names)}
    known["hour"] = lambda number: f"{number // 60:02}.{number % 60:02}"
    if isinstance(item.figure, Chart):
        known["d"] = dict(item.figure.points)
    if isinstance(item.figure, Table):
        known["t"] = {row[0]: row[1:] for row in item.figure.rows}
    return known


def shown(item):
    """Everything the participant can read."""
    said = [item.prompt, item.text]
    if isinstance(item.figure, Chart):
        said += [f"{label} {value}" for label, value in item.figure.points]
    if isinstance(item.figure, Table):
        said += [str(cell) for row in (item.figure.head, *item.figure.rows) for cell in row]
    return " ".join(said)


def test_the_bank_is_large_and_its_codes_are_unique() -> None:
    assert len(BANK) >= 64
    assert len({item.code for item in BANK}) == len(BANK)
    assert {item.topic for item in BANK} == set(aptitude.TOPICS)
    assert all(len(item.code) <= 20 and item.code.startswith(item.topic) for item in BANK)


@one(BANK)
def test_options_are_four_and_differ_also_in_value(item) -> None:
    assert len({option.casefold() for option in item.options}) == 4
    values = [number_in(option) for option in item.options]
    if item.topic not in NO_COMPUTING and all(values) and "Kemasan" not in item.options[0]:
        assert len(set(values)) == 4


@one(SCORED)
def test_what_can_be_computed_is(item) -> None:
    assert item.right in tuple(LETTERS)
    assert item.why
    assert bool(item.proof) + bool(item.holds) == (item.topic not in NO_COMPUTING)


@one(COMPUTED)
def test_the_right_option_is_what_the_proof_computes_and_no_other_is(item) -> None:
    answer = eval(item.proof, world(item))
    if isinstance(answer, str):
        fitting = [letter for letter, option in item.choices if option == answer]
    else:
        fitting = [letter for letter, option in item.choices if number_in(option) == answer]
    assert fitting == [item.right]


@one([item for item in SCORED if item.holds])
def test_exactly_the_right_order_holds(item) -> None:
    fitting = [
        letter
        for letter, option in item.choices
        if eval(item.holds, {**world(item), "o": option.lower().split(", ")})
    ]
    assert fitting == [item.right]


@one(COMPUTED)
def test_a_proof_uses_only_numbers_that_are_told(item) -> None:
    told = set(re.findall(r"\d+", shown(item).replace(".", "")))
    used = re.findall(r"(?<![\w.])\d{2,}(?![\w.])", re.sub(r"'[^']*'", "", item.proof))
    assert set(used) <= told | KNOWN


@one([item for item in BANK if item.topic == "reading"])
def test_a_reading_item_quotes_its_evidence(item) -> None:
    assert item.why.strip("«»") in item.text


@one([item for item in BANK if item.topic == "motivation"])
def test_motivation_has_no_right_answer(item) -> None:
    assert item.right is None and item.options[0] == "Sangat setuju"


@one(BANK)
def test_sentences_are_short_and_friendly(item) -> None:
    text = f"{item.text} {item.prompt}"
    for said in re.split(r"[.?!»]\s+", text):
        assert len(said.split()) <= 15, said
    assert not re.search(r"\b(anda|mohon|maaf|silakan)\b", text, re.I)
    assert item.prompt.endswith(("?", "»"))


@one([item for item in BANK if item.figure])
def test_figures_hold_what_they_draw(item) -> None:
    figure = item.figure
    if isinstance(figure, Table):
        assert all(len(row) == len(figure.head) for row in figure.rows)
        assert len({row[0] for row in figure.rows}) == len(figure.rows)
    else:
        assert len({label for label, _ in figure.points}) == len(figure.points)
        assert figure.highest == max(value for _, value in figure.points)
        if figure.kind == "pie":
            assert sum(value for _, value in figure.points) == 100
            assert [row.label for row in figure.slices] == [label for label, _ in figure.points]


def test_slices_of_a_pie_close_a_circle() -> None:
    figure = Chart("pie", "Uji", "persen", (("A", 75), ("B", 25)))
    first, second = figure.slices
    assert first.outline == "M0 0L0.0 -100.0A100 100 0 1 1 -100.0 0.0Z"
    assert second.outline.startswith("M0 0L-100.0 ") and "A100 100 0 0 1" in second.outline
    assert first.x > 0 and second.x < 0


def test_the_right_letters_are_spread() -> None:
    letters = Counter(item.right for item in SCORED)
    assert set(letters) == set(LETTERS)
    assert max(letters.values()) <= 2 * min(letters.values())


def test_the_blueprint_is_18_items_in_25_minutes() -> None:
    for number in (None, 1, 21, 71):
        plan = aptitude.blueprint_for(number)
        assert (plan.size, plan.minutes) == (18, 25)
    assert aptitude.blueprint_for(0) is aptitude.DEFAULT


def test_choosing_is_repeatable_and_balanced() -> None:
    first = aptitude.choose(aptitude.DEFAULT, "benih")
    assert first == aptitude.choose(aptitude.DEFAULT, "benih")
    assert first != aptitude.choose(aptitude.DEFAULT, "benih lain")
    for seed in range(200):
        codes = aptitude.choose(aptitude.DEFAULT, str(seed))
        assert len(set(codes)) == 18
        topics = [aptitude.BY_CODE[code].topic for code in codes]
        assert Counter(topics) == dict(aptitude.DEFAULT.topics)
        assert topics[:9] == list(aptitude.TOPICS)


def test_over_many_tests_every_item_of_a_topic_comes_about_as_often() -> None:
    """Chi-square over 2,000 fixed seeds, p > 0.001 for each topic (critical values, 7 and 8 degrees)."""
    runs = 2_000
    counts = Counter(
        code for seed in range(runs) for code in aptitude.choose(aptitude.DEFAULT, f"uji {seed}")
    )
    for topic, drawn in aptitude.DEFAULT.topics:
        items = [item.code for item in BANK if item.topic == topic]
        expected = runs * drawn / len(items)
        square = sum((counts[code] - expected) ** 2 / expected for code in items)
        assert square < {8: 24.32, 9: 26.12}[len(items)], topic


def test_a_blueprint_that_asks_for_more_than_there_is_fails() -> None:
    greedy = aptitude.Blueprint((("percent", 99),), 25, "uji")
    with pytest.raises(ValueError, match="percent"):
        aptitude.choose(greedy, "x")


def test_the_last_second_counts() -> None:
    end = aptitude.ends(aptitude.DEFAULT, NOW)
    assert end == NOW + timedelta(minutes=25)
    assert not aptitude.over(end, end)
    assert aptitude.over(end, end + timedelta(seconds=1))


def test_the_score_counts_right_answers_by_topic_and_leaves_motivation_out() -> None:
    codes = aptitude.choose(aptitude.DEFAULT, "nilai")
    right = {code: aptitude.BY_CODE[code].right or "a" for code in codes}
    full = aptitude.score(codes, right)
    assert (full.right, full.scored) == (16, 16)
    assert [topic for topic, _, _ in full.topics] == list(aptitude.TOPICS[:-1])
    wrong = {code: "d" if letter != "d" else "a" for code, letter in right.items()}
    assert aptitude.score(codes, wrong).right == 0
    assert aptitude.score(codes, {}).topics == tuple((t, 0, 2) for t in aptitude.TOPICS[:-1])
    assert aptitude.score(codes, {codes[0]: right[codes[0]]}).topics[0] == ("arithmetic", 1, 2)
