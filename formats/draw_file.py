"""The published file of a draw: a few header lines, an empty line, one line per applicant.

Header lines are `name=value`; lines that begin with «#» explain. The list hash covers
exactly the lines below the empty one, each with its line end. Nothing in it is personal.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from operator import itemgetter

from rules import selection
from rules.selection import Drawn, Entry

FIELDS = (
    "gelombang",
    "secret_hash",
    "secret",
    "list_hash",
    "public_value",
    "seed",
    "quota",
    "reserved",
    "joined",
    "eligible",
    "accepted",
    "cutoffs",
)
EXPLAINED = (
    "# Undian terbuka Kartu Prakerja. Siapa pun bisa menghitungnya ulang dari berkas ini.",
    "# Setiap baris di bawah: kode,memenuhi syarat,kelompok,rumah tangga,jatah rumah tangga",
    "# list_hash = SHA-256 dari semua baris di bawah baris kosong, termasuk akhir barisnya",
    "# seed = SHA-256 dari secret:list_hash:public_value",
    "# urutan = SHA-256 dari seed:kode, yang terkecil lebih dulu; kursi kelompok diisi dulu",
)
# A header of a few lines and a list of at most some millions: more is no file of ours.
LONGEST_HEADER = 20_000


class BadFile(ValueError):
    """The text is no published draw; says in which line it stops being one."""


@dataclass(frozen=True)
class Published:
    """What a draw publishes; `seats` are the reserved seats of each group."""

    gelombang: int
    secret_hash: str
    secret: str
    list_hash: str
    public_value: str
    seed: str
    quota: int
    seats: Mapping[str, int]
    joined: int
    eligible: int
    accepted: int
    cutoffs: Mapping[str, str]
    entries: list[Entry] = field(default_factory=list, repr=False)


def header(facts: Published) -> str:
    """The lines above the list, with the empty line that ends them."""
    values = {
        **{name: getattr(facts, name) for name in FIELDS if name not in ("reserved", "cutoffs")},
        "reserved": _pairs(facts.seats),
        "cutoffs": _pairs(facts.cutoffs),
    }
    lines = [*EXPLAINED, *(f"{name}={values[name]}" for name in FIELDS)]
    return "\n".join(lines) + "\n\n"


def lines(facts: Published, entries: Iterable[Entry]) -> Iterator[str]:
    """The whole file, piece by piece; the entries may come in any order."""
    yield header(facts)
    for entry in sorted(entries, key=itemgetter(0)):
        yield selection.line(entry) + "\n"


def write(facts: Published) -> str:
    """The whole file as one text."""
    return "".join(lines(facts, facts.entries))


def read(text: str) -> Published:
    """What a published file says; raises BadFile, and never anything else."""
    head, gap, body = text.partition("\n\n")
    if not gap or len(head) > LONGEST_HEADER:
        raise BadFile("no empty line between the header and the list")
    said = _header(head)
    try:
        return Published(
            gelombang=int(said["gelombang"]),
            secret_hash=said["secret_hash"],
            secret=said["secret"],
            list_hash=said["list_hash"],
            public_value=said["public_value"],
            seed=said["seed"],
            quota=int(said["quota"]),
            seats={group: int(count) for group, count in _split(said["reserved"])},
            joined=int(said["joined"]),
            eligible=int(said["eligible"]),
            accepted=int(said["accepted"]),
            cutoffs=dict(_split(said["cutoffs"])),
            entries=list(_entries(body)),
        )
    except KeyError as error:
        raise BadFile(f"the header does not name {error.args[0]}") from error
    except BadFile:
        raise
    except ValueError as error:
        raise BadFile(f"a number of the header can not be read: {error}") from error


def mistakes(facts: Published) -> list[str]:
    """Everything in a published file that its own list, secret and rules do not bear out."""
    return [
        f"{name}: the file says {said or '–'}, recomputed {computed or '–'}"
        for name, said, computed in _compared(facts)
        if said != computed
    ]


def drawn(facts: Published) -> Drawn:
    """The draw, computed anew from what is published."""
    return selection.draw_seats(facts.entries, facts.quota, facts.seats, facts.seed)


def _compared(facts: Published) -> Iterator[tuple[str, object, object]]:
    listed = selection.list_hash(facts.entries)
    seed = selection.seed_of(facts.secret, listed, facts.public_value)
    again = selection.draw_seats(facts.entries, facts.quota, facts.seats, seed)
    yield "secret_hash", facts.secret_hash, selection.digest(facts.secret)
    yield "list_hash", facts.list_hash, listed
    yield "seed", facts.seed, seed
    yield "joined", facts.joined, len(facts.entries)
    yield "eligible", facts.eligible, len(again.outcomes)
    yield "accepted", facts.accepted, again.accepted
    yield "cutoffs", _pairs(facts.cutoffs), _pairs(again.cutoffs)


def _header(head: str) -> dict[str, str]:
    said: dict[str, str] = {}
    for number, row in enumerate(head.split("\n"), 1):
        if row.startswith("#"):
            continue
        name, equals, value = row.partition("=")
        if not equals or name not in FIELDS or name in said:
            raise BadFile(f"line {number}: not a line of the header")
        said[name] = value
    return said


def _entries(body: str) -> Iterator[Entry]:
    rows = body.split("\n")
    if rows.pop():
        raise BadFile("the last line has no end")
    before = ""
    for number, row in enumerate(rows, 1):
        entry = _entry(row)
        if entry is None or selection.line(entry) != row:
            raise BadFile(f"line {number} of the list can not be read")
        if entry.code <= before:
            raise BadFile(f"line {number} of the list is not in the order of the codes")
        before = entry.code
        yield entry


def _entry(row: str) -> Entry | None:
    parts = row.split(",")
    if len(parts) != 5 or not parts[0]:
        return None
    code, eligible, group, household, places = parts
    if eligible == "0":
        return Entry(code, eligible=False)
    try:
        return Entry(
            code,
            group or None,
            int(household) if household else None,
            int(places) if places else None,
            eligible == "1",
        )
    except ValueError:
        return None


def _pairs(values: Mapping[str, object]) -> str:
    return " ".join(f"{name}:{values[name]}" for name in sorted(values))


def _split(text: str) -> Iterator[tuple[str, str]]:
    for pair in text.split():
        name, colon, value = pair.rpartition(":")
        if not colon:
            raise BadFile("a pair of the header has no «:»")
        yield name, value
