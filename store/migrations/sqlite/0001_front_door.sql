-- Parties, customers, accounts, lines: the customer file. R-CUS-1
CREATE TABLE parties (
    id BLOB PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('individual', 'organisation')),
    name TEXT NOT NULL CHECK (name <> ''),
    id_last_six TEXT NOT NULL,
    senior INTEGER NOT NULL
) STRICT;

CREATE TABLE customers (
    id BLOB PRIMARY KEY,
    party_id BLOB NOT NULL REFERENCES parties (id),
    code TEXT NOT NULL UNIQUE,
    tier TEXT NOT NULL CHECK (tier IN ('standard', 'silver', 'gold', 'diamond')),
    blacklisted INTEGER NOT NULL,
    segment TEXT NOT NULL,
    language TEXT NOT NULL CHECK (language IN ('zh-CN', 'en')),
    mobile TEXT NOT NULL UNIQUE CHECK (length(mobile) = 11),
    email TEXT,
    notify_by_sms INTEGER NOT NULL,
    notify_by_email INTEGER NOT NULL,
    marketing_consent INTEGER NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('active', 'closed')),
    since TEXT NOT NULL,
    origin TEXT NOT NULL CHECK (origin IN ('imported', 'generated', 'entered')),
    version INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX customers_by_segment ON customers (segment, status);

CREATE TABLE customer_changes (
    customer_id BLOB NOT NULL REFERENCES customers (id),
    position INTEGER NOT NULL,
    field TEXT NOT NULL,
    before TEXT NOT NULL,
    after TEXT NOT NULL,
    at INTEGER NOT NULL,
    by TEXT NOT NULL,
    PRIMARY KEY (customer_id, position)
) STRICT;

CREATE TABLE accounts (
    id BLOB PRIMARY KEY,
    number TEXT NOT NULL UNIQUE,
    customer_id BLOB NOT NULL REFERENCES customers (id),
    status TEXT NOT NULL CHECK (status IN ('active', 'closed')),
    payment_method TEXT NOT NULL CHECK (payment_method IN ('directDebit', 'cardOnFile', 'online', 'cheque')),
    paperless INTEGER NOT NULL,
    opened_on TEXT NOT NULL,
    closed_on TEXT,
    origin TEXT NOT NULL CHECK (origin IN ('imported', 'generated', 'entered')),
    version INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX accounts_by_customer ON accounts (customer_id);

CREATE TABLE lines (
    id BLOB PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,
    customer_id BLOB NOT NULL REFERENCES customers (id),
    account_id BLOB NOT NULL REFERENCES accounts (id),
    kind TEXT NOT NULL CHECK (kind IN ('phone', 'internet')),
    msisdn TEXT UNIQUE,
    state TEXT NOT NULL CHECK (state IN ('active', 'suspended', 'terminated')),
    barred TEXT CHECK (barred IN ('lost', 'stolen', 'overdue', 'customerWish')),
    barred_beneath TEXT CHECK (barred_beneath IN ('overdue', 'customerWish')),
    since TEXT NOT NULL,
    ended_on TEXT,
    version INTEGER NOT NULL DEFAULT 1,
    CHECK ((kind = 'phone') = (msisdn IS NOT NULL)),
    CHECK ((state = 'suspended') = (barred IS NOT NULL)),
    -- Only a reported loss lies over another bar.
    CHECK (barred_beneath IS NULL OR (barred IS NOT NULL AND barred IN ('lost', 'stolen'))),
    CHECK ((state = 'terminated') = (ended_on IS NOT NULL))
) STRICT;
CREATE INDEX lines_by_customer ON lines (customer_id);

-- The catalogue. R-PRD-1
CREATE TABLE offerings (
    code TEXT PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('plan', 'addOn')),
    line_kind TEXT NOT NULL CHECK (line_kind IN ('phone', 'internet')),
    name_zh_cn TEXT NOT NULL,
    name_en TEXT NOT NULL,
    summary_zh_cn TEXT NOT NULL,
    summary_en TEXT NOT NULL,
    voice_minutes INTEGER,
    data_mb INTEGER,
    messages INTEGER,
    overage_voice_minute INTEGER NOT NULL,
    overage_data_block INTEGER NOT NULL,
    overage_message INTEGER NOT NULL,
    speed_mbps INTEGER,
    sale_from TEXT NOT NULL,
    sale_until TEXT,
    eligibility TEXT NOT NULL CHECK (eligibility IN ('everyone', 'seniors')),
    needs TEXT NOT NULL,
    excludes TEXT NOT NULL
) STRICT;

