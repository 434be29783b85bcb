"""Calls to the programme are signed as published; an answer is success, refusal or silence."""

import pytest

from institution import client as signing
from institution.client import ApiDown, ApiRefused


def test_a_published_vector_is_signed_as_published() -> None:
    made = signing.signature(
        "my_sign_key",
        "myclient_code",
        "1516239022",
        "/api/v1/integration/payment/redeem-code/commit",
        '{"redeem_code":"code"}',
    )
    assert made == "943c20a8e36b6243f576404b00fffdc86411ce1f"


@pytest.mark.parametrize(
    ("raw", "status", "raised"),
    [
        (b"<html>", 502, ApiDown),
        (b"[]", 200, ApiDown),
        (b'{"success": false, "code": "X", "message": "m"}', 503, ApiDown),
        (b'{"success": false, "code": "X", "message": "m"}', 400, ApiRefused),
        (b'{"success": "true"}', 200, ApiRefused),
        (b'{"success": true}', 201, ApiRefused),
    ],
)
def test_an_answer_is_success_refusal_or_silence(raw, status, raised) -> None:
    with pytest.raises(raised):
        signing._data_of(raw, status)


def test_nobody_listening_is_silence() -> None:
    with pytest.raises(ApiDown):
        signing.call(signing.Account("http://127.0.0.1:9", "c", "k"), "/x", {})
