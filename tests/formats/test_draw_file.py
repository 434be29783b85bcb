"""The published file: read back as written, and recomputed by strangers."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formats import draw_file
from formats.draw_file import BadFile, Published, mistakes, read, write
from rules import selection
from rules.selection import Entry

SCRIPT = Path(__file__).parents[2] / "docs" / "recompute_draw.py"
ENTRIES = [
    *(Entry(f"G71-A{n:03}", "migrant" if n % 4 == 0 else None) for n in range(40)),
    *(Entry(f"G71-B{n:03}", "laid_off", n % 3, 2) for n in range(12)),
    *(Entry(f"G71-C{n:03}", eligible=False) for n in range(5)),
]


def made(entries=tuple(ENTRIES), quota=20, shares=None, value="16.250") -> Published:
    """A draw published as the product publishes it."""
    shares = {"migrant": 0.2, "laid_off": 0.1} if shares is None else shares
    entries = sorted(entries)
    listed = selection.list_hash(entries)
    seed = selection.seed_of("rahasia", listed, value)
    drawn = selection.draw(entries, quota, shares, seed)
    return Published(
        gelombang=71,
        secret_hash=selection.digest("rahasia"),
        secret="rahasia",
        list_hash=listed,
        public_value=value,
        seed=seed,
        quota=quota,
        seats=selection.reserved_seats(quota, shares),
        joined=len(entries),
        eligible=len(drawn.outcomes),
        accepted=drawn.accepted,
        cutoffs=drawn.cutoffs,
        entries=entries,
    )


def recompute(tmp_path: Path, text: str, *codes: str) -> str:
    """What the stand-alone script says of a file."""
    file = tmp_path / "undian.txt"
    file.write_bytes(text.encode())
    done = subprocess.run(
        [sys.executable, "-I", str(SCRIPT), str(file), *codes], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("value", ["", "16.250", "a=b:c # d", "«kurs» 16.250"])
@pytest.mark.parametrize("shares", [{}, {"migrant": 0.2, "laid_off": 0.1}])
def test_what_is_written_is_read_back(value, shares) -> None:
    facts = made(value=value, shares=shares)
    assert read(write(facts)) == facts
    assert mistakes(facts) == []


def test_an_empty_gelombang_has_a_file_too() -> None:
    facts = made(entries=())
    assert read(write(facts)) == facts and mistakes(facts) == []


def test_the_hash_covers_exactly_the_lines_below_the_empty_one() -> None:
    facts = made()
    body = write(facts).partition("\n\n")[2]
    assert selection.digest(body) == facts.list_hash
    assert body.count("\n") == len(ENTRIES)
    codes = [row.partition(",")[0] for row in body.splitlines()]
    assert codes == sorted(codes)


@pytest.mark.parametrize(
    ("field", "value", "names"),
    [
        ("secret", "lain", {"secret_hash", "seed", "cutoffs"}),
        ("secret_hash", "0" * 64, {"secret_hash"}),
        ("list_hash", "0" * 64, {"list_hash"}),
        ("public_value", "16.251", {"seed", "cutoffs"}),
        ("seed", "0" * 64, {"seed"}),
        ("quota", 19, {"accepted", "cutoffs"}),
        ("seats", {}, {"cutoffs"}),
        ("joined", 1, {"joined"}),
        ("eligible", 1, {"eligible"}),
        ("accepted", 1, {"accepted"}),
        ("cutoffs", {"": "0" * 64}, {"cutoffs"}),
        ("entries", ENTRIES[1:], {"list_hash", "seed", "joined", "eligible", "cutoffs"}),
    ],
)
def test_whatever_is_changed_is_found(field, value, names) -> None:
    found = mistakes(replace(made(), **{field: value}))
    assert names <= {said.partition(":")[0] for said in found}


def test_every_changed_letter_of_a_file_is_noticed() -> None:
    text = write(made())
    for place in range(len(text)):
        changed = text[:place] + ("1" if text[place] != "1" else "2") + text[place + 1 :]
        if changed.split("\n")[: len(draw_file.EXPLAINED)] != list(draw_file.EXPLAINED):
            continue  # an explanation explains, it proves nothing
        try:
            facts = read(changed)
        except BadFile:
            continue
        assert facts.gelombang != 71 or mistakes(facts), changed[place - 20 : place + 20]


@given(st.text(max_size=300))
def test_any_text_is_read_or_refused(text) -> None:
    with pytest.raises(BadFile):
        read(text)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda text: text.replace("quota=20", "quota=dua puluh"),
        lambda text: text.replace("quota=20\n", ""),
        lambda text: text.replace("quota=20", "quota=20\nquota=30"),
        lambda text: text.replace("quota=20", "kuota=20"),
        lambda text: text.replace("migrant:4", "migrant"),
        lambda text: text[:-1],
        lambda text: text + "G71-Z,1,,\n",
        lambda text: text + "G71-Z,2,,,\n",
        lambda text: text + "G71-Z,1,,x,1\n",
        lambda text: text + "G71-Z,0,migrant,,\n",
        lambda text: text + "G71-Z,1,,1,٢\n",
        lambda text: text + "\n",
        lambda text: text + "G71-C004,0,,,\n",  # twice
        lambda text: text + "G71-A999,0,,,\n",  # out of order
        lambda text: text[:0],
    ],
)
def test_a_spoiled_file_says_so(spoil) -> None:
    with pytest.raises(BadFile):
        read(spoil(write(made())))


def test_the_script_is_short_and_needs_nothing_of_ours() -> None:
    text = SCRIPT.read_text()
    assert len(text.splitlines()) <= 20
    for name in ("rules", "formats", "models", "None"):
        assert name not in text


@pytest.mark.parametrize("shares", [{}, {"migrant": 0.2, "laid_off": 0.1}, {"laid_off": 1}])
@pytest.mark.parametrize("quota", [1, 20, 45, 100])
def test_the_script_comes_to_the_same_result(tmp_path, quota, shares) -> None:
    facts = made(quota=quota, shares=shares)
    drawn = draw_file.drawn(facts)
    codes = list(drawn.outcomes)
    said = recompute(tmp_path, write(facts), *codes)
    inside = [drawn.outcomes[code].result == selection.ACCEPTED for code in codes]
    cutoffs = {
        pool: drawn.cutoffs[pool] for pool in [*sorted(facts.seats), ""] if pool in drawn.cutoffs
    }
    assert said == (
        f"{facts.secret_hash} {facts.list_hash} {facts.seed} {facts.accepted} {cutoffs} {inside}\n"
    )


def test_the_script_sees_a_changed_list(tmp_path) -> None:
    facts = made()
    changed = write(facts).replace("G71-C000,0,,,", "G71-C000,1,,,")
    said = recompute(tmp_path, changed)
    assert facts.list_hash not in said and facts.seed not in said
