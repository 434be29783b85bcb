"""Timed work: the list of it, and what runs it. The only code that calls gateways.

Every piece finds what is due by itself and claims it in its own transaction, so it may
run late, twice, or beside another runner without harm.
"""

import logging
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import cache
from time import monotonic

import clock
import ledger
import rooms
from actions import (
    account_checks,
    aptitude,
    attendance,
    certificates,
    complaints,
    drafts,
    draws,
    identity,
    lapses,
    outbox,
    payout_book,
    payouts,
    photos,
    purchases,
    reminders,
    session_reminders,
    submissions,
)
from config import settings
from gateways import messages, population
from gateways import payouts as payout_provider
from rules.outbox import RESTING, Outcome
from rules.population import Answer

log = logging.getLogger("jobs")

# A backlog is worked off in rounds, so that people who wait for the write lock get it between them.
BATCH = 40

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)

# A gateway for messages that is down is left alone for so many seconds; one that is slow ends the
# round, as other timed work waits for its turn.
GATEWAY_RESTS = 15.0
LONGEST_ROUND = 3.0
# channel → when it is asked again, by a clock nobody sets; all rooms have the same gateways.
_resting: dict[str, float] = {}


def deliver_messages() -> int:
    """Hand waiting SMS and e-mails to their gateways; one that is down does not stop the other."""
    begun, count = monotonic(), 0
    awake = {channel for channel in outbox.CHANNELS if _resting.get(channel, begun) <= begun}
    for message in outbox.claims(awake, BATCH):
        outcome = messages.deliver(message)
        if outbox.settle(message, outcome, blank=not settings.training):
            log.error("message %s (%s) was given up", message.public_id, message.channel)
        if outcome in RESTING:
            awake.discard(message.channel)
            _resting[message.channel] = monotonic() + GATEWAY_RESTS
        count += outcome is Outcome.SENT
        if monotonic() - begun >= LONGEST_ROUND:
            break
    return count


def check_accounts() -> int:
    """Ask partners whether money can arrive; one that does not say ends the round.

    Who links or asks again is heard each second; whose payment is near, once a minute in each room.
    """
    if not payout_provider.ready():
        return 0
    _at_most_every(MINUTE, "check_accounts", account_checks.plan, account_checks.PLANNED_AT_ONCE)
    count = 0
    for _ in range(BATCH):
        claim = account_checks.claim_next()
        if claim is None:
            break
        row, holder = claim.row, claim.row.participant
        verdict = payout_provider.inquire(row.partner, row.number, holder.name, holder.nik or "")
        account_checks.settle(claim, verdict)
        count += 1
        if verdict == "unknown":
            break  # it may be down, and messages should not wait for it
    return count


def send_incentives() -> int:
    """Send the incentives whose day has come, and ask after those that are on their way.

    A provider that stays silent three times ends the round: messages should not wait for it.
    """
    if not payout_provider.ready():
        return 0
    count, silent = payouts.open_due(), 0
    for _ in range(BATCH):
        claim = payouts.claim_next() if silent < 3 else None
        if claim is None:
            break
        speak = payout_provider.send if claim.send else payout_provider.look_up
        reply = speak(claim.row)
        payouts.settle(claim, reply)
        silent += reply.status == "unknown"
        count += 1
    return count


def compare_payouts() -> int:
    """Read the provider's list of changes once a day, a page a round; looks once a minute in each room."""
    if not payout_provider.has_book():
        return 0
    return _at_most_every(MINUTE, "compare_payouts", _compare_page, full=1)


def _compare_page() -> int:
    place = payout_book.reading()
    if place is None:
        return 0
    return int(payout_book.compare(place, payout_provider.changes(place.since, place.cursor)))


def check_identities() -> int:
    """Ask the population register about NIK and KK; one that does not say ends the round."""
    count = 0
    for _ in range(BATCH):
        row = identity.claim_next()
        if row is None:
            break
        answer = population.check(row, *identity.pictures(row))
        identity.settle(row, answer)
        if answer.verdict == "unknown":
            break  # it may be down, and messages should not wait for it
        count += 1
    return count


def check_faces() -> int:
    """Ask whether the pictures of attendance show their participants; no answer ends the round."""
    count = 0
    for _ in range(BATCH):
        row = attendance.claim_next()
        if row is None:
            break
        face = attendance.face_of(row)
        answer = population.compare(*face) if face else Answer("no")
        attendance.settle(row, answer)
        if answer.verdict == "unknown":
            break
        count += 1
    return count


