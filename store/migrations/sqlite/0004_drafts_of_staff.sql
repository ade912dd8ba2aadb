-- Staff get back what they typed, too. A draft lives for a day at most: those of the old form are given up.
DROP TABLE drafts;
CREATE TABLE drafts (
    token_hash BLOB PRIMARY KEY,
    customer_id BLOB REFERENCES customers (id),
    staff_id BLOB REFERENCES staff (id),
    path TEXT NOT NULL,
    fields TEXT NOT NULL,
    kept_at INTEGER NOT NULL,
    CHECK ((customer_id IS NULL) <> (staff_id IS NULL))
) STRICT;
