"""A running server with the shipped rooms, and a browser, for all journeys of a run."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests import browser as phones
from tests.server import make_rooms, serving, tracebacks


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the shipped rooms."""
    folder = tmp_path_factory.mktemp("ruang")
    make_rooms(folder)
    return folder


@pytest.fixture(scope="session")
def address(home: Path) -> Iterator[str]:
    """The shipped server on these rooms; nothing in it may have broken by the end."""
    with serving(home) as running:
        yield running
    assert not tracebacks(home)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium."""
    with sync_playwright() as playwright:
        running = phones.start(playwright)
        yield running
        running.close()
