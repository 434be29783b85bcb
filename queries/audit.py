"""The invariants of the product: what must be true of the database at any moment."""

import json
from collections.abc import Iterator
from typing import Any

import sealing
from models import AuditEntry, Draw, Photo, Purchase, db, sealed_attributes
from queries import draws
from rules import selection
from rules.incentives import promised
from rules.schemes import Terms

# One statement each; every row it returns breaks the rule. Money in rupiah.
STATEMENTS: dict[str, str] = {
    "no balance is below its floor": """
        SELECT 'account ' || a.id FROM account a WHERE a.floor IS NOT NULL AND a.floor >
          (SELECT coalesce(sum(amount), 0) FROM transfer WHERE target_id = a.id)
        - (SELECT coalesce(sum(amount), 0) FROM transfer WHERE source_id = a.id)""",
    "every paid purchase has its transfer, of its price, from its own purse": """
        SELECT 'purchase ' || p.id FROM purchase p
          JOIN participation n ON n.id = p.participation_id
          JOIN offer o ON o.id = p.offer_id
          JOIN platform f ON f.id = o.platform_id
          LEFT JOIN transfer t ON t.id = p.transfer_id
          LEFT JOIN account s ON s.id = t.source_id
          LEFT JOIN account d ON d.id = t.target_id
         WHERE p.state = 'paid' AND NOT coalesce(
               t.kind = 'purchase' AND t.amount = p.price
           AND s.kind = 'training' AND s.owner = n.public_id
           AND d.kind = 'platform' AND d.owner = f.slug, 0)""",
    "every purchase transfer belongs to a purchase": """
        SELECT 'transfer ' || t.id FROM transfer t
         WHERE t.kind = 'purchase' AND NOT EXISTS
               (SELECT 1 FROM purchase p WHERE p.transfer_id = t.id)""",
    "every paid purchase was told by SMS and e-mail": """
        SELECT 'purchase ' || p.id FROM purchase p WHERE p.state = 'paid' AND 2 <>
          (SELECT count(*) FROM message m
            WHERE m.reference IN ('paid:' || p.public_id || ':sms', 'paid:' || p.public_id || ':email'))""",
    "seats sold are purchases paid": """
        SELECT 'offer ' || o.id FROM offer o WHERE o.sold <
          (SELECT count(*) FROM purchase p WHERE p.offer_id = o.id AND p.state = 'paid')""",
    "every paid incentive has one transfer of its amount": """
        SELECT 'incentive ' || i.id FROM incentive i
          JOIN participation n ON n.id = i.participation_id
          LEFT JOIN transfer t ON t.id = i.transfer_id
          LEFT JOIN account d ON d.id = t.target_id
         WHERE i.state = 'paid' AND NOT coalesce(
               t.kind = 'incentive' AND t.amount = i.amount
           AND d.kind = 'incentive' AND d.owner = n.public_id, 0)""",
    "every incentive transfer belongs to an incentive, or was sent back": """
        SELECT 'transfer ' || t.id FROM transfer t
         WHERE t.kind = 'incentive'
           AND NOT EXISTS (SELECT 1 FROM incentive i WHERE i.transfer_id = t.id)
           AND NOT EXISTS (SELECT 1 FROM payout p
                            WHERE p.transfer_id = t.id AND p.state = 'reversed')""",
    "an incentive purse holds what was paid": """
        SELECT 'participation ' || n.id FROM participation n JOIN account a
            ON a.kind = 'incentive' AND a.owner = n.public_id
         WHERE (SELECT coalesce(sum(amount), 0) FROM transfer WHERE target_id = a.id)
             - (SELECT coalesce(sum(amount), 0) FROM transfer WHERE source_id = a.id)
            <> (SELECT coalesce(sum(amount), 0) FROM incentive i
                 WHERE i.participation_id = n.id AND i.state = 'paid')""",
    "a payout is of its incentive, and booked as it ended": """
        SELECT 'payout ' || p.id FROM payout p
          JOIN incentive i ON i.id = p.incentive_id
          JOIN participation n ON n.id = i.participation_id
          JOIN payout_account b ON b.id = p.account_id
          LEFT JOIN transfer t ON t.id = p.transfer_id
          LEFT JOIN account d ON d.id = t.target_id
          LEFT JOIN transfer r ON r.id = p.reversal_id
          LEFT JOIN account s ON s.id = r.source_id
         WHERE p.amount <> i.amount OR b.participant_id <> n.participant_id
            OR (p.state = 'open' AND i.state <> 'scheduled')
            OR (p.state = 'paid' AND i.transfer_id IS NOT p.transfer_id)
            OR (p.transfer_id IS NOT NULL AND NOT coalesce(t.kind = 'incentive'
                AND t.amount = p.amount AND d.kind = 'incentive' AND d.owner = n.public_id, 0))
            OR (p.reversal_id IS NOT NULL AND NOT coalesce(r.kind = 'refund'
                AND r.amount = p.amount AND s.kind = 'incentive' AND s.owner = n.public_id, 0))""",
    "every cancelled purchase that was paid has its refund, of its price, back into its own purse": """
        SELECT 'purchase ' || p.id FROM purchase p
          JOIN participation n ON n.id = p.participation_id
          JOIN offer o ON o.id = p.offer_id
          JOIN platform f ON f.id = o.platform_id
          LEFT JOIN transfer t ON t.id = p.refund_id
          LEFT JOIN account s ON s.id = t.source_id
          LEFT JOIN account d ON d.id = t.target_id
         WHERE p.state = 'cancelled' AND (p.transfer_id IS NOT NULL OR p.cancelled_at IS NOT NULL)
           AND NOT coalesce(
               t.kind = 'refund' AND t.amount = p.price
           AND t.reference = 'refund:' || p.public_id
           AND s.kind = 'platform' AND s.owner = f.slug
           AND d.kind = 'training' AND d.owner = n.public_id
           AND p.transfer_id IS NOT NULL AND p.cancelled_at IS NOT NULL
           AND p.cancelled_by IN ('participant', 'provider')
           AND (p.cancelled_by = 'participant' OR p.cancel_reason IS NOT NULL), 0)""",
    "every refund belongs to a cancelled purchase or a payout sent back": """
        SELECT 'transfer ' || t.id FROM transfer t
         WHERE t.kind = 'refund'
           AND NOT EXISTS (SELECT 1 FROM purchase p
                            WHERE p.refund_id = t.id AND p.state = 'cancelled')
           AND NOT EXISTS (SELECT 1 FROM payout p WHERE p.reversal_id = t.id)""",
    "a code of a course its participant cancelled is not used": """
        SELECT 'redeem_code ' || r.id FROM redeem_code r JOIN purchase p ON p.id = r.purchase_id
         WHERE p.cancelled_by = 'participant' AND r.redeemed_at IS NOT NULL""",
    "no cancelled course was finished": """
        SELECT 'purchase ' || p.id FROM purchase p JOIN training r ON r.purchase_id = p.id
         WHERE p.state = 'cancelled' AND r.finished_at IS NOT NULL""",
    "every cancellation was told by SMS and e-mail": """
        SELECT 'purchase ' || p.id FROM purchase p WHERE p.cancelled_at IS NOT NULL AND 2 <>
          (SELECT count(*) FROM message m WHERE m.reference IN (
             CASE p.cancelled_by WHEN 'provider' THEN 'cancelled_by_provider:' ELSE 'cancelled:' END
               || p.public_id || ':sms',
             CASE p.cancelled_by WHEN 'provider' THEN 'cancelled_by_provider:' ELSE 'cancelled:' END
               || p.public_id || ':email'))""",
    "a place without a bought course is watched until it lapses": """
        SELECT 'participation ' || n.id FROM participation n JOIN card c ON c.participation_id = n.id
         WHERE n.result = 'accepted' AND n.lapses_after IS NULL
           AND NOT EXISTS (SELECT 1 FROM lapse l WHERE l.participation_id = n.id)
           AND NOT EXISTS (SELECT 1 FROM purchase p
                            WHERE p.participation_id = n.id AND p.state = 'paid')""",
    "an account that is linked belongs to one person": """
        SELECT 'payout_account ' || a.id FROM payout_account a WHERE a.unlinked_at IS NULL AND EXISTS
               (SELECT 1 FROM payout_account b WHERE b.id <> a.id AND b.unlinked_at IS NULL
                   AND b.partner = a.partner AND b.number_index = a.number_index)""",
    "a balance is credited once, when the card is issued": """
        SELECT 'participation ' || n.id FROM participation n
         WHERE (SELECT count(*) FROM card c WHERE c.participation_id = n.id) <>
               (SELECT count(*) FROM transfer t JOIN account a ON a.id = t.target_id
                 WHERE t.kind = 'credit' AND a.owner = n.public_id)""",
    "who lapsed bought nothing and keeps nothing": """
        SELECT 'lapse ' || l.id FROM lapse l JOIN participation n ON n.id = l.participation_id
         WHERE EXISTS (SELECT 1 FROM purchase p
                        WHERE p.participation_id = n.id AND p.state = 'paid')
            OR 0 <> (SELECT coalesce(sum(CASE WHEN t.target_id = a.id THEN t.amount
                                              ELSE -t.amount END), 0)
                       FROM account a JOIN transfer t ON a.id IN (t.source_id, t.target_id)
                      WHERE a.kind = 'training' AND a.owner = n.public_id)""",
    "a certificate or rating follows a finished course": """
        SELECT 'purchase ' || p.id FROM purchase p LEFT JOIN training r ON r.purchase_id = p.id
         WHERE r.finished_at IS NULL AND (
               EXISTS (SELECT 1 FROM certificate c WHERE c.purchase_id = p.id)
            OR EXISTS (SELECT 1 FROM rating g WHERE g.purchase_id = p.id))""",
    "a survey incentive follows a sent survey": """
        SELECT 'incentive ' || i.id FROM incentive i
         WHERE i.kind = 'survey' AND i.state IN ('scheduled', 'paid', 'failed') AND NOT EXISTS
               (SELECT 1 FROM survey s WHERE s.participation_id = i.participation_id
                   AND s.ordinal = i.ordinal AND s.submitted_at IS NOT NULL)""",
    "a job incentive follows certificate and rating of the first course": """
        SELECT 'incentive ' || i.id FROM incentive i
         WHERE i.kind = 'job' AND i.state IN ('scheduled', 'paid', 'failed') AND NOT EXISTS
               (SELECT 1 FROM purchase p JOIN certificate c ON c.purchase_id = p.id
                  JOIN rating g ON g.purchase_id = p.id
                 WHERE p.id = (SELECT f.id FROM purchase f
                                WHERE f.participation_id = i.participation_id AND f.state = 'paid'
                                ORDER BY f.paid_at, f.id LIMIT 1)
                   AND (c.revoked_at IS NULL OR i.state = 'paid'
                        OR EXISTS (SELECT 1 FROM payout o WHERE o.incentive_id = i.id)))""",
    "whoever lost a place was barred that day": """
        SELECT 'lapse ' || l.id FROM lapse l JOIN participation n ON n.id = l.participation_id
         WHERE NOT EXISTS (SELECT 1 FROM block b WHERE b.participant_id = n.participant_id
                              AND b.reason = l.reason)""",
    "a drawn result is the one that was told": """
        SELECT 'participation ' || n.id FROM participation n
         WHERE n.draw_outcome IS NOT NULL AND n.result IS NOT NULL
           AND (n.result = 'accepted') <> (n.draw_outcome = 'accepted')""",
    "no draw accepts more than its quota": """
        SELECT 'draw ' || d.id FROM draw d WHERE d.drawn_at IS NOT NULL AND (
            d.accepted <> (SELECT count(*) FROM participation n
                            WHERE n.gelombang_id = d.gelombang_id AND n.draw_outcome = 'accepted')
            OR d.accepted > d.quota)""",
    "a live redeem code is that of its purchase": """
        SELECT 'redeem_code ' || r.id FROM redeem_code r JOIN purchase p ON p.id = r.purchase_id
         WHERE r.code IS NOT p.redeem_code""",
    "no code is used after its course was finished": """
        SELECT 'redeem_code ' || r.id FROM redeem_code r
          JOIN training t ON t.purchase_id = r.purchase_id
         WHERE r.redeemed_at > t.finished_at""",
    "a used one-time code was tried, and paid its purchase": """
        SELECT 'one_time_code ' || c.id FROM one_time_code c JOIN purchase p ON p.id = c.purchase_id
         WHERE c.used_at IS NOT NULL AND (c.tries = 0 OR p.transfer_id IS NULL)""",
}