_looked_at: dict[tuple[str, str], datetime] = {}


def _at_most_every(
    pause: timedelta, name: str, look: Callable[[], int], full: int | None = None
) -> int:
    """Look around once a `pause` in each room, by the room's clock; at once again after a `full` round."""
    now, place = clock.now(), (rooms.current(), name)
    looked = _looked_at.get(place)
    if looked is not None and abs(now - looked) < pause:
        return 0
    count = look()
    if full is None or count < full:
        _looked_at[place] = now
    return count


def fail_missed() -> int:
    """Fail the courses in which too much was missed; looks once a minute in each room."""
    return _at_most_every(MINUTE, "fail_missed", attendance.fail_missed)


def remind_of_sessions() -> int:
    """Tell people of tomorrow's sessions; looks once a minute in each room."""
    return _at_most_every(MINUTE, "remind_of_sessions", session_reminders.remind_of_sessions)


def forget_photos() -> int:
    """Delete the pictures whose time is over; looks once an hour in each room."""
    return _at_most_every(HOUR, "forget_photos", photos.forget_old, photos.BATCH)


def close_complaints() -> int:
    """Close what was answered a week ago; looks once a minute in each room."""
    return _at_most_every(
        MINUTE,
        "close_complaints",
        lambda: complaints.close_due() + complaints.forget_pictures(),
        complaints.BATCH,
    )


# What runs, in this order, each second: (name, how often in words, work → how many were done).
WORK: tuple[tuple[str, str, Callable[[], int]], ...] = (
    ("check_identities", "setelah foto dan NIK dikirim", check_identities),
    ("check_faces", "setelah foto kehadiran dikirim", check_faces),
    ("decide_submissions", "5 menit setelah tugas dikirim", submissions.decide_due),
    ("remind_of_sessions", "sehari sebelum sesi", remind_of_sessions),
    ("fail_missed_sessions", "lewat waktu hadir", fail_missed),
    ("expire_purchases", "pesanan tanpa OTP, setelah 1 jam", purchases.expire_waiting),
    ("remind_of_deadlines", "14, 7, 3, 1 hari dan 6 jam sebelum batas", reminders.remind_due),
    ("submit_tests", "lewat waktu tes", aptitude.submit_due),
    ("lapse_places", "lewat batas beli pertama", lapses.lapse_due),
    ("close_gelombang", "setelah pendaftaran ditutup", draws.close_due),
    ("settle_announced", "setelah hasil diumumkan", draws.settle_announced),
    ("forfeit_balances", "lewat masa pakai saldo", lapses.forfeit_expired_balances),
    ("forward_reports", "6 jam setelah selesai", certificates.forward_due),
    ("issue_certificates", "12 jam setelah selesai", certificates.issue_due_certificates),
    ("forget_photos", "30 hari setelah ada hasil", forget_photos),
    ("check_accounts", "saat menyambungkan, dan 3 hari sebelum insentif", check_accounts),
    ("compare_payouts", "sekali sehari, dengan buku penyalur", compare_payouts),
    ("send_incentives", "pada hari yang dijadwalkan", send_incentives),
    ("close_complaints", "7 hari setelah dijawab", close_complaints),
    ("forget_drafts", "1 jam setelah disimpan", drafts.forget_old),
    ("deliver_messages", "segera", deliver_messages),
)


def run_due() -> dict[str, int]:
    """Do everything that is due now in the room one is in; returns what was done, by name.

    Work that fails does not keep the rest from being done; its error is raised at the end.
    """
    done, failures = {}, []
    for name, _when, work in WORK:
        try:
            done[name] = work()
        except Exception as error:
            failures.append(error)
    if failures:
        raise failures[0]
    return done


def run_everywhere() -> None:
    """One round through all rooms; a room that fails does not stop the others."""
    for name in rooms.names():
        try:
            with rooms.enter(name):
                run_due()
                if settings.training:
                    rooms.remember_clock()
        except ledger.Unavailable:
            log.warning("the database of room %s is busy; timed work tries again", name)
        except Exception:
            log.exception("timed work failed in room %s", name)


@cache
def start_loop() -> threading.Event:
    """Run the timed work beside this process's web threads, once a second, until the event is set."""
    stop = threading.Event()

    def loop() -> None:
        while not stop.wait(1):
            run_everywhere()

    threading.Thread(target=loop, name="timed work", daemon=True).start()
    return stop
