"""Sessions, their windows, and when a course counts as finished.

From the programme: the window of one hour before to one hour after the start (N27–N29), the
face check per session-day, sequences 1–10 and 999, the skills task within 3×24 hours, full
attendance in skema normal (R4). Ours, where nothing is known: how many sessions a method has,
their hours, that they are on consecutive working days, and what semi-bansos forgives.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from urllib.parse import SplitResult, parse_qsl, urlsplit, urlunsplit

from rules.deadlines import working_days_after
from rules.refusals import Refusal

WIB = timezone(timedelta(hours=7), "WIB")

EXAM = 999
LAST_SESSION = 10
SESSIONS = {"spl": 1, "webinar": 2, "bauran": 2, "luring": 3}  # ours
BEGINS, ENDS = time(9), time(12)  # ours
AROUND_START = timedelta(hours=1)
EXAM_WITHIN = timedelta(days=3)  # after the start of the last session
# How many sessions may be missed; never the first, because it redeems. Ours for semi-bansos.
MAY_MISS = {"normal": 0, "semi_bansos": 1}

PENDING, SUCCESSFUL, FAILED = 1, 2, 3  # statuses of a task; 0: not handed in
TASK_SEQUENCES = {"tpm": range(1, EXAM), "uk": range(EXAM, EXAM + 1)}
DECIDED_AFTER = timedelta(minutes=5)  # ours: the programme answers later, not at once

ASKING_LASTS = timedelta(minutes=30)  # ours: how long an asked face check may be taken
MOST_FACES = 5  # ours: how many pictures one asking may be tried with


@dataclass(frozen=True)
class Plan:
    """What attending one bought course means; `first_day` is None where any time will do."""

    method: str
    scheme: str
    first_day: date | None = None

    @property
    def sessions(self) -> range:
        """The sequences of its sessions, without the exam."""
        return range(1, SESSIONS[self.method] + 1)

    def starts_at(self, sequence: int) -> datetime | None:
        """When a session begins; the exam counts from the last session. None: at any time."""
        if self.first_day is None:
            return None
        number = self.sessions[-1] if sequence == EXAM else sequence
        return datetime.combine(working_days_after(self.first_day, number - 1), BEGINS, WIB)

    def window(self, sequence: int) -> tuple[datetime, datetime] | None:
        """From when until when a session may be attended, both included; None: at any time."""
        start = self.starts_at(sequence)
        if start is None:
            return None
        if sequence == EXAM:
            return start, start + EXAM_WITHIN
        return start - AROUND_START, start + AROUND_START

    @property
    def ends_at(self) -> datetime | None:
        """When the last session is over; None: it has no end."""
        start = self.starts_at(EXAM)
        return None if start is None else datetime.combine(start.date(), ENDS, WIB)


def class_day(day: date) -> date:
    """The day itself, or the Monday after a weekend: no class begins on a Saturday or Sunday."""
    return day if day.weekday() < 5 else working_days_after(day, 1)


def refuse_time(plan: Plan, sequence: int, now: datetime) -> Refusal | None:
    """Why this session cannot be redeemed or attended at this moment; None: it can."""
    window = plan.window(sequence)
    if window is None:
        return None
    opens, closes = window
    if now < opens:
        return Refusal("session_early", {"opens": opens, "closes": closes})
    if now > closes:
        return Refusal("session_late", {"opens": opens, "closes": closes})
    return None


def refuse_sequence(
    plan: Plan, sequence: int, attended: Collection[int], now: datetime
) -> Refusal | None:
    """Why this session does not come now: the course has none such, or another comes first."""
    if sequence != EXAM and sequence not in plan.sessions:
        return Refusal("wrong_sequence", {"count": len(plan.sessions)})
    if sequence in attended:
        return Refusal("attended_before")
    if sequence == 1:
        return None
    if 1 not in attended:
        return Refusal("first_session_first")
    if sequence == EXAM and not _enough(plan, attended, now):
        return Refusal("sessions_first")
    return None


def missed(plan: Plan, attended: Collection[int], now: datetime) -> tuple[int, ...]:
    """The sessions (and exam) whose time went by without the participant."""
    over = []
    for sequence in (*plan.sessions, EXAM):
        window = plan.window(sequence)
        if window is not None and now > window[1] and sequence not in attended:
            over.append(sequence)
    return tuple(over)


def is_failed(plan: Plan, attended: Collection[int], now: datetime) -> bool:
    """Whether so much was missed that the course can no longer be finished."""
    gone = missed(plan, attended, now)
    return bool({1, EXAM} & set(gone)) or len(gone) > MAY_MISS[plan.scheme]


def completed(plan: Plan, attended: Collection[int], uk_status: int, now: datetime) -> bool:
    """Whether the course is finished: sessions, exam, and the latest skills task successful."""
    return _enough(plan, attended, now) and EXAM in attended and uk_status == SUCCESSFUL


def _enough(plan: Plan, attended: Collection[int], now: datetime) -> bool:
    """Whether no session is owed; a missed one is forgiven only once its time is over."""
    absent = {sequence for sequence in plan.sessions if sequence not in attended}
    over = absent <= set(missed(plan, attended, now))
    return 1 in attended and over and len(absent) <= MAY_MISS[plan.scheme]


def task_exists(scope: str, sequence: int) -> bool:
    """Whether there is such a task: tpm 1 to 998, uk 999."""
    return sequence in TASK_SEQUENCES.get(scope, range(0))


def redirect_fits(asked: str, registered: Iterable[str]) -> bool:
    """Whether an address is one of the registered ones; only its query may say more.

    Scheme, host, port and path are compared as parts, so that no name that merely begins
    like a registered one gets through.
    """
    wanted = _parts(asked)
    return wanted is not None and any(
        known is not None
        and _place(known) == _place(wanted)
        and (not known.query or f"{wanted.query}&".startswith(f"{known.query}&"))
        for known in map(_parts, registered)
    )


def may_return_to(address: str) -> bool:
    """Whether an address may be registered or asked for: plain http(s), no `state` of its own."""
    return _parts(address) is not None


def origin_of(address: str) -> str:
    """The front page of the site an address belongs to."""
    parts = urlsplit(address)
    return urlunsplit((parts.scheme, parts.netloc, "/", "", ""))


def with_state(address: str, state: str) -> str:
    """The address to go back to: its query kept, `state` added at its end."""
    parts = urlsplit(address)
    query = f"{parts.query}&state={state}" if parts.query else f"state={state}"
    return urlunsplit(parts._replace(query=query))


def _parts(address: str) -> SplitResult | None:
    """The parts of a plain http(s) address; None for anything cleverer."""
    if len(address) > 2000 or "\\" in address or "#" in address:
        return None
    if not all(32 < ord(letter) < 127 for letter in address):
        return None
    try:
        parts = urlsplit(address)
        parts.port  # noqa: B018 – raises for a port that is none
    except ValueError:
        return None
    plain = parts.scheme in ("http", "https") and parts.hostname and "@" not in parts.netloc
    # Behind a `state` of its own, ours would be read second or not at all.
    own = any(key == "state" for key, _ in parse_qsl(parts.query, keep_blank_values=True))
    return parts if plain and not own else None


def _place(parts: SplitResult) -> tuple[str, str, int, str]:
    port = parts.port or (443 if parts.scheme == "https" else 80)
    return parts.scheme, parts.hostname or "", port, parts.path or "/"
