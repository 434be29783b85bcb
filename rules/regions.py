"""Provinces and regencies by the codes of the Ministry of Home Affairs, as NIK and addresses use them."""

from functools import cache

from lokal import wilayah
from lokal.provinces import PROVINCES


def province(code: str) -> str | None:
    """The name of a province («32» → «Jawa Barat»); None when the code is not known."""
    return PROVINCES.get(code)


def regency(code: str) -> str | None:
    """The name of a regency or city («32.73» or «3273» → «Kota Bandung»); None when not known."""
    return _regencies().get(_dotted(code))


@cache
def regencies() -> tuple[tuple[str, str], ...]:
    """(code, «Kota Bandung, Jawa Barat») of every regency and city, in the order of their names."""
    rows = ((code, f"{name}, {PROVINCES[code[:2]]}") for code, name in _regencies().items())
    return tuple(sorted(rows, key=lambda row: row[1]))


@cache
def _regencies() -> dict[str, str]:
    """All of them, read from the package when the first one is asked for."""
    return {
        row.code: row.name for code in PROVINCES for row in wilayah.list_wilayah(code) if row.code
    }


def _dotted(code: str) -> str:
    return code if "." in code else f"{code[:2]}.{code[2:]}"
