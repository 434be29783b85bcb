"""The sessions of a course in words: the day, the hours, until when one may be marked present."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from formats.text import day, hour, moment_text, weekday


@dataclass(frozen=True)
class SessionLine:
    """One line of the list, shaped like a stage: `state` is done | now | todo."""

    name: str
    state: str
    note: str


def lines(sessions: Iterable[Any], now: datetime) -> list[SessionLine]:
    """The sessions in the order given; the first that is still to come is the present one."""
    made: list[SessionLine] = []
    for session in sessions:
        made.append(_line(session, now, any(line.state == "now" for line in made)))
    return made


def _line(session: Any, now: datetime, taken: bool) -> SessionLine:
    when = f"{weekday(session.starts_at)} {day(session.starts_at)}"
    if session.is_exam:
        name, time = (
            "Ujian",
            f"Dari {moment_text(session.opens)} sampai {moment_text(session.closes)}.",
        )
    else:
        name = f"Sesi {session.sequence}: {when}, mulai {hour(session.starts_at)} WIB"
        time = f"Hadir pukul {hour(session.opens)} sampai {hour(session.closes)} WIB."
    if session.attended:
        return SessionLine(name, "done", "Kehadiranmu tercatat.")
    if now > session.closes:
        return SessionLine(name, "todo", "Terlewat.")
    return SessionLine(name, "todo" if taken else "now", time)
