-- Staff get back what they typed, too. A draft lives for a day at most: those of the old form are given up.
DROP TABLE drafts;
CREATE TABLE drafts (
    token_hash bytea PRIMARY KEY,
    customer_id uuid REFERENCES customers (id),
    staff_id uuid REFERENCES staff (id),
    path text NOT NULL,
    fields jsonb NOT NULL,
    kept_at timestamptz NOT NULL,
    CHECK ((customer_id IS NULL) <> (staff_id IS NULL))
);
