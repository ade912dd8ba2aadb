-- Codes, numbers and sign-in names are ordered by code point (COLLATE "C"), as SQLite does, so that lists have one order.

-- Parties, customers, accounts, lines: the customer file. R-CUS-1
CREATE TABLE parties (
    id uuid PRIMARY KEY,
    kind text NOT NULL CHECK (kind IN ('individual', 'organisation')),
    name text NOT NULL CHECK (name <> ''),
    id_last_six text NOT NULL,
    senior boolean NOT NULL
);

CREATE TABLE customers (
    id uuid PRIMARY KEY,
    party_id uuid NOT NULL REFERENCES parties (id),
    code text COLLATE "C" NOT NULL UNIQUE,
    tier text NOT NULL CHECK (tier IN ('standard', 'silver', 'gold', 'diamond')),
    blacklisted boolean NOT NULL,
    segment text NOT NULL,
    language text NOT NULL CHECK (language IN ('zh-CN', 'en')),
    mobile text NOT NULL UNIQUE CHECK (length(mobile) = 11),
    email text,
    notify_by_sms boolean NOT NULL,
    notify_by_email boolean NOT NULL,
    marketing_consent boolean NOT NULL,
    status text NOT NULL CHECK (status IN ('active', 'closed')),
    since date NOT NULL,
    origin text NOT NULL CHECK (origin IN ('imported', 'generated', 'entered')),
    version bigint NOT NULL DEFAULT 1
);
CREATE INDEX customers_by_segment ON customers (segment, status);

CREATE TABLE customer_changes (
    customer_id uuid NOT NULL REFERENCES customers (id),
    position bigint NOT NULL,
    field text NOT NULL,
    before text NOT NULL,
    after text NOT NULL,
    at timestamptz NOT NULL,
    by text NOT NULL,
    PRIMARY KEY (customer_id, position)
);

CREATE TABLE accounts (
    id uuid PRIMARY KEY,
    number text NOT NULL UNIQUE,
    customer_id uuid NOT NULL REFERENCES customers (id),
    status text NOT NULL CHECK (status IN ('active', 'closed')),
    payment_method text NOT NULL CHECK (payment_method IN ('directDebit', 'cardOnFile', 'online', 'cheque')),
    paperless boolean NOT NULL,
    opened_on date NOT NULL,
    closed_on date,
    origin text NOT NULL CHECK (origin IN ('imported', 'generated', 'entered')),
    version bigint NOT NULL DEFAULT 1
);
CREATE INDEX accounts_by_customer ON accounts (customer_id);

CREATE TABLE lines (
    id uuid PRIMARY KEY,
    code text NOT NULL UNIQUE,
    customer_id uuid NOT NULL REFERENCES customers (id),
    account_id uuid NOT NULL REFERENCES accounts (id),
    kind text NOT NULL CHECK (kind IN ('phone', 'internet')),
    msisdn text UNIQUE,
    state text NOT NULL CHECK (state IN ('active', 'suspended', 'terminated')),
    barred text CHECK (barred IN ('lost', 'stolen', 'overdue', 'customerWish')),
    barred_beneath text CHECK (barred_beneath IN ('overdue', 'customerWish')),
    since date NOT NULL,
    ended_on date,
    version bigint NOT NULL DEFAULT 1,
    CHECK ((kind = 'phone') = (msisdn IS NOT NULL)),
    CHECK ((state = 'suspended') = (barred IS NOT NULL)),
    -- Only a reported loss lies over another bar.
    CHECK (barred_beneath IS NULL OR (barred IS NOT NULL AND barred IN ('lost', 'stolen'))),
    CHECK ((state = 'terminated') = (ended_on IS NOT NULL))
);
CREATE INDEX lines_by_customer ON lines (customer_id);

