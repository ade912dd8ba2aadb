-- When a password was set: one that somebody set who had taken an account over is dropped. R-CUS-10
ALTER TABLE credentials ADD COLUMN set_at timestamptz NOT NULL DEFAULT '1970-01-01 00:00:00Z';
