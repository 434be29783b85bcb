"""A form sent when its sender's time had run out: kept for its owner, for an hour, without secrets."""

from datetime import timedelta

import pytest

from actions import drafts
from actions import sign_in as sign_ins
from actions.refused import NotFound
from models import Draft, SignIn
from tests.letters import code_to
from tests.people import PASSWORD
from tests.visitor import Visitor, section, text_of

pytestmark = pytest.mark.usefixtures("room")
PAGE = "/data-diri/nama"
TYPED = {"nama": "Rudi Baru", "kelamin": "male", "alamat": "Jalan Contoh 9", "otp": "123456"}


@pytest.fixture
def visitor(sign_in, someone) -> tuple[Visitor, object]:
    person = someone.registered()
    return Visitor(sign_in(person)), person


def expire() -> None:
    """As if nobody had touched the browser for half a day."""
    for row in SignIn.select():
        row.last_seen_at -= timedelta(hours=13)
        row.created_at -= timedelta(hours=13)
        row.save()


def test_what_was_typed_is_offered_again_after_signing_in(visitor) -> None:
    browser, person = visitor
    fields = browser.fields(PAGE, PAGE)
    expire()
    answer = browser.client.post(PAGE, data={**fields, **TYPED})
    assert answer.headers["Location"].startswith("/masuk?lanjut=/draf/")
    door = answer.headers["Location"]
    browser.submit(door, door, email=person.email, sandi=PASSWORD)
    answer = browser.submit("/masuk/kode", "/masuk/kode", otp=code_to(person.email))
    page = browser.get(answer.headers["Location"])
    assert "Isianmu masih ada" in text_of(page)
    html = section(page, "isi")
    assert f'action="{PAGE}"' in html and 'value="Rudi Baru"' in html
    assert "123456" not in html


def test_it_is_sealed_and_nobody_elses(visitor, someone) -> None:
    browser, _ = visitor
    fields = browser.fields(PAGE, PAGE)
    expire()
    browser.client.post(PAGE, data={**fields, **TYPED})
    row = Draft.get()
    assert "Rudi Baru" not in row.fields_sealed
    with pytest.raises(NotFound):
        drafts.take(someone.registered(), row.public_id)


def test_it_is_forgotten_after_an_hour(visitor) -> None:
    _, person = visitor
    token = sign_ins.open_sign_in(person)
    name = drafts.keep(sign_ins.hash_token(token), PAGE, [("nama", "Rudi")])
    assert drafts.forget_old() == 0
    Draft.update(kept_at=Draft.get().kept_at - timedelta(minutes=61)).execute()
    with pytest.raises(NotFound):
        drafts.take(person, name)
    assert drafts.forget_old() == 1


def test_a_browser_we_do_not_know_leaves_nothing_behind(client) -> None:
    token = Visitor(client).token()
    answer = client.post(PAGE, data={**TYPED, "csrf_token": token})
    assert answer.headers["Location"] == "/masuk"
    assert Draft.select().count() == 0
