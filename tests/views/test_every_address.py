"""Every address the application knows, asked by everybody: none of them breaks."""

import pytest

from actions import lapses
from tests.visitor import PARTIAL

pytestmark = pytest.mark.usefixtures("room")
MORNING = "2021-10-18 09:00:00"
AFTER_THE_DEADLINE = "2021-10-22 00:00:00"
PEOPLE = ("stranger", "registered", "accepted", "with_card", "with_course", "finished", "revoked")


OFFICE = "/petugas"  # not there for participants; tests/views/test_office.py


def addresses(app, method: str, with_words: bool) -> list[str]:
    """Every address of this method but the office's; a word stands for each of its parameters."""
    with app.test_request_context():
        found = [
            rule.build(dict.fromkeys(rule.arguments, 1), append_unknown=False)[1]
            for rule in app.url_map.iter_rules()
            if method in rule.methods
            and (with_words or not rule.arguments)
            and not rule.rule.startswith(OFFICE)
        ]
    assert len(found) > 10
    return found


@pytest.fixture
def seen_by(client, sign_in, someone, at):
    """`with seen_by(state)`: a browser of somebody that far along."""

    def enter(state: str):
        if state == "stranger":
            return client
        with at(MORNING):
            person = someone.with_card(21) if state == "revoked" else getattr(someone, state)()
        if state == "revoked":
            with at(AFTER_THE_DEADLINE):
                assert lapses.lapse_due() == 1
        return sign_in(person)

    return enter


@pytest.mark.parametrize("state", PEOPLE)
@pytest.mark.parametrize("headers", [{}, PARTIAL], ids=["page", "part"])
def test_no_page_breaks_for_anybody(app, seen_by, at, state, headers) -> None:
    browser = seen_by(state)
    with at(AFTER_THE_DEADLINE if state == "revoked" else MORNING):
        for path in addresses(app, "GET", with_words=False):
            answer = browser.get(path, headers=headers)
            assert answer.status_code < 400, (path, answer.status_code)


@pytest.mark.parametrize("state", PEOPLE)
def test_no_page_with_a_made_up_word_breaks(app, seen_by, at, state) -> None:
    browser = seen_by(state)
    with at(MORNING):
        for path in addresses(app, "GET", with_words=True):
            assert browser.get(path).status_code < 500, path


@pytest.mark.parametrize("state", ["stranger", "with_card"])
def test_no_form_is_taken_without_our_token(app, seen_by, at, state) -> None:
    browser = seen_by(state)
    with at(MORNING):
        for path in addresses(app, "POST", with_words=True):
            for typed in ({}, {"csrf_token": "salah", "email": "x", "kunci": "kunci-uji-0001"}):
                # Partners' programs bring a signature instead, and JSON.
                refused = 415 if path.startswith("/api/") else 419
                assert browser.post(path, data=typed).status_code == refused, path


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE", "BREW"])
def test_other_methods_are_told_so(app, client, method) -> None:
    for path in addresses(app, "GET", with_words=False):
        status = client.open(path, method=method).status_code
        assert status in (405, 419), (method, path, status)


@pytest.mark.parametrize("state", ["stranger", "with_course"])
def test_asking_for_the_headers_alone_breaks_nothing(app, seen_by, at, state) -> None:
    browser = seen_by(state)
    with at(MORNING):
        for path in addresses(app, "GET", with_words=False):
            answer = browser.head(path)
            assert answer.status_code < 400, path
            assert answer.get_data() == b""
