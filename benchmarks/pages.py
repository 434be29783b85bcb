"""What a page costs a worker, with the SQL of hot questions written once and written each time.

    python benchmarks/pages.py [REQUESTS]

Makes the shipped rooms in a temporary folder, signs the cast of gelombang 21 in and asks for
their pages through the application itself, without a network, in turn with `queries/prepared.py`
as shipped and with a text written anew for each question. The figures go to benchmarks/pages.md.
"""

import platform
import subprocess
import sys
import tempfile
import time
from multiprocessing import cpu_count
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parent.parent
REPORT = Path(__file__).with_suffix(".md")
ROOM, ROUNDS = "gelombang-21", 7
PAGES = {
    "sari": ["/dasbor", "/pelatihan", "/pelatihan?q=kopi"],
    "galih": ["/dasbor", "/pelatihanku", "/insentif", "/pesan", "/uangku", "/rekening"],
}


def main(requests: int) -> None:
    """Make the rooms, ask, write the report."""
    from demo.story import make_missing

    make_missing()
    figures = {}
    for name, paths in PAGES.items():
        client = signed_in(name)
        for path in paths:
            figures[f"`{path}` of {name.title()}"] = both(client, path, requests)
    report(figures, requests)


def signed_in(name: str):  # noqa: ANN201 - Flask's own test client
    """A client of the application in which somebody of the cast is signed in."""
    import rooms
    from actions.sign_in import open_sign_in
    from app import create_app
    from demo.cast import ROOMS
    from queries.people import with_email

    with rooms.enter(ROOM):
        [person] = [one for one in ROOMS[ROOM].people if one.email.startswith(name)]
        token = open_sign_in(with_email(person.email))
    client = create_app().test_client()
    client.set_cookie("ruang", ROOM)
    with client.session_transaction() as session:
        session["_user_id"], session["_fresh"] = token, True
    return client


def both(client, path: str, requests: int) -> tuple[float, float]:  # noqa: ANN001
    """Milliseconds a request, (as shipped, written anew): the middle of the rounds, in turn."""
    from queries.prepared import Prepared

    shipped = Prepared.__dict__["_parts"]
    ways = {"shipped": shipped, "anew": property(shipped.func)}
    taken: dict[str, list[float]] = {way: [] for way in ways}
    try:
        for _ in range(ROUNDS):
            for way, parts in ways.items():
                Prepared._parts = parts
                assert client.get(path).status_code == 200, path
                begun = time.perf_counter()
                for _ in range(requests):
                    client.get(path)
                taken[way].append((time.perf_counter() - begun) / requests * 1000)
    finally:
        Prepared._parts = shipped
    return median(taken["shipped"]), median(taken["anew"])


def report(figures: dict[str, tuple[float, float]], requests: int) -> None:
    """Write the table."""
    lines = [
        "# What a page costs a worker",
        "",
        f"`python benchmarks/pages.py`; Python {platform.python_version()}, {cpu_count()} processors,",
        f"one thread, no network; {ROUNDS} rounds of {requests} requests each way, in turn; the middle.",
        "",
        "| page | ms a request | with SQL written anew | saved |",
        "| --- | --- | --- | --- |",
    ]
    for name, (shipped, anew) in figures.items():
        lines.append(f"| {name} | {shipped:.1f} | {anew:.1f} | {1 - shipped / anew:.0%} |")
    REPORT.write_text("\n".join(lines) + "\n")
    print("\n".join(lines))


if __name__ == "__main__":
    if sys.argv[1:2] == ["inside"]:
        sys.path.insert(0, str(ROOT))
        main(int(sys.argv[2]))
    else:
        # In a process of its own: settings are read from the environment, once.
        with tempfile.TemporaryDirectory(prefix="halaman-") as home:
            again = [sys.executable, __file__, "inside", *(sys.argv[1:] or ["40"])]
            place = {"PRAKERJA_MODE": "training", "DATA_DIR": home}
            subprocess.run(again, env=place, check=True)  # noqa: S603 - our own file
