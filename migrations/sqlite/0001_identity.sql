-- Who people are, what proves it, and what happened. The same tables as in migrations/postgres.
-- Times are RFC 3339 text in UTC with whole seconds, so that text order is time order.

CREATE TABLE installation (
    name  TEXT PRIMARY KEY NOT NULL,
    value TEXT NOT NULL
) STRICT;

CREATE TABLE accounts (
    id            BLOB PRIMARY KEY NOT NULL,
    nip           TEXT NOT NULL UNIQUE,
    name          TEXT NOT NULL,
    email         TEXT,
    agency        TEXT NOT NULL,
    roles         TEXT NOT NULL,
    password_hash TEXT,
    created_at    TEXT NOT NULL
) STRICT;

CREATE TABLE authenticators (
    id            BLOB PRIMARY KEY NOT NULL,
    account_id    BLOB NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    name          TEXT NOT NULL,
    sealed_secret BLOB NOT NULL,
    -- The last time step whose code was accepted (RFC 6238 section 5.2). It only ever grows.
    last_step     INTEGER NOT NULL,
    created_at    TEXT NOT NULL,
    last_used_at  TEXT NOT NULL
) STRICT;
CREATE INDEX authenticators_of_account ON authenticators (account_id);

-- enrolling: the password was right, an authenticator is being set up (sealed_secret).
-- enrolled: the authenticator works; the code that proved it (granted_step) opens one login here.
-- authenticated: logged in.
CREATE TABLE sessions (
    id            BLOB PRIMARY KEY NOT NULL,
    token_hash    BLOB NOT NULL UNIQUE,
    account_id    BLOB NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    stage         TEXT NOT NULL CHECK (stage IN ('enrolling', 'enrolled', 'authenticated')),
    sealed_secret BLOB,
    granted_step  INTEGER,
    created_at    TEXT NOT NULL,
    last_seen_at  TEXT NOT NULL,
    expires_at    TEXT NOT NULL,
    CHECK ((stage = 'enrolling') = (sealed_secret IS NOT NULL)),
    CHECK ((stage = 'enrolled') = (granted_step IS NOT NULL))
) STRICT;
CREATE INDEX sessions_of_account ON sessions (account_id);
CREATE INDEX sessions_by_expiry ON sessions (expires_at);

-- Browsers that have logged in to an account: their owner is never locked out by strangers.
CREATE TABLE known_devices (
    token_hash   BLOB NOT NULL,
    account_id   BLOB NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    created_at   TEXT NOT NULL,
    last_seen_at TEXT NOT NULL,
    PRIMARY KEY (token_hash, account_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX known_devices_of_account ON known_devices (account_id);

-- subject: a hash of what is slowed down (a number, an address, a known device).
CREATE TABLE throttles (
    subject         BLOB PRIMARY KEY NOT NULL,
    attempts        INTEGER NOT NULL,
    last_attempt_at TEXT NOT NULL,
    wait_until      TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX throttles_by_age ON throttles (last_attempt_at);

CREATE TABLE audit_events (
    id         BLOB PRIMARY KEY NOT NULL,
    at         TEXT NOT NULL,
    event      TEXT NOT NULL,
    account_id BLOB,
    -- The number as far as it may be shown; what was typed, where no account has it.
    subject    TEXT NOT NULL,
    address    TEXT NOT NULL,
    user_agent TEXT NOT NULL
) STRICT;
CREATE INDEX audit_events_of_account ON audit_events (account_id, at);

CREATE TRIGGER audit_events_are_not_changed BEFORE UPDATE ON audit_events
BEGIN SELECT RAISE(ABORT, 'audit_events is append-only'); END;
CREATE TRIGGER audit_events_are_not_removed BEFORE DELETE ON audit_events
BEGIN SELECT RAISE(ABORT, 'audit_events is append-only'); END;
