"""The schema: where migrations end is where the models stand, and the guards are in the database."""

import re

import pytest
from playhouse.migrations import Runner
from playhouse.schema_diff import diff_models

import migrations
import rooms
from models import TABLES, db

pytestmark = pytest.mark.usefixtures("room")

CHECKS = {
    "participant": 2,
    "gelombang": 1,
    "participation": 3,
    "account": 2,
    "transfer": 3,
    "course": 5,
    "sample_review": 1,
    "offer": 3,
    "purchase": 4,
    "one_time_code": 1,
    "rating": 3,
    "payout_account": 1,
    "incentive": 7,
    "survey": 2,
    "message": 1,
    "challenge": 1,
    "profile": 1,
    "identity_check": 2,
    "photo": 1,
    "aptitude_test": 2,
    "draw": 2,
    "appeal": 1,
    "partner": 1,
    "redeem_code": 2,
    "attendance": 1,
    "submission": 3,
    "account_link": 4,
    "payout": 7,
    "complaint": 2,
    "complaint_entry": 1,
}
TRIGGERS = {
    "transfer_no_update",
    "transfer_no_delete",
    "transfer_no_replace",
    "transfer_keeps_floor",
    "account_no_update",
    "participation_terms_frozen",
    "participation_result_final",
    "purchase_legal_moves",
    "purchase_same_thing",
    "purchase_no_delete",
    "incentive_paid_is_final",
    "audit_entry_no_update",
    "audit_entry_no_delete",
    "participation_accepted_once",
    "draw_published_is_final",
    "draw_no_delete",
    "participation_list_frozen",
    "redeem_code_once",
    "payout_legal_moves",
    "payout_same_thing",
    "payout_no_delete",
    "purchase_refund_once",
}
PARTIAL = {
    "account_link_one_open",
    "payout_account_one_owner",
    "payout_one_live",
    "participation_one_waiting",
    "identity_check_one_open",
    "attendance_verified_once",
    "purchase_live_course",
    "purchase_one_waiting",
    "payout_account_one_linked",
    "block_one_standing",
}


def objects(kind: str) -> dict[str, str]:
    rows = db.execute_sql(
        "SELECT name, sql FROM sqlite_master WHERE type = ? AND sql > ''", (kind,)
    )
    return dict(rows.fetchall())


def test_migrations_end_where_the_models_stand() -> None:
    found = diff_models(db, TABLES)
    # Indexes written by hand exist in the migration alone, so only they may be «too many».
    wrong = (found.create_tables, found.add_columns, found.drop_columns, found.add_indexes)
    assert wrong == ([], [], [], [])


@pytest.mark.parametrize("table", CHECKS)
def test_the_checks_are_in_the_database(table: str) -> None:
    assert len(re.findall(r"\bCHECK \(", objects("table")[table])) == CHECKS[table]


def test_the_triggers_are_in_the_database() -> None:
    assert set(objects("trigger")) == TRIGGERS


def test_the_partial_indexes_are_unique_and_in_the_database() -> None:
    found = objects("index")
    assert all("UNIQUE" in found[name] and "WHERE" in found[name] for name in PARTIAL)


def test_money_tables_are_strict() -> None:
    assert all(objects("table")[name].endswith("STRICT") for name in ("account", "transfer"))


def test_migrating_twice_changes_nothing() -> None:
    before = objects("table")
    assert migrations.migrate(rooms.database) == []
    assert objects("table") == before


def test_a_schema_of_a_later_release_is_refused() -> None:
    runner = Runner(rooms.database, "migrations")
    runner.History.create(name="9999_from_the_future")
    with pytest.raises(migrations.NewerSchema, match="9999_from_the_future"):
        migrations.migrate(rooms.database)


@pytest.mark.parametrize(("pragma", "value"), [(k, v) for k, v in rooms.PRAGMAS.items()])
def test_every_connection_is_durable_and_strict(pragma: str, value: object) -> None:
    assert db.execute_sql(f"PRAGMA {pragma}").fetchone()[0] == value
