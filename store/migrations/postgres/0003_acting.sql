-- Staff looking at a customer's file and acting for a customer. R-SYS-2
-- Sessions are forgotten a day after they ended: their identifiers stay here as facts.
CREATE TABLE staff_views (
    id uuid PRIMARY KEY,
    staff_id uuid NOT NULL REFERENCES staff (id),
    session_id uuid NOT NULL,
    customer_id uuid NOT NULL REFERENCES customers (id),
    purpose text NOT NULL CHECK (purpose IN ('callerEnquiry', 'complaint', 'billing', 'technicalFault', 'fraudCheck')),
    request_number text COLLATE "C",
    reason text NOT NULL CHECK (length(reason) >= 10),
    opened_at timestamptz NOT NULL
);
CREATE INDEX staff_views_by_customer ON staff_views (customer_id, opened_at, id);
CREATE INDEX staff_views_by_session ON staff_views (session_id, customer_id, opened_at);

CREATE TABLE actings (
    id uuid PRIMARY KEY,
    staff_id uuid NOT NULL REFERENCES staff (id),
    session_id uuid NOT NULL,
    customer_id uuid NOT NULL REFERENCES customers (id),
    purpose text NOT NULL CHECK (purpose IN ('callerEnquiry', 'complaint', 'billing', 'technicalFault', 'fraudCheck')),
    request_number text COLLATE "C",
    reason text NOT NULL CHECK (length(reason) >= 10),
    mode text NOT NULL CHECK (mode IN ('viewing', 'acting')),
    began_at timestamptz NOT NULL,
    ends_at timestamptz NOT NULL,
    ended_at timestamptz,
    ended_by text CHECK (ended_by IN ('agent', 'signOut', 'sessionEnd', 'timeOut', 'supervisor', 'customer')),
    version bigint NOT NULL DEFAULT 1,
    CHECK (ends_at > began_at),
    CHECK ((ended_at IS NULL) = (ended_by IS NULL))
);
CREATE INDEX actings_by_customer ON actings (customer_id, began_at, id);
CREATE INDEX actings_running ON actings (began_at, id) WHERE ended_at IS NULL;
CREATE INDEX actings_running_of_staff ON actings (staff_id) WHERE ended_at IS NULL;
-- A session acts for one customer at a time, whatever races.
CREATE UNIQUE INDEX one_acting_per_session ON actings (session_id) WHERE ended_at IS NULL;

-- Which audit events changed something during an acting. The events themselves stand in the trail alone.
CREATE TABLE acting_changes (
    acting_id uuid NOT NULL REFERENCES actings (id),
    event_id uuid NOT NULL,
    PRIMARY KEY (acting_id, event_id)
);

-- Finding a customer by the beginning of the name, whatever its case; letters beyond ASCII as they are, as in SQLite.
CREATE INDEX parties_by_name ON parties (lower(name COLLATE "C"), id);
CREATE INDEX customers_by_party ON customers (party_id);
