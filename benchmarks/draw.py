"""How long a draw of a million takes, and whether one that was killed ends the same.

    python benchmarks/draw.py [APPLICANTS] [SEATS]

Makes a room in a temporary folder (1,000,000 eligible applicants and 10,000 who are not,
800,000 seats, two reserved groups, 30,000 crowded households), closes and draws it in a
process of its own, then draws a copy of the same room in a process that is killed in the
middle and started again. The figures go to benchmarks/draw.md. Needs some 3 GB of disk.
"""

import json
import platform
import resource
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from hashlib import sha256
from pathlib import Path

ROOT = Path(__file__).parent.parent
REPORT = Path(__file__).with_suffix(".md")
ROOM, COPY = "undian", "undian-mati"
NUMBER, OPENS, CLOSES, NOW = 71, "2024-08-02 02:00:00", "2024-08-05 16:59:59", "2024-08-06T09:00"
CODE_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
MOST_SECONDS, MOST_MEGABYTES = 60, 1536


def main() -> None:
    """The whole benchmark; exit 1 when a promise is broken."""
    typed = [int(text) for text in sys.argv[1:]]
    applicants, seats = typed if len(typed) == 2 else (1_000_000, 800_000)
    with tempfile.TemporaryDirectory(prefix="undian-") as home:
        file = Path(home) / "rooms" / ROOM / "app.db"
        file.parent.mkdir(parents=True)
        file.touch(mode=0o600)
        child(home, ROOM, "migrate")
        fill(file, applicants, seats)
        closing_figures = child(home, ROOM, "close")
        (file.parent.parent / COPY).mkdir()
        copy = shutil.copyfile(file, file.parent.parent / COPY / "app.db")
        whole = child(home, ROOM, "run")
        written = kill_in_the_middle(home, copy, applicants)
        resumed = child(home, COPY, "run")
        report(
            applicants,
            seats,
            closing_figures,
            whole,
            written,
            resumed,
            result(file) == result(copy),
        )


