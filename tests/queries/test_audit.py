"""The audit finds what is broken: each rule is broken by hand once."""

import json

import pytest

import ledger
import rooms
from models import AuditEntry, Purchase, db
from queries.audit import STATEMENTS, broken_rules
from tests.payments import pay_now
from tests.people import bought_by, buy, offer_for, part_of

pytestmark = pytest.mark.usefixtures("room")

# What one statement by hand breaks, with the guards taken off first.
WRECKS = {
    "no balance is below its floor": [
        "INSERT INTO transfer (source_id, target_id, amount, kind, reference, booked_at) SELECT "
        "a.id, b.id, 9000000, 'refund', 'rusak', '2021-10-18' FROM account a, account b "
        "WHERE a.kind = 'training' AND b.kind = 'fund'"
    ],
    "every paid purchase has its transfer, of its price, from its own purse": [
        "UPDATE transfer SET amount = amount + 1 WHERE kind = 'purchase'"
    ],
    "every purchase transfer belongs to a purchase": [
        "UPDATE transfer SET kind = 'purchase' WHERE kind = 'credit'"
    ],
    "every paid purchase was told by SMS and e-mail": [
        "DELETE FROM message WHERE reference LIKE 'paid:%:sms'"
    ],
    "seats sold are purchases paid": ["UPDATE offer SET sold = 0"],
    "every paid incentive has one transfer of its amount": [
        "UPDATE transfer SET amount = 1 WHERE kind = 'incentive'"
    ],
    "every incentive transfer belongs to an incentive, or was sent back": [
        "UPDATE transfer SET kind = 'incentive' WHERE kind = 'credit'"
    ],
    "an incentive purse holds what was paid": [
        "UPDATE incentive SET amount = amount + 1 WHERE state = 'paid'"
    ],
    "a payout is of its incentive, and booked as it ended": [
        "UPDATE payout SET state = 'open', settled_at = NULL, transfer_id = NULL"
    ],
    "every cancelled purchase that was paid has its refund, of its price, back into its own purse": [
        "UPDATE purchase SET state = 'cancelled'"
    ],
    "every refund belongs to a cancelled purchase or a payout sent back": [
        "UPDATE transfer SET kind = 'refund' WHERE kind = 'credit'"
    ],
    "a code of a course its participant cancelled is not used": [
        "UPDATE purchase SET state = 'cancelled', cancelled_by = 'participant'",
        "INSERT INTO partner (public_id, code, name, kind, every_provider, redirect_uris, active, "
        "added_at) VALUES ('rusak', 'RUSAK', 'Rusak', 'provider', 0, '[]', 1, '2021-10-01')",
        "UPDATE redeem_code SET redeemed_at = '2021-10-01', redeemed_by_id = 1",
    ],
    "no cancelled course was finished": ["UPDATE purchase SET state = 'cancelled'"],
    "every cancellation was told by SMS and e-mail": [
        "UPDATE purchase SET cancelled_at = '2021-10-01', cancelled_by = 'participant'"
    ],
    "a place without a bought course is watched until it lapses": [
        "UPDATE purchase SET state = 'expired', transfer_id = NULL",
        "UPDATE participation SET lapses_after = NULL",
    ],
    "an account that is linked belongs to one person": [
        "DROP INDEX payout_account_one_owner",
        "DROP INDEX payout_account_one_linked",
        "INSERT INTO payout_account (public_id, participant_id, partner, number_sealed, "
        "number_index, linked_at) SELECT 'rusak', participant_id, partner, number_sealed, "
        "number_index, linked_at FROM payout_account",
    ],
    "a balance is credited once, when the card is issued": ["DELETE FROM card"],
    "who lapsed bought nothing and keeps nothing": [
        "INSERT INTO lapse (participation_id, reason, lapsed_at) "
        "SELECT id, 'rusak', '2021-10-18' FROM participation"
    ],
    "a certificate or rating follows a finished course": ["UPDATE training SET finished_at = NULL"],
    "a survey incentive follows a sent survey": [
        "UPDATE incentive SET state = 'scheduled', scheduled_for = '2021-10-20' "
        "WHERE kind = 'survey'"
    ],
    "a job incentive follows certificate and rating of the first course": ["DELETE FROM rating"],
    "a used one-time code was tried, and paid its purchase": ["UPDATE one_time_code SET tries = 0"],
    "whoever lost a place was barred that day": [
        "INSERT INTO lapse (participation_id, reason, lapsed_at) "
        "SELECT id, 'no_first_purchase', '2021-10-22' FROM participation"
    ],
    "a draw's list is the one that was published": [
        "INSERT INTO draw (public_id, gelombang_id, secret_sealed, secret_hash, opened_at, closed_at, "
        "list_hash, reserved) SELECT 'rusak', id, '', '', '2021-09-01', '2021-09-20', 'x', '{}' "
        "FROM gelombang"
    ],
    "a drawn result is the one that was told": [
        "UPDATE participation SET draw_outcome = 'quota_full'"
    ],
    "no draw accepts more than its quota": [
        "INSERT INTO draw (public_id, gelombang_id, secret_sealed, secret_hash, opened_at, closed_at, "
        "list_hash, quota, reserved, seed, accepted, drawn_at) SELECT 'rusak', id, '', '', "
        "'2021-09-01', '2021-09-20', '', 0, '{}', '', 1, '2021-09-21' FROM gelombang"
    ],
    "a live redeem code is that of its purchase": ["UPDATE redeem_code SET code = 'RUSAK'"],
    "no code is used after its course was finished": [
        "INSERT INTO partner (public_id, code, name, kind, every_provider, redirect_uris, active, "
        "added_at) VALUES ('rusak', 'RUSAK', 'Rusak', 'provider', 0, '[]', 1, '2021-10-01')",
        "UPDATE redeem_code SET redeemed_at = '2029-01-01', redeemed_by_id = 1",
    ],
    "incentives are those the terms promise": [
        "DELETE FROM incentive WHERE kind = 'survey' AND ordinal = 3"
    ],
    "what is sealed opens in its row": ["UPDATE card SET number_sealed = 'rusak'"],
    "the audit log is unbroken": [
        "UPDATE audit_entry SET actor = 'orang lain' WHERE action = 'purchase_paid'"
    ],
    "every money move has its audit entry": [
        "DELETE FROM audit_entry WHERE action = 'purchase_paid'"
    ],
    "every reference leads somewhere": ["PRAGMA foreign_keys = OFF", "DELETE FROM offer"],
}


