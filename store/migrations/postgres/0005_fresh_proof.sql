-- When a session last proved who it is. Open sessions prove it anew before the next thing that asks for it.
ALTER TABLE sessions ADD COLUMN proved_at timestamptz NOT NULL DEFAULT '1970-01-01 00:00:00Z';
