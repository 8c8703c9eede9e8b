-- Accounts that nobody logs in to until they are enabled again; see domain::disabled.
-- The same column as in migrations/sqlite.

ALTER TABLE accounts ADD COLUMN disabled_at TIMESTAMPTZ;
