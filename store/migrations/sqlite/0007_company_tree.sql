-- Companies: a tree of units, roles on its parts, the lines that hang on it, and what units cost. R-CUS-2, R-ENT-3
-- A path holds the codes from the top down: what lies beneath a unit is one range of the index.
CREATE TABLE org_units (
    id BLOB PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,
    company_id BLOB NOT NULL REFERENCES customers (id),
    parent_id BLOB REFERENCES org_units (id),
    path TEXT NOT NULL UNIQUE CHECK (path LIKE '/%/'),
    name TEXT NOT NULL CHECK (name <> ''),
    kind TEXT NOT NULL CHECK (kind IN ('group', 'subsidiary', 'department', 'team')),
    since TEXT NOT NULL,
    -- Lines that hang on the unit itself.
    lines INTEGER NOT NULL DEFAULT 0 CHECK (lines >= 0),
    version INTEGER NOT NULL DEFAULT 1,
    CHECK (parent_id IS NULL OR parent_id <> id)
) STRICT;
CREATE INDEX org_units_by_parent ON org_units (parent_id, name);
CREATE UNIQUE INDEX one_top_per_company ON org_units (company_id) WHERE parent_id IS NULL;

CREATE TABLE org_moves (
    id BLOB PRIMARY KEY,
    company_id BLOB NOT NULL REFERENCES customers (id),
    org_unit_id BLOB NOT NULL REFERENCES org_units (id),
    from_id BLOB NOT NULL REFERENCES org_units (id),
    to_id BLOB NOT NULL REFERENCES org_units (id),
    effective_on TEXT NOT NULL,
    moved_by BLOB NOT NULL REFERENCES customers (id),
    state TEXT NOT NULL CHECK (state IN ('planned', 'done', 'withdrawn', 'failed')),
    version INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX org_moves_by_company ON org_moves (company_id, effective_on, id);
CREATE UNIQUE INDEX one_planned_move_per_unit ON org_moves (org_unit_id) WHERE state = 'planned';

CREATE TABLE company_grants (
    id BLOB PRIMARY KEY,
    company_id BLOB NOT NULL REFERENCES customers (id),
    org_unit_id BLOB NOT NULL REFERENCES org_units (id),
    holder_id BLOB NOT NULL REFERENCES customers (id),
    role TEXT NOT NULL CHECK (role IN ('owner', 'administrator', 'billing', 'lineManager', 'viewer')),
    granted_by BLOB REFERENCES customers (id),
    granted_at INTEGER NOT NULL,
    removal_by BLOB REFERENCES customers (id),
    removal_at INTEGER,
    ended_at INTEGER,
    ended_by BLOB REFERENCES customers (id),
    version INTEGER NOT NULL DEFAULT 1,
    CHECK ((removal_by IS NULL) = (removal_at IS NULL)),
    CHECK (ended_by IS NULL OR ended_at IS NOT NULL)
) STRICT;
CREATE UNIQUE INDEX one_grant_of_a_kind ON company_grants (holder_id, org_unit_id, role) WHERE ended_at IS NULL;
CREATE INDEX company_grants_held ON company_grants (company_id, holder_id) WHERE ended_at IS NULL;

CREATE TABLE company_invitations (
    id BLOB PRIMARY KEY,
    number TEXT NOT NULL UNIQUE,
    company_id BLOB NOT NULL REFERENCES customers (id),
    org_unit_id BLOB NOT NULL REFERENCES org_units (id),
    role TEXT NOT NULL CHECK (role IN ('owner', 'administrator', 'billing', 'lineManager', 'viewer')),
    addressee TEXT NOT NULL,
    -- Nobody, when no customer has that number or code: whoever invites is not told.
    invitee_id BLOB REFERENCES customers (id),
    invited_by BLOB NOT NULL REFERENCES customers (id),
    invited_at INTEGER NOT NULL,
    open_until INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('awaitingApproval', 'open', 'accepted', 'declined', 'withdrawn', 'turnedDown')),
    version INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX company_invitations_by_company ON company_invitations (company_id, invited_at, id);
CREATE INDEX company_invitations_open ON company_invitations (invitee_id, invited_at) WHERE state = 'open';

-- Which unit a line of a company hangs on, and who uses it: an employee number, never checked.
CREATE TABLE company_lines (
    line_id BLOB PRIMARY KEY REFERENCES lines (id),
    company_id BLOB NOT NULL REFERENCES customers (id),
    org_unit_id BLOB NOT NULL REFERENCES org_units (id),
    user_name TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX company_lines_by_unit ON company_lines (org_unit_id, user_name, line_id);
CREATE INDEX company_lines_by_user ON company_lines (company_id, user_name);
CREATE INDEX lines_by_state ON lines (customer_id, state, barred);

-- What the lines of a unit came to on a bill, booked when it was issued.
CREATE TABLE unit_costs (
    bill_id BLOB NOT NULL REFERENCES bills (id),
    org_unit_id BLOB NOT NULL REFERENCES org_units (id),
    company_id BLOB NOT NULL REFERENCES customers (id),
    period_first TEXT NOT NULL,
    amount INTEGER NOT NULL,
    PRIMARY KEY (bill_id, org_unit_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX unit_costs_by_unit ON unit_costs (org_unit_id, period_first, company_id, amount);