def broken_rules() -> list[dict[str, Any]]:
    """Every broken row as {rule, row}; empty when all is well. Reads everything: not for requests."""
    checks = (_file(), _statements(), _promises(), _seals(), _draws(), _chain())
    return [{"rule": rule, "row": row} for check in checks for rule, row in check]


def _file() -> Iterator[tuple[str, str]]:
    for (line,) in db.execute_sql("PRAGMA integrity_check").fetchall():
        if line != "ok":
            yield "the database file is whole", line
    for row in db.execute_sql("PRAGMA foreign_key_check").fetchall():
        yield "every reference leads somewhere", f"{row[0]} {row[1]}"


def _statements() -> Iterator[tuple[str, str]]:
    for rule, statement in STATEMENTS.items():
        for (row,) in db.execute_sql(statement).fetchall():
            yield rule, row


def _promises() -> Iterator[tuple[str, str]]:
    """The incentives of a participation are exactly those its frozen terms promise."""
    wanted = db.execute_sql(
        "SELECT n.id, n.terms, group_concat(i.kind || ':' || i.ordinal || ':' || i.amount) "
        "FROM participation n LEFT JOIN incentive i ON i.participation_id = n.id "
        "WHERE n.result = 'accepted' GROUP BY n.id"
    )
    for part_id, terms, found in wanted.fetchall():
        expected = {
            f"{kind}:{ordinal}:{amount}"
            for kind, ordinal, amount in promised(Terms.thawed(json.loads(terms)))
        }
        if set((found or "").split(",")) != expected:
            yield "incentives are those the terms promise", f"participation {part_id}"