@pytest.fixture
def lived_in(someone, at):
    """A room in which every kind of row exists."""
    from actions import accounts, ratings

    with at("2021-10-01 09:00:00"):
        person = someone.finished(21)
        ratings.rate(person, bought_by(person)[0].public_id, 5, "Jelas dan mudah dipahami.")
        accounts.link(person, "dana", person.phone)
        pay_now(person)
    return person


def take_guards_off() -> None:
    triggers = db.execute_sql("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for (name,) in triggers:
        db.execute_sql(f"DROP TRIGGER {name}")


def test_a_room_that_was_only_lived_in_is_clean(lived_in) -> None:
    assert broken_rules() == []


def test_every_statement_has_its_wreck() -> None:
    assert set(STATEMENTS) <= set(WRECKS)


@pytest.mark.parametrize("rule", WRECKS)
def test_what_is_broken_by_hand_is_found_and_named(lived_in, rule: str) -> None:
    take_guards_off()
    for statement in WRECKS[rule]:
        db.execute_sql(statement)
    assert rule in {problem["rule"] for problem in broken_rules()}


def test_the_command_names_the_row_and_ends_with_one(lived_in, app) -> None:
    take_guards_off()
    db.execute_sql("UPDATE offer SET sold = 0")
    name = rooms.current()
    rooms.database.close()
    answer = app.test_cli_runner().invoke(args=["audit", "--json"])
    rooms.database.connect()
    problems = json.loads(answer.output)["problems"]
    assert answer.exit_code == 1
    assert {"room": name, "rule": "seats sold are purchases paid"}.items() <= problems[0].items()


def test_entries_after_a_changed_one_do_not_hide_it(someone, at) -> None:
    with at("2021-10-18 09:00:00"):
        person = someone.with_card(21)
        buy(person, offer_for(21))
    take_guards_off()
    first = AuditEntry.select().order_by(AuditEntry.id).first()
    AuditEntry.update(detail={"diubah": True}).where(AuditEntry.id == first.id).execute()
    rows = [problem["row"] for problem in broken_rules()]
    assert f"audit_entry {first.id}" in rows


def test_a_purse_belongs_to_its_participation(someone, at) -> None:
    with at("2021-10-18 09:00:00"):
        one, other = someone.with_card(21), someone.with_card(21)
        purchase = buy(one, offer_for(21))
        take_guards_off()
        theirs = ledger.account("training", part_of(other).public_id)
    db.execute_sql(
        "UPDATE transfer SET source_id = ? WHERE id = ?", (theirs.id, purchase.transfer_id)
    )
    assert Purchase.get_by_id(purchase.id).state == "paid"
    rules = {problem["rule"] for problem in broken_rules()}
    assert "every paid purchase has its transfer, of its price, from its own purse" in rules
