"""Runners die, the provider lies: each incentive is still paid exactly once. Quick: 10 kills; DEEP=1: 60."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from base64 import b64encode
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import pytest

import clock
import ledger
import rooms
from models import Account, Incentive, Payout
from queries.audit import broken_rules
from tests.conftest import HOME, ROOM
from tests.payments import account_of, earned, schedule
from tests.people import Someone, wib
from tests.server import ROOT, disbursing, free_port, serving, tracebacks

DEEP = os.environ.get("DEEP") == "1"
PAYMENTS = 300
KILLS = 60 if DEEP else 10
RUNNERS = 4
CALM = 300  # seconds after which nothing may be stuck
CLOSED = 30  # of the accounts are closed, so that failures are told truly, too
SENT_BACK = 20  # of the payments are sent back by the bank after they arrived
ARRIVE = PAYMENTS - CLOSED - SENT_BACK

# What `flask jobs` does each second, for the payouts alone, so that four can be killed quickly.
RUNNER = """
import time, jobs, ledger, rooms
while True:
    try:
        with rooms.enter({room!r}):
            jobs.send_incentives()
    except ledger.Unavailable:
        pass
    time.sleep(0.05)
"""


@pytest.fixture
def owed(room: str) -> None:
    """Payments that are due today, to as many people."""
    with clock.stopped_at(wib("2021-10-18 09:00:00")):
        people = [earned(Someone()) for _ in range(PAYMENTS)]
    for place, person in enumerate(people):
        account = account_of(person)
        if place < CLOSED + SENT_BACK:
            ending = "9001" if place < CLOSED else "9008"
            account.number = f"08120{place:04}{ending}"
            account.save()
        schedule(person, "job", 1, clock.today())
    rooms.database.close()
    yield
    if rooms.database.is_closed():
        rooms.database.connect()


def start_runner(env: dict[str, str]) -> subprocess.Popen[bytes]:
    code = RUNNER.format(room=ROOM)
    return subprocess.Popen(
        [sys.executable, "-c", code], cwd=ROOT, env=env, stderr=subprocess.DEVNULL
    )


def book_of(address: str, key: str) -> dict[str, Any]:
    """Everything the provider has written down."""
    token = b64encode(f"{key}:".encode()).decode()
    request = Request(f"{address}/book", headers={"Authorization": f"Basic {token}"})
    with urlopen(request, timeout=10) as answer:
        return dict(json.load(answer))


def until(met: Callable[[], bool], seconds: float) -> bool:
    """Whether it came true in time; looks ten times a second."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if met():
            return True
        time.sleep(0.1)  # the pace of looking; what is waited for decides
    return met()


def test_each_incentive_is_paid_once_whatever_dies_and_whoever_lies(
    owed, tmp_path: Path, record_property
) -> None:
    port, rng = free_port(), random.Random(2021)
    callback = f"http://127.0.0.1:{port}/api/v1/payouts/callback"
    with disbursing(tmp_path, callback, lies=0.3, seed=7) as (provider, key):
        told = {"PAYOUT_URL": provider, "PAYOUT_KEY": key}
        env = {**os.environ, **told}
        with serving(HOME, PORT=str(port), WEB_CONCURRENCY="1", **told):
            runners = [start_runner(env) for _ in range(RUNNERS)]
            try:
                kill_some(runners, env, lambda: len(book_of(provider, key)["data"]), rng)
                rooms.database.connect()
                settled = until(all_ended, CALM)
                # Callbacks about money sent back may be lost; by tomorrow the book is looked into.
                settled = settled and until(lambda: provider_is_done(provider, key), CALM)
                past = clock.real_now() - timedelta(seconds=1)
                Payout.update(ask_at=past).where(Payout.ask_at.is_null(False)).execute()
                settled = settled and until(lambda: sent_back() == SENT_BACK, CALM)
                left = [(row.reference, row.answer, row.tries) for row in still_open()]
            finally:
                for runner in runners:
                    runner.kill()
                    runner.wait()
        book = book_of(provider, key)
    assert settled, left
    check_books(book["data"])
    assert broken_rules() == []
    assert not tracebacks(HOME)
    record_property("book", json.dumps(Counter(row["status"] for row in book["data"])))


def kill_some(
    runners: list[subprocess.Popen[bytes]],
    env: dict[str, str],
    written: Callable[[], int],
    rng: random.Random,
) -> None:
    """Kill a runner each time the provider's book has grown a bit, and start another in its place."""
    for kill in range(KILLS):
        wanted = (kill + 1) * PAYMENTS // (KILLS + 2)
        assert until(lambda wanted=wanted: written() >= wanted, 120), "nothing moves any more"
        place = rng.randrange(RUNNERS)
        runners[place].send_signal(signal.SIGKILL)
        runners[place].wait()
        runners[place] = start_runner(env)


def still_open() -> list[Payout]:
    return list(Payout.select().where(Payout.state == "open"))


def all_ended() -> bool:
    """Whether every payment has ended. The provider still lies: long pauses after bad luck are cut."""
    soon = clock.real_now() + timedelta(seconds=5)
    Payout.update(ask_at=soon).where(Payout.state == "open", Payout.ask_at > soon).execute()
    return not Incentive.select().where(Incentive.state == "scheduled").exists()


def provider_is_done(provider: str, key: str) -> bool:
    """Whether the provider has sent back what it will."""
    words = Counter(row["status"] for row in book_of(provider, key)["data"])
    return words["REVERSED"] == SENT_BACK and not words["ACCEPTED"]


def sent_back() -> int:
    return int(Payout.select().where(Payout.state == "reversed").count())


def check_books(theirs: list[dict[str, Any]]) -> None:
    """The provider's book and ours: the same payouts, the same ends, the same rupiah."""
    ours = {row.reference: row for row in Payout.select()}
    assert {row["reference_id"] for row in theirs} == set(ours)
    ends = {"SUCCEEDED": "paid", "FAILED": "failed", "REVERSED": "reversed"}
    assert {row["reference_id"]: ends[row["status"]] for row in theirs} == {
        reference: row.state for reference, row in ours.items()
    }
    assert not any(row.problem for row in ours.values())
    per_incentive = Counter(row.incentive_id for row in ours.values())
    assert set(per_incentive.values()) == {1}
    states = Counter(
        row.state for row in Incentive.select().where(Incentive.id << [*per_incentive])
    )
    assert states == {"paid": ARRIVE, "failed": CLOSED + SENT_BACK}
    sent = sum(row["amount"] for row in theirs if row["status"] == "SUCCEEDED")
    purses = Account.select().where(Account.kind == "incentive")
    assert sum(ledger.balance(purse) for purse in purses) == sent == 600_000 * ARRIVE
