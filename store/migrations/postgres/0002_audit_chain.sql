-- The audit trail is chained by hash. R-SYS-2

-- One link for each event, in the order in which they were sealed. The rule is crm/src/audit/chain.rs.
CREATE TABLE audit_seals (
    position bigint PRIMARY KEY CHECK (position > 0),
    event_id uuid NOT NULL UNIQUE REFERENCES audit_events (id),
    hash bytea NOT NULL CHECK (length(hash) = 32)
);

-- Events that wait for their seal, kept by the database itself: whatever adds an event, it is sealed.
CREATE TABLE audit_waiting (
    at timestamptz NOT NULL,
    event_id uuid NOT NULL REFERENCES audit_events (id),
    PRIMARY KEY (at, event_id)
);
INSERT INTO audit_waiting (at, event_id) SELECT at, id FROM audit_events;
-- They act as who owns the tables: the role of the web server needs no right to change the list itself.
CREATE FUNCTION audit_event_waits() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$ BEGIN
    INSERT INTO audit_waiting (at, event_id) VALUES (NEW.at, NEW.id);
    RETURN NULL;
END $$;
CREATE FUNCTION audit_event_is_sealed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$ BEGIN
    DELETE FROM audit_waiting
    WHERE at = (SELECT e.at FROM audit_events e WHERE e.id = NEW.event_id) AND event_id = NEW.event_id;
    RETURN NULL;
END $$;
CREATE TRIGGER audit_events_wait AFTER INSERT ON audit_events FOR EACH ROW EXECUTE FUNCTION audit_event_waits();
CREATE TRIGGER audit_seals_end_waiting AFTER INSERT ON audit_seals FOR EACH ROW EXECUTE FUNCTION audit_event_is_sealed();

-- Seals only grow, and nothing is emptied.
CREATE TRIGGER audit_seals_stay BEFORE UPDATE OR DELETE ON audit_seals FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_seals_last BEFORE TRUNCATE ON audit_seals FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_events_last BEFORE TRUNCATE ON audit_events FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- What auditors search by.
CREATE INDEX audit_events_by_actor ON audit_events (actor, at, id);
CREATE INDEX audit_events_by_object ON audit_events (object, at, id);

-- Auditors are staff.
ALTER TABLE staff DROP CONSTRAINT staff_role_check;
ALTER TABLE staff ADD CONSTRAINT staff_role_check CHECK (role IN ('supportAgent', 'supervisor', 'auditor'));
