"""The only code that moves money, and the one door through which anything is written."""

import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar

from peewee import DatabaseError, IntegrityError, InterfaceError, OperationalError, fn

from models import Account, Transfer, db
from rules.units import Rupiah

_writing: ContextVar[bool] = ContextVar("writing", default=False)


class Unavailable(RuntimeError):
    """The database cannot be written just now (locked, full, failing); nothing was changed."""


class BalanceTooSmall(ValueError):
    """The source holds less than the amount."""


class BookedBefore(ValueError):
    """A transfer with this reference exists; the money moved already."""


@contextmanager
def write() -> Iterator[None]:
    """One transaction that holds the write lock from its first statement.

    A plain BEGIN that reads first and writes later fails under load with
    «database is locked», whatever the timeout; BEGIN IMMEDIATE waits its turn.
    Inside another `write()` it joins; inside a foreign transaction it refuses,
    because there IMMEDIATE would silently be a savepoint of a deferred one.
    Raises Unavailable when the disk or the lock says no.
    """
    if _writing.get():
        yield
        return
    if db.in_transaction():
        raise RuntimeError("ledger.write() inside a foreign transaction")
    token = _writing.set(True)
    try:
        with ExitStack() as transaction:
            _begin(transaction)
            yield
    except (DatabaseError, InterfaceError) as error:
        if cause := _storage_fault(error):
            raise Unavailable(str(cause)) from error
        raise
    finally:
        _writing.reset(token)


def _begin(transaction: ExitStack) -> None:
    """Take the write lock. SQLite's waiting is no queue, so who was unlucky for five seconds asks again."""
    for last in (False, True):
        try:
            transaction.enter_context(db.atomic("IMMEDIATE"))
            return
        except OperationalError as error:
            if last or not _storage_fault(error):
                raise


def _storage_fault(error: BaseException) -> BaseException | None:
    """The lock, space or disk error behind `error`, which Peewee may hide two contexts down."""
    faults = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_LOCKED)
    seen: BaseException | None = error
    while seen is not None:
        code = getattr(seen, "sqlite_errorcode", None)
        if code is not None and code & 0xFF in faults:
            return seen
        seen = seen.__cause__ or seen.__context__
    return None


def account(kind: str, owner: str = "") -> Account:
    """The purse of this kind and owner, made when it is first needed.

    A training balance may never go below zero; every other purse is open-ended:
    the fund pays out before it is filled, a platform may have to refund.
    """
    found = Account.get_or_none(Account.kind == kind, Account.owner == owner)
    if found:
        return found
    return Account.create(kind=kind, owner=owner, floor=0 if kind == "training" else None)


def transfer(source: Account, target: Account, amount: int, kind: str, reference: str) -> Transfer:
    """Move `amount` rupiah once; `reference` names the event, so that it cannot move twice.

    Must be called inside `write()`. Raises BalanceTooSmall or BookedBefore;
    in both cases nothing was written.
    """
    if not _writing.get():
        raise RuntimeError("money moves inside ledger.write() only")
    try:
        with db.savepoint():
            return Transfer.create(
                source=source, target=target, amount=amount, kind=kind, reference=reference
            )
    except IntegrityError as error:
        if "balance too small" in str(error):
            raise BalanceTooSmall(reference) from error
        if "booked before" in str(error):
            raise BookedBefore(reference) from error
        raise


def balance(purse: Account) -> Rupiah:
    """What the purse holds now: all that came in minus all that went out."""
    incoming = Transfer.select(fn.coalesce(fn.sum(Transfer.amount), 0)).where(
        Transfer.target == purse
    )
    outgoing = Transfer.select(fn.coalesce(fn.sum(Transfer.amount), 0)).where(
        Transfer.source == purse
    )
    return Rupiah(incoming.scalar() - outgoing.scalar())
