"""Money that arrives: payouts with stable references, accounts that are checked, refunds, complaints."""

import sealing

COLUMNS = (
    "ALTER TABLE payout_account ADD COLUMN number_index VARCHAR(64)",
    "ALTER TABLE payout_account ADD COLUMN checked_at DATETIME",
    "ALTER TABLE payout_account ADD COLUMN trouble VARCHAR(20)",
    "ALTER TABLE payout_account ADD COLUMN ask_at DATETIME",
    "ALTER TABLE payout_account ADD COLUMN leased_until DATETIME",
    "CREATE INDEX payout_account_to_ask ON payout_account (ask_at) WHERE ask_at IS NOT NULL",
    "ALTER TABLE incentive DROP COLUMN leased_until",  # the lease is the payout's now
    "ALTER TABLE purchase ADD COLUMN cancelled_at DATETIME",
    "ALTER TABLE purchase ADD COLUMN cancelled_by VARCHAR(12)",
    "ALTER TABLE purchase ADD COLUMN cancel_reason VARCHAR(200)",
    "ALTER TABLE purchase ADD COLUMN refund_id INTEGER REFERENCES transfer (id)",
    "CREATE UNIQUE INDEX purchase_refund_id ON purchase (refund_id)",
    "ALTER TABLE participation ADD COLUMN balance_until DATE",
    "ALTER TABLE profile ADD COLUMN payout_partner VARCHAR(12)",
    "ALTER TABLE profile ADD COLUMN payout_number_sealed TEXT",
)

