"""Races: many at once want the same money. Quick: a tenth; DEEP=1: the full size."""

import json
import multiprocessing
import os
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest
from flask.sessions import SecureCookieSessionInterface

import clock
import ledger
import migrations
import rooms
from actions import purchases
from actions import sign_in as sign_ins
from demo import volume
from models import Account, Offer, Transfer
from queries.audit import broken_rules
from tests.people import card_of, code_sent_to, offer_for, wib
from tests.server import serving, tracebacks

DEEP = os.environ.get("DEEP") == "1"
BUYERS = 1000 if DEEP else 100
SPENDERS = 16 if DEEP else 8
ATTEMPTS = 500 if DEEP else 100


def spend(room: str, worker: int, attempts: int, purses: int, results) -> None:
    """One process of the ledger race: tries to spend, counts what it was told."""
    told = Counter()
    with rooms.enter(room):
        for attempt in range(attempts):
            owner = f"balapan-{(worker + attempt) % purses}"
            told[spend_once(owner, f"balapan:{worker}:{attempt}", told)] += 1
    results.put(dict(told))


def spend_once(owner: str, reference: str, told: Counter) -> str:
    """Move a thousand rupiah; where the database was too busy, the same try again."""
    for _ in range(20):
        try:
            with ledger.write():
                source = ledger.account("training", owner)
                target = ledger.account("platform", "balapan")
                ledger.transfer(source, target, 1000, "forfeit", reference)
            return "moved"
        except ledger.BalanceTooSmall:
            return "refused"
        except ledger.Unavailable:
            told["busy"] += 1
    return "gave up"


def test_sixteen_processes_never_overspend_a_purse(room: str, record_property) -> None:
    purses, wanted = 20, SPENDERS * ATTEMPTS
    covered = wanted * 6 // 10 // purses * 1000
    with ledger.write():
        for number in range(purses):
            purse = ledger.account("training", f"balapan-{number}")
            ledger.transfer(ledger.account("fund"), purse, covered, "credit", f"modal:{number}")
        ledger.account("platform", "balapan")
    context = multiprocessing.get_context("fork")
    results = context.Queue()
    rooms.database.close()  # a child must not inherit an open connection
    runners = [
        context.Process(target=spend, args=(room, worker, ATTEMPTS, purses, results))
        for worker in range(SPENDERS)
    ]
    for runner in runners:
        runner.start()
    told = sum((Counter(results.get(timeout=300)) for _ in runners), Counter())
    for runner in runners:
        runner.join(30)
    rooms.database.connect()
    booked = Transfer.select().where(Transfer.kind == "forfeit").count()
    assert told["moved"] == booked == purses * covered // 1000
    assert told["moved"] + told["refused"] == wanted
    for purse in Account.select().where(Account.kind == "training"):
        assert ledger.balance(purse) == 0
    assert not broken_rules()
    print(f"\nledger race: {wanted} tries by {SPENDERS} processes, {booked} moved, {dict(told)}")


@pytest.fixture
def crowd(tmp_path: Path, monkeypatch):
    """A room full of people who each hold the code of a started purchase."""
    monkeypatch.setattr(rooms, "home", lambda: tmp_path / "rooms")
    (tmp_path / "rooms" / rooms.DEFAULT).mkdir(parents=True)
    keys = rooms.settings.data_dir / "keys.json"
    (tmp_path / "keys.json").write_text(keys.read_text())
    start = wib("2021-10-18 09:00:00")
    with rooms.enter(rooms.DEFAULT):
        migrations.migrate(rooms.database)
        rooms.set_offset(start - clock.real_now())
        offers = [offer_for(21, price=400_000) for _ in range(3)]
        people = []
        for person in volume.add_participants(BUYERS, seed=7):
            started = purchases.start_purchase(
                person, offers[0], offers[0].price, card_of(person), f"mulai-{person.id:08}"
            )
            people.append(
                {
                    "id": person.id,
                    "purchase": started.public_id,
                    "code": code_sent_to(person),
                    "token": sign_ins.open_sign_in(person),
                    "card": card_of(person),
                }
            )
        other = [(offer.course.slug, offer.id) for offer in offers[1:]]
        rooms.remember_clock()
    return tmp_path, people, other


def cookie_for(app, token: str) -> str:
    """A signed session cookie as the browser of somebody signed in holds it."""
    signer = SecureCookieSessionInterface().get_signing_serializer(app)
    content = {"_user_id": token, "_fresh": True, "csrf_token": "balapan"}
    return f"sesi={signer.dumps(content)}; ruang={rooms.DEFAULT}"


def csrf_for(app) -> str:
    """The form token that belongs to such a session."""
    from itsdangerous import URLSafeTimedSerializer

    return URLSafeTimedSerializer(app.secret_key, salt="wtf-csrf-token").dumps("balapan")


def test_eight_payments_at_once_are_one_purchase_and_one_debit(app, crowd) -> None:
    data_dir, people, other = crowd
    answers: Counter[int] = Counter()
    lock = threading.Lock()
    token = csrf_for(app)

    def post(address: str, cookie: str, path: str, fields: dict[str, str]) -> int:
        parts = urlsplit(address)
        connection = HTTPConnection(parts.hostname, parts.port, timeout=60)
        body = urlencode({**fields, "csrf_token": token})
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Cookie": cookie,
            "Sec-Fetch-Site": "same-origin",
        }
        connection.request("POST", path, body, headers)
        answer = connection.getresponse()
        answer.read()
        connection.close()
        with lock:
            answers[answer.status] += 1
        return answer.status

    with serving(data_dir) as address, ThreadPoolExecutor(16) as crowd_of_eight:
        for person in people:
            cookie = cookie_for(app, person["token"])
            pay = f"/beli/{person['purchase']}/otp"
            tries = [(pay, {"otp": person["code"], "kunci": "kunci-sama-00001"}) for _ in range(3)]
            tries += [
                (pay, {"otp": person["code"], "kunci": f"kunci-lain-{n:05}"}) for n in range(3)
            ]
            tries += [
                (
                    f"/pelatihan/{slug}/beli?penawaran={offer}",
                    {
                        "nomor_kartu": person["card"],
                        "harga": "400000",
                        "kunci": f"kunci-kursus-{offer:05}",
                    },
                )
                for slug, offer in other
            ]
            jobs = [crowd_of_eight.submit(post, address, cookie, *one) for one in tries]
            for job in jobs:
                job.result(120)
    with rooms.enter(rooms.DEFAULT):
        bought = Transfer.select().where(Transfer.kind == "purchase")
        sources = Counter(transfer.source_id for transfer in bought)
        assert not sources or max(sources.values()) == 1
        assert len(sources) <= BUYERS
        assert Offer.select().where(Offer.sold > 0).count() >= 1
        assert not broken_rules()
        paid = len(sources)
    assert not [status for status in answers if status >= 500], answers
    assert not tracebacks(data_dir)
    assert sum(answers.values()) == 8 * BUYERS
    print(f"\npayment race: {8 * BUYERS} requests, {paid} paid, {json.dumps(answers)}")
