"""The examples of /mitra/dokumentasi, run as they are shown against the shipped server."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.server import ROOT, make_rooms, serving, tracebacks

RETURN_TO = "https://contoh.id/kembali"
FOLDER = ROOT / "docs" / "partners"
# Python and Node are always there (.ci/prepare); the others where somebody installed them.
EXAMPLES = [
    ("python.py", [sys.executable], ()),
    ("node.mjs", ["node"], ()),
    ("php.php", ["php"], ("php",)),
    ("curl.sh", ["sh"], ("curl", "openssl")),
]


def flask(data_dir: Path, *words: str) -> str:
    """What a command of ours prints."""
    env = {**os.environ, "PRAKERJA_MODE": "training", "DATA_DIR": str(data_dir), "FLASK_APP": "app"}
    command = [sys.executable, "-m", "flask", *words]
    ended = subprocess.run(
        command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=60, check=True
    )
    return ended.stdout


@pytest.fixture(scope="module")
def partner(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """The served API and a partner of it, as the examples want them."""
    data_dir = tmp_path_factory.mktemp("contoh")
    make_rooms(data_dir)
    words = ("--name", "Lembaga Uji", "--kind", "provider", "--redirect-uri", RETURN_TO)
    made = json.loads(flask(data_dir, "partner", "add", "CONTOH", *words))
    with serving(data_dir) as address:
        yield {
            "BASE_URL": address,
            "CLIENT_CODE": made["client_code"],
            "SIGN_KEY": made["sign_key"],
            "REDIRECT_URI": RETURN_TO,
            "EMAIL": "peserta@contoh.id",
            "DATA_DIR": str(data_dir),
        }
    assert tracebacks(data_dir) == []


def run(file: str, command: list[str], needs: tuple[str, ...], env: dict[str, str]) -> list[dict]:
    """The answers an example prints; each ends its line, whatever the example adds."""
    for name in needs:
        if shutil.which(name) is None:
            pytest.skip(f"{name} is not installed")
    ended = subprocess.run(
        [*command, str(FOLDER / file)],
        env={"PATH": os.environ["PATH"], **env},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert ended.returncode == 0, ended.stderr
    return [json.loads(line) for line in ended.stdout.split("\n") if line]


def fresh_code(partner: dict[str, str]) -> str:
    """A fresh test code of the partner."""
    words = ("partner", "test-codes", partner["CLIENT_CODE"], "--case", "TC1-001-200")
    return flask(Path(partner["DATA_DIR"]), *words).strip()


@pytest.mark.parametrize(("file", "command", "needs"), EXAMPLES[1:])
def test_an_example_asks_and_commits(partner, file, command, needs) -> None:
    env = {**partner, "REDEEM_CODE": fresh_code(partner)}
    first, second = run(file, command, needs, env)
    assert first["success"] is True and first["data"]["status"] == 0
    assert second["success"] is True and second["data"]["status"] == 1
    _, again = run(file, command, needs, env)  # once per code, as the page says
    assert again["success"] is False


def test_an_example_goes_to_the_face_check(partner) -> None:
    env = {**partner, "REDEEM_CODE": fresh_code(partner)}
    before, asked, after = run(*EXAMPLES[0], env)
    assert before["data"]["attendance_status"] == 0
    assert asked["data"]["url"].startswith("http") and asked["data"]["state"]
    assert after["data"]["attendance_status"] == 1 == after["data"]["status"]


@pytest.mark.parametrize(("file", "command", "needs"), EXAMPLES)
def test_an_example_shows_a_refusal(partner, file, command, needs) -> None:
    for wrong in ({"SIGN_KEY": "bukan-kuncinya"}, {"REDEEM_CODE": "TIDAKADA0000"}):
        answers = run(file, command, needs, {**partner, "REDEEM_CODE": "TIDAKADA0000", **wrong})
        assert len(answers) == (3 if file == "python.py" else 2)
        assert all(one["success"] is False and one["message"] for one in answers)