-- The catalogue. R-PRD-1
CREATE TABLE offerings (
    code text COLLATE "C" PRIMARY KEY,
    kind text NOT NULL CHECK (kind IN ('plan', 'addOn')),
    line_kind text NOT NULL CHECK (line_kind IN ('phone', 'internet')),
    name_zh_cn text NOT NULL,
    name_en text NOT NULL,
    summary_zh_cn text NOT NULL,
    summary_en text NOT NULL,
    voice_minutes bigint,
    data_mb bigint,
    messages bigint,
    overage_voice_minute bigint NOT NULL,
    overage_data_block bigint NOT NULL,
    overage_message bigint NOT NULL,
    speed_mbps bigint,
    sale_from date NOT NULL,
    sale_until date,
    eligibility text NOT NULL CHECK (eligibility IN ('everyone', 'seniors')),
    needs jsonb NOT NULL,
    excludes jsonb NOT NULL
);

CREATE TABLE offering_prices (
    offering_code text NOT NULL REFERENCES offerings (code),
    valid_from date NOT NULL,
    monthly_price bigint NOT NULL CHECK (monthly_price >= 0),
    PRIMARY KEY (offering_code, valid_from)
);

CREATE TABLE products (
    id uuid PRIMARY KEY,
    line_id uuid NOT NULL REFERENCES lines (id),
    offering_code text COLLATE "C" NOT NULL REFERENCES offerings (code),
    kind text NOT NULL CHECK (kind IN ('plan', 'addOn')),
    status text NOT NULL CHECK (status IN ('created', 'pendingActive', 'active', 'suspended', 'pendingTerminate', 'terminated', 'cancelled')),
    monthly_price bigint NOT NULL CHECK (monthly_price >= 0),
    starts_on date NOT NULL,
    ends_on date,
    version bigint NOT NULL DEFAULT 1,
    CHECK (ends_on IS NULL OR ends_on >= starts_on)
);
CREATE INDEX products_by_line ON products (line_id);
-- A line has one plan at a time, whatever races.
CREATE UNIQUE INDEX one_plan_per_line ON products (line_id) WHERE kind = 'plan' AND status IN ('active', 'suspended', 'pendingTerminate');

CREATE TABLE agreements (
    id uuid PRIMARY KEY,
    line_id uuid NOT NULL REFERENCES lines (id),
    term text NOT NULL CHECK (term IN ('monthToMonth', 'oneYear', 'twoYears')),
    starts_on date NOT NULL,
    ends_on date,
    committed_monthly bigint NOT NULL CHECK (committed_monthly >= 0),
    termination_percent bigint NOT NULL CHECK (termination_percent BETWEEN 0 AND 100)
);
CREATE INDEX agreements_by_line ON agreements (line_id, starts_on);

-- Bills, payments and the ledger. R-BIL-2, R-BIL-3
CREATE TABLE bills (
    id uuid PRIMARY KEY,
    number text COLLATE "C" NOT NULL UNIQUE,
    account_id uuid NOT NULL REFERENCES accounts (id),
    customer_id uuid NOT NULL REFERENCES customers (id),
    period_first date NOT NULL,
    period_last date NOT NULL,
    issued_on date NOT NULL,
    due_on date NOT NULL,
    total bigint NOT NULL,
    state text NOT NULL CHECK (state IN ('new', 'onHold', 'validated', 'sent', 'partiallyPaid', 'settled')),
    origin text NOT NULL CHECK (origin IN ('imported', 'generated', 'entered')),
    CHECK (period_last >= period_first),
    CHECK (due_on >= issued_on)
);
CREATE UNIQUE INDEX bills_by_account ON bills (account_id, period_first);
CREATE INDEX bills_by_customer ON bills (customer_id, period_first);

CREATE TABLE bill_lines (
    bill_id uuid NOT NULL REFERENCES bills (id),
    position bigint NOT NULL,
    kind text NOT NULL,
    line_id uuid REFERENCES lines (id),
    offering_code text REFERENCES offerings (code),
    usage text CHECK (usage IN ('voice', 'data', 'message')),
    quantity bigint NOT NULL,
    first date NOT NULL,
    last date NOT NULL,
    amount bigint NOT NULL,
    PRIMARY KEY (bill_id, position)
);

CREATE TABLE billing_history (
    account_id uuid PRIMARY KEY REFERENCES accounts (id),
    first date NOT NULL,
    last date NOT NULL,
    bills bigint NOT NULL,
    total bigint NOT NULL
);