CREATE TABLE offering_prices (
    offering_code TEXT NOT NULL REFERENCES offerings (code),
    valid_from TEXT NOT NULL,
    monthly_price INTEGER NOT NULL CHECK (monthly_price >= 0),
    PRIMARY KEY (offering_code, valid_from)
) STRICT;

CREATE TABLE products (
    id BLOB PRIMARY KEY,
    line_id BLOB NOT NULL REFERENCES lines (id),
    offering_code TEXT NOT NULL REFERENCES offerings (code),
    kind TEXT NOT NULL CHECK (kind IN ('plan', 'addOn')),
    status TEXT NOT NULL CHECK (status IN ('created', 'pendingActive', 'active', 'suspended', 'pendingTerminate', 'terminated', 'cancelled')),
    monthly_price INTEGER NOT NULL CHECK (monthly_price >= 0),
    starts_on TEXT NOT NULL,
    ends_on TEXT,
    version INTEGER NOT NULL DEFAULT 1,
    CHECK (ends_on IS NULL OR ends_on >= starts_on)
) STRICT;
CREATE INDEX products_by_line ON products (line_id);
-- A line has one plan at a time, whatever races.
CREATE UNIQUE INDEX one_plan_per_line ON products (line_id) WHERE kind = 'plan' AND status IN ('active', 'suspended', 'pendingTerminate');

CREATE TABLE agreements (
    id BLOB PRIMARY KEY,
    line_id BLOB NOT NULL REFERENCES lines (id),
    term TEXT NOT NULL CHECK (term IN ('monthToMonth', 'oneYear', 'twoYears')),
    starts_on TEXT NOT NULL,
    ends_on TEXT,
    committed_monthly INTEGER NOT NULL CHECK (committed_monthly >= 0),
    termination_percent INTEGER NOT NULL CHECK (termination_percent BETWEEN 0 AND 100)
) STRICT;
CREATE INDEX agreements_by_line ON agreements (line_id, starts_on);

-- Bills, payments and the ledger. R-BIL-2, R-BIL-3
CREATE TABLE bills (
    id BLOB PRIMARY KEY,
    number TEXT NOT NULL UNIQUE,
    account_id BLOB NOT NULL REFERENCES accounts (id),
    customer_id BLOB NOT NULL REFERENCES customers (id),
    period_first TEXT NOT NULL,
    period_last TEXT NOT NULL,
    issued_on TEXT NOT NULL,
    due_on TEXT NOT NULL,
    total INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('new', 'onHold', 'validated', 'sent', 'partiallyPaid', 'settled')),
    origin TEXT NOT NULL CHECK (origin IN ('imported', 'generated', 'entered')),
    CHECK (period_last >= period_first),
    CHECK (due_on >= issued_on)
) STRICT;
CREATE UNIQUE INDEX bills_by_account ON bills (account_id, period_first);
CREATE INDEX bills_by_customer ON bills (customer_id, period_first);

