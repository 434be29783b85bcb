"""Once a day our payouts are compared with the provider's list of changes; the book itself still decides."""

import hashlib
import json
import logging
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import clock
import ledger
import rooms
from actions import audit
from actions.payouts import REFERENCE, knock
from config import settings
from models import Participant, Payout, Setting
from rules import payouts as rules
from rules.payouts import Entry, Page

log = logging.getLogger("payouts")

STRANGERS_KEPT = 200  # a key that somebody else uses, too, must not fill the room
BOOK_BEGINS = "2020-01-01T00:00:00+07:00"  # nothing was sent before
READ_TWICE = timedelta(hours=1)  # a list may be behind its book, or a clock behind the other


@dataclass(frozen=True)
class Reading:
    """How far the reading of a day in the provider's list of changes has come; moments in ISO."""

    day: str  # programme time
    begun: str  # real time, as the next two
    since: str  # what changed earlier was read to the end on a day before
    reached: str  # the last change read
    cursor: str | None = ""  # the page to read next; None: that day's reading is done
    finished: str = ""  # when one was last read to the end; programme time
    first: str = ""  # when the first one was begun; programme time


def reading() -> Reading | None:
    """What is to be read next in the provider's list of changes; None when today's is done.

    Each day begins anew after what was read to the end, however far the day before came.
    """
    found = _reading()
    if found is None or found.day != clock.today().isoformat():
        with ledger.write():
            found = _begin_reading(_reading())
    return found if found.cursor is not None else None


def compare(place: Reading, page: Page | None) -> bool:
    """Compare a page of changes with what stands here; False when it was of no use.

    Nothing is settled by it: where it differs, the book itself is asked about that payout. What
    nobody here sent is kept for officers. Page and place are one transaction, so that a
    runner who dies reads the page again, and of two runners one writes.
    """
    reached, now = datetime.fromisoformat(place.reached), clock.real_now()
    if page is None or not rules.gets_on(page, reached, place.cursor or "", now):
        log.warning("the provider's list of changes does not get on from %s", place.reached)
        return False
    with ledger.write():
        if _reading() != place:
            return False
        names = [entry.reference for entry in page.entries]
        rows = {row.reference: row for row in Payout.select().where(Payout.reference.in_(names))}
        strange = []
        for entry in page.entries:
            row = rows.get(entry.reference)
            if row is None:
                strange += [entry] if _may_be_a_strangers(entry.reference) else []
            elif row.provider_id not in ("", entry.provider_id):
                strange.append(entry)
            elif rules.differs(row.state, row.failure, row.amount, entry):
                knock(row.reference)
        _note_strangers(strange)
        if page.cursor is None:
            again = datetime.fromisoformat(place.begun) - READ_TWICE
            since = max(place.since, again.isoformat())  # both as our clock writes them
            _keep(replace(place, since=since, cursor=None, finished=clock.now().isoformat()))
            _forget_strangers()
        else:
            last = page.entries[-1].updated.isoformat()
            _keep(replace(place, cursor=page.cursor, reached=last))
        return True


def clear_strangers(until: datetime, by: Participant) -> int:
    """An officer has asked the provider about the sendings nobody here began, noted until then.

    Returns how many are off the page; their audit entries stay.
    """
    with ledger.write():
        count = 0
        for key, found in _strangers():
            if found.get("cleared") or datetime.fromisoformat(found["at"]) > until:
                continue
            value = json.dumps({**found, "cleared": True})
            Setting.update(value=value).where(Setting.key == key).execute()
            subject = f"disbursement:{found['id']}"
            audit.record(f"operator:{by.public_id}", "payout_stranger_cleared", subject)
            count += 1
        return count


def _reading() -> Reading | None:
    row = Setting.get_or_none(Setting.key == rules.READING)
    return Reading(**json.loads(row.value)) if row else None


def _keep(place: Reading) -> None:
    value = json.dumps(asdict(place))
    Setting.insert(key=rules.READING, value=value).on_conflict_replace().execute()


def _begin_reading(last: Reading | None) -> Reading:
    """Today's reading, begun unless another runner has; what a training room sent before its last
    reset is in the book for ever, and no longer here."""
    today, now = clock.today().isoformat(), clock.real_now().isoformat()
    if last is not None and last.day == today:
        return last
    since = last.since if last else (now if settings.training else BOOK_BEGINS)
    finished, first = (last.finished, last.first) if last else ("", clock.now().isoformat())
    fresh = Reading(today, now, since, since, finished=finished, first=first)
    _keep(fresh)
    return fresh


def _may_be_a_strangers(reference: str) -> bool:
    """Training rooms share one key and one book, in which there is what rooms sent before a reset:
    nobody misses that, and what never was ours is the first room's."""
    if not settings.training:
        return True
    known = rooms.names()
    first = rooms.DEFAULT if rooms.DEFAULT in known else known[0]
    return REFERENCE not in reference and rooms.current() == first


def _note_strangers(entries: list[Entry]) -> None:
    """Sendings under our key that nobody here began, or second ones under a reference of ours; by
    the provider's name for them alone: what a stranger wrote into the reference may be anything."""
    known = {key for key, _found in _strangers()} if entries else set()
    for entry in entries:
        key = rules.STRANGER + hashlib.sha256(entry.provider_id.encode()).hexdigest()[:20]
        if key in known or len(known) >= STRANGERS_KEPT:
            continue
        known.add(key)
        amount = entry.amount or 0
        found = {
            "at": clock.now().isoformat(),
            "id": entry.provider_id,
            "amount": amount,
            "status": entry.status,
        }
        Setting.create(key=key, value=json.dumps(found))
        subject = f"disbursement:{entry.provider_id}"
        audit.record("system", "payout_stranger", subject, status=entry.status, amount=amount)


def _strangers() -> list[tuple[str, dict[str, Any]]]:
    mine = Setting.key.between(rules.STRANGER, rules.STRANGER + "~")
    return [(row.key, json.loads(row.value)) for row in Setting.select().where(mine)]


def _forget_strangers() -> None:
    over = clock.now() - rules.STRANGER_KEPT
    old = [key for key, found in _strangers() if datetime.fromisoformat(found["at"]) <= over]
    Setting.delete().where(Setting.key.in_(old)).execute()
