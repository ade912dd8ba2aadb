-- One change of many lines of a company, as one reviewed job. R-ENT-3
CREATE TABLE bulk_jobs (
    id BLOB PRIMARY KEY,
    number TEXT NOT NULL UNIQUE,
    company_id BLOB NOT NULL REFERENCES customers (id),
    drawn_up_by BLOB NOT NULL REFERENCES customers (id),
    action TEXT NOT NULL CHECK (action IN ('move', 'setUser', 'suspend', 'resume', 'changePlan')),
    to_unit BLOB REFERENCES org_units (id),
    to_plan TEXT REFERENCES offerings (code),
    state TEXT NOT NULL CHECK (state IN ('draft', 'discarded', 'running', 'done', 'undoing', 'undone')),
    created_at INTEGER NOT NULL,
    finished_at INTEGER,
    version INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX bulk_jobs_by_company ON bulk_jobs (company_id, created_at, id);

CREATE TABLE bulk_items (
    job_id BLOB NOT NULL REFERENCES bulk_jobs (id),
    position INTEGER NOT NULL,
    line_id BLOB NOT NULL REFERENCES lines (id),
    user_name TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'done', 'refused', 'undone', 'kept')),
    before TEXT,
    refusal TEXT,
    PRIMARY KEY (job_id, position),
    -- No line is in a job twice.
    UNIQUE (job_id, line_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX bulk_items_by_state ON bulk_items (job_id, state, position);
