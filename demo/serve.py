"""The servers of `./run`, ours, the institution's, the payout provider's: they begin and end together.

The provider is only simulated where no PAYOUT_URL names another one.
"""

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from types import FrameType

from config import environment, settings
from demo import disburser, institution

PATIENCE = 15  # seconds a server has to end by itself


def main() -> int:
    """Serve until Ctrl-C (0) or until one of them ends by itself (its status)."""
    asked = False

    def end(_number: int, _frame: FrameType | None) -> None:
        nonlocal asked
        asked = True

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, end)
    servers: list[subprocess.Popen[bytes]] = []
    try:
        for server in _servers():
            servers.append(server)  # one by one: when the next cannot begin, this one is ended
        while not asked and all(server.poll() is None for server in servers):
            time.sleep(0.1)  # who presses Ctrl-C waits no longer than this
    finally:
        for server in servers:
            if server.poll() is None:
                server.terminate()
        _wait(servers)
    return 0 if asked else max(abs(server.returncode) for server in servers)


def _servers() -> Iterator[subprocess.Popen[bytes]]:
    """Begin one after the other; ours knows where the provider is."""
    simulated = not settings.payout_url
    ours = environment(PAYOUT_URL=disburser.address()) if simulated else None
    yield _start("gunicorn.conf.py", "app:create_app()", env=ours)
    yield _start(
        "institution/gunicorn.conf.py",
        f"institution.app:create_app({str(institution.file())!r})",
        "-b",
        f"{settings.host}:{settings.institution_port}",
    )
    if simulated:
        yield _start(
            "disburser/gunicorn.conf.py",
            f"disburser.app:from_file({str(disburser.introduce())!r})",
            "-b",
            disburser.address().removeprefix("http://"),
        )


def _start(
    settings_file: str, app: str, *more: str, env: dict[str, str] | None = None
) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "gunicorn", "-c", settings_file, *more, app]
    return subprocess.Popen(command, env=env)


def _wait(servers: list[subprocess.Popen[bytes]]) -> None:
    until = time.monotonic() + PATIENCE
    for server in servers:
        try:
            server.wait(max(until - time.monotonic(), 0.1))
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


if __name__ == "__main__":
    sys.exit(main())
