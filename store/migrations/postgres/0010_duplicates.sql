-- Customers who may be one and the same, and joining their files without losing anything. R-CUS-1

-- Pairs that a look found, the one of the smaller code first.
CREATE TABLE duplicates (
    one_id uuid NOT NULL REFERENCES customers (id),
    other_id uuid NOT NULL REFERENCES customers (id),
    likeness text NOT NULL CHECK (likeness IN ('idNumber', 'nameAndAddress')),
    found_at timestamptz NOT NULL,
    -- Somebody looked and saw two customers.
    dismissed boolean NOT NULL DEFAULT false,
    PRIMARY KEY (one_id, other_id),
    CHECK (one_id <> other_id)
);
CREATE INDEX duplicates_by_time ON duplicates (found_at) WHERE NOT dismissed;
CREATE INDEX customers_by_email ON customers (lower(email)) WHERE email IS NOT NULL;

CREATE TABLE merges (
    id uuid PRIMARY KEY,
    kept_id uuid NOT NULL REFERENCES customers (id),
    merged_id uuid NOT NULL REFERENCES customers (id),
    kept_status text NOT NULL CHECK (kept_status IN ('active', 'closed')),
    merged_status text NOT NULL CHECK (merged_status IN ('active', 'closed')),
    reason text NOT NULL CHECK (length(reason) >= 10),
    merged_by uuid NOT NULL REFERENCES staff (id),
    merged_at timestamptz NOT NULL,
    undone_by uuid REFERENCES staff (id),
    undone_at timestamptz,
    CHECK (kept_id <> merged_id),
    CHECK ((undone_by IS NULL) = (undone_at IS NULL))
);
CREATE INDEX merges_by_kept ON merges (kept_id);
CREATE INDEX merges_by_time ON merges (merged_at, id) WHERE undone_at IS NULL;
-- A file ends in one merge at a time, whatever races.
CREATE UNIQUE INDEX one_standing_merge ON merges (merged_id) WHERE undone_at IS NULL;

-- What each merge moved: taking it back moves the same back.
CREATE TABLE merge_moves (
    merge_id uuid NOT NULL REFERENCES merges (id),
    kind text NOT NULL CHECK (kind IN ('account', 'line', 'bill', 'payment', 'order', 'request', 'recommendation', 'message')),
    thing_id uuid NOT NULL,
    PRIMARY KEY (merge_id, kind, thing_id)
);

-- What files lack, by where they came from, as the last look counted it.
CREATE TABLE defects (
    defect text NOT NULL CHECK (defect IN ('noEmail', 'noIdNumber', 'noName', 'noConsent')),
    origin text NOT NULL CHECK (origin IN ('imported', 'generated', 'entered')),
    customers bigint NOT NULL,
    counted_at timestamptz NOT NULL,
    PRIMARY KEY (defect, origin)
);