def start(home: str, room: str, step: str) -> subprocess.Popen[str]:
    """A process of our own that takes one step in a room; it prints its figures as JSON."""
    return subprocess.Popen(  # noqa: S603 - our own file
        [sys.executable, __file__, "--step", room, step],
        env={"PRAKERJA_MODE": "training", "DATA_DIR": home, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        text=True,
    )


def child(home: str, room: str, step: str) -> dict[str, float]:
    """The same, waited for."""
    process = start(home, room, step)
    said, _ = process.communicate()
    if process.returncode:
        raise SystemExit(f"{step} failed")
    return dict(json.loads(said))


def step_in(room: str, step: str) -> None:
    """What such a process does."""
    from datetime import datetime

    import clock
    import migrations
    import rooms
    from actions import draws
    from models import Gelombang

    with rooms.enter(room), clock.stopped_at(datetime.fromisoformat(NOW).replace(tzinfo=clock.WIB)):
        began = time.monotonic()
        if step == "migrate":
            migrations.migrate(rooms.database)
        else:
            row = Gelombang.get(Gelombang.number == NUMBER)
            draws.close(row, "system") if step == "close" else draws.run(row, "system")
        seconds = time.monotonic() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": round(seconds, 1), "megabytes": round(peak)}))


def kill_in_the_middle(home: str, file: Path, applicants: int) -> int:
    """Start to draw, kill -9 once a third is written; returns how many ranks were there."""
    process = start(home, COPY, "run")
    while ranks_in(file) < applicants // 3 and process.poll() is None:
        time.sleep(0.2)
    process.kill()
    process.wait()
    written = ranks_in(file)
    if not 0 < written < applicants:
        raise SystemExit(f"killed too late or too early: {written} ranks")
    return written


def ranks_in(file: Path) -> int:
    """How many ranks are written by now, read beside whoever writes."""
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as own:
        return int(own.execute("SELECT count(draw_rank) FROM participation").fetchone()[0])


def result(file: Path) -> str:
    """One hash of everything a draw decides."""
    whole = sha256()
    with closing(sqlite3.connect(file)) as own:
        for row in own.execute("SELECT seed, cutoffs, accepted FROM draw"):
            whole.update(repr(row).encode())
        for row in own.execute(
            "SELECT draw_code, draw_rank, draw_outcome FROM participation ORDER BY draw_code"
        ):
            whole.update(repr(row).encode())
    return whole.hexdigest()


def fill(file: Path, applicants: int, seats: int) -> None:
    """People who joined and were checked; nothing personal is needed, so nothing is sealed."""
    with closing(sqlite3.connect(file, isolation_level=None)) as own:
        own.execute("PRAGMA journal_mode = wal")
        own.execute("PRAGMA synchronous = 0")
        own.execute("BEGIN")
        reserved = json.dumps({"laid_off": 0.1, "migrant": 0.05})
        own.execute(
            "INSERT INTO gelombang (id, number, scheme, registration_opens_at,"
            " registration_closes_at, quota, overrides, reserved)"
            " VALUES (1, ?, 'normal', ?, ?, ?, '{}', ?)",
            (NUMBER, OPENS, CLOSES, seats, reserved),
        )
        own.executemany(
            "INSERT INTO participant (id, public_id, name, role, email_sealed, email_index,"
            " phone_sealed, phone_index, kk_index, password_hash, interests, created_at)"
            " VALUES (?, ?, 'Contoh', 'participant', '', ?, '', ?, ?, '', '[]', ?)",
            people(applicants + applicants // 100),
        )
        own.executemany(
            "INSERT INTO participation (id, public_id, participant_id, gelombang_id, joined_at,"
            " draw_code, draw_group, reasons) VALUES (?, ?, ?, 1, ?, ?, ?, ?)",
            parts(applicants),
        )
        own.execute("COMMIT")
        own.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def people(count: int) -> Iterator[tuple[object, ...]]:
    """Every tenth shares a family card with two others."""
    for number in range(1, count + 1):
        name = f"{number:022}"
        family = f"kk-{number // 30}" if number % 30 in (1, 2, 3) else f"sendiri-{number}"
        yield number, name, name, name, family, OPENS


def parts(applicants: int) -> Iterator[tuple[object, ...]]:
    """All but the last hundredth are eligible; codes look like those of the product."""
    for number in range(1, applicants + applicants // 100 + 1):
        raw = sha256(f"code {number}".encode()).digest()
        letters = "".join(CODE_LETTERS[byte % len(CODE_LETTERS)] for byte in raw[:10])
        group = "laid_off" if raw[10] < 40 else "migrant" if raw[10] < 60 else None
        reasons = "[]" if number <= applicants else '["student"]'
        code = f"G{NUMBER}-{letters[:5]}-{letters[5:]}"
        yield number, f"{number:022}", number, OPENS, code, group, reasons


def report(
    applicants: int,
    seats: int,
    closed: dict[str, float],
    whole: dict[str, float],
    written: int,
    resumed: dict[str, float],
    same: bool,
) -> None:
    """Print and keep the figures."""
    text = f"""# The draw at full size
Written by `benchmarks/draw.py`. Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}.
{applicants:,} eligible applicants, {applicants // 100:,} not eligible, {seats:,} seats, two reserved
groups (10 % and 5 %), {applicants // 30:,} households of three with two places.

| what | seconds | peak RSS (MB) |
|---|---|---|
| last step of the close: households, list hash | {closed["seconds"]} | {closed["megabytes"]} |
| the draw: hashes, ranks and outcomes written | {whole["seconds"]} | {whole["megabytes"]} |
| the rest of a draw killed after {written:,} ranks | {resumed["seconds"]} | {resumed["megabytes"]} |

The killed and resumed draw gave {"the same" if same else "ANOTHER"} result, rank by rank.
Promised: at most {MOST_SECONDS} s and {MOST_MEGABYTES} MB for the draw.
"""
    REPORT.write_text(text)
    print(text)
    if not same or whole["seconds"] > MOST_SECONDS or whole["megabytes"] > MOST_MEGABYTES:
        raise SystemExit(1)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--step"]:
        step_in(*sys.argv[2:4])
    else:
        main()
