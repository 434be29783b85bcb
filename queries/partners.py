"""Partners by their client code, with the keys that live."""

import secrets
from collections.abc import Iterator
from functools import cache

from models import Partner, PartnerKey
from rules.signatures import MOST_KEYS

# Asked at every call of the API: written out, because building the statement takes longer than asking.
_PARTNER = "SELECT * FROM partner WHERE code = ? AND active"
_LIVE_KEYS = "SELECT * FROM partner_key WHERE partner_id = ? AND ended_at IS NULL ORDER BY id DESC"


def by_code(client_code: str) -> Partner | None:
    """The active partner with this code and its `live_keys`, the newest first; None if there is none."""
    partner = next(iter(Partner.raw(_PARTNER, client_code)), None)
    if partner is not None:
        partner.live_keys = list(PartnerKey.raw(_LIVE_KEYS, partner.id))
    return partner


def secrets_to_try(partner: Partner | None) -> Iterator[str]:
    """The texts of a partner's live keys; ones that fit nothing stand in for those that miss.

    So an unknown client costs as much work as a wrong key. Opened one by one: a request that
    fits opens no further key.
    """
    live = partner.live_keys if partner is not None else []
    stand_ins = [_stand_in()] * (MOST_KEYS - len(live))
    for key in [*live, *stand_ins]:
        yield key.secret


@cache
def _stand_in() -> PartnerKey:
    return PartnerKey(secret=secrets.token_urlsafe(32))
