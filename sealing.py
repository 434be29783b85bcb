"""Personal data at rest: sealed text bound to its row, and blind indexes to find it again."""

import hashlib
import hmac
import json
from functools import cache
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from config import settings

# What the first entry of the audit chain is linked to.
CHAIN_START = "0" * 64


class BrokenSeal(RuntimeError):
    """Sealed text does not open, or was moved here from another row."""


@cache
def _fernet() -> MultiFernet:
    return MultiFernet([Fernet(key) for key in settings.data_keys])


def seal(text: str, table: str, column: str, public_id: str) -> str:
    """Encrypt `text` so that it opens only as this column of this row."""
    inside = json.dumps([table, column, public_id, text], ensure_ascii=False)
    return _fernet().encrypt(inside.encode()).decode()


def unseal(token: str, table: str, column: str, public_id: str) -> str:
    """The text sealed for this place; raises BrokenSeal for a wrong key, change or swapped row."""
    try:
        inside = json.loads(_fernet().decrypt(token.encode()))
    except InvalidToken as error:
        raise BrokenSeal(f"{table}.{column} does not open") from error
    if inside[:3] != [table, column, public_id]:
        raise BrokenSeal(f"{table}.{column} was sealed for another row")
    return str(inside[3])


def seal_bytes(content: bytes, table: str, column: str, public_id: str) -> bytes:
    """Encrypt a file so that it opens only as this column of this row."""
    return _fernet().encrypt(_place(table, column, public_id) + content)


def unseal_bytes(token: bytes, table: str, column: str, public_id: str) -> bytes:
    """The file sealed for this place; raises BrokenSeal for a wrong key, change or swapped row."""
    try:
        inside = _fernet().decrypt(bytes(token))
    except InvalidToken as error:
        raise BrokenSeal(f"{table}.{column} does not open") from error
    place = _place(table, column, public_id)
    if not inside.startswith(place):
        raise BrokenSeal(f"{table}.{column} was sealed for another row")
    return inside[len(place) :]


def _place(table: str, column: str, public_id: str) -> bytes:
    return f"{table}\0{column}\0{public_id}\0".encode()


def rotated(token: str | bytes) -> str | bytes | None:
    """The same seal under the newest key; None when it is that already. Raises BrokenSeal."""
    text = token.encode() if isinstance(token, str) else bytes(token)
    try:
        Fernet(settings.data_keys[0]).decrypt(text)
        return None
    except InvalidToken:
        pass
    try:
        fresh = _fernet().rotate(text)
    except InvalidToken as error:
        raise BrokenSeal("no key of DATA_KEYS opens this") from error
    return fresh.decode() if isinstance(token, str) else fresh


def blind(purpose: str, text: str) -> str:
    """A keyed fingerprint to look a value up by; 16 digits are guessable, so never a bare hash."""
    return _mac(f"blind:{purpose}", text)


def code_mac(purpose: str, code: str) -> str:
    """What is kept of a one-time code instead of the code."""
    return _mac(f"code:{purpose}", code)


def chain_mac(previous: str, content: dict[str, Any]) -> str:
    """The next link of the audit chain."""
    return _mac("audit", previous + json.dumps(content, sort_keys=True, ensure_ascii=False))


def same(a: str, b: str) -> bool:
    """Compare in constant time; works for any text."""
    return hmac.compare_digest(a.encode(), b.encode())


def _mac(purpose: str, text: str) -> str:
    message = f"{purpose}\0{text}".encode()
    return hmac.new(settings.index_key.encode(), message, hashlib.sha256).hexdigest()


class Sealed:
    """A model attribute kept in `<name>_sealed` and, if indexed, found by `<name>_index`.

    >>> class Participant(Table):
    ...     phone_sealed = TextField()
    ...     phone_index = CharField(64, unique=True)
    ...     phone = Sealed(indexed=True)
    """

    def __init__(self, indexed: bool = False) -> None:
        self.indexed = indexed

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    def __get__(self, row: Any, owner: type | None = None) -> Any:
        if row is None:
            return self
        token = getattr(row, f"{self.name}_sealed")
        return token and unseal(token, row._meta.table_name, self.name, row.public_id)

    def __set__(self, row: Any, text: str | None) -> None:
        table = row._meta.table_name
        sealed = None if text is None else seal(text, table, self.name, row.public_id)
        setattr(row, f"{self.name}_sealed", sealed)
        if self.indexed:
            index = None if text is None else blind(f"{table}.{self.name}", text)
            setattr(row, f"{self.name}_index", index)
