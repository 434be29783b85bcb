"""Fixtures: a room of one's own, people to be in it, and a client that inspects every page it gets."""

import atexit
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest

# Thousands of small databases are written and thrown away: in memory where there is room for
# them. What must outlive a crash is tried in tests/slow, by servers on a real disk.
MEMORY = Path("/dev/shm")
ROOM_ENOUGH = 1 << 30  # bytes; a run needs a hundredth of it


def _fast_place() -> Path | None:
    roomy = os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOM_ENOUGH
    return MEMORY if roomy else None


# Settings are read once, at import: the suite says where before anything of ours is imported.
HOME = Path(tempfile.mkdtemp(prefix="dasbor-test-", dir=_fast_place()))
atexit.register(shutil.rmtree, HOME, ignore_errors=True)
os.environ.update(PRAKERJA_MODE="training", DATA_DIR=str(HOME), BASE_URL="http://localhost")
os.environ.pop("DATABASE_URL", None)
sys.path.insert(0, str(Path(__file__).parent.parent))

import clock  # noqa: E402
import migrations  # noqa: E402
import rooms  # noqa: E402
from actions import gelombang  # noqa: E402
from actions import sign_in as sign_ins  # noqa: E402
from models import Participant  # noqa: E402
from tests.pages import CheckedClient  # noqa: E402
from tests.people import Someone  # noqa: E402

ROOM = "uji"


@pytest.fixture(scope="session")
def empty_file() -> Path:
    """A migrated database with nothing in it, made once."""
    return _made("kosong", lambda: None)


@pytest.fixture(scope="session")
def filled_file() -> Path:
    """A migrated database with the whole catalogue and the published gelombang."""
    from demo.catalogue import fill_catalogue
    from rules.gelombang import PUBLISHED

    def fill() -> None:
        with clock.stopped_at(datetime(2021, 9, 1, 9, tzinfo=clock.WIB)):
            fill_catalogue()
            for number in PUBLISHED:
                gelombang.open_published(number)

    return _made("terisi", fill)


def _made(name: str, fill: Callable[[], None]) -> Path:
    folder = rooms.folder_of(f"buat-{name}")
    folder.mkdir(parents=True)
    with rooms.enter(folder.name):
        migrations.migrate(rooms.database)
        fill()
        rooms.database.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    made = HOME / f"{name}.db"
    shutil.move(folder / "app.db", made)
    shutil.rmtree(folder)
    return made


def _entered(template: Path) -> Iterator[str]:
    folder = rooms.folder_of(ROOM)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    shutil.copyfile(template, folder / "app.db")
    with rooms.enter(ROOM):
        yield ROOM
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def room(empty_file: Path) -> Iterator[str]:
    """A fresh room without anybody; entered for the length of the test."""
    yield from _entered(empty_file)


@pytest.fixture
def filled_room(filled_file: Path) -> Iterator[str]:
    """A fresh room with the catalogue and the gelombang; entered for the length of the test."""
    yield from _entered(filled_file)


@pytest.fixture(scope="session")
def app():
    """The application as production builds it, in training mode."""
    from app import create_app

    return create_app()


@pytest.fixture
def client(app) -> CheckedClient:
    """A browser without JavaScript, in the test's room, whose every page is checked."""
    app.test_client_class = CheckedClient
    browser = app.test_client()
    browser.set_cookie("ruang", ROOM)
    return browser


@pytest.fixture
def sign_in(client: CheckedClient) -> Callable[[Participant], CheckedClient]:
    """Sign the client in as somebody, without going through the form."""

    def enter(participant: Participant) -> CheckedClient:
        token = sign_ins.open_sign_in(participant)
        with client.session_transaction() as session:
            session.clear()
            session["_user_id"] = token
            session["_fresh"] = True
        return client

    return enter


@pytest.fixture
def someone(room_of_test: str) -> Someone:
    """Makes people in the room, as far along as the test says."""
    return Someone()


@pytest.fixture
def room_of_test(request: pytest.FixtureRequest) -> str:
    """Whichever room the test asked for; the filled one when it did not say."""
    name = "room" if "room" in request.fixturenames else "filled_room"
    return request.getfixturevalue(name)


@pytest.fixture
def at() -> Callable[[str], object]:
    """`with at("2021-10-18 09:00"):` programme time stands still there (WIB)."""
    return lambda text: clock.stopped_at(datetime.fromisoformat(text).replace(tzinfo=clock.WIB))


@pytest.fixture
def still_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """The machine's time stands still, so that no pause of a second ends on a slow machine."""
    moment = clock.real_now()
    monkeypatch.setattr(clock, "real_now", lambda: moment)
