-- Whether a caller is the customer, notes about contacts, and looks that a supervisor should hear of. R-CUS-5, R-CUS-9, R-SYS-2
CREATE TABLE caller_checks (
    id BLOB PRIMARY KEY,
    staff_id BLOB NOT NULL REFERENCES staff (id),
    session_id BLOB NOT NULL,
    customer_id BLOB NOT NULL REFERENCES customers (id),
    method TEXT NOT NULL CHECK (method IN ('code', 'questions')),
    code_hash BLOB,
    is_consent INTEGER NOT NULL,
    tries INTEGER NOT NULL CHECK (tries >= 0),
    outcome TEXT NOT NULL CHECK (outcome IN ('pending', 'verified', 'failed')),
    at INTEGER NOT NULL,
    CHECK ((method = 'code') = (code_hash IS NOT NULL))
) STRICT;
CREATE INDEX caller_checks_by_session ON caller_checks (session_id, customer_id, at, id);
CREATE INDEX caller_checks_by_customer ON caller_checks (customer_id, at);

CREATE TABLE contact_notes (
    id BLOB PRIMARY KEY,
    customer_id BLOB NOT NULL REFERENCES customers (id),
    staff_id BLOB NOT NULL REFERENCES staff (id),
    text TEXT NOT NULL CHECK (text <> ''),
    at INTEGER NOT NULL
) STRICT;
CREATE INDEX contact_notes_by_customer ON contact_notes (customer_id, at, id);

-- Names of flags, parted by spaces; empty for a usual look.
ALTER TABLE staff_views ADD COLUMN flags TEXT NOT NULL DEFAULT '';
ALTER TABLE staff_views ADD COLUMN reviewed_by BLOB REFERENCES staff (id);
ALTER TABLE staff_views ADD COLUMN reviewed_at INTEGER;
CREATE INDEX staff_views_to_review ON staff_views (opened_at, id) WHERE flags <> '' AND reviewed_at IS NULL;
CREATE INDEX staff_views_by_staff ON staff_views (staff_id, opened_at, customer_id);
CREATE INDEX actings_by_session ON actings (session_id, began_at, id);
