"""Institutions and platforms as partners: their client code, their keys, test codes, how often they ask."""

import re
import secrets
from threading import Lock

import clock
import ledger
import rooms
from actions import audit
from actions.rate_limits import DatabaseStorage
from config import settings
from models import Partner, PartnerKey, Provider, RedeemCode
from queries import partners
from rules.refusals import Refused
from rules.signatures import MOST_KEYS
from rules.training import may_return_to

KINDS = ("provider", "platform")
TEST_CASES = ("TC1-001-200", "TC1-999-200", "TC2-001-200", "TC2-999-200")
TEST_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
MOST_PER_MINUTE = 600
# One write for so many requests: each process takes its share of the minute in such portions.
PORTION = 20

_portions: dict[tuple[str, int], tuple[int, int]] = {}
_lock = Lock()


def add(
    code: str,
    name: str,
    kind: str,
    redirect_uris: list[str],
    every_provider: bool = False,
    provider: Provider | None = None,
) -> tuple[Partner, str]:
    """A partner and its first key, which is told here and never again.

    In training mode the code begins with the room's short code. An institution belongs to
    `provider`, or to the one of the same name in the catalogue. Raises Refused:
    partner_exists, partner_code_unfit, partner_kind_unknown, redirect_uri_unfit.
    """
    code = _in_room(code.strip())
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]{2,39}", code):
        raise Refused("partner_code_unfit")
    if kind not in KINDS or (every_provider and not settings.training):
        raise Refused("partner_kind_unknown")
    if not all(map(_may_return_to, redirect_uris)):
        raise Refused("redirect_uri_unfit")
    with ledger.write():
        if Partner.select().where(Partner.code == code).exists():
            raise Refused("partner_exists")
        if kind == "provider" and provider is None:
            provider = Provider.get_or_none(Provider.name == name)
        partner = Partner.create(
            code=code,
            name=name,
            kind=kind,
            provider=provider if kind == "provider" else None,
            every_provider=every_provider,
            redirect_uris=list(redirect_uris),
        )
        audit.record("system", "partner_added", f"partner:{partner.public_id}", kind=kind)
        return partner, _made_key(partner)[1]


def new_key(partner: Partner) -> tuple[PartnerKey, str]:
    """One more key, told here and never again; raises Refused too_many_keys when two live."""
    with ledger.write():
        live = PartnerKey.partner == partner, PartnerKey.ended_at.is_null()
        if PartnerKey.select().where(*live).count() >= MOST_KEYS:
            raise Refused("too_many_keys")
        return _made_key(partner)


def end_key(key: PartnerKey) -> None:
    """The key signs nothing from now on; ended twice, the first time counts."""
    with ledger.write():
        ended = (
            PartnerKey.update(ended_at=clock.real_now())
            .where(PartnerKey.id == key.id, PartnerKey.ended_at.is_null())
            .execute()
        )
        if ended:
            audit.record("system", "partner_key_ended", f"partner_key:{key.public_id}")


def end_oldest_key(partner: Partner) -> PartnerKey:
    """End the older of two keys. Raises Refused last_key when only one lives."""
    with ledger.write():
        known = partners.by_code(partner.code)
        if known is None or len(known.live_keys) < MOST_KEYS:
            raise Refused("last_key")
        end_key(known.live_keys[-1])
        return known.live_keys[-1]


def make_test_codes(partner: Partner, case: str, count: int) -> list[str]:
    """Fresh codes of one test case for this partner alone. Raises Refused no_such_case."""
    if case not in TEST_CASES:
        raise Refused("no_such_case")
    made: list[str] = []
    with ledger.write():
        while len(made) < count:
            code = "PRAT-" + "".join(secrets.choice(TEST_LETTERS) for _ in range(6))
            if RedeemCode.select().where(RedeemCode.code == code).exists():
                continue
            RedeemCode.create(code=code, partner=partner, test_case=case)
            made.append(code)
        audit.record(
            "system",
            "test_codes_made",
            f"partner:{partner.public_id}",
            test_case=case,
            count=count,
        )
    return made


def count_request(partner: Partner) -> int | None:
    """Count one signed request; None: go on, else in how many seconds the partner may ask again.

    A process that ends loses the rest of its portion, so the limit is a little lower, never higher.
    """
    second = int(clock.real_now().timestamp())
    minute = second // 60
    who = (rooms.current(), partner.id)
    with _lock:
        when, left = _portions.get(who, (minute, 0))
        if when == minute and left > 0:
            _portions[who] = (minute, left - 1)
            return None
    if _storage().incr(f"partner/{partner.id}/{minute}", 60, PORTION) > MOST_PER_MINUTE:
        return 60 - second % 60
    with _lock:
        when, left = _portions.get(who, (minute, 0))
        _portions[who] = (minute, (left if when == minute else 0) + PORTION - 1)
    return None


def _storage() -> DatabaseStorage:
    return DatabaseStorage()


def _made_key(partner: Partner) -> tuple[PartnerKey, str]:
    text = secrets.token_urlsafe(32)
    key = PartnerKey.create(partner=partner, secret=text)
    audit.record("system", "partner_key_made", f"partner_key:{key.public_id}")
    return key, text


def _in_room(code: str) -> str:
    """The room is known by the code alone: partners' programs hold no cookies."""
    if not settings.training:
        return code
    prefix = f"{rooms.short_code(rooms.current())}-"
    return code if code.startswith(prefix) else prefix + code


def _may_return_to(uri: str) -> bool:
    """An address that requests may name too; in production encrypted."""
    return may_return_to(uri) and (settings.training or uri.lower().startswith("https://"))
