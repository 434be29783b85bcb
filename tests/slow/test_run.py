"""`./run`: from an empty folder to a served demo, ended by Ctrl-C, and started again."""

import os
import signal
import subprocess
from pathlib import Path
from urllib.request import urlopen

from tests.server import ROOT, free_port, wait_for


def run_once(data_dir: Path) -> tuple[str, int, str]:
    """Start `./run`, look at the sign-in page, press Ctrl-C; returns page, exit status, output."""
    port = free_port()
    env = {**os.environ, "DATA_DIR": str(data_dir), "PORT": str(port), "PYTHONUNBUFFERED": "1"}
    env.pop("PRAKERJA_MODE", None)
    running = subprocess.Popen(
        ["./run"], cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    try:
        wait_for(f"http://127.0.0.1:{port}/healthz", running, seconds=120)
        page = urlopen(f"http://127.0.0.1:{port}/masuk", timeout=10).read().decode()
    finally:
        running.send_signal(signal.SIGINT)
        output, _ = running.communicate(timeout=30)
    return page, running.returncode, output


def test_an_empty_folder_becomes_a_demo_that_ends_cleanly_and_starts_again(tmp_path: Path) -> None:
    page, status, output = run_once(tmp_path)
    assert "Masuk" in page
    assert "sari@example.com" in output
    assert "/latihan" in output
    assert status == 0
    kept = (tmp_path / "rooms" / "gelombang-21" / "app.db").resolve()
    page, status, output = run_once(tmp_path)
    assert status == 0
    assert (tmp_path / "rooms" / "gelombang-21" / "app.db").resolve() == kept
    assert "Traceback" not in output
