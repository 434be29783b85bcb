"""The two servers of `./run`, ours and the institution's: they begin and end together."""

import signal
import subprocess
import sys
import time
from types import FrameType

from config import settings
from demo.institution import file

PATIENCE = 15  # seconds a server has to end by itself


def main() -> int:
    """Serve until Ctrl-C (0) or until one of the two ends by itself (its status)."""
    asked = False

    def end(_number: int, _frame: FrameType | None) -> None:
        nonlocal asked
        asked = True

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, end)
    servers = [_start("gunicorn.conf.py", "app:create_app()")]
    servers.append(
        _start(
            "institution/gunicorn.conf.py",
            f"institution.app:create_app({str(file())!r})",
            "-b",
            f"{settings.host}:{settings.institution_port}",
        )
    )
    try:
        while not asked and all(server.poll() is None for server in servers):
            time.sleep(0.1)  # who presses Ctrl-C waits no longer than this
    finally:
        for server in servers:
            if server.poll() is None:
                server.terminate()
        _wait(servers)
    return 0 if asked else max(abs(server.returncode) for server in servers)


def _start(settings_file: str, app: str, *more: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-m", "gunicorn", "-c", settings_file, *more, app])


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
