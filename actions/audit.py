"""The audit log: who did what, when, each entry chained to the one before."""

from typing import Any

import clock
import ledger
import sealing
from models import AuditEntry


def record(actor: str, action: str, subject: str, **detail: Any) -> None:
    """Note an event in the same transaction as the event itself; no personal data in `detail`."""
    with ledger.write():
        last = AuditEntry.select(AuditEntry.chain).order_by(AuditEntry.id.desc()).first()
        entry = AuditEntry(
            at=clock.now(),
            real_at=clock.real_now(),
            actor=actor,
            action=action,
            subject=subject,
            detail=detail,
        )
        entry.chain = sealing.chain_mac(
            last.chain if last else sealing.CHAIN_START, entry.content()
        )
        entry.save(force_insert=True)
