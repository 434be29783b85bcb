"""CSV for spreadsheets: our letters, their separators, and nothing that runs."""

import csv
import io

import pytest

from formats.csv_text import BOM, csv_bytes, harmless

DANGEROUS = [
    "=1+1",
    "+62812",
    "-2+3",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    "  =1+1",
    "\u00a0=1+1",
    "\n=1+1",
    "\x00=1+1",
    '=HYPERLINK("http://contoh.example";"tekan")',
    "\uff1d1+1",
    "-",
]
PLAIN = ["", "Sari", "Rp1.000", "a=b", "x;y", 'kata "kutip"', "dua\nbaris", "1-2", "'sudah"]


def read(content: bytes) -> list[list[str]]:
    """As a spreadsheet of this country would read it."""
    text = content.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))


@pytest.mark.parametrize("text", DANGEROUS)
def test_what_looks_like_a_formula_becomes_text(text: str) -> None:
    assert str(harmless(text)).startswith("'")
    (row,) = read(csv_bytes(["a"], [[text]]))[1:]
    assert row == ["'" + text.replace("\x00", "")]


@pytest.mark.parametrize("text", PLAIN)
def test_everything_else_stays_as_it_is(text: str) -> None:
    assert read(csv_bytes(["a", "b"], [[text, "z"]]))[1] == [text, "z"]


def test_numbers_stay_numbers_and_nothing_stays_empty() -> None:
    row = read(csv_bytes(["a", "b", "c", "d"], [[-400000, 0, None, True]]))[1]
    assert row == ["-400000", "0", "", "True"]


def test_headers_are_harmless_too() -> None:
    assert read(csv_bytes(["=a", "b"], [])) == [["'=a", "b"]]


def test_the_file_says_which_letters_it_is_in() -> None:
    content = csv_bytes(["Keterangan"], [["«Sambal» é 🌶"]])
    assert content.decode().startswith(BOM)
    assert content.endswith(b"\r\n") and b"\r\r\n" not in content
    assert read(content)[1] == ["«Sambal» é 🌶"]


@pytest.mark.parametrize("text", [*DANGEROUS, *PLAIN])
def test_read_and_written_again_it_does_not_change_any_more(text: str) -> None:
    once = csv_bytes(["a", "b"], [[text, "z"]])
    again = read(once)
    assert csv_bytes(again[0], again[1:]) == once
