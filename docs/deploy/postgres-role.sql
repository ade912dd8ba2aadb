-- A role for the web server that can add to the audit trail and the ledger, and can neither change nor delete what is in
-- them. The tables belong to another role, the one that runs `wangting migrate`:
--
--     wangting migrate --database postgres://OWNER@HOST/wangting
--     psql postgres://OWNER@HOST/wangting --file docs/deploy/postgres-role.sql
--     psql postgres://OWNER@HOST/wangting --command '\password wangting'
--     wangting serve --database postgres://wangting:…@HOST/wangting
--
-- Run both first lines again after each new version: new tables get their grants here.

DO $$ BEGIN
    CREATE ROLE wangting LOGIN;
EXCEPTION WHEN duplicate_object THEN
    NULL;
END $$;

GRANT USAGE ON SCHEMA public TO wangting;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO wangting;

-- They only grow. Triggers refuse changes to everybody; without the right there is no trigger to switch off.
REVOKE UPDATE, DELETE, TRUNCATE ON audit_events, audit_seals, consents, ledger_transactions, ledger_postings FROM wangting;
-- The database keeps the list of events that wait for their seal by itself.
REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON audit_waiting FROM wangting;
-- Which tables there are is the owner's business.
REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON _sqlx_migrations FROM wangting;
