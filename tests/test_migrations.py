"""Databases of earlier releases: what people have there is still theirs after migrating."""

import shutil
import sqlite3
from collections.abc import Iterator

import pytest
from playhouse.migrations import Runner

import migrations
import rooms
import sealing

OLD = "lama"
NUMBERS = {"satu": "081200000001", "dua": "081200000002", "tiga": "081200000002"}


@pytest.fixture
def old_room() -> Iterator[None]:
    """A room as the release before the payouts left it: three linked accounts, two of one number."""
    folder = rooms.folder_of(OLD)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    with rooms.enter(OLD):
        runner = Runner(rooms.database, "migrations")
        runner.up("0003_study")
        for place, (name, number) in enumerate(NUMBERS.items(), 1):
            _person(place, name)
            sealed = sealing.seal(number, "payout_account", "number", name)
            rooms.database.execute_sql(
                "INSERT INTO payout_account (public_id, participant_id, partner, number_sealed, "
                "linked_at) VALUES (?, ?, 'dana', ?, '2021-10-01 02:00:00')",
                (name, place, sealed),
            )
        rooms.database.execute_sql(
            "INSERT INTO challenge (public_id, participant_id, purpose, address_sealed, "
            "address_index, code_mac, tries, issued_at, expires_at) "
            "VALUES ('kode', 1, 'phone', 'x', 'x', 'x', 0, '2021-10-01', '2021-10-01')"
        )
        yield
    shutil.rmtree(folder)


def _person(place: int, name: str) -> None:
    rooms.database.execute_sql(
        "INSERT INTO participant (id, public_id, name, role, email_sealed, email_index, phone_sealed,"
        " phone_index, password_hash, interests, created_at) VALUES (?, ?, ?, 'participant', '', ?,"
        " '', ?, '', '[]', '2021-09-01')",
        (place, name, name, name, name),
    )


def test_linked_accounts_are_found_by_number_and_the_first_of_two_owns_it(old_room) -> None:
    assert migrations.migrate(rooms.database) == ["0004_money"]
    rows = rooms.database.execute_sql(
        "SELECT public_id, number_index FROM payout_account ORDER BY id"
    ).fetchall()
    wanted = [sealing.blind("payout_account.number", number) for number in NUMBERS.values()]
    assert rows == [("satu", wanted[0]), ("dua", wanted[1]), ("tiga", None)]


def test_codes_on_their_way_survive_and_links_get_theirs(old_room) -> None:
    migrations.migrate(rooms.database)
    rooms.database.execute_sql("UPDATE challenge SET purpose = 'link'")
    assert rooms.database.execute_sql("SELECT count(*) FROM challenge").fetchone() == (1,)


def test_a_migration_that_dies_half_way_leaves_the_old_release(old_room, monkeypatch) -> None:
    def dies(*_arguments: object) -> str:
        raise sealing.BrokenSeal("wrong key")

    monkeypatch.setattr(sealing, "unseal", dies)
    with pytest.raises(sealing.BrokenSeal):
        migrations.migrate(rooms.database)
    with pytest.raises(Exception, match="no such table"):
        rooms.database.execute_sql("SELECT * FROM payout")
    assert sqlite3.sqlite_version_info >= (3, 35)  # DROP COLUMN
