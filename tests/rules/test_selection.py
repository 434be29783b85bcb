"""The draw as a pure function: fair, the same again, and never more than there is."""

import math
import random
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.selection import (
    ACCEPTED,
    KK_FULL,
    QUOTA_FULL,
    Entry,
    Outcome,
    digest,
    draw,
    line,
    list_hash,
    rank,
    reserved_seats,
    seed_of,
)

SHARES = {"laid_off": 0.2, "migrant": 0.1}
# A fair draw goes below it once in a thousand; the seeds are fixed, so the suite is steady.
P_LIMIT = 0.001


@st.composite
def lists(draw_):
    """Some applicants: groups, households of up to five, some not eligible."""
    count = draw_(st.integers(0, 40))
    homes = st.one_of(st.none(), st.integers(1, 6))
    places = {home: draw_(st.integers(0, 2)) for home in range(1, 7)}
    found = []
    for number in range(count):
        home = draw_(homes)
        found.append(
            Entry(
                f"G71-{number:05}",
                draw_(st.sampled_from([None, "laid_off", "migrant"])),
                home,
                places.get(home),
                draw_(st.integers(0, 5)) > 0,
            )
        )
    return found


QUOTAS = st.integers(0, 45)
SEEDS = st.text("0123456789abcdef", min_size=8, max_size=8)


@given(lists(), QUOTAS, SEEDS, st.randoms())
def test_order_of_arrival_never_matters(entries, quota, seed, chance) -> None:
    shuffled = list(entries)
    chance.shuffle(shuffled)
    assert draw(shuffled, quota, SHARES, seed) == draw(entries, quota, SHARES, seed)
    assert list_hash(shuffled) == list_hash(entries)


@given(lists(), QUOTAS, SEEDS)
def test_a_rerun_gives_the_same(entries, quota, seed) -> None:
    first, again = draw(entries, quota, SHARES, seed), draw(iter(entries), quota, SHARES, seed)
    assert first == again and list(first.outcomes) == list(again.outcomes)


@given(lists(), QUOTAS, SEEDS)
def test_nobody_is_in_beyond_quota_household_and_eligibility(entries, quota, seed) -> None:
    drawn = draw(entries, quota, SHARES, seed)
    inside = [entry for entry in entries if _result(drawn, entry) == ACCEPTED]
    assert len(inside) == drawn.accepted <= quota
    assert all(entry.eligible for entry in inside)
    assert set(drawn.outcomes) == {entry.code for entry in entries if entry.eligible}
    homes = Counter(entry.household for entry in inside if entry.household is not None)
    places = {entry.household: entry.places for entry in entries}
    assert all(count <= places[home] for home, count in homes.items())


@given(lists(), QUOTAS, SEEDS)
def test_no_seat_stays_empty_while_somebody_could_have_it(entries, quota, seed) -> None:
    drawn = draw(entries, quota, SHARES, seed)
    left_out = [entry for entry in entries if _result(drawn, entry) == QUOTA_FULL]
    assert not left_out or drawn.accepted == quota


@given(lists(), QUOTAS, SEEDS)
def test_who_hears_of_the_household_has_it_full(entries, quota, seed) -> None:
    drawn = draw(entries, quota, SHARES, seed)
    inside = Counter(e.household for e in entries if _result(drawn, e) == ACCEPTED)
    for entry in entries:
        full = entry.household is not None and inside[entry.household] >= entry.places
        if _result(drawn, entry) in (KK_FULL, QUOTA_FULL):
            assert (_result(drawn, entry) == KK_FULL) == full


@given(lists(), QUOTAS, SEEDS)
def test_reserved_seats_are_filled_by_their_group_first(entries, quota, seed) -> None:
    alone = [entry._replace(household=None, places=None) for entry in entries]
    drawn = draw(alone, quota, SHARES, seed)
    for group, seats in reserved_seats(quota, SHARES).items():
        members = [entry for entry in alone if entry.group == group and entry.eligible]
        inside = [entry for entry in members if _result(drawn, entry) == ACCEPTED]
        assert len(inside) >= min(seats, len(members))
        by_rank = sorted(members, key=lambda entry: rank(seed, entry.code))
        assert {entry.code for entry in inside} == {e.code for e in by_rank[: len(inside)]}


