"""Every table as of the first release, with the constraints the database itself must guarantee."""

TABLES = """
CREATE TABLE participant (
    id INTEGER NOT NULL PRIMARY KEY,
    public_id VARCHAR(22) NOT NULL,
    name VARCHAR(120) NOT NULL,
    role VARCHAR(12) NOT NULL,
    email_sealed TEXT NOT NULL,
    email_index VARCHAR(64) NOT NULL,
    phone_sealed TEXT NOT NULL,
    phone_index VARCHAR(64) NOT NULL,
    nik_sealed TEXT,
    nik_index VARCHAR(64),
    password_hash VARCHAR(200) NOT NULL,
    interests TEXT NOT NULL,
    theme VARCHAR(8),
    created_at DATETIME NOT NULL,
    email_confirmed_at DATETIME,
    identity_verified_at DATETIME,
    profile_completed_at DATETIME,
    CHECK (role IN ('participant', 'operator', 'trainer')),
    CHECK (theme IN ('terang', 'gelap'))
);
CREATE UNIQUE INDEX participant_public_id ON participant (public_id);
CREATE UNIQUE INDEX participant_email_index ON participant (email_index);
CREATE UNIQUE INDEX participant_phone_index ON participant (phone_index);
CREATE UNIQUE INDEX participant_nik_index ON participant (nik_index);

CREATE TABLE sign_in (
    id INTEGER NOT NULL PRIMARY KEY,
    token_hash VARCHAR(64) NOT NULL,
    participant_id INTEGER NOT NULL REFERENCES participant (id) ON DELETE CASCADE,
    created_at DATETIME NOT NULL,
    last_seen_at DATETIME NOT NULL
);
CREATE UNIQUE INDEX sign_in_token_hash ON sign_in (token_hash);
CREATE INDEX sign_in_participant_id ON sign_in (participant_id);

CREATE TABLE gelombang (
    id INTEGER NOT NULL PRIMARY KEY,
    number INTEGER NOT NULL,
    scheme VARCHAR(20) NOT NULL,
    registration_opens_at DATETIME,
    registration_closes_at DATETIME,
    announced_at DATETIME,
    quota INTEGER,
    overrides TEXT NOT NULL,
    CHECK (number > 0)
);
CREATE UNIQUE INDEX gelombang_number ON gelombang (number);

CREATE TABLE participation (
    id INTEGER NOT NULL PRIMARY KEY,
    public_id VARCHAR(22) NOT NULL,
    participant_id INTEGER NOT NULL REFERENCES participant (id) ON DELETE RESTRICT,
    gelombang_id INTEGER NOT NULL REFERENCES gelombang (id) ON DELETE RESTRICT,
    joined_at DATETIME NOT NULL,
    result VARCHAR(14),
    result_reason VARCHAR(40),
    decided_at DATETIME,
    terms TEXT,
    lapses_after DATETIME,
    balance_ends_after DATETIME,
    CHECK (result IN ('accepted', 'not_selected')),
    CHECK ((result IS NULL) = (decided_at IS NULL)),
    CHECK ((result IS 'accepted') = (terms IS NOT NULL))
);
CREATE UNIQUE INDEX participation_public_id ON participation (public_id);
CREATE INDEX participation_participant_id ON participation (participant_id);
CREATE INDEX participation_gelombang_id ON participation (gelombang_id);

CREATE TABLE card (
    id INTEGER NOT NULL PRIMARY KEY,
    public_id VARCHAR(22) NOT NULL,
    participation_id INTEGER NOT NULL REFERENCES participation (id) ON DELETE RESTRICT,
    number_sealed TEXT NOT NULL,
    number_index VARCHAR(64) NOT NULL,
    issued_at DATETIME NOT NULL
);
CREATE UNIQUE INDEX card_public_id ON card (public_id);
CREATE UNIQUE INDEX card_participation_id ON card (participation_id);
CREATE UNIQUE INDEX card_number_index ON card (number_index);

CREATE TABLE lapse (
    id INTEGER NOT NULL PRIMARY KEY,
    participation_id INTEGER NOT NULL REFERENCES participation (id) ON DELETE RESTRICT,
    reason VARCHAR(40) NOT NULL,
    lapsed_at DATETIME NOT NULL
);
CREATE UNIQUE INDEX lapse_participation_id ON lapse (participation_id);

CREATE TABLE block (
    id INTEGER NOT NULL PRIMARY KEY,
    participant_id INTEGER NOT NULL REFERENCES participant (id) ON DELETE RESTRICT,
    reason VARCHAR(40) NOT NULL,
    blocked_at DATETIME NOT NULL,
    lifted_at DATETIME
);
CREATE INDEX block_participant_id ON block (participant_id);

CREATE TABLE account (
    id INTEGER NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    owner TEXT NOT NULL,
    floor INTEGER,
    CHECK (kind IN ('fund', 'training', 'incentive', 'platform', 'treasury')),
    CHECK (kind <> 'training' OR floor = 0)
) STRICT;
CREATE UNIQUE INDEX account_kind_owner ON account (kind, owner);

CREATE TABLE transfer (
    id INTEGER NOT NULL PRIMARY KEY,
    source_id INTEGER NOT NULL REFERENCES account (id) ON DELETE RESTRICT,
    target_id INTEGER NOT NULL REFERENCES account (id) ON DELETE RESTRICT,
    amount INTEGER NOT NULL,
    kind TEXT NOT NULL,
    reference TEXT NOT NULL,
    booked_at TEXT NOT NULL,
    CHECK (amount > 0),
    CHECK (source_id <> target_id),
    CHECK (kind IN ('credit', 'purchase', 'refund', 'incentive', 'forfeit'))
) STRICT;
CREATE INDEX transfer_source_id ON transfer (source_id);
CREATE INDEX transfer_target_id ON transfer (target_id);
CREATE UNIQUE INDEX transfer_reference ON transfer (reference);

CREATE TABLE platform (
    id INTEGER NOT NULL PRIMARY KEY,
    slug VARCHAR(40) NOT NULL,
    name VARCHAR(60) NOT NULL,
    aliases TEXT NOT NULL,
    contact VARCHAR(120),
    contact_as_of VARCHAR(40),
    site VARCHAR(120),
    valid_for TEXT NOT NULL,
    valid_source VARCHAR(120) NOT NULL
);
CREATE UNIQUE INDEX platform_slug ON platform (slug);

CREATE TABLE provider (
    id INTEGER NOT NULL PRIMARY KEY,
    slug VARCHAR(80) NOT NULL,
    name VARCHAR(120) NOT NULL
);
CREATE UNIQUE INDEX provider_slug ON provider (slug);

CREATE TABLE course (
    id INTEGER NOT NULL PRIMARY KEY,
    slug VARCHAR(120) NOT NULL,
    title VARCHAR(300) NOT NULL,
    provider_id INTEGER NOT NULL REFERENCES provider (id) ON DELETE RESTRICT,
    category VARCHAR(40) NOT NULL,
    method VARCHAR(12) NOT NULL,
    level VARCHAR(10) NOT NULL,
    hours INTEGER NOT NULL,
    list_price INTEGER NOT NULL,
    description TEXT NOT NULL,
    lessons TEXT NOT NULL,
    certificate_type VARCHAR(40) NOT NULL,
    synthetic TEXT NOT NULL,
    source VARCHAR(80) NOT NULL,
    added_on DATE NOT NULL,
    stars_1 INTEGER NOT NULL,
    stars_2 INTEGER NOT NULL,
    stars_3 INTEGER NOT NULL,
    stars_4 INTEGER NOT NULL,
    stars_5 INTEGER NOT NULL,
    CHECK (method IN ('spl', 'webinar', 'luring', 'bauran')),
    CHECK (level IN ('pemula', 'menengah', 'mahir')),
    CHECK (hours > 0),
    CHECK (list_price > 0),
    CHECK (min(stars_1, stars_2, stars_3, stars_4, stars_5) >= 0)
);
CREATE UNIQUE INDEX course_slug ON course (slug);
CREATE INDEX course_provider_id ON course (provider_id);

CREATE TABLE sample_review (
    id INTEGER NOT NULL PRIMARY KEY,
    course_id INTEGER NOT NULL REFERENCES course (id) ON DELETE CASCADE,
    name VARCHAR(40) NOT NULL,
    stars INTEGER NOT NULL,
    text TEXT NOT NULL,
    written_on DATE NOT NULL,
    CHECK (stars BETWEEN 1 AND 5)
);
CREATE INDEX sample_review_course_id ON sample_review (course_id);

CREATE TABLE offer (
    id INTEGER NOT NULL PRIMARY KEY,
    course_id INTEGER NOT NULL REFERENCES course (id) ON DELETE RESTRICT,
    platform_id INTEGER NOT NULL REFERENCES platform (id) ON DELETE RESTRICT,
    price INTEGER NOT NULL,
    quota INTEGER,
    sold INTEGER NOT NULL,
    rating_sum INTEGER NOT NULL,
    rating_count INTEGER NOT NULL,
    next_run_days INTEGER,
    active INTEGER NOT NULL,
    CHECK (price > 0),
    CHECK (sold >= 0 AND (quota IS NULL OR sold <= quota)),
    CHECK (rating_sum BETWEEN rating_count AND 5 * rating_count)
);
CREATE INDEX offer_course_id ON offer (course_id);
CREATE INDEX offer_platform_id ON offer (platform_id);
CREATE UNIQUE INDEX offer_course_id_platform_id ON offer (course_id, platform_id);

CREATE VIRTUAL TABLE course_index USING fts5 (title, provider, category, description, prefix='2 3 4', tokenize=unicode61);

CREATE TABLE purchase (
    id INTEGER NOT NULL PRIMARY KEY,
    public_id VARCHAR(22) NOT NULL,
    number VARCHAR(24),
    participation_id INTEGER NOT NULL REFERENCES participation (id) ON DELETE RESTRICT,
    course_id INTEGER NOT NULL REFERENCES course (id) ON DELETE RESTRICT,
    offer_id INTEGER NOT NULL REFERENCES offer (id) ON DELETE RESTRICT,
    price INTEGER NOT NULL,
    state VARCHAR(12) NOT NULL,
    started_at DATETIME NOT NULL,
    paid_at DATETIME,
    redeem_code VARCHAR(20),
    transfer_id INTEGER REFERENCES transfer (id) ON DELETE RESTRICT,
    CHECK (price > 0),
    CHECK (state IN ('awaiting_otp', 'paid', 'cancelled', 'expired')),
    CHECK (state <> 'paid' OR (paid_at IS NOT NULL AND number IS NOT NULL AND redeem_code IS NOT NULL AND transfer_id IS NOT NULL)),
    CHECK (state NOT IN ('awaiting_otp', 'expired') OR transfer_id IS NULL)
);
CREATE UNIQUE INDEX purchase_public_id ON purchase (public_id);
CREATE UNIQUE INDEX purchase_number ON purchase (number);
CREATE INDEX purchase_participation_id ON purchase (participation_id);
CREATE INDEX purchase_course_id ON purchase (course_id);
CREATE INDEX purchase_offer_id ON purchase (offer_id);
CREATE UNIQUE INDEX purchase_redeem_code ON purchase (redeem_code);
CREATE UNIQUE INDEX purchase_transfer_id ON purchase (transfer_id);

CREATE TABLE one_time_code (
    id INTEGER NOT NULL PRIMARY KEY,
    purchase_id INTEGER NOT NULL REFERENCES purchase (id) ON DELETE CASCADE,
    phone_index VARCHAR(64) NOT NULL,
    price INTEGER NOT NULL,
    code_mac VARCHAR(64) NOT NULL,
    tries INTEGER NOT NULL,
    issued_at DATETIME NOT NULL,
    expires_at DATETIME NOT NULL,
    used_at DATETIME,
    replaced_at DATETIME,
    locked_until DATETIME,
    CHECK (tries BETWEEN 0 AND 3)
);
CREATE INDEX one_time_code_purchase_id ON one_time_code (purchase_id);

CREATE TABLE form_key (
    id INTEGER NOT NULL PRIMARY KEY,
    participant_id INTEGER NOT NULL REFERENCES participant (id) ON DELETE CASCADE,
    key VARCHAR(64) NOT NULL,
    digest VARCHAR(64) NOT NULL,
    result VARCHAR(80) NOT NULL,
    used_at DATETIME NOT NULL
);
CREATE INDEX form_key_participant_id ON form_key (participant_id);
CREATE UNIQUE INDEX form_key_participant_id_key ON form_key (participant_id, key);

CREATE TABLE training (
    id INTEGER NOT NULL PRIMARY KEY,
    purchase_id INTEGER NOT NULL REFERENCES purchase (id) ON DELETE RESTRICT,
    started_at DATETIME,
    finished_at DATETIME
);
CREATE UNIQUE INDEX training_purchase_id ON training (purchase_id);

CREATE TABLE certificate (
    id INTEGER NOT NULL PRIMARY KEY,
    purchase_id INTEGER NOT NULL REFERENCES purchase (id) ON DELETE RESTRICT,
    code VARCHAR(30) NOT NULL,
    issued_at DATETIME NOT NULL
);
CREATE UNIQUE INDEX certificate_purchase_id ON certificate (purchase_id);
CREATE UNIQUE INDEX certificate_code ON certificate (code);

CREATE TABLE rating (
    id INTEGER NOT NULL PRIMARY KEY,
    purchase_id INTEGER NOT NULL REFERENCES purchase (id) ON DELETE RESTRICT,
    stars INTEGER NOT NULL,
    text TEXT NOT NULL,
    platform_stars INTEGER,
    dashboard_stars INTEGER,
    rated_at DATETIME NOT NULL,
    CHECK (stars BETWEEN 1 AND 5),
    CHECK (platform_stars BETWEEN 1 AND 5),
    CHECK (dashboard_stars BETWEEN 1 AND 5)
);
CREATE UNIQUE INDEX rating_purchase_id ON rating (purchase_id);

CREATE TABLE payout_account (
    id INTEGER NOT NULL PRIMARY KEY,
    public_id VARCHAR(22) NOT NULL,
    participant_id INTEGER NOT NULL REFERENCES participant (id) ON DELETE RESTRICT,
    partner VARCHAR(12) NOT NULL,
    number_sealed TEXT NOT NULL,
    linked_at DATETIME NOT NULL,
    unlinked_at DATETIME,
    CHECK (partner IN ('ovo', 'gopay', 'dana', 'linkaja', 'bni', 'bca'))
);
CREATE UNIQUE INDEX payout_account_public_id ON payout_account (public_id);
CREATE INDEX payout_account_participant_id ON payout_account (participant_id);

CREATE TABLE incentive (
    id INTEGER NOT NULL PRIMARY KEY,
    participation_id INTEGER NOT NULL REFERENCES participation (id) ON DELETE RESTRICT,
    kind VARCHAR(8) NOT NULL,
    ordinal INTEGER NOT NULL,
    amount INTEGER NOT NULL,
    state VARCHAR(12) NOT NULL,
    scheduled_for DATE,
    account_id INTEGER REFERENCES payout_account (id) ON DELETE RESTRICT,
    paid_at DATETIME,
    failed_at DATETIME,
    failure VARCHAR(20),
    transfer_id INTEGER REFERENCES transfer (id) ON DELETE RESTRICT,
    leased_until DATETIME,
    CHECK (kind IN ('job', 'survey')),
    CHECK (ordinal > 0),
    CHECK (amount > 0),
    CHECK (state IN ('waiting', 'scheduled', 'paid', 'failed', 'forfeited')),
    CHECK ((state = 'paid') = (transfer_id IS NOT NULL AND paid_at IS NOT NULL)),
    CHECK ((state = 'failed') = (failure IS NOT NULL)),
    CHECK (state NOT IN ('scheduled', 'paid', 'failed') OR scheduled_for IS NOT NULL)
);
CREATE INDEX incentive_participation_id ON incentive (participation_id);
CREATE INDEX incentive_account_id ON incentive (account_id);
CREATE UNIQUE INDEX incentive_transfer_id ON incentive (transfer_id);
CREATE UNIQUE INDEX incentive_participation_id_kind_ordinal ON incentive (participation_id, kind, ordinal);

CREATE TABLE survey (
    id INTEGER NOT NULL PRIMARY KEY,
    participation_id INTEGER NOT NULL REFERENCES participation (id) ON DELETE RESTRICT,
    ordinal INTEGER NOT NULL,
    consented_at DATETIME,
    submitted_at DATETIME,
    CHECK (ordinal > 0),
    CHECK (submitted_at IS NULL OR consented_at IS NOT NULL)
);
CREATE INDEX survey_participation_id ON survey (participation_id);
CREATE UNIQUE INDEX survey_participation_id_ordinal ON survey (participation_id, ordinal);

CREATE TABLE survey_answer (
    id INTEGER NOT NULL PRIMARY KEY,
    survey_id INTEGER NOT NULL REFERENCES survey (id) ON DELETE CASCADE,
    question VARCHAR(40) NOT NULL,
    value TEXT NOT NULL,
    saved_at DATETIME NOT NULL
);
CREATE INDEX survey_answer_survey_id ON survey_answer (survey_id);
CREATE UNIQUE INDEX survey_answer_survey_id_question ON survey_answer (survey_id, question);

CREATE TABLE message (
    id INTEGER NOT NULL PRIMARY KEY,
    public_id VARCHAR(22) NOT NULL,
    participant_id INTEGER NOT NULL REFERENCES participant (id) ON DELETE RESTRICT,
    channel VARCHAR(6) NOT NULL,
    reference VARCHAR(80) NOT NULL,
    addressee_sealed TEXT NOT NULL,
    addressee_index VARCHAR(64) NOT NULL,
    subject_sealed TEXT NOT NULL,
    text_sealed TEXT NOT NULL,
    link VARCHAR(120),
    visible_at DATETIME NOT NULL,
    sent_at DATETIME,
    read_at DATETIME,
    leased_until DATETIME,
    attempts INTEGER NOT NULL,
    CHECK (channel IN ('sms', 'email'))
);
CREATE UNIQUE INDEX message_public_id ON message (public_id);
CREATE INDEX message_participant_id ON message (participant_id);
CREATE UNIQUE INDEX message_reference ON message (reference);
CREATE INDEX message_addressee_index ON message (addressee_index);

CREATE TABLE audit_entry (
    id INTEGER NOT NULL PRIMARY KEY,
    at DATETIME NOT NULL,
    real_at DATETIME NOT NULL,
    actor VARCHAR(40) NOT NULL,
    action VARCHAR(40) NOT NULL,
    subject VARCHAR(80) NOT NULL,
    detail TEXT NOT NULL,
    chain VARCHAR(64) NOT NULL
);

CREATE TABLE setting (
    key VARCHAR(40) NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
);

CREATE TABLE rate_bucket (
    key VARCHAR(200) NOT NULL PRIMARY KEY,
    count INTEGER NOT NULL,
    expires INTEGER NOT NULL
);
"""

