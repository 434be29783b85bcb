"""The institution in a folder of its own, with a programme behind it and somebody signed in."""

import json
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from institution.app import create_app
from tests.learners import Browser, Programme


@pytest.fixture
def programme() -> Programme:
    return Programme()


@pytest.fixture
def institution(tmp_path: Path, programme: Programme):
    file = tmp_path / "institution.json"
    account = {"client_code": "G21-LEMBAGA", "sign_key": "k"}
    facts = {
        "server": "http://127.0.0.1:1",
        "home": "http://program.test",
        "address": "http://lembaga.test",
        "secret": "rahasia",
        "seal_key": Fernet.generate_key().decode(),
        "rooms": {"G21": account, "G70": {**account, "client_code": "G70-LEMBAGA"}},
    }
    file.write_text(json.dumps(facts))
    return create_app(str(file), programme)


@pytest.fixture
def browser(institution) -> Browser:
    made = Browser(institution)
    made.sign_in()
    return made