@given(lists(), QUOTAS, SEEDS)
def test_the_cut_offs_say_who_is_in(entries, quota, seed) -> None:
    drawn = draw(entries, quota, SHARES, seed)
    for entry in entries:
        outcome = drawn.outcomes.get(entry.code)
        if outcome is None or outcome.result == KK_FULL:
            continue
        pools = {"", entry.group} & set(drawn.cutoffs)
        assert (outcome.result == ACCEPTED) == any(
            outcome.rank <= drawn.cutoffs[pool] for pool in pools
        )


@given(lists(), QUOTAS, SEEDS)
@settings(max_examples=50)
def test_one_more_seat_takes_nobody_s_away(entries, quota, seed) -> None:
    alone = [entry._replace(household=None, places=None) for entry in entries]
    before, after = draw(alone, quota, {}, seed), draw(alone, quota + 1, {}, seed)
    assert all(
        after.outcomes[code].result == ACCEPTED
        for code, outcome in before.outcomes.items()
        if outcome.result == ACCEPTED
    )


def test_when_there_is_room_everybody_is_in_and_has_a_rank() -> None:
    drawn = draw([Entry("A"), Entry("B"), Entry("C", eligible=False)], 2, {}, "s")
    assert {outcome.result for outcome in drawn.outcomes.values()} == {ACCEPTED}
    assert drawn.outcomes["A"] == Outcome(rank("s", "A"), ACCEPTED)
    assert drawn.cutoffs == {"": max(rank("s", "A"), rank("s", "B"))}


def test_without_a_seat_there_is_no_cut_off() -> None:
    drawn = draw([Entry("A")], 0, {}, "s")
    assert drawn.cutoffs == {} and drawn.outcomes["A"].result == QUOTA_FULL


def test_a_household_is_counted_across_reserved_and_general_seats() -> None:
    family = [Entry(f"K{n}", "migrant" if n < 2 else None, 1, 2) for n in range(5)]
    drawn = draw(family, 5, {"migrant": 0.4}, "s")
    assert Counter(outcome.result for outcome in drawn.outcomes.values()) == {
        ACCEPTED: 2,
        KK_FULL: 3,
    }
    assert all(drawn.outcomes[f"K{n}"].result == ACCEPTED for n in range(2))


def test_seats_a_group_does_not_fill_go_back_to_everyone() -> None:
    entries = [Entry("M", "migrant"), *(Entry(f"P{n}") for n in range(9))]
    assert draw(entries, 10, {"migrant": 0.5}, "s").accepted == 10


def test_shares_are_read_as_they_are_written() -> None:
    assert reserved_seats(100, {"b": 0.29, "a": 0.07}) == {"a": 7, "b": 29}
    assert reserved_seats(99, {"a": 0.1}) == {"a": 9}


def test_the_seed_needs_all_three() -> None:
    assert seed_of("r", "d", None) == seed_of("r", "d", "") == digest("r:d:")
    seeds = {seed_of(*parts) for parts in (("r", "d", "n"), ("x", "d", "n"), ("r", "d", None))}
    assert len(seeds) == 3


def test_the_lines_of_the_list_say_no_more_than_is_needed() -> None:
    assert line(Entry("A", "migrant", 3, 1)) == "A,1,migrant,3,1"
    assert line(Entry("A")) == "A,1,,,"
    assert line(Entry("A", "migrant", 3, 1, eligible=False)) == "A,0,,,"


def test_any_change_of_the_list_changes_its_hash() -> None:
    base = [Entry("A", "migrant", 1, 2), Entry("B")]
    changed = [
        [Entry("A", None, 1, 2), Entry("B")],
        [Entry("A", "migrant", 2, 2), Entry("B")],
        [Entry("A", "migrant", 1, 1), Entry("B")],
        [Entry("A", "migrant", 1, 2)],
        [Entry("A", "migrant", 1, 2), Entry("B", eligible=False)],
    ]
    assert list_hash(base) not in [list_hash(other) for other in changed]


