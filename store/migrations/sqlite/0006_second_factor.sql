-- The second factor, passkeys, and what stands between a right password and the session. R-CUS-10

-- Sessions are proved in more ways than before. SQLite changes no CHECK: the table is made anew. Nothing refers to it.
CREATE TABLE sessions_anew (
    id BLOB PRIMARY KEY,
    token_hash BLOB NOT NULL UNIQUE,
    customer_id BLOB REFERENCES customers (id),
    staff_id BLOB REFERENCES staff (id),
    user_agent TEXT NOT NULL,
    address TEXT NOT NULL,
    proof TEXT NOT NULL CHECK (proof IN ('password', 'oneTimeCode', 'passwordAndFactor', 'codeAndFactor', 'passkey')),
    proved_at INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    seen_at INTEGER NOT NULL,
    CHECK ((customer_id IS NULL) <> (staff_id IS NULL))
) STRICT;
INSERT INTO sessions_anew SELECT id, token_hash, customer_id, staff_id, user_agent, address, proof, proved_at, created_at,
    seen_at FROM sessions;
DROP TABLE sessions;
ALTER TABLE sessions_anew RENAME TO sessions;
CREATE INDEX sessions_by_customer ON sessions (customer_id);
CREATE INDEX sessions_by_staff ON sessions (staff_id);

-- Secrets are sealed with a key that is not in the database.
CREATE TABLE authenticators (
    customer_id BLOB UNIQUE REFERENCES customers (id),
    staff_id BLOB UNIQUE REFERENCES staff (id),
    secret BLOB NOT NULL,
    made_at INTEGER NOT NULL,
    confirmed_at INTEGER,
    last_step INTEGER,
    CHECK ((customer_id IS NULL) <> (staff_id IS NULL)),
    CHECK ((confirmed_at IS NULL) = (last_step IS NULL))
) STRICT;

CREATE TABLE recovery_codes (
    customer_id BLOB REFERENCES customers (id),
    staff_id BLOB REFERENCES staff (id),
    hash TEXT NOT NULL,
    salt BLOB NOT NULL,
    used_at INTEGER,
    CHECK ((customer_id IS NULL) <> (staff_id IS NULL))
) STRICT;
CREATE UNIQUE INDEX recovery_codes_by_customer ON recovery_codes (customer_id, hash) WHERE customer_id IS NOT NULL;
CREATE UNIQUE INDEX recovery_codes_by_staff ON recovery_codes (staff_id, hash) WHERE staff_id IS NOT NULL;

CREATE TABLE second_steps (
    token_hash BLOB PRIMARY KEY,
    customer_id BLOB REFERENCES customers (id),
    staff_id BLOB REFERENCES staff (id),
    purpose TEXT NOT NULL CHECK (purpose IN ('signIn', 'proveAgain', 'newPassword')),
    session_id BLOB,
    proof TEXT NOT NULL,
    began_at INTEGER NOT NULL,
    CHECK ((customer_id IS NULL) <> (staff_id IS NULL)),
    CHECK ((purpose = 'proveAgain') = (session_id IS NOT NULL))
) STRICT;

CREATE TABLE passkeys (
    id BLOB PRIMARY KEY,
    customer_id BLOB REFERENCES customers (id),
    staff_id BLOB REFERENCES staff (id),
    credential BLOB NOT NULL UNIQUE,
    public_key BLOB NOT NULL,
    state BLOB NOT NULL,
    name TEXT NOT NULL,
    added_at INTEGER NOT NULL,
    used_at INTEGER,
    CHECK ((customer_id IS NULL) <> (staff_id IS NULL))
) STRICT;
CREATE INDEX passkeys_by_customer ON passkeys (customer_id, added_at) WHERE customer_id IS NOT NULL;
CREATE INDEX passkeys_by_staff ON passkeys (staff_id, added_at) WHERE staff_id IS NOT NULL;

CREATE TABLE passkey_challenges (
    token_hash BLOB PRIMARY KEY,
    customer_id BLOB REFERENCES customers (id),
    staff_id BLOB REFERENCES staff (id),
    state BLOB NOT NULL,
    asked_at INTEGER NOT NULL,
    CHECK (customer_id IS NULL OR staff_id IS NULL)
) STRICT;

-- A known text, sealed: tells at the start whether the key is the one that secrets are sealed with.
CREATE TABLE key_check (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    sealed BLOB NOT NULL
) STRICT;

-- When lines got another SIM, or may have: no code goes to them for three days.
CREATE TABLE sim_changes (
    line_id BLOB NOT NULL REFERENCES lines (id),
    changed_at INTEGER NOT NULL,
    PRIMARY KEY (line_id, changed_at)
) STRICT, WITHOUT ROWID;
