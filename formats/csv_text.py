"""CSV that opens in a spreadsheet of this country and never runs what is written in it.

UTF-8 with a byte order mark, because spreadsheets guess the letters wrongly without one;
semicolons between the cells, because Indonesian spreadsheets write decimals with a comma;
CRLF at the end of each line. Text that a spreadsheet would take for a formula gets an
apostrophe in front. Numbers stay numbers, negative ones too.
"""

import csv
import io
from collections.abc import Iterable, Sequence

BOM = "\ufeff"
DELIMITER = ";"
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
FULL_WIDTH_SIGNS = ("\uff1d", "\uff0b", "\uff0d", "\uff20")  # some spreadsheets read them alike


def harmless(value: object) -> object:
    """The value as a cell: numbers as they are, None empty, text that cannot be a formula."""
    if value is None:
        return ""
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    text = str(value).replace("\x00", "")
    seen = text.lstrip(" \n\u00a0")
    return f"'{text}" if seen.startswith((*FORMULA_SIGNS, *FULL_WIDTH_SIGNS)) else text


def csv_bytes(header: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """A whole CSV file: the header, then one line for each row; every cell is harmless."""
    page = io.StringIO(newline="")
    writer = csv.writer(page, delimiter=DELIMITER, lineterminator="\r\n")
    writer.writerow([harmless(cell) for cell in header])
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return (BOM + page.getvalue()).encode()
