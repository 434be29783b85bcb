"""What a partner signs: which texts count, how long a signature is good, which JSON is read at all.

The window of time and the limits of the JSON are ours; no public document names any.
"""

import hmac
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

WINDOW_SECONDS = 300
MOST_BYTES = 64 * 1024
DEEPEST = 8
MOST_KEYS = 2  # live at once, so that a key can be changed without a gap

_TIMESTAMP = re.compile(r"[0-9]{10}")
_SIGNATURE = re.compile(r"[0-9a-f]{40}")
# A scheme and a token. Nothing that could be the rest of a path, or the start of a body.
_AUTHORIZATION = re.compile(r"[A-Za-z]+ [^\s/{][^\s]*")
_NO_SIGNATURE = "-" * 40
# Go writes these five apart in every JSON it makes.
_GO_ESCAPES = {ord(letter): f"\\u{ord(letter):04x}" for letter in "&<>\u2028\u2029"}


class NotStrict(ValueError):
    """The body is no JSON object as we take it."""


class Envelope(NamedTuple):
    """All of a request that is signed, as it arrived."""

    client: str
    timestamp: str
    signature: str
    method: str
    path: str
    authorization: str
    body: bytes


def strict_object(raw: bytes) -> dict[str, Any]:
    """The JSON object in `raw`: no key twice, no NaN, not deep. Raises NotStrict."""
    try:
        parsed = json.loads(raw.decode(), object_pairs_hook=_once, parse_constant=_no_constant)
        json.dumps(parsed, ensure_ascii=False, allow_nan=False).encode()
    except (ValueError, RecursionError) as error:  # a lone surrogate and 1e999 are such, too
        raise NotStrict("not JSON as we take it") from error
    if not isinstance(parsed, dict) or _depth(parsed) > DEEPEST:
        raise NotStrict("no object, or too deep")
    return parsed


def texts_of(raw: bytes, parsed: Mapping[str, Any] | None) -> Iterator[bytes]:
    """Every body that clients sign when they send `raw`, the likeliest first.

    All but the first are other spellings of the same object, so none of them widens
    what a signature allows. `parsed` is None when the body is no JSON.
    """
    yield raw
    if parsed is None:
        return
    compact = json.dumps(parsed, ensure_ascii=False, separators=(",", ":"))
    escaped = json.dumps(parsed, separators=(",", ":"))
    yield compact.encode()
    yield escaped.encode()  # Python's own default
    yield compact.translate(_GO_ESCAPES).encode()
    yield escaped.replace("/", "\\/").encode()  # PHP's


def signature(
    key: str, client: str, timestamp: str, method: str, path: str, authorization: str, body: bytes
) -> str:
    """The signature over one text, as 40 lower-case hex digits."""
    head = f"{client}{timestamp}{method}{path}{authorization}".encode(errors="replace")
    return hmac.digest(key.encode(), head + body, "sha1").hex()


def fits(envelope: Envelope, keys: Iterator[str], parsed: Mapping[str, Any] | None) -> bool:
    """Whether one of `keys` signed this. A refusal tries everything, whatever the reason is."""
    wanted = envelope.signature if _SIGNATURE.fullmatch(envelope.signature) else _NO_SIGNATURE
    return any(
        hmac.compare_digest(
            signature(
                key,
                envelope.client,
                envelope.timestamp,
                envelope.method,
                one_slash(envelope.path),
                authorization,
                text,
            ),
            wanted,
        )
        for key in keys
        for text in texts_of(envelope.body, parsed)
        for authorization in _authorizations(envelope.authorization)
    )


def in_time(timestamp: str, now: int) -> bool:
    """Whether the time is ten plain digits, and at most five minutes from `now`."""
    return bool(_TIMESTAMP.fullmatch(timestamp)) and abs(now - int(timestamp)) <= WINDOW_SECONDS


def one_slash(path: str) -> str:
    """The path as it is signed: a client may send `//api/…`."""
    return "/" + path.lstrip("/")


def _authorizations(sent: str) -> Sequence[str]:
    return ("", sent) if _AUTHORIZATION.fullmatch(sent) else ("",)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        raise ValueError("a key twice")
    return made


def _no_constant(name: str) -> Any:
    raise ValueError(name)


def _depth(parsed: Any) -> int:
    """How many containers stand inside one another; walked level by level, never by recursion."""
    depth, level = 0, [parsed]
    while level := [one for one in level if isinstance(one, dict | list)]:
        depth += 1
        level = [
            child for one in level for child in (one.values() if isinstance(one, dict) else one)
        ]
    return depth