CREATE TABLE bill_lines (
    bill_id BLOB NOT NULL REFERENCES bills (id),
    position INTEGER NOT NULL,
    kind TEXT NOT NULL,
    line_id BLOB REFERENCES lines (id),
    offering_code TEXT REFERENCES offerings (code),
    usage TEXT CHECK (usage IN ('voice', 'data', 'message')),
    quantity INTEGER NOT NULL,
    first TEXT NOT NULL,
    last TEXT NOT NULL,
    amount INTEGER NOT NULL,
    PRIMARY KEY (bill_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE billing_history (
    account_id BLOB PRIMARY KEY REFERENCES accounts (id),
    first TEXT NOT NULL,
    last TEXT NOT NULL,
    bills INTEGER NOT NULL,
    total INTEGER NOT NULL
) STRICT;

CREATE TABLE charges (
    id BLOB PRIMARY KEY,
    account_id BLOB NOT NULL REFERENCES accounts (id),
    line_id BLOB NOT NULL REFERENCES lines (id),
    kind TEXT NOT NULL,
    offering_code TEXT REFERENCES offerings (code),
    first TEXT NOT NULL,
    last TEXT NOT NULL,
    amount INTEGER NOT NULL,
    billed_on BLOB REFERENCES bills (id)
) STRICT;
CREATE INDEX charges_by_account ON charges (account_id, billed_on);

CREATE TABLE payments (
    id BLOB PRIMARY KEY,
    number TEXT NOT NULL UNIQUE,
    account_id BLOB NOT NULL REFERENCES accounts (id),
    customer_id BLOB NOT NULL REFERENCES customers (id),
    amount INTEGER NOT NULL CHECK (amount > 0),
    method TEXT NOT NULL CHECK (method IN ('directDebit', 'cardOnFile', 'online', 'cheque')),
    state TEXT NOT NULL CHECK (state IN ('initiated', 'succeeded', 'failed')),
    provider_reference TEXT UNIQUE,
    created_at INTEGER NOT NULL,
    settled_at INTEGER,
    CHECK ((state = 'initiated') = (settled_at IS NULL))
) STRICT;
CREATE INDEX payments_by_customer ON payments (customer_id, created_at, id);
CREATE INDEX payments_by_account ON payments (account_id);

CREATE TABLE payment_allocations (
    payment_id BLOB NOT NULL REFERENCES payments (id),
    bill_id BLOB NOT NULL REFERENCES bills (id),
    amount INTEGER NOT NULL CHECK (amount > 0),
    PRIMARY KEY (payment_id, bill_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE ledger_transactions (
    id BLOB PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('bill', 'payment', 'history')),
    at INTEGER NOT NULL,
    reference TEXT NOT NULL,
    -- A bill is issued once and a payment received once, whatever races.
    UNIQUE (kind, reference)
) STRICT;

CREATE TABLE ledger_postings (
    transaction_id BLOB NOT NULL REFERENCES ledger_transactions (id),
    position INTEGER NOT NULL,
    ledger_account TEXT NOT NULL CHECK (ledger_account IN ('receivable', 'revenue', 'cash')),
    account_id BLOB NOT NULL REFERENCES accounts (id),
    bill_id BLOB REFERENCES bills (id),
    amount INTEGER NOT NULL,
    PRIMARY KEY (transaction_id, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX receivables_by_account ON ledger_postings (account_id, bill_id, amount) WHERE ledger_account = 'receivable';

-- Usage. R-BIL-7
CREATE TABLE usage_events (
    line_id BLOB NOT NULL REFERENCES lines (id),
    at INTEGER NOT NULL,
    sequence INTEGER NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('voice', 'data', 'message')),
    quantity INTEGER NOT NULL CHECK (quantity >= 0),
    PRIMARY KEY (line_id, at, sequence)
) STRICT, WITHOUT ROWID;

-- Orders. R-ORD-3, R-ORD-5
CREATE TABLE orders (
    id BLOB PRIMARY KEY,
    number TEXT NOT NULL UNIQUE,
    customer_id BLOB NOT NULL REFERENCES customers (id),
    account_id BLOB NOT NULL REFERENCES accounts (id),
    line_id BLOB NOT NULL REFERENCES lines (id),
    kind TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('acknowledged', 'pending', 'held', 'inProgress', 'cancelled', 'completed', 'failed', 'partial', 'assessingCancellation', 'pendingCancellation', 'rejected')),
    channel TEXT NOT NULL,
    placed_at INTEGER NOT NULL,
    effective_on TEXT NOT NULL,
    expected_on TEXT NOT NULL,
    terms TEXT NOT NULL,
    version INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX orders_by_customer ON orders (customer_id, placed_at, id);
-- One pending change per line, whatever races.
CREATE UNIQUE INDEX one_open_order_per_line ON orders (line_id) WHERE state NOT IN ('cancelled', 'completed', 'rejected');

CREATE TABLE order_items (
    order_id BLOB NOT NULL REFERENCES orders (id),
    position INTEGER NOT NULL,
    action TEXT NOT NULL CHECK (action IN ('add', 'modify', 'delete', 'noChange')),
    offering_code TEXT NOT NULL REFERENCES offerings (code),
    product_id BLOB REFERENCES products (id),
    monthly_price INTEGER NOT NULL,
    state TEXT NOT NULL,
    PRIMARY KEY (order_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE order_events (
    order_id BLOB NOT NULL REFERENCES orders (id),
    position INTEGER NOT NULL,
    at INTEGER NOT NULL,
    step TEXT NOT NULL,
    by TEXT NOT NULL,
    note TEXT,
    PRIMARY KEY (order_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE work_orders (
    id BLOB PRIMARY KEY,
    order_id BLOB NOT NULL REFERENCES orders (id),
    order_number TEXT NOT NULL,
    attempt INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('queued', 'sent', 'done', 'failed', 'withdrawn')),
    created_at INTEGER NOT NULL,
    UNIQUE (order_id, attempt)
) STRICT;

-- Requests. R-SRV-1
CREATE TABLE staff (
    id BLOB PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    role TEXT NOT NULL CHECK (role IN ('supportAgent', 'supervisor'))
) STRICT;

CREATE TABLE requests (
    id BLOB PRIMARY KEY,
    number TEXT NOT NULL UNIQUE,
    customer_id BLOB NOT NULL REFERENCES customers (id),
    line_id BLOB REFERENCES lines (id),
    bill_id BLOB REFERENCES bills (id),
    category TEXT NOT NULL CHECK (category IN ('question', 'complaint', 'billDispute', 'fault', 'suspension', 'loss')),
    state TEXT NOT NULL CHECK (state IN ('acknowledged', 'rejected', 'pending', 'held', 'inProgress', 'cancelled', 'resolved', 'closed')),
    priority TEXT NOT NULL CHECK (priority IN ('urgent', 'high', 'normal')),
    route TEXT NOT NULL CHECK (route IN ('service', 'complaints', 'billing', 'network', 'credit', 'accountManager')),
    channel TEXT NOT NULL,
    subject TEXT NOT NULL,
    call_back INTEGER NOT NULL,
    assigned_to BLOB REFERENCES staff (id),
    opened_at INTEGER NOT NULL,
    due_at INTEGER NOT NULL,
    resolved_at INTEGER,
    version INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX requests_by_customer ON requests (customer_id, opened_at, id);
CREATE INDEX requests_open ON requests (due_at, id) WHERE state IN ('acknowledged', 'pending', 'held', 'inProgress');

CREATE TABLE request_events (
    request_id BLOB NOT NULL REFERENCES requests (id),
    position INTEGER NOT NULL,
    at INTEGER NOT NULL,
    kind TEXT NOT NULL,
    staff_id BLOB REFERENCES staff (id),
    text TEXT NOT NULL,
    PRIMARY KEY (request_id, position)
) STRICT, WITHOUT ROWID;

-- Recommendations. R-PRD-4
CREATE TABLE recommendations (
    id BLOB PRIMARY KEY,
    customer_id BLOB NOT NULL REFERENCES customers (id),
    line_id BLOB NOT NULL REFERENCES lines (id),
    kind TEXT NOT NULL CHECK (kind IN ('betterPlan', 'stay')),
    offering_code TEXT NOT NULL REFERENCES offerings (code),
    saving INTEGER NOT NULL,
    shown_at INTEGER NOT NULL,
    outcome TEXT NOT NULL CHECK (outcome IN ('seen', 'taken', 'dismissed')),
    outcome_at INTEGER NOT NULL,
    UNIQUE (line_id, kind, offering_code)
) STRICT;
CREATE INDEX recommendations_by_customer ON recommendations (customer_id, shown_at);

-- Signing in. R-CUS-10
CREATE TABLE credentials (
    customer_id BLOB UNIQUE REFERENCES customers (id),
    staff_id BLOB UNIQUE REFERENCES staff (id),
    password_hash TEXT NOT NULL,
    CHECK ((customer_id IS NULL) <> (staff_id IS NULL))
) STRICT;

-- Wrong passwords by what was typed, known or not.
CREATE TABLE sign_in_attempts (
    identifier TEXT PRIMARY KEY,
    failures INTEGER NOT NULL CHECK (failures > 0),
    failed_at INTEGER NOT NULL,
    locked_until INTEGER
) STRICT;

CREATE TABLE one_time_codes (
    id BLOB PRIMARY KEY,
    mobile TEXT NOT NULL,
    browser_hash BLOB NOT NULL,
    address TEXT NOT NULL,
    code_hash BLOB NOT NULL,
    sent_at INTEGER NOT NULL,
    tries INTEGER NOT NULL DEFAULT 0,
    spent INTEGER NOT NULL
) STRICT;
CREATE INDEX one_time_codes_by_mobile ON one_time_codes (mobile, sent_at);
CREATE INDEX one_time_codes_by_address ON one_time_codes (address, sent_at);

CREATE TABLE sessions (
    id BLOB PRIMARY KEY,
    token_hash BLOB NOT NULL UNIQUE,
    customer_id BLOB REFERENCES customers (id),
    staff_id BLOB REFERENCES staff (id),
    user_agent TEXT NOT NULL,
    address TEXT NOT NULL,
    proof TEXT NOT NULL CHECK (proof IN ('password', 'oneTimeCode')),
    created_at INTEGER NOT NULL,
    seen_at INTEGER NOT NULL,
    CHECK ((customer_id IS NULL) <> (staff_id IS NULL))
) STRICT;
CREATE INDEX sessions_by_customer ON sessions (customer_id);
CREATE INDEX sessions_by_staff ON sessions (staff_id);

-- What someone typed when their session had expired, until they have signed in again.
CREATE TABLE drafts (
    token_hash BLOB PRIMARY KEY,
    customer_id BLOB NOT NULL REFERENCES customers (id),
    path TEXT NOT NULL,
    fields TEXT NOT NULL,
    kept_at INTEGER NOT NULL
) STRICT;

-- Outbox, jobs, idempotency, audit.
CREATE TABLE messages (
    id BLOB PRIMARY KEY,
    customer_id BLOB REFERENCES customers (id),
    topic TEXT NOT NULL,
    channel TEXT NOT NULL CHECK (channel IN ('sms', 'email')),
    recipient TEXT NOT NULL,
    language TEXT NOT NULL,
    body TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('queued', 'sent', 'failed'))
) STRICT;
CREATE INDEX messages_by_customer ON messages (customer_id, created_at, id);
CREATE INDEX messages_with_codes ON messages (created_at) WHERE topic = 'signInCode';

CREATE TABLE jobs (
    id BLOB PRIMARY KEY,
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    due_at INTEGER NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    leased_until INTEGER,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'done', 'failed')),
    last_error TEXT,
    UNIQUE (kind, subject)
) STRICT;
CREATE INDEX jobs_done ON jobs (due_at) WHERE state = 'done';
CREATE INDEX jobs_waiting ON jobs (due_at, id) WHERE state = 'waiting';
CREATE INDEX jobs_failed ON jobs (id) WHERE state = 'failed';

CREATE TABLE idempotency_keys (
    actor TEXT NOT NULL,
    operation TEXT NOT NULL,
    key BLOB NOT NULL,
    request_hash BLOB NOT NULL,
    reply TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (actor, operation, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX idempotency_keys_by_time ON idempotency_keys (at);

CREATE TABLE audit_events (
    id BLOB PRIMARY KEY,
    at INTEGER NOT NULL,
    actor TEXT NOT NULL,
    operation TEXT NOT NULL,
    object TEXT NOT NULL,
    outcome TEXT NOT NULL CHECK (outcome IN ('done', 'refused', 'denied')),
    facts TEXT NOT NULL
) STRICT;
CREATE INDEX audit_events_by_time ON audit_events (at, id);

-- The ledger and the audit trail only grow.
CREATE TRIGGER ledger_transactions_stay BEFORE UPDATE ON ledger_transactions BEGIN SELECT raise(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER ledger_transactions_last BEFORE DELETE ON ledger_transactions BEGIN SELECT raise(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER ledger_postings_stay BEFORE UPDATE ON ledger_postings BEGIN SELECT raise(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER ledger_postings_last BEFORE DELETE ON ledger_postings BEGIN SELECT raise(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER audit_events_stay BEFORE UPDATE ON audit_events BEGIN SELECT raise(ABORT, 'the audit trail is append-only'); END;
CREATE TRIGGER audit_events_last BEFORE DELETE ON audit_events BEGIN SELECT raise(ABORT, 'the audit trail is append-only'); END;
