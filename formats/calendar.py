"""A participant's own deadlines as a calendar file (RFC 5545), with alarms a day and a week before."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import NamedTuple


class Entry(NamedTuple):
    """One deadline: a name that never changes, what it is, its last moment."""

    uid: str
    title: str
    until: datetime
    text: str


def calendar(entries: Iterable[Entry], made_at: datetime) -> str:
    """The whole file; each entry ends at its last moment and begins an hour before."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Dasbor Prakerja//ID",
        "CALSCALE:GREGORIAN",
    ]
    for entry in entries:
        lines += [
            "BEGIN:VEVENT",
            f"UID:{entry.uid}@dasbor-prakerja",
            f"DTSTAMP:{_utc(made_at)}",
            f"DTSTART:{_utc(entry.until.replace(minute=0, second=0))}",
            f"DTEND:{_utc(entry.until)}",
            f"SUMMARY:{_escaped(entry.title)}",
            f"DESCRIPTION:{_escaped(entry.text)}",
            *_alarm("-P7D", entry.title),
            *_alarm("-P1D", entry.title),
            "END:VEVENT",
        ]
    lines.append("END:VCALENDAR")
    return "".join(f"{_folded(line)}\r\n" for line in lines)


def _alarm(before: str, title: str) -> list[str]:
    return [
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        f"TRIGGER:{before}",
        f"DESCRIPTION:{_escaped(title)}",
        "END:VALARM",
    ]


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _escaped(text: str) -> str:
    for letter in ("\\", ";", ","):
        text = text.replace(letter, f"\\{letter}")
    return "\\n".join(text.splitlines())


def _folded(line: str) -> str:
    """At most 75 bytes a line; the rest goes on after a line break and a blank."""
    parts, rest = [], line
    while len(rest.encode()) > 74:
        cut = 74
        while len(rest[:cut].encode()) > 74:
            cut -= 1
        parts.append(rest[:cut])
        rest = rest[cut:]
    return "\r\n ".join([*parts, rest])