CREATE TABLE charges (
    id uuid PRIMARY KEY,
    account_id uuid NOT NULL REFERENCES accounts (id),
    line_id uuid NOT NULL REFERENCES lines (id),
    kind text NOT NULL,
    offering_code text REFERENCES offerings (code),
    first date NOT NULL,
    last date NOT NULL,
    amount bigint NOT NULL,
    billed_on uuid REFERENCES bills (id)
);
CREATE INDEX charges_by_account ON charges (account_id, billed_on);

CREATE TABLE payments (
    id uuid PRIMARY KEY,
    number text NOT NULL UNIQUE,
    account_id uuid NOT NULL REFERENCES accounts (id),
    customer_id uuid NOT NULL REFERENCES customers (id),
    amount bigint NOT NULL CHECK (amount > 0),
    method text NOT NULL CHECK (method IN ('directDebit', 'cardOnFile', 'online', 'cheque')),
    state text NOT NULL CHECK (state IN ('initiated', 'succeeded', 'failed')),
    provider_reference text UNIQUE,
    created_at timestamptz NOT NULL,
    settled_at timestamptz,
    CHECK ((state = 'initiated') = (settled_at IS NULL))
);
CREATE INDEX payments_by_customer ON payments (customer_id, created_at, id);
CREATE INDEX payments_by_account ON payments (account_id);

CREATE TABLE payment_allocations (
    payment_id uuid NOT NULL REFERENCES payments (id),
    bill_id uuid NOT NULL REFERENCES bills (id),
    amount bigint NOT NULL CHECK (amount > 0),
    PRIMARY KEY (payment_id, bill_id)
);

CREATE TABLE ledger_transactions (
    id uuid PRIMARY KEY,
    kind text NOT NULL CHECK (kind IN ('bill', 'payment', 'history')),
    at timestamptz NOT NULL,
    reference text NOT NULL,
    -- A bill is issued once and a payment received once, whatever races.
    UNIQUE (kind, reference)
);

CREATE TABLE ledger_postings (
    transaction_id uuid NOT NULL REFERENCES ledger_transactions (id),
    position bigint NOT NULL,
    ledger_account text NOT NULL CHECK (ledger_account IN ('receivable', 'revenue', 'cash')),
    account_id uuid NOT NULL REFERENCES accounts (id),
    bill_id uuid REFERENCES bills (id),
    amount bigint NOT NULL,
    PRIMARY KEY (transaction_id, position)
);
CREATE INDEX receivables_by_account ON ledger_postings (account_id, bill_id, amount) WHERE ledger_account = 'receivable';

-- Usage. R-BIL-7
CREATE TABLE usage_events (
    line_id uuid NOT NULL REFERENCES lines (id),
    at timestamptz NOT NULL,
    sequence bigint NOT NULL,
    kind text NOT NULL CHECK (kind IN ('voice', 'data', 'message')),
    quantity bigint NOT NULL CHECK (quantity >= 0),
    PRIMARY KEY (line_id, at, sequence)
);

-- Orders. R-ORD-3, R-ORD-5
CREATE TABLE orders (
    id uuid PRIMARY KEY,
    number text NOT NULL UNIQUE,
    customer_id uuid NOT NULL REFERENCES customers (id),
    account_id uuid NOT NULL REFERENCES accounts (id),
    line_id uuid NOT NULL REFERENCES lines (id),
    kind text NOT NULL,
    state text NOT NULL CHECK (state IN ('acknowledged', 'pending', 'held', 'inProgress', 'cancelled', 'completed', 'failed', 'partial', 'assessingCancellation', 'pendingCancellation', 'rejected')),
    channel text NOT NULL,
    placed_at timestamptz NOT NULL,
    effective_on date NOT NULL,
    expected_on date NOT NULL,
    terms jsonb NOT NULL,
    version bigint NOT NULL DEFAULT 1
);
CREATE INDEX orders_by_customer ON orders (customer_id, placed_at, id);
-- One pending change per line, whatever races.
CREATE UNIQUE INDEX one_open_order_per_line ON orders (line_id) WHERE state NOT IN ('cancelled', 'completed', 'rejected');