TABLES = """
CREATE TABLE account_link (
    id INTEGER NOT NULL PRIMARY KEY,
    public_id VARCHAR(22) NOT NULL,
    participant_id INTEGER NOT NULL REFERENCES participant (id) ON DELETE RESTRICT,
    partner VARCHAR(12) NOT NULL,
    number_sealed TEXT NOT NULL,
    number_index VARCHAR(64) NOT NULL,
    state VARCHAR(10) NOT NULL,
    verdict VARCHAR(20),
    started_at DATETIME NOT NULL,
    decided_at DATETIME,
    ask_at DATETIME,
    leased_until DATETIME,
    attempts INTEGER NOT NULL,
    CHECK (partner IN ('ovo', 'gopay', 'dana', 'linkaja', 'bni', 'bca')),
    CHECK (state IN ('code', 'partner', 'checking', 'linked', 'refused', 'dropped')),
    CHECK ((state IN ('linked', 'refused', 'dropped')) = (decided_at IS NOT NULL)),
    CHECK (state NOT IN ('linked', 'refused') OR verdict IS NOT NULL)
);
CREATE UNIQUE INDEX account_link_public_id ON account_link (public_id);
CREATE INDEX account_link_participant_id ON account_link (participant_id);
CREATE UNIQUE INDEX account_link_one_open ON account_link (participant_id)
    WHERE state IN ('code', 'partner', 'checking');
CREATE INDEX account_link_to_ask ON account_link (ask_at) WHERE ask_at IS NOT NULL;

CREATE TABLE payout (
    id INTEGER NOT NULL PRIMARY KEY,
    public_id VARCHAR(22) NOT NULL,
    reference VARCHAR(60) NOT NULL,
    incentive_id INTEGER NOT NULL REFERENCES incentive (id) ON DELETE RESTRICT,
    account_id INTEGER NOT NULL REFERENCES payout_account (id) ON DELETE RESTRICT,
    amount INTEGER NOT NULL,
    state VARCHAR(10) NOT NULL,
    answer VARCHAR(10),
    failure VARCHAR(20),
    problem VARCHAR(20),
    provider_id VARCHAR(60) NOT NULL,
    made_at DATETIME NOT NULL,
    settled_at DATETIME,
    tries INTEGER NOT NULL,
    ask_at DATETIME,
    leased_until DATETIME,
    owner VARCHAR(22),
    transfer_id INTEGER REFERENCES transfer (id) ON DELETE RESTRICT,
    reversal_id INTEGER REFERENCES transfer (id) ON DELETE RESTRICT,
    CHECK (amount > 0),
    CHECK (state IN ('open', 'paid', 'failed', 'reversed')),
    CHECK (answer IN ('asked', 'absent', 'accepted', 'unknown')),
    CHECK ((state = 'open') = (settled_at IS NULL)),
    CHECK ((state = 'failed') = (failure IS NOT NULL)),
    CHECK ((state IN ('paid', 'reversed')) = (transfer_id IS NOT NULL)),
    CHECK ((state = 'reversed') = (reversal_id IS NOT NULL))
);
CREATE UNIQUE INDEX payout_public_id ON payout (public_id);
CREATE UNIQUE INDEX payout_reference ON payout (reference);
CREATE INDEX payout_incentive_id ON payout (incentive_id);
CREATE INDEX payout_account_id ON payout (account_id);
CREATE UNIQUE INDEX payout_transfer_id ON payout (transfer_id);
CREATE UNIQUE INDEX payout_reversal_id ON payout (reversal_id);
CREATE UNIQUE INDEX payout_one_live ON payout (incentive_id) WHERE state IN ('open', 'paid');
CREATE INDEX payout_to_ask ON payout (ask_at) WHERE ask_at IS NOT NULL;
CREATE INDEX payout_with_problem ON payout (incentive_id) WHERE problem IS NOT NULL;
CREATE INDEX payout_on_its_way ON payout (made_at) WHERE state = 'open';
CREATE INDEX incentive_failed ON incentive (failure) WHERE state = 'failed';

CREATE TABLE complaint (
    id INTEGER NOT NULL PRIMARY KEY,
    public_id VARCHAR(22) NOT NULL,
    number VARCHAR(24),
    participant_id INTEGER NOT NULL REFERENCES participant (id) ON DELETE RESTRICT,
    kind VARCHAR(20) NOT NULL,
    about VARCHAR(60),
    state VARCHAR(10) NOT NULL,
    sent_at DATETIME NOT NULL,
    promised_on DATE NOT NULL,
    answered_at DATETIME,
    closed_at DATETIME,
    taken_by_id INTEGER REFERENCES participant (id) ON DELETE RESTRICT,
    CHECK (state IN ('new', 'taken', 'answered', 'closed')),
    CHECK ((state = 'closed') = (closed_at IS NOT NULL))
);
CREATE UNIQUE INDEX complaint_public_id ON complaint (public_id);
CREATE UNIQUE INDEX complaint_number ON complaint (number);
CREATE INDEX complaint_participant_id ON complaint (participant_id);
CREATE INDEX complaint_taken_by_id ON complaint (taken_by_id);
CREATE INDEX complaint_to_close ON complaint (answered_at) WHERE state = 'answered';
CREATE INDEX complaint_waiting ON complaint (promised_on) WHERE state IN ('new', 'taken');

CREATE TABLE complaint_entry (
    id INTEGER NOT NULL PRIMARY KEY,
    public_id VARCHAR(22) NOT NULL,
    complaint_id INTEGER NOT NULL REFERENCES complaint (id) ON DELETE RESTRICT,
    kind VARCHAR(10) NOT NULL,
    author_id INTEGER REFERENCES participant (id) ON DELETE RESTRICT,
    text_sealed TEXT,
    at DATETIME NOT NULL,
    CHECK (kind IN ('sent', 'taken', 'reply', 'more', 'closed', 'reopened'))
);
CREATE UNIQUE INDEX complaint_entry_public_id ON complaint_entry (public_id);
CREATE INDEX complaint_entry_complaint_id ON complaint_entry (complaint_id);
CREATE INDEX complaint_entry_author_id ON complaint_entry (author_id);

CREATE TABLE complaint_photo (
    id INTEGER NOT NULL PRIMARY KEY,
    public_id VARCHAR(22) NOT NULL,
    complaint_id INTEGER NOT NULL REFERENCES complaint (id) ON DELETE RESTRICT,
    content BLOB NOT NULL,
    width INTEGER NOT NULL,
    height INTEGER NOT NULL,
    added_at DATETIME NOT NULL
);
CREATE UNIQUE INDEX complaint_photo_public_id ON complaint_photo (public_id);
CREATE INDEX complaint_photo_complaint_id ON complaint_photo (complaint_id)"""

