-- One change of many lines of a company, as one reviewed job. R-ENT-3
CREATE TABLE bulk_jobs (
    id uuid PRIMARY KEY,
    number text COLLATE "C" NOT NULL UNIQUE,
    company_id uuid NOT NULL REFERENCES customers (id),
    drawn_up_by uuid NOT NULL REFERENCES customers (id),
    action text NOT NULL CHECK (action IN ('move', 'setUser', 'suspend', 'resume', 'changePlan')),
    to_unit uuid REFERENCES org_units (id),
    to_plan text COLLATE "C" REFERENCES offerings (code),
    state text NOT NULL CHECK (state IN ('draft', 'discarded', 'running', 'done', 'undoing', 'undone')),
    created_at timestamptz NOT NULL,
    finished_at timestamptz,
    version bigint NOT NULL DEFAULT 1
);
CREATE INDEX bulk_jobs_by_company ON bulk_jobs (company_id, created_at, id);

CREATE TABLE bulk_items (
    job_id uuid NOT NULL REFERENCES bulk_jobs (id),
    position bigint NOT NULL,
    line_id uuid NOT NULL REFERENCES lines (id),
    user_name text NOT NULL,
    state text NOT NULL CHECK (state IN ('waiting', 'done', 'refused', 'undone', 'kept')),
    before text,
    refusal text,
    PRIMARY KEY (job_id, position),
    -- No line is in a job twice.
    UNIQUE (job_id, line_id)
);
CREATE INDEX bulk_items_by_state ON bulk_items (job_id, state, position);
