"""The shipped rooms: everybody is where the cast says, and no rule was broken on the way."""

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from demo.cast import ROOMS
from tests.server import ROOT, make_rooms


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cerita")
    make_rooms(folder)
    return folder


def flask(made: Path, *words: str, **env: str) -> subprocess.CompletedProcess[str]:
    """A command of ours in a process of its own, as a person would type it."""
    return subprocess.run(
        [sys.executable, "-m", "flask", *words],
        cwd=ROOT,
        env={**os.environ, "DATA_DIR": str(made), "FLASK_APP": "app", **env},
        capture_output=True,
        text=True,
        timeout=60,
    )


@pytest.fixture(scope="module")
def cast(made: Path) -> list[dict[str, str]]:
    return json.loads(flask(made, "cast", "--json").stdout)


@pytest.mark.parametrize(
    ("room", "person"),
    [(room.name, person) for room in ROOMS.values() for person in room.people],
    ids=lambda value: getattr(value, "key", value),
)
def test_everybody_is_where_the_cast_says(cast, room: str, person) -> None:
    row = next(one for one in cast if (one["room"], one["email"]) == (room, person.email))
    assert (row["state"], row["role"]) == (person.state, person.role)


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_has_eight_people_and_two_who_have_yet_to_begin(cast, room: str) -> None:
    people = [row for row in cast if row["room"] == room and row["role"] == "participant"]
    assert len(people) >= 8
    assert len({row["state"] for row in people}) >= 8
    assert len({row["state"] for row in people} - {"buy_first"}) >= 7
    # Whoever opens the room of an open gelombang comes to join it; the others come to buy.
    begin = "join_gelombang" if room == "gelombang-71" else "buy_first"
    assert [row["state"] for row in people].count(begin) >= 2


def test_the_cast_names_what_scripts_rely_on(cast) -> None:
    fields = {"room", "email", "password", "name", "state", "gelombang", "phone"}
    assert all(set(row) == fields | {"card_number", "role"} for row in cast)
    cards = [row["card_number"] for row in cast if row["card_number"]]
    assert all(len(card) == 16 and card.isdigit() for card in cards)
    assert len(cards) == len(set(cards))


@pytest.mark.parametrize("room", ROOMS)
def test_who_began_a_course_has_used_its_code(made: Path, room: str) -> None:
    with closing(sqlite3.connect(made / "rooms" / room / "template.db")) as database:
        begun = (
            "SELECT count(*) FROM training JOIN purchase ON purchase.id = training.purchase_id "
            "JOIN redeem_code ON redeem_code.purchase_id = purchase.id "
            "WHERE training.started_at IS NOT NULL"
        )
        count = database.execute(begun).fetchone()[0]
        unused = database.execute(f"{begun} AND redeemed_at IS NULL").fetchone()[0]
    assert count >= 1 and unused == 0


def test_the_rooms_are_clean(made: Path) -> None:
    answer = flask(made, "audit", "--json")
    assert json.loads(answer.stdout) == {"ok": True, "problems": []}
    assert answer.returncode == 0


def test_a_second_start_makes_nothing_anew(made: Path) -> None:
    before = sorted(path.name for path in (made / "rooms" / "gelombang-21").iterdir())
    make_rooms(made)
    assert sorted(path.name for path in (made / "rooms" / "gelombang-21").iterdir()) == before


def test_the_clock_can_be_shown_and_set(made: Path) -> None:
    assert flask(made, "clock", "show").stdout.startswith("2021-10-18T09:")
    answer = flask(made, "clock", "set", "2024-07-21T10:00:00", ROOM="gelombang-70")
    assert answer.stdout.startswith("2024-07-21T10:00:")
    assert flask(made, "clock", "set", "besok").returncode != 0


def test_timed_work_can_be_listed_and_done(made: Path) -> None:
    assert "send_incentives" in flask(made, "jobs", "list").stdout
    assert "deliver_messages: 0" in flask(made, "jobs", "once").stdout


def test_a_room_that_does_not_exist_is_named(made: Path) -> None:
    answer = flask(made, "clock", "show", ROOM="tidak-ada")
    assert answer.returncode != 0
    assert "tidak-ada" in answer.stderr


def test_migrating_again_says_that_all_is_up_to_date(made: Path) -> None:
    lines = flask(made, "migrate").stdout.splitlines()
    assert lines == [f"gelombang-{number}: up to date" for number in (21, 70, 71)]


def test_a_bad_catalogue_changes_nothing_and_ends_with_one(made: Path, tmp_path: Path) -> None:
    bad = tmp_path / "rusak.csv"
    bad.write_text("title,institution\nSatu,Dua\n")
    answer = flask(made, "import-catalogue", str(bad), "--report", str(tmp_path / "laporan.csv"))
    assert answer.returncode == 1
    assert "category" in answer.stderr
    assert "kolom tidak ada" in (tmp_path / "laporan.csv").read_text()


def test_training_commands_do_not_exist_in_production(made: Path, tmp_path: Path) -> None:
    from tests.test_config import GOOD

    answer = flask(made, "cast", **{**GOOD, "DATA_DIR": str(tmp_path)})
    assert answer.returncode != 0
    assert "training mode only" in answer.stderr


def test_production_migrates_into_a_private_file(tmp_path: Path) -> None:
    from tests.test_config import GOOD

    data = tmp_path / "data"
    answer = flask(data, "migrate", **{**GOOD, "DATA_DIR": str(data)})
    assert answer.returncode == 0, answer.stderr
    assert (data / "app.db").stat().st_mode & 0o077 == 0
