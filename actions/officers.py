"""What officers do that no other action covers: their accounts, looking at data, alerts, dates."""

import re
import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import clock
import ledger
from actions import audit
from actions import sign_in as sign_ins
from models import Alert, Draw, Gelombang, IdentityCheck, Participant, Photo
from queries import people
from rules.refusals import Refused

ROLES = ("operator", "trainer")
REASON_LENGTH = 200


def add(email: str, password: str, role: str, name: str, phone: str | None = None) -> Participant:
    """An account for somebody who works here; their address counts as confirmed.

    Raises Refused: email_in_use, phone_in_use, or no_such_role.
    """
    if role not in ROLES:
        raise Refused("no_such_role")
    hashed = sign_ins.hash_password(password)
    with ledger.write():
        if people.with_email(email) is not None:
            raise Refused("email_in_use")
        if phone and people.with_phone(phone) is not None:
            raise Refused("phone_in_use")
        now = clock.now()
        row = Participant(name=name, email=email.strip().lower(), role=role, password_hash=hashed)
        row.phone = phone or ""
        if not phone:  # the index is unique, so nobody may share the empty number
            row.phone_index = f"-{row.public_id}"
        row.email_confirmed_at = now
        row.phone_confirmed_at = now if phone else None
        row.save(force_insert=True)
        audit.record("system", "officer_added", f"participant:{row.public_id}", role=role)
        return row


def new_password() -> str:
    """A password to be told once: 80 random bits."""
    return secrets.token_urlsafe(12)[:14]


def look_at_nik(check: IdentityCheck, reason: str, by: Participant) -> str:
    """The whole NIK of a check, for a written reason that the audit log keeps.

    Digits are left out of what is kept: nobody can write the number there by mistake.
    """
    with ledger.write():
        kept = re.sub(r"\d[\d .\-]{2,}", "…", reason.strip())[:REASON_LENGTH]
        audit.record(_actor(by), "nik_seen", f"identity_check:{check.public_id}", reason=kept)
        return str(check.nik)


def look_at_photo(photo: Photo, by: Participant) -> None:
    """Note that an officer saw a photo."""
    with ledger.write():
        audit.record(_actor(by), "photo_seen", f"photo:{photo.public_id}", kind=photo.kind)


def look_at_person(person: Participant, by: Participant) -> None:
    """Note that an officer opened somebody's account."""
    with ledger.write():
        audit.record(_actor(by), "person_seen", f"participant:{person.public_id}")


def close_alert(alert: Alert, by: Participant) -> None:
    """The alert was looked into; closed twice, the first time counts."""
    with ledger.write():
        closed = (
            Alert.update(closed_at=clock.now(), closed_by=by)
            .where(Alert.id == alert.id, Alert.closed_at.is_null())
            .execute()
        )
        if closed:
            audit.record(_actor(by), "alert_closed", f"alert:{alert.id}", kind=alert.kind)


def change_gelombang(
    row: Gelombang,
    opens_at: datetime | None,
    closes_at: datetime | None,
    quota: int | None,
    reserved: Mapping[str, float],
    overrides: Mapping[str, Any],
    by: Participant,
) -> None:
    """Change dates, quota, shares and exceptions while people can still join.

    Overrides of other fields stay. Raises Refused: change_after_close after it,
    gelombang_opened when the opening or an exception changes after the registration opened.
    """
    with ledger.write():
        row = Gelombang.get_by_id(row.id)
        now = clock.now()
        if not may_change(row, now):
            raise Refused("change_after_close")
        opens_moved = opens_at != row.registration_opens_at
        rules_moved = dict(overrides) != row.overrides
        if has_opened(row, now) and (opens_moved or rules_moved):
            raise Refused("gelombang_opened")
        changed = [
            name
            for name, value, before in (
                ("opens_at", opens_at, row.registration_opens_at),
                ("closes_at", closes_at, row.registration_closes_at),
                ("quota", quota, row.quota),
                ("reserved", dict(reserved), row.reserved),
                ("overrides", dict(overrides), row.overrides),
            )
            if value != before
        ]
        if not changed:
            return
        row.registration_opens_at = opens_at
        row.registration_closes_at = closes_at
        row.quota = quota
        row.reserved = dict(reserved)
        row.overrides = dict(overrides)
        row.save()
        audit.record(
            _actor(by),
            "gelombang_changed",
            f"gelombang:{row.number}",
            changed=changed,
            quota=quota,
            closes_at=closes_at.isoformat() if closes_at else None,
        )


def set_missing_quota(row: Gelombang, quota: int, by: Participant) -> None:
    """A quota nobody set before the close; once, before the draw begins. Raises Refused."""
    with ledger.write():
        row = Gelombang.get_by_id(row.id)
        draw = Draw.get_or_none(Draw.gelombang == row)
        if row.quota is not None or draw is None or draw.seed is not None:
            raise Refused("change_after_close")
        row.quota = quota
        row.save(only=[Gelombang.quota])
        audit.record(_actor(by), "quota_set", f"gelombang:{row.number}", quota=quota)


def may_change(row: Gelombang, now: datetime) -> bool:
    """Until the registration is over."""
    draw = Draw.get_or_none(Draw.gelombang == row)
    if draw is not None and draw.closed_at is not None:
        return False
    if row.announced_at is not None and row.announced_at <= now:
        return False
    return row.registration_closes_at is None or now <= row.registration_closes_at


def has_opened(row: Gelombang, now: datetime) -> bool:
    """Whether people may have joined already."""
    return row.registration_opens_at is not None and row.registration_opens_at <= now


def _actor(by: Participant) -> str:
    return f"operator:{by.public_id}"
