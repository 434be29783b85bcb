"""What the institution keeps on the disk: files of before go on, addresses and work are sealed."""

import sqlite3
from contextlib import closing

from cryptography.fernet import Fernet

from institution.store import SCHEMA, Store
from tests.learners import study, verify


def test_a_file_of_before_goes_on(tmp_path) -> None:
    file, key = tmp_path / "old.db", Fernet.generate_key().decode()
    with closing(sqlite3.connect(file)) as db:
        db.executescript(SCHEMA)
        db.execute("INSERT INTO learner (room, username) VALUES ('G21', 'ani')")
        db.commit()
    for _ in range(2):
        store = Store(file, key)
    number = store.learner_named("G21", "ani", "baru")
    assert number == 1 == store.learner_named("G21", "ani", "baru")
    assert store.learner_named("G21", "ani", "lain") is None


def test_addresses_and_work_are_sealed(tmp_path, browser, programme) -> None:
    browser.post("/kode", kode="KODE1AAAAAAA")
    verify(browser, programme, 1)
    study(browser)
    browser.post("/kelas/1/tugas", tautan="https://contoh.id/karya-rahasia")
    written = b"".join(file.read_bytes() for file in tmp_path.glob("institution.db*"))
    assert b"peserta000001@contoh.id" not in written and b"karya-rahasia" not in written
    assert (tmp_path / "institution.db").stat().st_mode & 0o077 == 0
