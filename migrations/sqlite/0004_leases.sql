-- Which node does a job for all of them, until when; see domain::lease.
-- The same table as in migrations/postgres.
CREATE TABLE leases (
    job        TEXT PRIMARY KEY NOT NULL,
    holder     BLOB NOT NULL,
    expires_at TEXT NOT NULL
) STRICT;
