"""The servers of `./run`: none is left behind."""

import signal
from typing import Any

import pytest

from demo import disburser, institution, serve


class Server:
    """A program that runs until it is told to end."""

    def __init__(self) -> None:
        self.returncode: int | None = None

    def poll(self) -> int | None:
        return self.returncode

    def terminate(self) -> None:
        self.returncode = -15

    def wait(self, _timeout: float = 0) -> int | None:
        return self.returncode


@pytest.fixture
def begun(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> list[Server]:
    """The programs that began; nothing really does."""
    servers: list[Server] = []
    monkeypatch.setattr(signal, "signal", lambda *_: None)
    monkeypatch.setattr(institution, "file", lambda: tmp_path / "institution.db")
    monkeypatch.setattr(disburser, "introduce", lambda: tmp_path / "disburser.json")
    monkeypatch.setattr(
        serve.subprocess, "Popen", lambda *_, **__: servers.append(Server()) or servers[-1]
    )
    return servers


def test_when_one_cannot_begin_those_before_it_end(begun, monkeypatch) -> None:
    def unwritable() -> None:
        raise PermissionError("disburser.json")

    monkeypatch.setattr(disburser, "introduce", unwritable)
    with pytest.raises(PermissionError):
        serve.main()
    assert [server.returncode for server in begun] == [-15, -15]


def test_when_one_ends_by_itself_all_end_with_its_status(begun, monkeypatch) -> None:
    def ends_instead_of_resting(_seconds: float) -> None:
        begun[1].returncode = 3

    monkeypatch.setattr(serve.time, "sleep", ends_instead_of_resting)
    assert serve.main() == 15
    assert [server.returncode for server in begun] == [-15, 3, -15]