CREATE TABLE order_items (
    order_id uuid NOT NULL REFERENCES orders (id),
    position bigint NOT NULL,
    action text NOT NULL CHECK (action IN ('add', 'modify', 'delete', 'noChange')),
    offering_code text NOT NULL REFERENCES offerings (code),
    product_id uuid REFERENCES products (id),
    monthly_price bigint NOT NULL,
    state text NOT NULL,
    PRIMARY KEY (order_id, position)
);

CREATE TABLE order_events (
    order_id uuid NOT NULL REFERENCES orders (id),
    position bigint NOT NULL,
    at timestamptz NOT NULL,
    step text NOT NULL,
    by text NOT NULL,
    note text,
    PRIMARY KEY (order_id, position)
);

CREATE TABLE work_orders (
    id uuid PRIMARY KEY,
    order_id uuid NOT NULL REFERENCES orders (id),
    order_number text NOT NULL,
    attempt bigint NOT NULL,
    state text NOT NULL CHECK (state IN ('queued', 'sent', 'done', 'failed', 'withdrawn')),
    created_at timestamptz NOT NULL,
    UNIQUE (order_id, attempt)
);

-- Requests. R-SRV-1
CREATE TABLE staff (
    id uuid PRIMARY KEY,
    name text COLLATE "C" NOT NULL UNIQUE,
    role text NOT NULL CHECK (role IN ('supportAgent', 'supervisor'))
);

CREATE TABLE requests (
    id uuid PRIMARY KEY,
    number text NOT NULL UNIQUE,
    customer_id uuid NOT NULL REFERENCES customers (id),
    line_id uuid REFERENCES lines (id),
    bill_id uuid REFERENCES bills (id),
    category text NOT NULL CHECK (category IN ('question', 'complaint', 'billDispute', 'fault', 'suspension', 'loss')),
    state text NOT NULL CHECK (state IN ('acknowledged', 'rejected', 'pending', 'held', 'inProgress', 'cancelled', 'resolved', 'closed')),
    priority text NOT NULL CHECK (priority IN ('urgent', 'high', 'normal')),
    route text NOT NULL CHECK (route IN ('service', 'complaints', 'billing', 'network', 'credit', 'accountManager')),
    channel text NOT NULL,
    subject text NOT NULL,
    call_back boolean NOT NULL,
    assigned_to uuid REFERENCES staff (id),
    opened_at timestamptz NOT NULL,
    due_at timestamptz NOT NULL,
    resolved_at timestamptz,
    version bigint NOT NULL DEFAULT 1
);
CREATE INDEX requests_by_customer ON requests (customer_id, opened_at, id);
CREATE INDEX requests_open ON requests (due_at, id) WHERE state IN ('acknowledged', 'pending', 'held', 'inProgress');

CREATE TABLE request_events (
    request_id uuid NOT NULL REFERENCES requests (id),
    position bigint NOT NULL,
    at timestamptz NOT NULL,
    kind text NOT NULL,
    staff_id uuid REFERENCES staff (id),
    text text NOT NULL,
    PRIMARY KEY (request_id, position)
);

-- Recommendations. R-PRD-4
CREATE TABLE recommendations (
    id uuid PRIMARY KEY,
    customer_id uuid NOT NULL REFERENCES customers (id),
    line_id uuid NOT NULL REFERENCES lines (id),
    kind text NOT NULL CHECK (kind IN ('betterPlan', 'stay')),
    offering_code text NOT NULL REFERENCES offerings (code),
    saving bigint NOT NULL,
    shown_at timestamptz NOT NULL,
    outcome text NOT NULL CHECK (outcome IN ('seen', 'taken', 'dismissed')),
    outcome_at timestamptz NOT NULL,
    UNIQUE (line_id, kind, offering_code)
);
CREATE INDEX recommendations_by_customer ON recommendations (customer_id, shown_at);

-- Signing in. R-CUS-10
CREATE TABLE credentials (
    customer_id uuid UNIQUE REFERENCES customers (id),
    staff_id uuid UNIQUE REFERENCES staff (id),
    password_hash text NOT NULL,
    CHECK ((customer_id IS NULL) <> (staff_id IS NULL))
);

-- Wrong passwords by what was typed, known or not.
CREATE TABLE sign_in_attempts (
    identifier text PRIMARY KEY,
    failures bigint NOT NULL CHECK (failures > 0),
    failed_at timestamptz NOT NULL,
    locked_until timestamptz
);

