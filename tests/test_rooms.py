"""Rooms: one file each, a clock each, and nothing leaks from one into another."""

import threading
from datetime import timedelta

import pytest

import clock
import migrations
import rooms
from models import Participant, Setting
from tests.people import Someone, wib


@pytest.fixture
def two_rooms(tmp_path, monkeypatch):
    monkeypatch.setattr(rooms, "home", lambda: tmp_path)
    for name in ("satu", "dua"):
        (tmp_path / name).mkdir()
        with rooms.enter(name):
            migrations.migrate(rooms.database)
    return "satu", "dua"


def test_outside_of_a_room_there_is_no_database() -> None:
    with pytest.raises(rooms.NoRoom):
        rooms.database.connect()


def test_a_new_thread_is_in_no_room(room: str) -> None:
    told = []

    def ask() -> None:
        try:
            rooms.current()
        except rooms.NoRoom:
            told.append("no room")

    thread = threading.Thread(target=ask)
    thread.start()
    thread.join()
    assert told == ["no room"]


def test_what_is_written_in_one_room_is_not_in_another(two_rooms) -> None:
    one, other = two_rooms
    with rooms.enter(one):
        Someone().registered()
    with rooms.enter(other):
        assert Participant.select().count() == 0


def test_twelve_threads_in_two_rooms_never_meet(two_rooms) -> None:
    def work(name: str, times: int) -> None:
        for _ in range(times):
            with rooms.enter(name):
                Setting.insert(
                    key=f"{name}-{threading.get_ident()}", value=name
                ).on_conflict_replace().execute()
                seen.extend(row.value for row in Setting.select() if row.value != name)

    seen: list[str] = []
    threads = [threading.Thread(target=work, args=(two_rooms[n % 2], 15)) for n in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == []


def test_each_room_has_its_own_clock(two_rooms) -> None:
    one, other = two_rooms
    with rooms.enter(one):
        rooms.set_offset(wib("2021-10-18 09:00:00") - clock.real_now())
    with rooms.enter(one):
        assert clock.now().date() == wib("2021-10-18 00:00:00").date()
    with rooms.enter(other):
        assert abs(clock.now() - clock.real_now()) < timedelta(seconds=2)


def test_a_rooms_clock_goes_on_from_where_it_was_left(two_rooms) -> None:
    with rooms.enter("satu"):
        left = wib("2021-10-18 09:30:00")
        rooms.set_offset(left - clock.real_now())
        rooms.remember_clock()
        rooms.set_offset(timedelta(0))
        rooms.resume_clock()
        assert abs(clock.now() - left) < timedelta(seconds=2)


@pytest.mark.parametrize("name", ["..", "../x", "A", "a/b", "", "a" * 41, "-a"])
def test_a_room_is_never_another_folder(name: str) -> None:
    with pytest.raises(ValueError, match="not a room name"):
        rooms.folder_of(name)


def test_a_reset_brings_the_template_back_while_somebody_is_inside(two_rooms, tmp_path) -> None:
    with rooms.enter("satu"):
        rooms.set_offset(timedelta(0))
        rooms.remember_clock()
        rooms.database.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    rooms.keep_as_template("satu", tmp_path / "satu" / "app.db")
    rooms.reset("satu")
    with rooms.enter("satu"):
        Someone().registered()
        rooms.reset("satu")
        assert Participant.select().count() == 1  # the request under way finishes where it began
    with rooms.enter("satu"):
        assert Participant.select().count() == 0


def test_two_resets_at_once_make_two_generations_and_one_room(two_rooms, tmp_path) -> None:
    with rooms.enter("satu"):
        rooms.set_offset(timedelta(0))
        rooms.remember_clock()
        rooms.database.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    rooms.keep_as_template("satu", tmp_path / "satu" / "app.db")
    threads = [threading.Thread(target=rooms.reset, args=("satu",)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (tmp_path / "satu" / "app.db").resolve().name == "000004.db"
    with rooms.enter("satu"):
        assert rooms.database.execute_sql("PRAGMA integrity_check").fetchone() == ("ok",)