# What an index says that a CHECK cannot: at most one row of a kind.
PARTIAL_INDEXES = """
CREATE UNIQUE INDEX participation_once_per_gelombang ON participation (participant_id, gelombang_id);
CREATE UNIQUE INDEX participation_accepted_once ON participation (participant_id)
    WHERE result = 'accepted';
CREATE UNIQUE INDEX purchase_live_course ON purchase (participation_id, course_id)
    WHERE state IN ('awaiting_otp', 'paid');
CREATE UNIQUE INDEX purchase_one_waiting ON purchase (participation_id)
    WHERE state = 'awaiting_otp';
CREATE UNIQUE INDEX payout_account_one_linked ON payout_account (participant_id)
    WHERE unlinked_at IS NULL;
CREATE UNIQUE INDEX block_one_standing ON block (participant_id) WHERE lifted_at IS NULL;
CREATE INDEX message_to_send ON message (visible_at) WHERE sent_at IS NULL;
CREATE INDEX incentive_due ON incentive (scheduled_for) WHERE state = 'scheduled';
CREATE INDEX participation_lapses ON participation (lapses_after) WHERE lapses_after IS NOT NULL;
CREATE INDEX participation_balance_ends ON participation (balance_ends_after)
    WHERE balance_ends_after IS NOT NULL;
CREATE INDEX training_finished ON training (finished_at);
CREATE INDEX offer_price ON offer (price);
CREATE INDEX course_category ON course (category);
"""

