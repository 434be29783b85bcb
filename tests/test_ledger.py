"""Money moves once, whole, and only through the one door."""

import sqlite3

import pytest
from peewee import IntegrityError, OperationalError

import ledger
from models import Transfer, db


@pytest.fixture
def purses(room: str):
    with ledger.write():
        fund, purse = ledger.account("fund"), ledger.account("training", "uji")
        ledger.transfer(fund, purse, 1_000_000, "credit", "uji:1")
    return fund, purse


def test_a_balance_is_what_came_in_minus_what_went_out(purses) -> None:
    fund, purse = purses
    assert ledger.balance(purse) == 1_000_000
    assert ledger.balance(fund) == -1_000_000


def test_a_purse_is_never_overdrawn(purses) -> None:
    fund, purse = purses
    with ledger.write(), pytest.raises(ledger.BalanceTooSmall):
        ledger.transfer(purse, fund, 1_000_001, "refund", "uji:2")
    assert ledger.balance(purse) == 1_000_000


def test_the_last_rupiah_may_be_spent(purses) -> None:
    fund, purse = purses
    with ledger.write():
        ledger.transfer(purse, fund, 1_000_000, "refund", "uji:2")
    assert ledger.balance(purse) == 0


def test_the_same_reference_moves_money_once(purses) -> None:
    fund, purse = purses
    with ledger.write(), pytest.raises(ledger.BookedBefore):
        ledger.transfer(fund, purse, 5, "credit", "uji:1")
    assert ledger.balance(purse) == 1_000_000


@pytest.mark.parametrize("amount", [0, -1])
def test_nothing_and_less_than_nothing_do_not_move(purses, amount: int) -> None:
    fund, purse = purses
    with ledger.write(), pytest.raises(IntegrityError):
        ledger.transfer(fund, purse, amount, "credit", "uji:2")


def test_a_purse_pays_nothing_to_itself(purses) -> None:
    _, purse = purses
    with ledger.write(), pytest.raises(IntegrityError):
        ledger.transfer(purse, purse, 5, "credit", "uji:2")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE transfer SET amount = 1",
        "DELETE FROM transfer",
        "REPLACE INTO transfer SELECT id, source_id, target_id, 1, kind, reference, booked_at "
        "FROM transfer",
        "UPDATE account SET floor = NULL",
    ],
)
def test_what_was_booked_cannot_be_changed_even_by_hand(purses, statement: str) -> None:
    _, purse = purses
    with pytest.raises(IntegrityError):
        db.execute_sql(statement)
    assert ledger.balance(purse) == 1_000_000


def test_money_moves_inside_the_door_only(purses) -> None:
    fund, purse = purses
    with pytest.raises(RuntimeError):
        ledger.transfer(fund, purse, 5, "credit", "uji:2")


def test_the_door_refuses_to_open_inside_a_foreign_transaction(room: str) -> None:
    with db.atomic(), pytest.raises(RuntimeError), ledger.write():
        pass


def test_a_failure_undoes_everything_behind_the_door(purses) -> None:
    fund, purse = purses
    with pytest.raises(ZeroDivisionError), ledger.write():
        ledger.transfer(fund, purse, 5, "credit", "uji:2")
        raise ZeroDivisionError
    assert Transfer.select().count() == 1


def test_a_locked_database_is_said_to_be_unavailable(room: str) -> None:
    other = sqlite3.connect(db.database, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    db.execute_sql("PRAGMA busy_timeout = 50")
    try:
        with pytest.raises(ledger.Unavailable), ledger.write():
            pass
    finally:
        other.execute("ROLLBACK")
        other.close()


def test_a_fault_of_ours_is_not_taken_for_a_full_disk(room: str) -> None:
    with pytest.raises(OperationalError), ledger.write():
        db.execute_sql("SELECT nothing FROM nowhere")
