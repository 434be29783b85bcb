"""Timed work: the list of it, and what runs it. The only code that calls gateways.

Every piece finds what is due by itself and claims it in its own transaction, so it may
run late, twice, or beside another runner without harm.
"""

import logging
import threading
from collections.abc import Callable
from functools import cache

import ledger
import rooms
from actions import incentives, lapses, outbox, purchases, training
from config import settings
from gateways import messages, payouts

log = logging.getLogger("jobs")

# A backlog is worked off in rounds, so that people who wait for the write lock get it between them.
BATCH = 40


def deliver_messages() -> int:
    """Hand waiting SMS and e-mails to their gateways."""
    count = 0
    for _ in range(BATCH):
        message = outbox.claim_next()
        if message is None:
            break
        if messages.deliver(message):
            outbox.delivered(message, blank=not settings.training)
            count += 1
    return count


def send_incentives() -> int:
    """Send the incentives whose day has come."""
    count = 0
    while row := incentives.claim_next():
        account = incentives.linked_account(row)
        failure = payouts.send(row, account) if account else "not_linked"
        incentives.settle(row, account, failure)
        count += 1
    return count


# What runs, in this order, each second: (name, how often in words, work → how many were done).
WORK: tuple[tuple[str, str, Callable[[], int]], ...] = (
    ("deliver_messages", "segera", deliver_messages),
    ("expire_purchases", "pesanan tanpa OTP, setelah 1 jam", purchases.expire_waiting),
    ("lapse_places", "lewat batas beli pertama", lapses.lapse_due),
    ("forfeit_balances", "lewat masa pakai saldo", lapses.forfeit_expired_balances),
    ("issue_certificates", "12 jam setelah selesai", training.issue_due_certificates),
    ("send_incentives", "pada hari yang dijadwalkan", send_incentives),
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
