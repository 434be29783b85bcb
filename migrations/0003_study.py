"""Study: partners and their keys, redeem codes, attendance, tasks; certificates revoked, reviews edited."""

COLUMNS = (
    "ALTER TABLE training ADD COLUMN failed_at DATETIME",
    "ALTER TABLE training ADD COLUMN failure VARCHAR(20)",
    "ALTER TABLE training ADD COLUMN forwarded_at DATETIME",
    "ALTER TABLE certificate ADD COLUMN revoked_at DATETIME",
    "ALTER TABLE certificate ADD COLUMN revoked_reason VARCHAR(200)",
    "ALTER TABLE rating ADD COLUMN edited_at DATETIME",
    "ALTER TABLE rating ADD COLUMN hidden_at DATETIME",
    "CREATE INDEX training_to_forward ON training (finished_at)"
    " WHERE finished_at IS NOT NULL AND forwarded_at IS NULL",
)

TABLES = """
CREATE TABLE partner (
    id INTEGER NOT NULL PRIMARY KEY,
    public_id VARCHAR(22) NOT NULL,
    code VARCHAR(40) NOT NULL,
    name VARCHAR(120) NOT NULL,
    kind VARCHAR(8) NOT NULL,
    provider_id INTEGER REFERENCES provider (id) ON DELETE RESTRICT,
    every_provider BOOLEAN NOT NULL,
    redirect_uris TEXT NOT NULL,
    active BOOLEAN NOT NULL,
    added_at DATETIME NOT NULL,
    CHECK (kind IN ('provider', 'platform'))
);
CREATE UNIQUE INDEX partner_public_id ON partner (public_id);
CREATE UNIQUE INDEX partner_code ON partner (code);
CREATE INDEX partner_provider_id ON partner (provider_id);

CREATE TABLE partner_key (
    id INTEGER NOT NULL PRIMARY KEY,
    public_id VARCHAR(22) NOT NULL,
    partner_id INTEGER NOT NULL REFERENCES partner (id) ON DELETE RESTRICT,
    secret_sealed TEXT NOT NULL,
    made_at DATETIME NOT NULL,
    ended_at DATETIME
);
CREATE UNIQUE INDEX partner_key_public_id ON partner_key (public_id);
CREATE INDEX partner_key_partner_id ON partner_key (partner_id);

CREATE TABLE redeem_code (
    id INTEGER NOT NULL PRIMARY KEY,
    code VARCHAR(40) NOT NULL,
    purchase_id INTEGER REFERENCES purchase (id) ON DELETE RESTRICT,
    partner_id INTEGER REFERENCES partner (id) ON DELETE RESTRICT,
    test_case VARCHAR(20),
    redeemed_at DATETIME,
    redeemed_by_id INTEGER REFERENCES partner (id) ON DELETE RESTRICT,
    made_at DATETIME NOT NULL,
    CHECK ((purchase_id IS NULL) = (test_case IS NOT NULL)),
    CHECK ((redeemed_at IS NULL) = (redeemed_by_id IS NULL))
);
CREATE UNIQUE INDEX redeem_code_code ON redeem_code (code);
CREATE UNIQUE INDEX redeem_code_purchase_id ON redeem_code (purchase_id);
CREATE INDEX redeem_code_partner_id ON redeem_code (partner_id);
CREATE INDEX redeem_code_redeemed_by_id ON redeem_code (redeemed_by_id);

CREATE TABLE attendance (
    id INTEGER NOT NULL PRIMARY KEY,
    public_id VARCHAR(22) NOT NULL,
    redeem_code_id INTEGER NOT NULL REFERENCES redeem_code (id) ON DELETE RESTRICT,
    sequence INTEGER NOT NULL,
    partner_id INTEGER NOT NULL REFERENCES partner (id) ON DELETE RESTRICT,
    state VARCHAR(60) NOT NULL,
    redirect_uri TEXT NOT NULL,
    email_index VARCHAR(64) NOT NULL,
    asked_at DATETIME NOT NULL,
    taken_at DATETIME,
    verified_at DATETIME,
    refused_at DATETIME,
    leased_until DATETIME,
    CHECK (sequence BETWEEN 1 AND 10 OR sequence = 999)
);
CREATE UNIQUE INDEX attendance_public_id ON attendance (public_id);
CREATE UNIQUE INDEX attendance_state ON attendance (state);
CREATE INDEX attendance_redeem_code_id ON attendance (redeem_code_id);
CREATE INDEX attendance_partner_id ON attendance (partner_id);
CREATE UNIQUE INDEX attendance_verified_once ON attendance (redeem_code_id, sequence)
    WHERE verified_at IS NOT NULL;
CREATE INDEX attendance_to_check ON attendance (taken_at)
    WHERE taken_at IS NOT NULL AND verified_at IS NULL AND refused_at IS NULL;

CREATE TABLE submission (
    id INTEGER NOT NULL PRIMARY KEY,
    public_id VARCHAR(22) NOT NULL,
    redeem_code_id INTEGER NOT NULL REFERENCES redeem_code (id) ON DELETE RESTRICT,
    scope VARCHAR(3) NOT NULL,
    sequence INTEGER NOT NULL,
    part VARCHAR(10) NOT NULL,
    status INTEGER NOT NULL,
    url_file_sealed TEXT,
    notes_sealed TEXT,
    sent_at DATETIME NOT NULL,
    decided_at DATETIME,
    CHECK (scope IN ('tpm', 'uk')),
    CHECK (part IN ('assignment', 'feedback')),
    CHECK (status IN (1, 2, 3))
);
CREATE UNIQUE INDEX submission_public_id ON submission (public_id);
CREATE INDEX submission_redeem_code_id ON submission (redeem_code_id);
CREATE INDEX submission_pending ON submission (sent_at) WHERE status = 1;

CREATE TABLE rating_report (
    id INTEGER NOT NULL PRIMARY KEY,
    rating_id INTEGER NOT NULL REFERENCES rating (id) ON DELETE RESTRICT,
    reporter_id INTEGER NOT NULL REFERENCES participant (id) ON DELETE RESTRICT,
    reason VARCHAR(20) NOT NULL,
    reported_at DATETIME NOT NULL,
    decided_at DATETIME,
    decided_by_id INTEGER REFERENCES participant (id) ON DELETE RESTRICT
);
CREATE UNIQUE INDEX rating_report_rating_id_reporter_id ON rating_report (rating_id, reporter_id);
CREATE INDEX rating_report_rating_id ON rating_report (rating_id);
CREATE INDEX rating_report_reporter_id ON rating_report (reporter_id);
CREATE INDEX rating_report_decided_by_id ON rating_report (decided_by_id);

INSERT INTO redeem_code (code, purchase_id, made_at)
    SELECT redeem_code, id, paid_at FROM purchase WHERE redeem_code IS NOT NULL"""

TRIGGERS = (
    # A code opens one course once; only a test code may be used again, after a reset.
    """CREATE TRIGGER redeem_code_once BEFORE UPDATE ON redeem_code
       WHEN OLD.redeemed_at IS NOT NULL AND OLD.test_case IS NULL
        AND (NEW.redeemed_at IS NOT OLD.redeemed_at OR NEW.redeemed_by_id IS NOT OLD.redeemed_by_id)
       BEGIN SELECT RAISE(ABORT, 'a redeem code is used once'); END""",
)


def up(migrator, db):
    for statement in (*COLUMNS, *TABLES.split(";\n"), *TRIGGERS):
        if statement.strip():
            db.execute_sql(statement)