# --- Fairness ------------------------------------------------------------------------------------


def upper_gamma(shape: float, x: float) -> float:
    """Q(shape, x), the regularised upper incomplete gamma function: series, or continued fraction."""
    if x <= 0:
        return 1.0
    front = math.exp(shape * math.log(x) - x - math.lgamma(shape))
    if x < shape + 1:
        term = total = 1 / shape
        step = shape
        while abs(term) > abs(total) * 1e-15:
            step += 1
            term *= x / step
            total += term
        return 1 - front * total
    b = x + 1 - shape
    c, d = 1e300, 1 / b
    whole = d
    for i in range(1, 10_000):
        a = -i * (i - shape)
        b += 2
        d = 1 / (a * d + b)
        c = b + a / c
        whole *= d * c
        if abs(d * c - 1) < 1e-15:
            break
    return front * whole


def p_value(statistic: float, freedom: int) -> float:
    """How often chance alone gives a chi-square at least this large."""
    return upper_gamma(freedom / 2, statistic / 2)


@pytest.mark.parametrize(
    ("statistic", "freedom", "p"),
    [(3.841459, 1, 0.05), (18.307038, 10, 0.05), (66.338649, 40, 0.0055), (39.335, 40, 0.5)],
)
def test_the_p_value_is_that_of_the_tables(statistic, freedom, p) -> None:
    assert p_value(statistic, freedom) == pytest.approx(p, rel=0.02)


def fairness(taken: list[int], draws: int, seats: int) -> float:
    """The p-value of these counts, when each of them was to be in equally often.

    Seats of one draw exclude each other, so the variance is that of drawing without return.
    """
    people = len(taken)
    share = seats / people
    expected = draws * share
    variance = draws * share * (1 - share) * people / (people - 1)
    return p_value(sum((count - expected) ** 2 for count in taken) / variance, people - 1)


def counts(entries, quota, shares, codes) -> list[int]:
    """How often each code is in, over a thousand seeds."""
    taken: Counter[str] = Counter()
    for number in range(1_000):
        seed = seed_of(f"rahasia {number}", list_hash(entries[:1]), None)
        drawn = draw(entries, quota, shares, seed)
        taken.update(c for c, outcome in drawn.outcomes.items() if outcome.result == ACCEPTED)
    return [taken[code] for code in codes]


def test_over_a_thousand_seeds_nobody_is_favoured() -> None:
    entries = [Entry(f"G71-{number:05}") for number in range(60)]
    codes = [entry.code for entry in entries]
    p = fairness(counts(entries, 20, {}, codes), 1_000, 20)
    assert p > P_LIMIT, f"p = {p:.4f}"


def test_nobody_of_a_group_is_favoured_and_nobody_outside_it() -> None:
    group = [Entry(f"G71-M{number:03}", "migrant") for number in range(30)]
    others = [Entry(f"G71-P{number:03}") for number in range(30)]
    codes = [entry.code for entry in [*group, *others]]
    taken = counts([*group, *others], 20, {"migrant": 0.5}, codes)
    inside, outside = taken[:30], taken[30:]
    assert sum(inside) + sum(outside) == 20_000
    # How many of a group are in varies with the draw; who of them it is must not.
    for name, part in (("group", inside), ("others", outside)):
        p = fairness(part, 1_000, sum(part) / 1_000)
        assert p > P_LIMIT, f"{name}: p = {p:.4f}"


def test_the_test_would_see_a_favour() -> None:
    chance = random.Random(1)
    taken = [0] * 60
    for _ in range(1_000):
        for number in chance.sample(range(60), 20):
            taken[number] += 1
    assert fairness(taken, 1_000, 20) > P_LIMIT
    taken[0] += 120  # a chance of 45 instead of 33 percent
    assert fairness(taken, 1_000, 20) < P_LIMIT


def _result(drawn, entry) -> str | None:
    outcome = drawn.outcomes.get(entry.code)
    return outcome.result if outcome else None
