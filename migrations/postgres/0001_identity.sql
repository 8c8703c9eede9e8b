-- Who people are, what proves it, and what happened. The same tables as in migrations/sqlite.

CREATE TABLE installation (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
);

CREATE TABLE accounts (
    id            UUID PRIMARY KEY,
    nip           TEXT NOT NULL UNIQUE,
    name          TEXT NOT NULL,
    email         TEXT,
    agency        TEXT NOT NULL,
    roles         TEXT NOT NULL,
    password_hash TEXT,
    created_at    TIMESTAMPTZ NOT NULL
);

CREATE TABLE authenticators (
    id            UUID PRIMARY KEY,
    account_id    UUID NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    name          TEXT NOT NULL,
    sealed_secret BYTEA NOT NULL,
    -- The last time step whose code was accepted (RFC 6238 section 5.2). It only ever grows.
    last_step     BIGINT NOT NULL,
    created_at    TIMESTAMPTZ NOT NULL,
    last_used_at  TIMESTAMPTZ NOT NULL
);
CREATE INDEX authenticators_of_account ON authenticators (account_id);

-- enrolling: the password was right, an authenticator is being set up (sealed_secret).
-- enrolled: the authenticator works; the code that proved it (granted_step) opens one login here.
-- authenticated: logged in.
CREATE TABLE sessions (
    id            UUID PRIMARY KEY,
    token_hash    BYTEA NOT NULL UNIQUE,
    account_id    UUID NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    stage         TEXT NOT NULL CHECK (stage IN ('enrolling', 'enrolled', 'authenticated')),
    sealed_secret BYTEA,
    granted_step  BIGINT,
    created_at    TIMESTAMPTZ NOT NULL,
    last_seen_at  TIMESTAMPTZ NOT NULL,
    expires_at    TIMESTAMPTZ NOT NULL,
    CHECK ((stage = 'enrolling') = (sealed_secret IS NOT NULL)),
    CHECK ((stage = 'enrolled') = (granted_step IS NOT NULL))
);
CREATE INDEX sessions_of_account ON sessions (account_id);
CREATE INDEX sessions_by_expiry ON sessions (expires_at);

-- Browsers that have logged in to an account: their owner is never locked out by strangers.
CREATE TABLE known_devices (
    token_hash   BYTEA NOT NULL,
    account_id   UUID NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    created_at   TIMESTAMPTZ NOT NULL,
    last_seen_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (token_hash, account_id)
);
CREATE INDEX known_devices_of_account ON known_devices (account_id);

-- subject: a hash of what is slowed down (a number, an address, a known device).
CREATE TABLE throttles (
    subject         BYTEA PRIMARY KEY,
    attempts        BIGINT NOT NULL,
    last_attempt_at TIMESTAMPTZ NOT NULL,
    wait_until      TIMESTAMPTZ NOT NULL
);
CREATE INDEX throttles_by_age ON throttles (last_attempt_at);

CREATE TABLE audit_events (
    id         UUID PRIMARY KEY,
    at         TIMESTAMPTZ NOT NULL,
    event      TEXT NOT NULL,
    account_id UUID,
    -- The number as far as it may be shown; what was typed, where no account has it.
    subject    TEXT NOT NULL,
    address    TEXT NOT NULL,
    user_agent TEXT NOT NULL
);
CREATE INDEX audit_events_of_account ON audit_events (account_id, at);

CREATE FUNCTION audit_events_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'audit_events is append-only';
END $$;
CREATE TRIGGER audit_events_are_not_changed BEFORE UPDATE OR DELETE ON audit_events
    FOR EACH ROW EXECUTE FUNCTION audit_events_is_append_only();
CREATE TRIGGER audit_events_are_not_emptied BEFORE TRUNCATE ON audit_events
    FOR EACH STATEMENT EXECUTE FUNCTION audit_events_is_append_only();
