-- Finding customers by pinyin, by identity document and by parts of numbers. R-CUS-1

-- What a name is found by besides itself; the rule is crm/src/customers/name_keys.rs.
CREATE TABLE name_keys (
    key text COLLATE "C" NOT NULL CHECK (key <> ''),
    party_id uuid NOT NULL REFERENCES parties (id),
    PRIMARY KEY (key, party_id)
);
CREATE INDEX name_keys_by_party ON name_keys (party_id);
-- Names written before there were keys get theirs from the hourly cleaning.
ALTER TABLE parties ADD COLUMN name_keyed boolean NOT NULL DEFAULT false;
CREATE INDEX parties_without_name_keys ON parties (id) WHERE NOT name_keyed;

-- Numbers of identity documents, by a hash that only the operator's key makes: the numbers themselves stand nowhere.
CREATE TABLE id_numbers (
    party_id uuid PRIMARY KEY REFERENCES parties (id),
    number_hash bytea NOT NULL CHECK (length(number_hash) = 32),
    origin text NOT NULL CHECK (origin IN ('imported', 'generated', 'entered'))
);
CREATE INDEX id_numbers_by_hash ON id_numbers (number_hash);

-- Numbers are looked for by their beginning.
ALTER TABLE customers ALTER COLUMN mobile TYPE text COLLATE "C";
CREATE INDEX customers_by_last_digits ON customers (substr(mobile, 8), mobile);

-- Changes of the contact number or address; the rule is crm/src/contact_change.rs. R-CUS-4, R-CUS-10
CREATE TABLE contact_changes (
    id uuid PRIMARY KEY,
    customer_id uuid NOT NULL REFERENCES customers (id),
    kind text NOT NULL CHECK (kind IN ('mobile', 'email')),
    before text NOT NULL,
    after text NOT NULL,
    state text NOT NULL CHECK (state IN ('proving', 'pending', 'applied', 'takenBack', 'lapsed')),
    old_number_proved boolean NOT NULL,
    code_hash bytea NOT NULL,
    tries bigint NOT NULL,
    asked_at timestamptz NOT NULL,
    effective_at timestamptz,
    take_back_until timestamptz,
    link_hash bytea UNIQUE,
    version bigint NOT NULL DEFAULT 1,
    CHECK (state <> 'pending' OR (effective_at IS NOT NULL AND take_back_until IS NOT NULL AND link_hash IS NOT NULL)),
    CHECK (kind <> 'mobile' OR after <> '')
);
CREATE INDEX contact_changes_by_customer ON contact_changes (customer_id, asked_at);
CREATE INDEX contact_changes_by_contact ON contact_changes (after, asked_at);
-- A contact changes to one thing at a time, whatever races.
CREATE UNIQUE INDEX one_open_contact_change ON contact_changes (customer_id, kind) WHERE state IN ('proving', 'pending');

-- Messages with links in them are forgotten once their links lead nowhere.
CREATE INDEX messages_with_links ON messages (created_at) WHERE topic IN ('contactChange', 'dataExport');

-- What holds for each field of the customer file. R-CUS-4
CREATE TABLE field_rules (
    field text PRIMARY KEY,
    position bigint NOT NULL UNIQUE,
    mandatory boolean NOT NULL,
    format text NOT NULL CHECK (format IN ('text', 'mobile', 'email', 'language', 'yesNo', 'idNumber')),
    changed_by text NOT NULL CHECK (changed_by IN ('customer', 'staff', 'nobody')),
    approval text NOT NULL CHECK (approval IN ('none', 'bothContacts', 'supervisor'))
);
INSERT INTO field_rules (field, position, mandatory, format, changed_by, approval) VALUES
    ('name', 1, true, 'text', 'staff', 'supervisor'),
    ('idNumber', 2, true, 'idNumber', 'nobody', 'none'),
    ('mobile', 3, true, 'mobile', 'customer', 'bothContacts'),
    ('email', 4, false, 'email', 'customer', 'bothContacts'),
    ('language', 5, true, 'language', 'customer', 'none'),
    ('notifyBySms', 6, true, 'yesNo', 'customer', 'none'),
    ('notifyByEmail', 7, true, 'yesNo', 'customer', 'none'),
    ('marketingConsent', 8, true, 'yesNo', 'customer', 'none');
ALTER TABLE customer_changes ADD COLUMN reason text NOT NULL DEFAULT '';

-- Corrections that staff propose and a supervisor decides. R-CUS-4
CREATE TABLE corrections (
    id uuid PRIMARY KEY,
    customer_id uuid NOT NULL REFERENCES customers (id),
    field text NOT NULL REFERENCES field_rules (field),
    before text NOT NULL,
    after text NOT NULL,
    reason text NOT NULL CHECK (length(reason) >= 10),
    proposed_by uuid NOT NULL REFERENCES staff (id),
    proposed_at timestamptz NOT NULL,
    state text NOT NULL CHECK (state IN ('waiting', 'approved', 'rejected')),
    decided_by uuid REFERENCES staff (id),
    decided_at timestamptz,
    version bigint NOT NULL DEFAULT 1,
    CHECK ((state = 'waiting') = (decided_by IS NULL)),
    CHECK (decided_by IS NULL OR decided_by <> proposed_by)
);
CREATE INDEX corrections_waiting ON corrections (proposed_at, id) WHERE state = 'waiting';
CREATE UNIQUE INDEX one_correction_per_field ON corrections (customer_id, field) WHERE state = 'waiting';

-- What customers agreed to: a ledger that only grows. R-CUS-8
CREATE TABLE consents (
    customer_id uuid NOT NULL REFERENCES customers (id),
    position bigint NOT NULL,
    purpose text NOT NULL CHECK (purpose IN ('marketing', 'recommendations')),
    given boolean NOT NULL,
    at timestamptz NOT NULL,
    channel text NOT NULL CHECK (channel IN ('web', 'callCentre', 'branch', 'system')),
    wording bigint NOT NULL,
    PRIMARY KEY (customer_id, position)
);
CREATE TRIGGER consents_stay BEFORE UPDATE OR DELETE ON consents FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- Copies of what is kept of a customer. R-CUS-8
CREATE TABLE data_exports (
    id uuid PRIMARY KEY,
    customer_id uuid NOT NULL REFERENCES customers (id),
    state text NOT NULL CHECK (state IN ('waiting', 'ready', 'taken', 'expired')),
    asked_at timestamptz NOT NULL,
    expires_at timestamptz,
    link_hash bytea UNIQUE,
    -- Kept from when it is made until it is taken or expires.
    document text,
    version bigint NOT NULL DEFAULT 1,
    CHECK ((state = 'ready') = (document IS NOT NULL)),
    CHECK (state <> 'ready' OR (expires_at IS NOT NULL AND link_hash IS NOT NULL))
);
CREATE INDEX data_exports_by_customer ON data_exports (customer_id, asked_at);
CREATE INDEX data_exports_ready ON data_exports (expires_at) WHERE state = 'ready';