# One statement each: sqlite3 runs no scripts inside a transaction.
TRIGGERS = [
    # Money that moved has moved: corrections are transfers back.
    """CREATE TRIGGER transfer_no_update BEFORE UPDATE ON transfer
       BEGIN SELECT RAISE(ABORT, 'a transfer never changes'); END""",
    """CREATE TRIGGER transfer_no_delete BEFORE DELETE ON transfer
       BEGIN SELECT RAISE(ABORT, 'a transfer never changes'); END""",
    # INSERT OR REPLACE would walk past the DELETE guard.
    """CREATE TRIGGER transfer_no_replace BEFORE INSERT ON transfer
       WHEN EXISTS (SELECT 1 FROM transfer WHERE id = NEW.id OR reference = NEW.reference)
       BEGIN SELECT RAISE(ABORT, 'this reference was booked before'); END""",
    """CREATE TRIGGER transfer_keeps_floor BEFORE INSERT ON transfer
       WHEN (SELECT floor FROM account WHERE id = NEW.source_id) IS NOT NULL
        AND (SELECT coalesce(sum(amount), 0) FROM transfer WHERE target_id = NEW.source_id)
          - (SELECT coalesce(sum(amount), 0) FROM transfer WHERE source_id = NEW.source_id)
          - NEW.amount < (SELECT floor FROM account WHERE id = NEW.source_id)
       BEGIN SELECT RAISE(ABORT, 'balance too small'); END""",
    """CREATE TRIGGER account_no_update BEFORE UPDATE ON account
       BEGIN SELECT RAISE(ABORT, 'an account never changes'); END""",
    # The rules of a running participant are frozen.
    """CREATE TRIGGER participation_terms_frozen BEFORE UPDATE ON participation
       WHEN OLD.terms IS NOT NULL AND NEW.terms IS NOT OLD.terms
       BEGIN SELECT RAISE(ABORT, 'terms are frozen at acceptance'); END""",
    """CREATE TRIGGER participation_result_final BEFORE UPDATE ON participation
       WHEN OLD.result IS NOT NULL AND NEW.result IS NOT OLD.result
       BEGIN SELECT RAISE(ABORT, 'a result is final'); END""",
    """CREATE TRIGGER purchase_legal_moves BEFORE UPDATE ON purchase
       WHEN NEW.state <> OLD.state AND NOT (
            (OLD.state = 'awaiting_otp' AND NEW.state IN ('paid', 'cancelled', 'expired'))
         OR (OLD.state = 'paid' AND NEW.state = 'cancelled'))
       BEGIN SELECT RAISE(ABORT, 'a purchase cannot move that way'); END""",
    """CREATE TRIGGER purchase_same_thing BEFORE UPDATE ON purchase
       WHEN NEW.price <> OLD.price OR NEW.course_id <> OLD.course_id
         OR NEW.offer_id <> OLD.offer_id OR NEW.participation_id <> OLD.participation_id
         OR (OLD.transfer_id IS NOT NULL AND NEW.transfer_id IS NOT OLD.transfer_id)
       BEGIN SELECT RAISE(ABORT, 'what was bought, and for how much, never changes'); END""",
    """CREATE TRIGGER purchase_no_delete BEFORE DELETE ON purchase
       BEGIN SELECT RAISE(ABORT, 'a purchase is never deleted'); END""",
    """CREATE TRIGGER incentive_paid_is_final BEFORE UPDATE ON incentive
       WHEN OLD.state = 'paid' AND NEW.state <> 'paid'
       BEGIN SELECT RAISE(ABORT, 'an incentive that was paid stays paid'); END""",
    """CREATE TRIGGER audit_entry_no_update BEFORE UPDATE ON audit_entry
       BEGIN SELECT RAISE(ABORT, 'the audit log never changes'); END""",
    """CREATE TRIGGER audit_entry_no_delete BEFORE DELETE ON audit_entry
       BEGIN SELECT RAISE(ABORT, 'the audit log never changes'); END""",
]


def up(migrator, db):
    for statement in (TABLES + PARTIAL_INDEXES).split(";\n"):
        if statement.strip():
            db.execute_sql(statement)
    for trigger in TRIGGERS:
        db.execute_sql(trigger)