def _seals() -> Iterator[tuple[str, str]]:
    """Everything sealed opens in its own row, and its blind index fits."""
    for model, name in sealed_attributes():
        for row in model.select().iterator():
            if not _opens(row, name):
                yield "what is sealed opens in its row", f"{model._meta.table_name} {row.id}"
    for photo in Photo.select().iterator():
        try:
            sealing.unseal_bytes(photo.content, "photo", "content", photo.public_id)
        except sealing.BrokenSeal:
            yield "what is sealed opens in its row", f"photo {photo.id}"


def _draws() -> Iterator[tuple[str, str]]:
    """Every closed draw's list is still the one whose hash was published."""
    for draw in Draw.select().where(Draw.list_hash.is_null(False)):
        listed = [entry for _, _, entry in draws.entries(draw.gelombang_id)]
        if selection.list_hash(listed) != draw.list_hash:
            yield "a draw's list is the one that was published", f"draw {draw.id}"


def _opens(row: Any, name: str) -> bool:
    try:
        text = getattr(row, name)
    except sealing.BrokenSeal:
        return False
    index = getattr(row, f"{name}_index", None)
    table = row._meta.table_name
    return index is None or not text or index == sealing.blind(f"{table}.{name}", text)


def _chain() -> Iterator[tuple[str, str]]:
    """The audit log is unbroken, and every purchase paid stands in it."""
    previous = sealing.CHAIN_START
    paid = set()
    for entry in AuditEntry.select().order_by(AuditEntry.id).iterator():
        if entry.chain != sealing.chain_mac(previous, entry.content()):
            yield "the audit log is unbroken", f"audit_entry {entry.id}"
        previous = entry.chain
        if entry.action == "purchase_paid":
            paid.add(entry.subject)
    for row in Purchase.select(Purchase.id, Purchase.public_id).where(Purchase.state == "paid"):
        if f"purchase:{row.public_id}" not in paid:
            yield "every money move has its audit entry", f"purchase {row.id}"
