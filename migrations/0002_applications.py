"""From stranger to card holder: identity, profile, test, the open draw, appeals, officers' alerts."""

COLUMNS = (
    # Family card, date of birth and the confirmed phone of a participant.
    "ALTER TABLE participant ADD COLUMN kk_sealed TEXT",
    "ALTER TABLE participant ADD COLUMN kk_index VARCHAR(64)",
    "ALTER TABLE participant ADD COLUMN birth_date_sealed TEXT",
    "ALTER TABLE participant ADD COLUMN phone_confirmed_at DATETIME",
    # Whoever is here already has been reached by phone.
    "UPDATE participant SET phone_confirmed_at = created_at",
    "CREATE INDEX participant_kk_index ON participant (kk_index)",
    "ALTER TABLE sign_in ADD COLUMN device VARCHAR(60) NOT NULL DEFAULT ''",
    "ALTER TABLE gelombang ADD COLUMN reserved TEXT NOT NULL DEFAULT '{}'",
    "ALTER TABLE participation ADD COLUMN draw_code VARCHAR(20)",
    "ALTER TABLE participation ADD COLUMN draw_group VARCHAR(20)",
    "ALTER TABLE participation ADD COLUMN household INTEGER",
    "ALTER TABLE participation ADD COLUMN household_places INTEGER",
    "ALTER TABLE participation ADD COLUMN reasons TEXT",
    "ALTER TABLE participation ADD COLUMN draw_rank VARCHAR(64)",
    "ALTER TABLE participation ADD COLUMN draw_outcome VARCHAR(12)",
    "ALTER TABLE participation ADD COLUMN reminded_hours INTEGER",
    "ALTER TABLE participation ADD COLUMN first_purchase_until DATE",
    "CREATE UNIQUE INDEX participation_draw_code ON participation (draw_code)",
    "CREATE UNIQUE INDEX participation_one_waiting ON participation (participant_id)"
    " WHERE result IS NULL",
    "CREATE INDEX participation_to_settle ON participation (gelombang_id)"
    " WHERE result IS NULL AND draw_outcome IS NOT NULL",
    "CREATE INDEX participation_unchecked ON participation (gelombang_id)"
    " WHERE result IS NULL AND reasons IS NULL",
    "CREATE INDEX participation_position ON participation (gelombang_id, draw_rank)",
    "CREATE UNIQUE INDEX participation_once_each ON participation (participant_id, gelombang_id)",
    # A place that lapsed, and was forgiven on appeal, is no place: another may follow it.
    "DROP INDEX participation_accepted_once",
    """CREATE TRIGGER participation_accepted_once BEFORE UPDATE ON participation
       WHEN NEW.result IS 'accepted' AND OLD.result IS NOT 'accepted' AND EXISTS (
            SELECT 1 FROM participation p WHERE p.participant_id = NEW.participant_id
               AND p.id <> NEW.id AND p.result = 'accepted'
               AND NOT EXISTS (SELECT 1 FROM lapse l WHERE l.participation_id = p.id))
       BEGIN SELECT RAISE(ABORT, 'accepted once in a lifetime'); END""",
)

