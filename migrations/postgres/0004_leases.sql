-- Which node does a job for all of them, until when; see domain::lease.
-- The same table as in migrations/sqlite.
CREATE TABLE leases (
    job        TEXT PRIMARY KEY,
    holder     UUID NOT NULL,
    expires_at TIMESTAMPTZ NOT NULL
);
