-- The audit trail is chained by hash. R-SYS-2

-- One link for each event, in the order in which they were sealed. The rule is crm/src/audit/chain.rs.
CREATE TABLE audit_seals (
    position INTEGER PRIMARY KEY CHECK (position > 0),
    event_id BLOB NOT NULL UNIQUE REFERENCES audit_events (id),
    hash BLOB NOT NULL CHECK (length(hash) = 32)
) STRICT;

-- Events that wait for their seal, kept by the database itself: whatever adds an event, it is sealed.
CREATE TABLE audit_waiting (
    at INTEGER NOT NULL,
    event_id BLOB NOT NULL REFERENCES audit_events (id),
    PRIMARY KEY (at, event_id)
) STRICT, WITHOUT ROWID;
INSERT INTO audit_waiting (at, event_id) SELECT at, id FROM audit_events;
CREATE TRIGGER audit_events_wait AFTER INSERT ON audit_events BEGIN
    INSERT INTO audit_waiting (at, event_id) VALUES (NEW.at, NEW.id);
END;
CREATE TRIGGER audit_seals_end_waiting AFTER INSERT ON audit_seals BEGIN
    DELETE FROM audit_waiting
    WHERE at = (SELECT at FROM audit_events WHERE id = NEW.event_id) AND event_id = NEW.event_id;
END;

-- Seals only grow.
CREATE TRIGGER audit_seals_stay BEFORE UPDATE ON audit_seals BEGIN SELECT raise(ABORT, 'the audit trail is append-only'); END;
CREATE TRIGGER audit_seals_last BEFORE DELETE ON audit_seals BEGIN SELECT raise(ABORT, 'the audit trail is append-only'); END;

-- What auditors search by.
CREATE INDEX audit_events_by_actor ON audit_events (actor, at, id);
CREATE INDEX audit_events_by_object ON audit_events (object, at, id);

-- Auditors are staff. A CHECK cannot be widened in place, and others refer to the table: they are looked at again when
-- everything is back.
PRAGMA defer_foreign_keys = on;
CREATE TABLE staff_before AS SELECT id, name, role FROM staff;
DROP TABLE staff;
CREATE TABLE staff (
    id BLOB PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    role TEXT NOT NULL CHECK (role IN ('supportAgent', 'supervisor', 'auditor'))
) STRICT;
INSERT INTO staff (id, name, role) SELECT id, name, role FROM staff_before;
DROP TABLE staff_before;
