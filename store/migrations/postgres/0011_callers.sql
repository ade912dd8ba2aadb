-- Whether a caller is the customer, notes about contacts, and looks that a supervisor should hear of. R-CUS-5, R-CUS-9, R-SYS-2
CREATE TABLE caller_checks (
    id uuid PRIMARY KEY,
    staff_id uuid NOT NULL REFERENCES staff (id),
    session_id uuid NOT NULL,
    customer_id uuid NOT NULL REFERENCES customers (id),
    method text NOT NULL CHECK (method IN ('code', 'questions')),
    code_hash bytea,
    is_consent boolean NOT NULL,
    tries bigint NOT NULL CHECK (tries >= 0),
    outcome text NOT NULL CHECK (outcome IN ('pending', 'verified', 'failed')),
    at timestamptz NOT NULL,
    CHECK ((method = 'code') = (code_hash IS NOT NULL))
);
CREATE INDEX caller_checks_by_session ON caller_checks (session_id, customer_id, at, id);
CREATE INDEX caller_checks_by_customer ON caller_checks (customer_id, at);

CREATE TABLE contact_notes (
    id uuid PRIMARY KEY,
    customer_id uuid NOT NULL REFERENCES customers (id),
    staff_id uuid NOT NULL REFERENCES staff (id),
    text text NOT NULL CHECK (text <> ''),
    at timestamptz NOT NULL
);
CREATE INDEX contact_notes_by_customer ON contact_notes (customer_id, at, id);

-- Names of flags, parted by spaces; empty for a usual look.
ALTER TABLE staff_views ADD COLUMN flags text NOT NULL DEFAULT '';
ALTER TABLE staff_views ADD COLUMN reviewed_by uuid REFERENCES staff (id);
ALTER TABLE staff_views ADD COLUMN reviewed_at timestamptz;
CREATE INDEX staff_views_to_review ON staff_views (opened_at, id) WHERE flags <> '' AND reviewed_at IS NULL;
CREATE INDEX staff_views_by_staff ON staff_views (staff_id, opened_at, customer_id);
CREATE INDEX actings_by_session ON actings (session_id, began_at, id);