TRIGGERS = (
    # What was paid stays paid, unless the provider took the money back and that was booked.
    "DROP TRIGGER incentive_paid_is_final",
    """CREATE TRIGGER incentive_paid_is_final BEFORE UPDATE ON incentive
       WHEN OLD.state = 'paid' AND NEW.state <> 'paid' AND NOT EXISTS
            (SELECT 1 FROM payout WHERE transfer_id = OLD.transfer_id AND state = 'reversed')
       BEGIN SELECT RAISE(ABORT, 'an incentive that was paid stays paid'); END""",
    """CREATE TRIGGER payout_legal_moves BEFORE UPDATE ON payout
       WHEN NEW.state <> OLD.state AND NOT (
            (OLD.state = 'open' AND NEW.state IN ('paid', 'failed'))
         OR (OLD.state = 'paid' AND NEW.state = 'reversed'))
       BEGIN SELECT RAISE(ABORT, 'a payout cannot move that way'); END""",
    """CREATE TRIGGER payout_same_thing BEFORE UPDATE ON payout
       WHEN NEW.reference <> OLD.reference OR NEW.incentive_id <> OLD.incentive_id
         OR NEW.account_id <> OLD.account_id OR NEW.amount <> OLD.amount
         OR (OLD.transfer_id IS NOT NULL AND NEW.transfer_id IS NOT OLD.transfer_id)
       BEGIN SELECT RAISE(ABORT, 'what was sent, and to whom, never changes'); END""",
    """CREATE TRIGGER payout_no_delete BEFORE DELETE ON payout
       BEGIN SELECT RAISE(ABORT, 'a payout is never deleted'); END""",
    # Refunded once, and only what was cancelled.
    """CREATE TRIGGER purchase_refund_once BEFORE UPDATE ON purchase
       WHEN (OLD.refund_id IS NOT NULL AND NEW.refund_id IS NOT OLD.refund_id)
         OR (NEW.refund_id IS NOT NULL AND NEW.state <> 'cancelled')
         OR (OLD.state = 'paid' AND NEW.state = 'cancelled' AND NEW.refund_id IS NULL)
       BEGIN SELECT RAISE(ABORT, 'a purchase is refunded once, with its cancellation'); END""",
)

# A check of a column cannot be changed in place; nothing refers to this table.
LINK_CODES = """
ALTER TABLE challenge RENAME TO challenge_before;
CREATE TABLE challenge (
    id INTEGER NOT NULL PRIMARY KEY,
    public_id VARCHAR(22) NOT NULL,
    participant_id INTEGER NOT NULL REFERENCES participant (id) ON DELETE CASCADE,
    purpose VARCHAR(12) NOT NULL,
    address_sealed TEXT NOT NULL,
    address_index VARCHAR(64) NOT NULL,
    pending_sealed TEXT,
    code_mac VARCHAR(64) NOT NULL,
    tries INTEGER NOT NULL,
    issued_at DATETIME NOT NULL,
    expires_at DATETIME NOT NULL,
    used_at DATETIME,
    replaced_at DATETIME,
    locked_until DATETIME,
    CHECK (purpose IN ('email', 'phone', 'sign_in', 'reset', 'old_phone', 'new_phone', 'link'))
);
INSERT INTO challenge (id, public_id, participant_id, purpose, address_sealed, address_index,
    pending_sealed, code_mac, tries, issued_at, expires_at, used_at, replaced_at, locked_until)
    SELECT id, public_id, participant_id, purpose, address_sealed, address_index,
    pending_sealed, code_mac, tries, issued_at, expires_at, used_at, replaced_at, locked_until
    FROM challenge_before;
DROP TABLE challenge_before;
CREATE UNIQUE INDEX challenge_public_id ON challenge (public_id);
CREATE INDEX challenge_participant_id ON challenge (participant_id);
CREATE INDEX challenge_address_index ON challenge (address_index)"""

UNIQUE_NUMBER = """CREATE UNIQUE INDEX payout_account_one_owner ON payout_account (partner, number_index)
    WHERE unlinked_at IS NULL AND number_index IS NOT NULL"""


def up(migrator, db):
    for statement in (*COLUMNS, *TABLES.split(";\n"), *LINK_CODES.split(";\n"), *TRIGGERS):
        if statement.strip():
            db.execute_sql(statement)
    _index_numbers(db)
    db.execute_sql(UNIQUE_NUMBER)


def _index_numbers(db):
    """Find accounts by number from now on; of two people with the same one the first is found."""
    taken = set()
    rows = db.execute_sql(
        "SELECT id, public_id, partner, number_sealed, unlinked_at FROM payout_account ORDER BY id"
    )
    for number, public_id, partner, sealed, unlinked_at in rows.fetchall():
        text = sealing.unseal(sealed, "payout_account", "number", public_id)
        index = sealing.blind("payout_account.number", text)
        if unlinked_at is None and (partner, index) in taken:
            continue
        if unlinked_at is None:
            taken.add((partner, index))
        db.execute_sql("UPDATE payout_account SET number_index = ? WHERE id = ?", (index, number))
