-- When a session last proved who it is. Open sessions prove it anew before the next thing that asks for it.
ALTER TABLE sessions ADD COLUMN proved_at INTEGER NOT NULL DEFAULT 0;
