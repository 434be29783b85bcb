"""How many signed questions the partners' API answers, beside an empty JSON route.

    python benchmarks/partner_api.py [SECONDS]

Makes a room in a temporary folder, starts gunicorn as shipped with one route more that answers
`{}`, and asks both in turn over the same number of kept connections: the empty route of the
whole app, the same route of a bare Flask, and `redeem-code/status` by many clients (one client
may ask 600 times a minute). The figures go to benchmarks/partner_api.md.
"""

import hashlib
import hmac
import json
import platform
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from itertools import count
from multiprocessing import cpu_count
from pathlib import Path
from statistics import median
from urllib.error import URLError
from urllib.request import urlopen

ROOT = Path(__file__).parent.parent
REPORT = Path(__file__).with_suffix(".md")
STATUS = "/api/v1/integration/payment/redeem-code/status"
CONNECTIONS, ROUNDS, CLIENTS = 8, 5, 60
PROMISED = 0.60

Request = tuple[str, str, bytes, dict[str, str]]


def with_empty_route():  # noqa: ANN201 - for gunicorn
    """The whole app, and one empty route."""
    from app import create_app

    app = create_app()
    app.add_url_rule("/kosong", view_func=_empty)
    return app


def bare():  # noqa: ANN201 - for gunicorn
    """A Flask with nothing but the empty route."""
    from flask import Flask

    app = Flask("bare", static_folder=None)
    app.add_url_rule("/kosong", view_func=_empty)
    return app


def _empty():  # noqa: ANN202
    from flask import jsonify

    return jsonify()


def furnish(home: str) -> list[tuple[str, str, str]]:
    """A room with many institutions; client code, key and a redeem code of each."""
    made = subprocess.run(  # noqa: S603 - our own file
        [sys.executable, __file__, "--furnish"],
        env=environment(home),
        stdout=subprocess.PIPE,
        check=True,
    )
    return [tuple(one) for one in json.loads(made.stdout)]


def furnish_here(home: Path) -> None:
    """The same in a process whose settings name the room's folder; prints what it made."""
    import migrations
    import rooms
    from actions import partners

    (home / "rooms" / rooms.DEFAULT).mkdir(parents=True)
    made = []
    with rooms.enter(rooms.DEFAULT):
        migrations.migrate(rooms.database)
        for number in range(CLIENTS):
            partner, key = partners.add(f"UKUR-{number:03}", f"Lembaga {number}", "provider", [])
            (code,) = partners.make_test_codes(partner, "TC2-001-200", 1)
            made.append((partner.code, key, code))
        rooms.remember_clock()
    print(json.dumps(made))


def environment(home: str, port: int = 0) -> dict[str, str]:
    """The settings of a process on that room."""
    given = {"PRAKERJA_MODE": "training", "DATA_DIR": home, "PYTHONPATH": str(ROOT)}
    return {**given, "PORT": str(port)}


@contextmanager
def served(home: str, factory: str, port: int) -> Iterator[None]:
    """Gunicorn as shipped, with one of the apps above."""
    command = [sys.executable, "-m", "gunicorn", "-c", "gunicorn.conf.py", "--pythonpath"]
    process = subprocess.Popen(  # noqa: S603 - our own file
        [*command, "benchmarks", f"partner_api:{factory}()"], cwd=ROOT, env=environment(home, port)
    )
    try:
        for _ in range(200):
            try:
                urlopen(f"http://127.0.0.1:{port}/kosong", timeout=2).read()
                break
            except (URLError, OSError):
                time.sleep(0.1)
        yield
    finally:
        process.terminate()
        process.wait(20)


def questions(clients: list[tuple[str, str, str]]) -> Callable[[], Request]:
    """Signed questions, each by the next client."""
    sys.path.insert(0, str(ROOT))
    import clock

    numbers = count()

    def ask() -> Request:
        client, key, code = clients[next(numbers) % len(clients)]
        moment = str(int(clock.real_now().timestamp()))
        body = b'{"redeem_code":"%s"}' % code.encode()
        signed = f"{client}{moment}POST{STATUS}".encode() + body
        headers = {
            "Content-Type": "application/json",
            "client_code": client,
            "timestamp": moment,
            "signature": hmac.new(key.encode(), signed, hashlib.sha1).hexdigest(),
        }
        return "POST", STATUS, body, headers

    return ask


def rate(port: int, ask: Callable[[], Request], seconds: float) -> float:
    """Answers a second over eight kept connections; anything but 200 ends the benchmark."""
    counts: list[int] = []
    wrong: list[str] = []
    end = time.monotonic() + seconds

    def run() -> None:
        wire, done = HTTPConnection("127.0.0.1", port, timeout=30), 0
        while time.monotonic() < end and not wrong:
            wire.request(*ask())
            answer = wire.getresponse()
            said = answer.read()
            if answer.status != 200:
                wrong.append(f"{answer.status} {said!r}")
            done += 1
        counts.append(done)
        wire.close()

    began = time.monotonic()
    threads = [threading.Thread(target=run) for _ in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if wrong:
        raise SystemExit(wrong[0])
    return sum(counts) / (time.monotonic() - began)


def main() -> None:
    """The whole benchmark; exit 1 when the promise is broken."""
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 5.0
    empty: Callable[[], Request] = lambda: ("GET", "/kosong", b"", {})  # noqa: E731
    figures: dict[str, list[float]] = {"bare": [], "empty": [], "status": []}
    with tempfile.TemporaryDirectory(prefix="mitra-") as home:
        ask = questions(furnish(home))
        with served(home, "with_empty_route", 8731), served(home, "bare", 8732):
            for warm in (8731, 8732):
                rate(warm, empty, 1)
            rate(8731, ask, 1)
            for _ in range(ROUNDS):  # in turn, so that a slow moment of the machine hits all
                figures["bare"].append(rate(8732, empty, seconds))
                figures["empty"].append(rate(8731, empty, seconds))
                figures["status"].append(rate(8731, ask, seconds))
    middle = {name: median(values) for name, values in figures.items()}
    report(middle, figures)
    print(json.dumps({**middle, "share": middle["status"] / middle["empty"]}))
    if middle["status"] < PROMISED * middle["empty"]:
        raise SystemExit(1)


def report(middle: dict[str, float], figures: dict[str, list[float]]) -> None:
    """Write the figures down."""
    rows = "\n".join(
        f"| {label} | {middle[name]:.0f} | {min(figures[name]):.0f}–{max(figures[name]):.0f} "
        f"| {middle['status'] / middle[name]:.0%} |"
        for name, label in (
            ("status", "`redeem-code/status`, signed"),
            ("empty", "an empty JSON route of the same app"),
            ("bare", "an empty JSON route of a bare Flask"),
        )
    )
    REPORT.write_text(
        f"""# The partners' API beside an empty route

`python benchmarks/partner_api.py`; Python {platform.python_version()}, {cpu_count()} processors, which
the program that asks shares; gunicorn as shipped, {CONNECTIONS} kept connections, {ROUNDS} rounds in
turn, {CLIENTS} clients. Middle of the rounds:

| route | answers a second | lowest–highest | `status` reaches |
| --- | --- | --- | --- |
{rows}

Promised: at least {PROMISED:.0%} of the empty route on the same server in the same run.
"""
    )


if __name__ == "__main__":
    if "--furnish" in sys.argv:
        from config import settings

        furnish_here(settings.data_dir)
    else:
        main()
