-- When a password was set: one that somebody set who had taken an account over is dropped. R-CUS-10
ALTER TABLE credentials ADD COLUMN set_at INTEGER NOT NULL DEFAULT 0;
