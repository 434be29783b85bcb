"""The door of the payout provider: only its own signature opens it, and then only by a crack."""

import json
from dataclasses import replace
from datetime import date

import pytest

import clock
from models import Payout
from rules.payouts import Reply, callback_signature
from tests.payments import account_of, schedule, speak
from views.partner import payouts as door

pytestmark = pytest.mark.usefixtures("room", "still_machine")
KEY = "kunci-penyalur-untuk-uji-0123456789"
PATH = "/api/v1/payouts/callback"


@pytest.fixture
def row(someone, at, monkeypatch):
    """A payout on its way."""
    monkeypatch.setattr(door, "settings", replace(door.settings, payout_key=KEY))
    with at("2021-10-18 09:00:00"):
        participant = someone.with_card(21)
        account_of(participant)
    schedule(participant, "job", 1, date(2021, 12, 1))
    with at("2021-12-01 09:00:00"):
        speak(lambda *_: Reply("accepted"))
        yield Payout.get()


def post(app, body: bytes, age: int = 0, **headers: str):
    stamp = str(int(clock.real_now().timestamp()) - age)
    signed = {
        "Content-Type": "application/json",
        "X-Callback-Timestamp": stamp,
        "X-Callback-Signature": callback_signature(KEY, stamp, body),
        **headers,
    }
    return app.test_client().post(PATH, data=body, headers=signed)


def told_of(reference: object) -> bytes:
    return json.dumps({"event": "payout.succeeded", "data": {"reference_id": reference}}).encode()


def asked_soon() -> bool:
    return Payout.get().ask_at <= clock.real_now()


def test_the_providers_callback_makes_the_book_be_asked_and_pays_nothing(app, row) -> None:
    assert post(app, told_of(row.reference)).status_code == 200
    assert asked_soon()
    assert Payout.get().state == "open"


def test_it_finds_the_room_by_the_reference_without_a_cookie(app, row) -> None:
    assert row.reference.startswith("UINS-")
    assert post(app, told_of(row.reference)).json["data"]["reference_id"] == row.reference


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Callback-Signature": ""},
        {"X-Callback-Signature": "0" * 64},
        {"X-Callback-Signature": "é"},
        {"X-Callback-Timestamp": "1700000000"},
        {"X-Callback-Timestamp": ""},
    ],
)
def test_a_forged_callback_is_refused_and_asks_nothing(app, row, headers) -> None:
    answer = post(app, told_of(row.reference), **headers)
    assert answer.status_code == 401
    assert answer.is_json
    assert not asked_soon()


@pytest.mark.parametrize(("age", "status"), [(299, 200), (302, 401), (-302, 401)])
def test_an_old_callback_is_refused(app, row, age: int, status: int) -> None:
    assert post(app, told_of(row.reference), age=age).status_code == status


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (told_of("UINS-tidak-ada"), 404),
        (told_of("sesuatu"), 404),
        (told_of(12), 400),
        (told_of(None), 400),
        (b"{}", 400),
        (b'{"data":[]}', 400),
        (b"[]", 400),
        (b"bukan json", 400),
        (b'{"data":{"reference_id":"a","reference_id":"b"}}', 400),
        (b"[" * 3000, 400),
        (b"\xff\xfe", 400),
    ],
)
def test_what_cannot_be_used_is_refused_in_json(app, row, body: bytes, status: int) -> None:
    answer = post(app, body)
    assert (answer.status_code, answer.is_json) == (status, True)
    assert not asked_soon()


def test_too_much_is_refused(app, row) -> None:
    answer = post(app, b"x" * 70_000)
    assert (answer.status_code, answer.is_json) == (413, True)


def test_without_a_key_in_the_settings_nobody_calls_back(app, row, monkeypatch) -> None:
    monkeypatch.setattr(door, "settings", replace(door.settings, payout_key=""))
    stamp = str(int(clock.real_now().timestamp()))
    body = told_of(row.reference)
    signature = callback_signature("", stamp, body)
    headers = {
        "Content-Type": "application/json",
        "X-Callback-Timestamp": stamp,
        "X-Callback-Signature": signature,
    }
    assert app.test_client().post(PATH, data=body, headers=headers).status_code == 401


def test_only_json_is_read(app, row) -> None:
    answer = post(app, told_of(row.reference), **{"Content-Type": "text/plain"})
    assert (answer.status_code, answer.is_json) == (415, True)


def test_it_only_takes_posts(app, row) -> None:
    assert app.test_client().get(PATH).status_code == 405