TABLES = """
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
    CHECK (purpose IN ('email', 'phone', 'sign_in', 'reset', 'old_phone', 'new_phone'))
);
CREATE UNIQUE INDEX challenge_public_id ON challenge (public_id);
CREATE INDEX challenge_participant_id ON challenge (participant_id);
CREATE INDEX challenge_address_index ON challenge (address_index);

CREATE TABLE draft (
    id INTEGER NOT NULL PRIMARY KEY,
    public_id VARCHAR(22) NOT NULL,
    participant_id INTEGER NOT NULL REFERENCES participant (id) ON DELETE CASCADE,
    path VARCHAR(200) NOT NULL,
    fields_sealed TEXT NOT NULL,
    kept_at DATETIME NOT NULL
);
CREATE UNIQUE INDEX draft_public_id ON draft (public_id);
CREATE INDEX draft_participant_id ON draft (participant_id);

CREATE TABLE profile (
    id INTEGER NOT NULL PRIMARY KEY,
    public_id VARCHAR(22) NOT NULL,
    participant_id INTEGER NOT NULL REFERENCES participant (id) ON DELETE RESTRICT,
    sex VARCHAR(6),
    address_sealed TEXT,
    regency VARCHAR(5),
    education VARCHAR(20),
    studying BOOLEAN,
    work VARCHAR(20),
    occupation VARCHAR(40),
    social_aid BOOLEAN,
    saved TEXT NOT NULL,
    CHECK (sex IN ('female', 'male'))
);
CREATE UNIQUE INDEX profile_public_id ON profile (public_id);
CREATE UNIQUE INDEX profile_participant_id ON profile (participant_id);

CREATE TABLE identity_check (
    id INTEGER NOT NULL PRIMARY KEY,
    public_id VARCHAR(22) NOT NULL,
    participant_id INTEGER NOT NULL REFERENCES participant (id) ON DELETE RESTRICT,
    nik_sealed TEXT NOT NULL,
    nik_index VARCHAR(64) NOT NULL,
    kk_sealed TEXT NOT NULL,
    kk_index VARCHAR(64) NOT NULL,
    birth_date_sealed TEXT NOT NULL,
    state VARCHAR(10) NOT NULL,
    reason VARCHAR(40),
    note_sealed TEXT,
    lists TEXT NOT NULL,
    asked_at DATETIME NOT NULL,
    decided_at DATETIME,
    decided_by_id INTEGER REFERENCES participant (id) ON DELETE RESTRICT,
    leased_until DATETIME,
    attempts INTEGER NOT NULL,
    CHECK (state IN ('checking', 'passed', 'failed', 'queued')),
    CHECK ((state IN ('passed', 'failed')) = (decided_at IS NOT NULL))
);
CREATE UNIQUE INDEX identity_check_public_id ON identity_check (public_id);
CREATE INDEX identity_check_participant_id ON identity_check (participant_id);
CREATE INDEX identity_check_nik_index ON identity_check (nik_index);
CREATE INDEX identity_check_decided_by_id ON identity_check (decided_by_id);
CREATE UNIQUE INDEX identity_check_one_open ON identity_check (participant_id)
    WHERE state IN ('checking', 'queued');
CREATE INDEX identity_check_open ON identity_check (asked_at) WHERE state = 'checking';

CREATE TABLE photo (
    id INTEGER NOT NULL PRIMARY KEY,
    public_id VARCHAR(22) NOT NULL,
    participant_id INTEGER NOT NULL REFERENCES participant (id) ON DELETE RESTRICT,
    kind VARCHAR(10) NOT NULL,
    content BLOB NOT NULL,
    width INTEGER NOT NULL,
    height INTEGER NOT NULL,
    taken_at DATETIME NOT NULL,
    CHECK (kind IN ('selfie', 'id_card', 'diploma', 'layoff', 'business', 'attendance'))
);
CREATE UNIQUE INDEX photo_public_id ON photo (public_id);
CREATE UNIQUE INDEX photo_participant_id_kind ON photo (participant_id, kind);
CREATE INDEX photo_participant_id ON photo (participant_id);

CREATE TABLE aptitude_test (
    id INTEGER NOT NULL PRIMARY KEY,
    public_id VARCHAR(22) NOT NULL,
    participant_id INTEGER NOT NULL REFERENCES participant (id) ON DELETE RESTRICT,
    items TEXT NOT NULL,
    started_at DATETIME NOT NULL,
    ends_at DATETIME NOT NULL,
    submitted_at DATETIME,
    correct INTEGER,
    CHECK (ends_at > started_at),
    CHECK ((submitted_at IS NULL) = (correct IS NULL))
);
CREATE UNIQUE INDEX aptitude_test_public_id ON aptitude_test (public_id);
CREATE UNIQUE INDEX aptitude_test_participant_id ON aptitude_test (participant_id);
CREATE INDEX aptitude_test_running ON aptitude_test (ends_at) WHERE submitted_at IS NULL;

CREATE TABLE aptitude_answer (
    id INTEGER NOT NULL PRIMARY KEY,
    test_id INTEGER NOT NULL REFERENCES aptitude_test (id) ON DELETE CASCADE,
    item VARCHAR(20) NOT NULL,
    value VARCHAR(20) NOT NULL,
    saved_at DATETIME NOT NULL
);
CREATE UNIQUE INDEX aptitude_answer_test_id_item ON aptitude_answer (test_id, item);
CREATE INDEX aptitude_answer_test_id ON aptitude_answer (test_id);

CREATE TABLE draw (
    id INTEGER NOT NULL PRIMARY KEY,
    public_id VARCHAR(22) NOT NULL,
    gelombang_id INTEGER NOT NULL REFERENCES gelombang (id) ON DELETE RESTRICT,
    secret_sealed TEXT NOT NULL,
    secret_hash VARCHAR(64) NOT NULL,
    opened_at DATETIME NOT NULL,
    closed_at DATETIME,
    list_hash VARCHAR(64),
    joined INTEGER,
    eligible INTEGER,
    quota INTEGER,
    reserved TEXT NOT NULL,
    public_value VARCHAR(200),
    seed VARCHAR(64),
    cutoffs TEXT,
    accepted INTEGER,
    drawn_at DATETIME,
    CHECK ((closed_at IS NULL) = (list_hash IS NULL)),
    CHECK (drawn_at IS NULL OR (seed IS NOT NULL AND closed_at IS NOT NULL))
);
CREATE UNIQUE INDEX draw_public_id ON draw (public_id);
CREATE UNIQUE INDEX draw_gelombang_id ON draw (gelombang_id);

CREATE TABLE saved_course (
    id INTEGER NOT NULL PRIMARY KEY,
    participant_id INTEGER NOT NULL REFERENCES participant (id) ON DELETE CASCADE,
    course_id INTEGER NOT NULL REFERENCES course (id) ON DELETE CASCADE,
    saved_at DATETIME NOT NULL
);
CREATE UNIQUE INDEX saved_course_participant_id_course_id
    ON saved_course (participant_id, course_id);
CREATE INDEX saved_course_participant_id ON saved_course (participant_id);
CREATE INDEX saved_course_course_id ON saved_course (course_id);

CREATE TABLE appeal (
    id INTEGER NOT NULL PRIMARY KEY,
    public_id VARCHAR(22) NOT NULL,
    block_id INTEGER NOT NULL REFERENCES block (id) ON DELETE RESTRICT,
    text_sealed TEXT NOT NULL,
    sent_at DATETIME NOT NULL,
    upheld BOOLEAN,
    reply_sealed TEXT,
    decided_at DATETIME,
    decided_by_id INTEGER REFERENCES participant (id) ON DELETE RESTRICT,
    CHECK ((upheld IS NULL) = (decided_at IS NULL))
);
CREATE UNIQUE INDEX appeal_public_id ON appeal (public_id);
CREATE UNIQUE INDEX appeal_block_id ON appeal (block_id);
CREATE INDEX appeal_decided_by_id ON appeal (decided_by_id);

CREATE TABLE alert (
    id INTEGER NOT NULL PRIMARY KEY,
    kind VARCHAR(20) NOT NULL,
    participant_id INTEGER NOT NULL REFERENCES participant (id) ON DELETE RESTRICT,
    raised_at DATETIME NOT NULL,
    closed_at DATETIME,
    closed_by_id INTEGER REFERENCES participant (id) ON DELETE RESTRICT
);
CREATE INDEX alert_participant_id ON alert (participant_id);
CREATE INDEX alert_closed_by_id ON alert (closed_by_id)"""

