-- Companies: a tree of units, roles on its parts, the lines that hang on it, and what units cost. R-CUS-2, R-ENT-3
-- A path holds the codes from the top down: what lies beneath a unit is one range of the index.
CREATE TABLE org_units (
    id uuid PRIMARY KEY,
    code text COLLATE "C" NOT NULL UNIQUE,
    company_id uuid NOT NULL REFERENCES customers (id),
    parent_id uuid REFERENCES org_units (id),
    path text COLLATE "C" NOT NULL UNIQUE CHECK (path LIKE '/%/'),
    name text NOT NULL CHECK (name <> ''),
    kind text NOT NULL CHECK (kind IN ('group', 'subsidiary', 'department', 'team')),
    since date NOT NULL,
    -- Lines that hang on the unit itself.
    lines bigint NOT NULL DEFAULT 0 CHECK (lines >= 0),
    version bigint NOT NULL DEFAULT 1,
    CHECK (parent_id IS NULL OR parent_id <> id)
);
CREATE INDEX org_units_by_parent ON org_units (parent_id, name);
CREATE UNIQUE INDEX one_top_per_company ON org_units (company_id) WHERE parent_id IS NULL;

CREATE TABLE org_moves (
    id uuid PRIMARY KEY,
    company_id uuid NOT NULL REFERENCES customers (id),
    org_unit_id uuid NOT NULL REFERENCES org_units (id),
    from_id uuid NOT NULL REFERENCES org_units (id),
    to_id uuid NOT NULL REFERENCES org_units (id),
    effective_on date NOT NULL,
    moved_by uuid NOT NULL REFERENCES customers (id),
    state text NOT NULL CHECK (state IN ('planned', 'done', 'withdrawn', 'failed')),
    version bigint NOT NULL DEFAULT 1
);
CREATE INDEX org_moves_by_company ON org_moves (company_id, effective_on, id);
CREATE UNIQUE INDEX one_planned_move_per_unit ON org_moves (org_unit_id) WHERE state = 'planned';

CREATE TABLE company_grants (
    id uuid PRIMARY KEY,
    company_id uuid NOT NULL REFERENCES customers (id),
    org_unit_id uuid NOT NULL REFERENCES org_units (id),
    holder_id uuid NOT NULL REFERENCES customers (id),
    role text NOT NULL CHECK (role IN ('owner', 'administrator', 'billing', 'lineManager', 'viewer')),
    granted_by uuid REFERENCES customers (id),
    granted_at timestamptz NOT NULL,
    removal_by uuid REFERENCES customers (id),
    removal_at timestamptz,
    ended_at timestamptz,
    ended_by uuid REFERENCES customers (id),
    version bigint NOT NULL DEFAULT 1,
    CHECK ((removal_by IS NULL) = (removal_at IS NULL)),
    CHECK (ended_by IS NULL OR ended_at IS NOT NULL)
);
CREATE UNIQUE INDEX one_grant_of_a_kind ON company_grants (holder_id, org_unit_id, role) WHERE ended_at IS NULL;
CREATE INDEX company_grants_held ON company_grants (company_id, holder_id) WHERE ended_at IS NULL;

CREATE TABLE company_invitations (
    id uuid PRIMARY KEY,
    number text COLLATE "C" NOT NULL UNIQUE,
    company_id uuid NOT NULL REFERENCES customers (id),
    org_unit_id uuid NOT NULL REFERENCES org_units (id),
    role text NOT NULL CHECK (role IN ('owner', 'administrator', 'billing', 'lineManager', 'viewer')),
    addressee text COLLATE "C" NOT NULL,
    -- Nobody, when no customer has that number or code: whoever invites is not told.
    invitee_id uuid REFERENCES customers (id),
    invited_by uuid NOT NULL REFERENCES customers (id),
    invited_at timestamptz NOT NULL,
    open_until timestamptz NOT NULL,
    state text NOT NULL CHECK (state IN ('awaitingApproval', 'open', 'accepted', 'declined', 'withdrawn', 'turnedDown')),
    version bigint NOT NULL DEFAULT 1
);
CREATE INDEX company_invitations_by_company ON company_invitations (company_id, invited_at, id);
CREATE INDEX company_invitations_open ON company_invitations (invitee_id, invited_at) WHERE state = 'open';

-- Which unit a line of a company hangs on, and who uses it: an employee number, never checked.
CREATE TABLE company_lines (
    line_id uuid PRIMARY KEY REFERENCES lines (id),
    company_id uuid NOT NULL REFERENCES customers (id),
    org_unit_id uuid NOT NULL REFERENCES org_units (id),
    user_name text COLLATE "C" NOT NULL
);
CREATE INDEX company_lines_by_unit ON company_lines (org_unit_id, user_name, line_id);
CREATE INDEX company_lines_by_user ON company_lines (company_id, user_name);
CREATE INDEX lines_by_state ON lines (customer_id, state, barred);

-- What the lines of a unit came to on a bill, booked when it was issued.
CREATE TABLE unit_costs (
    bill_id uuid NOT NULL REFERENCES bills (id),
    org_unit_id uuid NOT NULL REFERENCES org_units (id),
    company_id uuid NOT NULL REFERENCES customers (id),
    period_first date NOT NULL,
    amount bigint NOT NULL,
    PRIMARY KEY (bill_id, org_unit_id)
);
CREATE INDEX unit_costs_by_unit ON unit_costs (org_unit_id, period_first, company_id, amount);
