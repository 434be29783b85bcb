"""`./run` with the simulated institution beside it: bought, redeemed, studied, handed in, examined."""

import json
import os
import re
import signal
import sqlite3
import subprocess
from collections.abc import Iterator
from html import unescape
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlencode, urlsplit
from urllib.request import HTTPCookieProcessor, build_opener

import pytest

from institution.lessons import QUESTIONS
from tests.pages import hidden_fields
from tests.server import ROOT, free_neighbours, wait_for

RIGHT = {f"jawab-{place}": str(one.right) for place, one in enumerate(QUESTIONS)}


class Phone:
    """A browser without JavaScript that goes from one site to the other."""

    def __init__(self) -> None:
        self.opener = build_opener(HTTPCookieProcessor(CookieJar()))
        self.html = self.url = ""

    def get(self, url: str, data: dict[str, str] | None = None) -> str:
        """Open a page, or send a form to it; where it leads is followed."""
        sent = urlencode(data).encode() if data is not None else None
        try:
            answer = self.opener.open(url, sent, timeout=30)
        except HTTPError as error:
            answer = error
        with answer:
            self.html, self.url = answer.read().decode(), answer.url
            self.status = answer.status
        return unescape(re.sub(r"<[^>]+>", " ", self.html))

    def send(self, url: str, **fields: str) -> str:
        """Send a form with the hidden fields of the page one is on."""
        action = urlsplit(url).path
        return self.get(url, {**hidden_fields(self.html, action), **fields})


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str, Path]]:
    """Ours and the institution's address, served by `./run` (with payouts) until Ctrl-C."""
    tmp_path, port = tmp_path_factory.mktemp("lembaga"), free_neighbours()
    env = {**os.environ, "DATA_DIR": str(tmp_path), "PORT": str(port), "PYTHONUNBUFFERED": "1"}
    for name in (
        "PRAKERJA_MODE",
        "BASE_URL",
        "INSTITUTION_PORT",
        "INSTITUTION_URL",
        "PAYOUT_URL",
        "PAYOUT_PORT",
    ):
        env.pop(name, None)
    running = subprocess.Popen(
        ["./run"], cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    ours, theirs, provider = (f"http://127.0.0.1:{port + place}" for place in range(3))
    try:
        wait_for(f"{ours}/healthz", running, seconds=120)
        wait_for(f"{theirs}/healthz", running, seconds=30)
        wait_for(f"{provider}/healthz", running, seconds=30)
        yield ours, theirs, tmp_path
    finally:
        running.send_signal(signal.SIGINT)
        output, _ = running.communicate(timeout=30)
    assert running.returncode == 0 and "Traceback" not in output, output
    for address in (ours, theirs, provider):
        with pytest.raises(OSError, match="refused"):
            build_opener().open(f"{address}/healthz", timeout=2)


def test_the_payout_provider_has_our_key_and_a_file_of_its_own(both) -> None:
    ours, _, data_dir = both
    file = data_dir / "disburser.json"
    facts = json.loads(file.read_text())
    assert file.stat().st_mode & 0o077 == 0
    assert facts["key"] == json.loads((data_dir / "keys.json").read_text())["PAYOUT_KEY"]
    assert facts["callback_url"] == f"{ours}/api/v1/payouts/callback"
    assert (data_dir / "disburser.db").stat().st_mode & 0o077 == 0


def code_of(data_dir: Path, email_name: str) -> str:
    """A self-paced redeem code of the room that nobody used yet, bought by this person."""
    file = (data_dir / "rooms" / "gelombang-21" / "app.db").resolve()
    with sqlite3.connect(file) as db:
        row = db.execute(
            "SELECT code FROM redeem_code JOIN purchase ON purchase.id = purchase_id"
            " JOIN participation ON participation.id = participation_id"
            " JOIN participant ON participant.id = participant_id"
            " WHERE participant.name LIKE ? AND state = 'paid'",
            (email_name,),
        ).fetchone()
    assert row is not None
    return str(row[0])


def test_the_institution_knows_its_rooms_and_says_no_in_words(both) -> None:
    ours, theirs, data_dir = both
    file = data_dir / "institution.json"
    facts = json.loads(file.read_text())
    assert file.stat().st_mode & 0o077 == 0
    assert {"G21", "G70"} <= set(facts["rooms"])
    assert facts["home"] == ours and facts["address"] == theirs
    phone = Phone()
    phone.get(f"{theirs}/?ruang=G70")
    phone.send(f"{theirs}/masuk", ruang="G70", nama="peserta000001", sandi="x")
    phone.send(f"{theirs}/email", email="seseorang@example.com")
    phone.get(f"{theirs}/kode")
    text = phone.send(f"{theirs}/kode", kode="TIDAKADA0000")
    assert phone.status == 422 and "Kode tukar tidak ditemukan" in text


def test_a_course_is_studied_to_its_end(both) -> None:
    ours, theirs, data_dir = both
    phone = Phone()
    phone.get(f"{ours}/latihan?ruang=gelombang-21")
    phone.send(f"{ours}/latihan/masuk", email="bambang@example.com")
    code = code_of(data_dir, "Bambang%")
    phone.get(f"{theirs}/?ruang=G21")
    phone.send(f"{theirs}/masuk", ruang="G21", nama="peserta-bambang", sandi="apa saja")
    phone.send(f"{theirs}/email", email="bambang@example.com")
    phone.get(f"{theirs}/kode")
    phone.send(f"{theirs}/kode", kode=code)
    course = phone.url
    assert "/kelas/" in course, phone.html

    def verify(sequence: int) -> str:
        """To the face check on our side, through it, and back."""
        phone.get(course)
        phone.send(f"{course}/hadir/{sequence}")
        assert phone.url.startswith(f"{ours}/kehadiran/"), phone.html
        state = phone.url.rpartition("/")[2]
        phone.send(f"{phone.url}/contoh")
        subprocess.run(
            [str(ROOT / ".venv/bin/flask"), "jobs", "once"],
            cwd=ROOT,
            env={
                **os.environ,
                "PRAKERJA_MODE": "training",
                "DATA_DIR": str(data_dir),
                "FLASK_APP": "app",
            },
            check=True,
            capture_output=True,
        )
        return phone.get(f"{theirs}/kembali?state={state}")

    assert "Sesi 1 tercatat" in phone.html  # their code was used in the room's story
    for which in (1, 2, 3):
        phone.get(f"{course}/modul/{which}")
        phone.send(f"{course}/modul/{which}")
    phone.get(f"{course}/tugas")
    assert "Tugasmu sudah dikirim" in phone.send(
        f"{course}/tugas", tautan="https://contoh.id/karyaku"
    ), phone.html
    phone.get(f"{course}/ujian")
    assert "Kamu lulus" in phone.send(f"{course}/ujian", **RIGHT)
    text = verify(999)
    assert "Ujianmu" not in text and "Selesai: lembaga" not in text, phone.html
    phone.get(f"{ours}/latihan")
    phone.send(f"{ours}/latihan/waktu", geser="+1h")  # the assignment is looked at
    assert "Selesai: lembaga sudah melapor" in phone.get(course), phone.html


def test_a_room_set_back_still_knows_the_institution(both) -> None:  # last: others need the room
    _ours, theirs, data_dir = both
    reset = [str(ROOT / ".venv/bin/python"), "-c"]
    code = "import rooms; rooms.reset('gelombang-21')"
    env = {**os.environ, "PRAKERJA_MODE": "training", "DATA_DIR": str(data_dir)}
    subprocess.run([*reset, code], cwd=ROOT, env=env, check=True)
    phone = Phone()
    phone.get(f"{theirs}/?ruang=G21")
    phone.send(f"{theirs}/masuk", ruang="G21", nama="peserta000001", sandi="x")
    phone.send(f"{theirs}/email", email="seseorang@example.com")
    phone.get(f"{theirs}/kode")
    assert "Kode tukar tidak ditemukan" in phone.send(f"{theirs}/kode", kode="TIDAKADA0000")
