-- The second factor, passkeys, and what stands between a right password and the session. R-CUS-10

-- Sessions are proved in more ways than before.
ALTER TABLE sessions DROP CONSTRAINT sessions_proof_check;
ALTER TABLE sessions ADD CONSTRAINT sessions_proof_check
    CHECK (proof IN ('password', 'oneTimeCode', 'passwordAndFactor', 'codeAndFactor', 'passkey'));

-- Secrets are sealed with a key that is not in the database.
CREATE TABLE authenticators (
    customer_id uuid UNIQUE REFERENCES customers (id),
    staff_id uuid UNIQUE REFERENCES staff (id),
    secret bytea NOT NULL,
    made_at timestamptz NOT NULL,
    confirmed_at timestamptz,
    last_step bigint,
    CHECK ((customer_id IS NULL) <> (staff_id IS NULL)),
    CHECK ((confirmed_at IS NULL) = (last_step IS NULL))
);

CREATE TABLE recovery_codes (
    customer_id uuid REFERENCES customers (id),
    staff_id uuid REFERENCES staff (id),
    hash text NOT NULL,
    salt bytea NOT NULL,
    used_at timestamptz,
    CHECK ((customer_id IS NULL) <> (staff_id IS NULL))
);
CREATE UNIQUE INDEX recovery_codes_by_customer ON recovery_codes (customer_id, hash) WHERE customer_id IS NOT NULL;
CREATE UNIQUE INDEX recovery_codes_by_staff ON recovery_codes (staff_id, hash) WHERE staff_id IS NOT NULL;

CREATE TABLE second_steps (
    token_hash bytea PRIMARY KEY,
    customer_id uuid REFERENCES customers (id),
    staff_id uuid REFERENCES staff (id),
    purpose text NOT NULL CHECK (purpose IN ('signIn', 'proveAgain', 'newPassword')),
    session_id uuid,
    proof text NOT NULL,
    began_at timestamptz NOT NULL,
    CHECK ((customer_id IS NULL) <> (staff_id IS NULL)),
    CHECK ((purpose = 'proveAgain') = (session_id IS NOT NULL))
);

CREATE TABLE passkeys (
    id uuid PRIMARY KEY,
    customer_id uuid REFERENCES customers (id),
    staff_id uuid REFERENCES staff (id),
    credential bytea NOT NULL UNIQUE,
    public_key bytea NOT NULL,
    state bytea NOT NULL,
    name text NOT NULL,
    added_at timestamptz NOT NULL,
    used_at timestamptz,
    CHECK ((customer_id IS NULL) <> (staff_id IS NULL))
);
CREATE INDEX passkeys_by_customer ON passkeys (customer_id, added_at) WHERE customer_id IS NOT NULL;
CREATE INDEX passkeys_by_staff ON passkeys (staff_id, added_at) WHERE staff_id IS NOT NULL;

CREATE TABLE passkey_challenges (
    token_hash bytea PRIMARY KEY,
    customer_id uuid REFERENCES customers (id),
    staff_id uuid REFERENCES staff (id),
    state bytea NOT NULL,
    asked_at timestamptz NOT NULL,
    CHECK (customer_id IS NULL OR staff_id IS NULL)
);

-- A known text, sealed: tells at the start whether the key is the one that secrets are sealed with.
CREATE TABLE key_check (
    id bigint PRIMARY KEY CHECK (id = 1),
    sealed bytea NOT NULL
);

-- When lines got another SIM, or may have: no code goes to them for three days.
CREATE TABLE sim_changes (
    line_id uuid NOT NULL REFERENCES lines (id),
    changed_at timestamptz NOT NULL,
    PRIMARY KEY (line_id, changed_at)
);
