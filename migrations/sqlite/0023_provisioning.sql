-- Provisioning by SCIM. The same tables as in migrations/postgres.

-- By which the systems of an agency look after its people. agency: what stands with its people.
CREATE TABLE scim_tokens (
    id           BLOB PRIMARY KEY NOT NULL,
    token_hash   BLOB NOT NULL UNIQUE,
    agency       TEXT NOT NULL,
    name         TEXT NOT NULL,
    -- NULL: at the command line.
    created_by   BLOB REFERENCES accounts (id),
    created_at   TEXT NOT NULL,
    expires_at   TEXT NOT NULL,
    last_used_at TEXT,
    ended_at     TEXT
) STRICT;
CREATE INDEX scim_tokens_of_agency ON scim_tokens (agency, id);
CREATE INDEX scim_tokens_by_creator ON scim_tokens (created_by);

-- What is known of an account besides: its name in the source, when that changed it last, since when it is disabled by
-- that, and since when it is not there for it any more.
CREATE TABLE scim_resources (
    account_id  BLOB PRIMARY KEY NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    external_id TEXT,
    changed_at  TEXT NOT NULL,
    disabled_at TEXT,
    deleted_at  TEXT
) STRICT;
CREATE INDEX scim_resources_by_external_id ON scim_resources (external_id) WHERE external_id IS NOT NULL;

-- Whom the systems of an agency disabled in the last hours, so that not all are at once.
CREATE TABLE scim_disables (
    agency     TEXT NOT NULL,
    account_id BLOB NOT NULL,
    at         TEXT NOT NULL,
    PRIMARY KEY (agency, account_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX scim_disables_of_agency ON scim_disables (agency, at);
CREATE INDEX scim_disables_by_age ON scim_disables (at);

-- The people of an agency, page by page.
CREATE INDEX IF NOT EXISTS accounts_of_agency ON accounts (agency, id);
