"""Signatures: the published vectors, every text that is signed, and what is never read."""

import json

import pytest

from rules import signatures
from rules.signatures import Envelope, NotStrict

KEY, CLIENT, MOMENT = "my_sign_key", "myclient_code", "1516239022"
COMMIT = "/api/v1/integration/payment/redeem-code/commit"


def envelope(body: bytes, right: str, **changed: str) -> Envelope:
    """A call as the vectors describe it."""
    made = Envelope(CLIENT, MOMENT, right, "POST", COMMIT, "", body)
    return made._replace(**changed)


def signed(text: bytes, authorization: str = "", path: str = COMMIT) -> str:
    """The right signature over a text."""
    return signatures.signature(KEY, CLIENT, MOMENT, "POST", path, authorization, text)


def fits(sent: Envelope, *keys: str) -> bool:
    """Whether the call is taken, its body read as the server reads it."""
    try:
        parsed = signatures.strict_object(sent.body)
    except NotStrict:
        parsed = None
    return signatures.fits(sent, iter(keys or (KEY,)), parsed)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b'{"redeem_code":"code"}', "943c20a8e36b6243f576404b00fffdc86411ce1f"),
        (b'{"code":"code"}', "d46b59b221335976b46eafb752035a1172a8beb2"),
    ],
)
def test_the_published_vectors(body: bytes, expected: str) -> None:
    assert signatures.signature(KEY, CLIENT, MOMENT, "POST", COMMIT, "", body) == expected
    assert fits(envelope(body, expected))


@pytest.mark.parametrize(
    ("sent", "text"),
    [
        (b'{"redeem_code": "X1Y2"}', b'{"redeem_code":"X1Y2"}'),
        (b'{ "b" : 1 ,\n "a" : [1, 2] }', b'{"b":1,"a":[1,2]}'),
        (b'{"n":"a&b<c>d"}', rb'{"n":"a\u0026b\u003cc\u003ed"}'),
        ('{"n": "\u2028é"}'.encode(), '{"n":"\\u2028é"}'.encode()),
        (b'{"u":"http://a/b"}', rb'{"u":"http:\/\/a\/b"}'),
        ('{"n":"é/"}'.encode(), rb'{"n":"\u00e9\/"}'),
        ('{"n":"é"}'.encode(), rb'{"n":"\u00e9"}'),
        (b"{}", b"{}"),
    ],
)
def test_every_spelling_that_clients_sign(sent: bytes, text: bytes) -> None:
    assert fits(envelope(sent, signed(text)))
    assert fits(envelope(sent, signed(sent)))


def test_other_content_or_order_is_not_signed_along() -> None:
    assert not fits(envelope(b'{"a":2}', signed(b'{"a":1}')))
    assert not fits(envelope(b'{"b":1,"a":1}', signed(b'{"a":1,"b":1}')))
    assert not fits(envelope(b'{"a":1.0}', signed(b'{"a":1}')))


@pytest.mark.parametrize(
    "changed",
    [
        {"client": "myclient_codE"},
        {"timestamp": "1516239023"},
        {"method": "PUT"},
        {"path": COMMIT + "/"},
        {"path": COMMIT.upper()},
        {"signature": signed(b"{}").upper()},
        {"signature": ""},
        {"signature": "é" * 40},
        {"signature": "٠" * 40},
        {"signature": signed(b"{}") + "\n"},
        {"signature": signed(b"{}")[:-1]},
        {"client": "é\udcff"},
        {"timestamp": "é"},
    ],
)
def test_a_changed_call_does_not_fit(changed: dict[str, str]) -> None:
    assert fits(envelope(b"{}", signed(b"{}")))
    assert not fits(envelope(b"{}", signed(b"{}"), **changed))


def test_either_of_two_keys_fits_and_an_empty_one_never_opens_a_door() -> None:
    call = envelope(b"{}", signed(b"{}"))
    assert fits(call, "other", KEY)
    assert fits(call, KEY, "other")
    assert not fits(call, "other", "another")
    empty = signatures.signature("", CLIENT, MOMENT, "POST", COMMIT, "", b"{}")
    assert not fits(envelope(b"{}", empty))


def test_authorization_may_be_signed_or_not() -> None:
    assert fits(envelope(b"{}", signed(b"{}", "Payment abc.def"), authorization="Payment abc.def"))
    assert fits(envelope(b"{}", signed(b"{}"), authorization="Payment abc.def"))
    assert not fits(envelope(b"{}", signed(b"{}", "Payment abc.def")))


def test_authorization_cannot_move_the_border_of_path_or_body() -> None:
    # A signed question about a task, sent as if it were the task itself.
    question = "/api/v1/integration/tpm/submission/status"
    whole = signed(b"{}", path=question)
    for moved in ("/status", " /status", "Payment /status"):
        assert not fits(
            envelope(b"{}", whole, path=question.removesuffix("/status"), authorization=moved)
        )
    assert not fits(envelope(b"}", signed(b"{}"), authorization="{"))


def test_leading_slashes_are_one() -> None:
    assert fits(envelope(b"{}", signed(b"{}"), path="/" + COMMIT))
    assert signatures.one_slash("//api") == signatures.one_slash("api") == "/api"


@pytest.mark.parametrize("away", [-300, -299, 0, 1, 300])
def test_five_minutes_either_way(away: int) -> None:
    assert signatures.in_time(str(1700000000 + away), 1700000000)


@pytest.mark.parametrize(
    "text",
    [
        "1700000301",
        "1699999699",
        "",
        "170000000",
        "01700000000",
        "+170000000",
        "-170000000",
        "1700000000.0",
        " 1700000000",
        "1700000000\n",
        "1.7e9",
        "١٧٠٠٠٠٠٠٠٠",
        "1700000000000",
        "17000_0000",
    ],
)
def test_other_times_are_refused(text: str) -> None:
    assert not signatures.in_time(text, 1700000000)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b" ",
        b"null",
        b"[]",
        b'"text"',
        b"1",
        b"{",
        b"{}}",
        b"{'a':1}",
        b'{"a":1,}',
        b'{"a":1,"a":1}',
        b'{"a":1,"\\u0061":2}',
        b'{"x":{"a":1,"a":2}}',
        b'{"a":NaN}',
        b'{"a":Infinity}',
        b'{"a":-Infinity}',
        b'{"a":1e999}',
        b'{"a":' + b"9" * 5000 + b"}",
        b'{"a":"\\ud800"}',
        b'{"\\udfff":1}',
        b'\xef\xbb\xbf{"a":1}',
        '{"a":1}'.encode("utf-16"),
        b'{"a":"\xff"}',
        b'{"a":"\n"}',
        b"[" * 60000,
        b'{"a":' * 5000 + b"1" + b"}" * 5000,
        b'{"a":' * 9 + b"1" + b"}" * 9,
        b'{"a":' + b"[" * 8 + b"]" * 8 + b"}",
        b"redeem_code=ABCD",
    ],
)
def test_what_is_no_strict_object(raw: bytes) -> None:
    with pytest.raises(NotStrict):
        signatures.strict_object(raw)


def test_eight_deep_is_read() -> None:
    raw = b'{"a":' * 8 + b"1" + b"}" * 8
    assert signatures.strict_object(raw) == json.loads(raw)


def test_escapes_are_the_letters_they_stand_for() -> None:
    assert signatures.strict_object(b'{"redeem_code":"\\u0041BCD"}') == {"redeem_code": "ABCD"}