TRIGGERS = (
    # What was published about a draw can not be taken back.
    """CREATE TRIGGER draw_published_is_final BEFORE UPDATE ON draw
       WHEN NEW.secret_hash <> OLD.secret_hash
         OR (OLD.list_hash IS NOT NULL AND NEW.list_hash IS NOT OLD.list_hash)
         OR (OLD.seed IS NOT NULL AND NEW.seed IS NOT OLD.seed)
         OR (OLD.drawn_at IS NOT NULL AND NEW.drawn_at IS NOT OLD.drawn_at)
       BEGIN SELECT RAISE(ABORT, 'what a draw has published is final'); END""",
    """CREATE TRIGGER draw_no_delete BEFORE DELETE ON draw
       BEGIN SELECT RAISE(ABORT, 'a draw is never deleted'); END""",
    # The list is what was hashed at the close; a rank once drawn stays.
    """CREATE TRIGGER participation_list_frozen BEFORE UPDATE ON participation
       WHEN (OLD.draw_code IS NOT NULL AND NEW.draw_code IS NOT OLD.draw_code)
         OR (OLD.draw_rank IS NOT NULL AND (NEW.draw_rank IS NOT OLD.draw_rank
             OR NEW.draw_outcome IS NOT OLD.draw_outcome))
       BEGIN SELECT RAISE(ABORT, 'a drawn rank is final'); END""",
)


def up(migrator, db):
    for statement in (*COLUMNS, *TABLES.split(";\n"), *TRIGGERS):
        if statement.strip():
            db.execute_sql(statement)