CREATE TABLE one_time_codes (
    id uuid PRIMARY KEY,
    mobile text NOT NULL,
    browser_hash bytea NOT NULL,
    address text NOT NULL,
    code_hash bytea NOT NULL,
    sent_at timestamptz NOT NULL,
    tries bigint NOT NULL DEFAULT 0,
    spent boolean NOT NULL
);
CREATE INDEX one_time_codes_by_mobile ON one_time_codes (mobile, sent_at);
CREATE INDEX one_time_codes_by_address ON one_time_codes (address, sent_at);

CREATE TABLE sessions (
    id uuid PRIMARY KEY,
    token_hash bytea NOT NULL UNIQUE,
    customer_id uuid REFERENCES customers (id),
    staff_id uuid REFERENCES staff (id),
    user_agent text NOT NULL,
    address text NOT NULL,
    proof text NOT NULL CHECK (proof IN ('password', 'oneTimeCode')),
    created_at timestamptz NOT NULL,
    seen_at timestamptz NOT NULL,
    CHECK ((customer_id IS NULL) <> (staff_id IS NULL))
);
CREATE INDEX sessions_by_customer ON sessions (customer_id);
CREATE INDEX sessions_by_staff ON sessions (staff_id);

-- What someone typed when their session had expired, until they have signed in again.
CREATE TABLE drafts (
    token_hash bytea PRIMARY KEY,
    customer_id uuid NOT NULL REFERENCES customers (id),
    path text NOT NULL,
    fields jsonb NOT NULL,
    kept_at timestamptz NOT NULL
);

-- Outbox, jobs, idempotency, audit.
CREATE TABLE messages (
    id uuid PRIMARY KEY,
    customer_id uuid REFERENCES customers (id),
    topic text NOT NULL,
    channel text NOT NULL CHECK (channel IN ('sms', 'email')),
    recipient text NOT NULL,
    language text NOT NULL,
    body text NOT NULL,
    created_at timestamptz NOT NULL,
    state text NOT NULL CHECK (state IN ('queued', 'sent', 'failed'))
);
CREATE INDEX messages_by_customer ON messages (customer_id, created_at, id);
CREATE INDEX messages_with_codes ON messages (created_at) WHERE topic = 'signInCode';

CREATE TABLE jobs (
    id uuid PRIMARY KEY,
    kind text NOT NULL,
    subject text NOT NULL,
    due_at timestamptz NOT NULL,
    attempts bigint NOT NULL DEFAULT 0,
    leased_until timestamptz,
    state text NOT NULL CHECK (state IN ('waiting', 'done', 'failed')),
    last_error text,
    UNIQUE (kind, subject)
);
CREATE INDEX jobs_done ON jobs (due_at) WHERE state = 'done';
CREATE INDEX jobs_waiting ON jobs (due_at, id) WHERE state = 'waiting';
CREATE INDEX jobs_failed ON jobs (id) WHERE state = 'failed';

CREATE TABLE idempotency_keys (
    actor text NOT NULL,
    operation text NOT NULL,
    key uuid NOT NULL,
    request_hash bytea NOT NULL,
    reply text NOT NULL,
    at timestamptz NOT NULL,
    PRIMARY KEY (actor, operation, key)
);
CREATE INDEX idempotency_keys_by_time ON idempotency_keys (at);

CREATE TABLE audit_events (
    id uuid PRIMARY KEY,
    at timestamptz NOT NULL,
    actor text NOT NULL,
    operation text NOT NULL,
    object text NOT NULL,
    outcome text NOT NULL CHECK (outcome IN ('done', 'refused', 'denied')),
    facts text NOT NULL
);
CREATE INDEX audit_events_by_time ON audit_events (at, id);

-- The ledger and the audit trail only grow.
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$;
CREATE TRIGGER ledger_transactions_stay BEFORE UPDATE OR DELETE ON ledger_transactions FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER ledger_postings_stay BEFORE UPDATE OR DELETE ON ledger_postings FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_events_stay BEFORE UPDATE OR DELETE ON audit_events FOR EACH ROW EXECUTE FUNCTION refuse_change();
