"""The shipped server for tests: gunicorn on a free port, with a room of its own; ended by its own id."""

import atexit
import json
import os
import re
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

ROOT = Path(__file__).parent.parent


def free_port() -> int:
    """A port nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def free_neighbours() -> int:
    """A free port whose two neighbours are free, too: the institution's, the payout provider's."""
    while True:
        port = free_port()
        try:
            for offset in (1, 2):
                with socket.socket() as probe:
                    probe.bind(("127.0.0.1", port + offset))
            return port
        except (OSError, OverflowError):
            continue


@contextmanager
def serving(data_dir: Path, **settings: str) -> Iterator[str]:
    """Gunicorn as shipped, on `data_dir`; yields its address."""
    port = int(settings.get("PORT") or free_port())
    address = f"http://127.0.0.1:{port}"
    env = {
        **os.environ,
        "PRAKERJA_MODE": "training",
        "DATA_DIR": str(data_dir),
        "PORT": str(port),
        "BASE_URL": address,
        "PYTHONUNBUFFERED": "1",
        **settings,
    }
    log = (data_dir / "server.log").open("ab")
    process = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "-c", "gunicorn.conf.py", "app:create_app()"],
        cwd=ROOT,
        env=env,
        stdout=log,
        stderr=log,
    )
    try:
        wait_for(f"{address}/healthz", process)
        yield address
    finally:
        end(process)
        log.close()


@contextmanager
def disbursing(
    folder: Path, callback_url: str, lies: float = 0.0, seed: int = 0
) -> Iterator[tuple[str, str]]:
    """The simulated payout provider as shipped, its book in `folder`; yields address and key."""
    port, key = free_port(), secrets.token_urlsafe(48)
    facts = {
        "file": str(folder / "disburser.db"),
        "key": key,
        "callback_url": callback_url,
        "lies": lies,
        "seed": seed,
    }
    file = folder / "disburser.json"
    file.write_text(json.dumps(facts))
    command = [sys.executable, "-m", "gunicorn", "-c", "disburser/gunicorn.conf.py"]
    with (folder / "disburser.log").open("ab") as log:
        process = subprocess.Popen(
            [*command, "-b", f"127.0.0.1:{port}", f"disburser.app:from_file({str(file)!r})"],
            cwd=ROOT,
            stdout=log,
            stderr=log,
        )
        try:
            wait_for(f"http://127.0.0.1:{port}/healthz", process)
            yield f"http://127.0.0.1:{port}", key
        finally:
            end(process)


def end(process: subprocess.Popen[bytes]) -> None:
    """End a server by its own id; a stubborn one is killed."""
    process.terminate()
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def wait_for(url: str, process: subprocess.Popen[bytes], seconds: float = 30) -> None:
    """Until the address answers; fails when the process ends or time is over."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if process.poll() is not None:
            raise RuntimeError(f"the server ended with {process.returncode}")
        try:
            with urlopen(url, timeout=2) as answer:
                if answer.status == 200:
                    return
        except (URLError, OSError):
            time.sleep(0.05)  # polling for a port that opens; nothing is synchronised by it
    raise RuntimeError(f"{url} did not answer")


def tracebacks(data_dir: Path) -> list[str]:
    """Whatever went wrong inside the server."""
    log = (data_dir / "server.log").read_text(errors="replace")
    return re.findall(r"Traceback.*?(?=\n\S|\Z)", log, re.S)


def make_rooms(data_dir: Path) -> None:
    """The shipped rooms, as `./run` makes them; their story is told once in a run of the tests."""
    if not (data_dir / "rooms").exists():
        shutil.copytree(_told_once(), data_dir, symlinks=True, dirs_exist_ok=True)
    _start(data_dir)


@cache
def _told_once() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="dasbor-rooms-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    _start(folder)
    return folder


def _start(data_dir: Path) -> None:
    env = {**os.environ, "PRAKERJA_MODE": "training", "DATA_DIR": str(data_dir)}
    subprocess.run([sys.executable, "-m", "demo.start"], cwd=ROOT, env=env, check=True)
