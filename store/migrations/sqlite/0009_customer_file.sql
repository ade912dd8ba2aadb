-- Finding customers by pinyin, by identity document and by parts of numbers. R-CUS-1

-- What a name is found by besides itself; the rule is crm/src/customers/name_keys.rs.
CREATE TABLE name_keys (
    key TEXT NOT NULL CHECK (key <> ''),
    party_id BLOB NOT NULL REFERENCES parties (id),
    PRIMARY KEY (key, party_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX name_keys_by_party ON name_keys (party_id);
-- Names written before there were keys get theirs from the hourly cleaning.
ALTER TABLE parties ADD COLUMN name_keyed INTEGER NOT NULL DEFAULT 0;
CREATE INDEX parties_without_name_keys ON parties (id) WHERE NOT name_keyed;

-- Numbers of identity documents, by a hash that only the operator's key makes: the numbers themselves stand nowhere.
CREATE TABLE id_numbers (
    party_id BLOB PRIMARY KEY REFERENCES parties (id),
    number_hash BLOB NOT NULL CHECK (length(number_hash) = 32),
    origin TEXT NOT NULL CHECK (origin IN ('imported', 'generated', 'entered'))
) STRICT;
CREATE INDEX id_numbers_by_hash ON id_numbers (number_hash);

CREATE INDEX customers_by_last_digits ON customers (substr(mobile, 8), mobile);

-- Changes of the contact number or address; the rule is crm/src/contact_change.rs. R-CUS-4, R-CUS-10
CREATE TABLE contact_changes (
    id BLOB PRIMARY KEY,
    customer_id BLOB NOT NULL REFERENCES customers (id),
    kind TEXT NOT NULL CHECK (kind IN ('mobile', 'email')),
    before TEXT NOT NULL,
    after TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('proving', 'pending', 'applied', 'takenBack', 'lapsed')),
    old_number_proved INTEGER NOT NULL,
    code_hash BLOB NOT NULL,
    tries INTEGER NOT NULL,
    asked_at INTEGER NOT NULL,
    effective_at INTEGER,
    take_back_until INTEGER,
    link_hash BLOB UNIQUE,
    version INTEGER NOT NULL DEFAULT 1,
    CHECK (state <> 'pending' OR (effective_at IS NOT NULL AND take_back_until IS NOT NULL AND link_hash IS NOT NULL)),
    CHECK (kind <> 'mobile' OR after <> '')
) STRICT;
CREATE INDEX contact_changes_by_customer ON contact_changes (customer_id, asked_at);
CREATE INDEX contact_changes_by_contact ON contact_changes (after, asked_at);
-- A contact changes to one thing at a time, whatever races.
CREATE UNIQUE INDEX one_open_contact_change ON contact_changes (customer_id, kind) WHERE state IN ('proving', 'pending');

-- Messages with links in them are forgotten once their links lead nowhere.
CREATE INDEX messages_with_links ON messages (created_at) WHERE topic IN ('contactChange', 'dataExport');

-- What holds for each field of the customer file. R-CUS-4
CREATE TABLE field_rules (
    field TEXT PRIMARY KEY,
    position INTEGER NOT NULL UNIQUE,
    mandatory INTEGER NOT NULL,
    format TEXT NOT NULL CHECK (format IN ('text', 'mobile', 'email', 'language', 'yesNo', 'idNumber')),
    changed_by TEXT NOT NULL CHECK (changed_by IN ('customer', 'staff', 'nobody')),
    approval TEXT NOT NULL CHECK (approval IN ('none', 'bothContacts', 'supervisor'))
) STRICT;
INSERT INTO field_rules (field, position, mandatory, format, changed_by, approval) VALUES
    ('name', 1, 1, 'text', 'staff', 'supervisor'),
    ('idNumber', 2, 1, 'idNumber', 'nobody', 'none'),
    ('mobile', 3, 1, 'mobile', 'customer', 'bothContacts'),
    ('email', 4, 0, 'email', 'customer', 'bothContacts'),
    ('language', 5, 1, 'language', 'customer', 'none'),
    ('notifyBySms', 6, 1, 'yesNo', 'customer', 'none'),
    ('notifyByEmail', 7, 1, 'yesNo', 'customer', 'none'),
    ('marketingConsent', 8, 1, 'yesNo', 'customer', 'none');
ALTER TABLE customer_changes ADD COLUMN reason TEXT NOT NULL DEFAULT '';

-- Corrections that staff propose and a supervisor decides. R-CUS-4
CREATE TABLE corrections (
    id BLOB PRIMARY KEY,
    customer_id BLOB NOT NULL REFERENCES customers (id),
    field TEXT NOT NULL REFERENCES field_rules (field),
    before TEXT NOT NULL,
    after TEXT NOT NULL,
    reason TEXT NOT NULL CHECK (length(reason) >= 10),
    proposed_by BLOB NOT NULL REFERENCES staff (id),
    proposed_at INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'approved', 'rejected')),
    decided_by BLOB REFERENCES staff (id),
    decided_at INTEGER,
    version INTEGER NOT NULL DEFAULT 1,
    CHECK ((state = 'waiting') = (decided_by IS NULL)),
    CHECK (decided_by IS NULL OR decided_by <> proposed_by)
) STRICT;
CREATE INDEX corrections_waiting ON corrections (proposed_at, id) WHERE state = 'waiting';
CREATE UNIQUE INDEX one_correction_per_field ON corrections (customer_id, field) WHERE state = 'waiting';

-- What customers agreed to: a ledger that only grows. R-CUS-8
CREATE TABLE consents (
    customer_id BLOB NOT NULL REFERENCES customers (id),
    position INTEGER NOT NULL,
    purpose TEXT NOT NULL CHECK (purpose IN ('marketing', 'recommendations')),
    given INTEGER NOT NULL,
    at INTEGER NOT NULL,
    channel TEXT NOT NULL CHECK (channel IN ('web', 'callCentre', 'branch', 'system')),
    wording INTEGER NOT NULL,
    PRIMARY KEY (customer_id, position)
) STRICT;
CREATE TRIGGER consents_stay BEFORE UPDATE ON consents BEGIN SELECT raise(ABORT, 'consents are append-only'); END;
CREATE TRIGGER consents_last BEFORE DELETE ON consents BEGIN SELECT raise(ABORT, 'consents are append-only'); END;

-- Copies of what is kept of a customer. R-CUS-8
CREATE TABLE data_exports (
    id BLOB PRIMARY KEY,
    customer_id BLOB NOT NULL REFERENCES customers (id),
    state TEXT NOT NULL CHECK (state IN ('waiting', 'ready', 'taken', 'expired')),
    asked_at INTEGER NOT NULL,
    expires_at INTEGER,
    link_hash BLOB UNIQUE,
    -- Kept from when it is made until it is taken or expires.
    document TEXT,
    version INTEGER NOT NULL DEFAULT 1,
    CHECK ((state = 'ready') = (document IS NOT NULL)),
    CHECK (state <> 'ready' OR (expires_at IS NOT NULL AND link_hash IS NOT NULL))
) STRICT;
CREATE INDEX data_exports_by_customer ON data_exports (customer_id, asked_at);
CREATE INDEX data_exports_ready ON data_exports (expires_at) WHERE state = 'ready';
