-- Accounts that nobody logs in to until they are enabled again; see domain::disabled.
-- The same column as in migrations/postgres.

ALTER TABLE accounts ADD COLUMN disabled_at TEXT;
