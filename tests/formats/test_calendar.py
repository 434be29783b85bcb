"""The calendar file as RFC 5545 wants it: line ends, folding, escaping, times in UTC."""

from datetime import datetime

import pytest

from formats.calendar import Entry, calendar
from rules.deadlines import WIB

NOW = datetime(2021, 10, 1, 9, tzinfo=WIB)
UNTIL = datetime(2021, 10, 21, 23, 59, 59, tzinfo=WIB)


def made(title: str = "Batas beli", text: str = "Buka dasbor") -> str:
    return calendar([Entry("beli-21", title, UNTIL, text)], NOW)


def unfolded(file: str) -> list[str]:
    return file.replace("\r\n ", "").removesuffix("\r\n").split("\r\n")


def test_an_entry_ends_at_its_last_moment_with_alarms_a_week_and_a_day_before() -> None:
    lines = unfolded(made())
    assert lines[:2] == ["BEGIN:VCALENDAR", "VERSION:2.0"] and lines[-1] == "END:VCALENDAR"
    for line in (
        "UID:beli-21@dasbor-prakerja",
        "DTSTAMP:20211001T020000Z",
        "DTSTART:20211021T160000Z",
        "DTEND:20211021T165959Z",
        "SUMMARY:Batas beli",
        "DESCRIPTION:Buka dasbor",
        "TRIGGER:-P7D",
        "TRIGGER:-P1D",
    ):
        assert line in lines
    for part in ("VEVENT", "VALARM"):
        assert lines.count(f"BEGIN:{part}") == lines.count(f"END:{part}")
    assert made() == made()  # the same name, so that loading it again doubles nothing


def test_every_line_ends_with_carriage_return_and_line_feed() -> None:
    file = made("Satu\nDua", "Tiga\r\nEmpat\rLima")
    assert file.endswith("END:VCALENDAR\r\n")
    rest = file.replace("\r\n", "")
    assert "\r" not in rest and "\n" not in rest


def test_no_entry_is_still_a_calendar() -> None:
    assert unfolded(calendar([], NOW))[-1] == "END:VCALENDAR"


@pytest.mark.parametrize("letter", ["a", "é", "语", "🌶"])
@pytest.mark.parametrize("length", [*range(60, 80), 140, 149, 500])
def test_lines_are_folded_at_75_bytes_and_no_letter_is_cut(letter: str, length: int) -> None:
    file = made(letter * length)
    for line in file.encode().split(b"\r\n"):
        assert len(line) <= 75
        line.decode()  # whole letters only
    assert f"SUMMARY:{letter * length}" in unfolded(file)


def test_commas_semicolons_backslashes_and_line_breaks_are_escaped() -> None:
    assert "SUMMARY:a\\, b\\; c\\\\n d\\ne" in unfolded(made("a, b; c\\n d\ne"))


def test_nothing_typed_can_begin_a_line_of_its_own() -> None:
    lines = unfolded(made("Batas\r\nATTENDEE:mailto:x@example.com"))
    assert not [line for line in lines if line.startswith("ATTENDEE")]
