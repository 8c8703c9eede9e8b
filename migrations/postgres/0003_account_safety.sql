-- Nobody is locked out, nobody gets in: more authenticators, recovery, resets, mail, the audit chain.
-- The same tables as in migrations/sqlite.

-- What a person has to do anew before anything else; see domain::renewal.
ALTER TABLE accounts ADD COLUMN renewal TEXT NOT NULL DEFAULT ''
    CHECK (renewal IN ('', 'password', 'authenticator', 'both'));
ALTER TABLE accounts ADD COLUMN password_changed_at TIMESTAMPTZ;
-- When the password was last set by a link sent to the mailbox: for a while it proves no more than
-- the mailbox does.
ALTER TABLE accounts ADD COLUMN password_mailed_at TIMESTAMPTZ;

-- last_step counts in true time; the phone's own step is clock_offset steps ahead.
ALTER TABLE authenticators ADD COLUMN clock_offset BIGINT NOT NULL DEFAULT 0
    CHECK (clock_offset BETWEEN -20 AND 20);
-- A code that fitted another moment, by so many steps: a second such code proves the offset.
ALTER TABLE authenticators ADD COLUMN suspected_offset BIGINT;
ALTER TABLE authenticators ADD COLUMN suspected_step BIGINT;

-- Steps, as the phone counts them, whose codes were accepted: true time and a phone's own time
-- overlap, and no code opens anything twice.
CREATE TABLE used_steps (
    authenticator_id UUID NOT NULL REFERENCES authenticators (id) ON DELETE CASCADE,
    step             BIGINT NOT NULL,
    used_at          TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (authenticator_id, step)
);
CREATE INDEX used_steps_by_age ON used_steps (used_at);

CREATE TABLE passkeys (
    id            UUID PRIMARY KEY,
    account_id    UUID NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    name          TEXT NOT NULL,
    credential_id BYTEA NOT NULL UNIQUE,
    -- The public key and its counters, as JSON.
    credential    TEXT NOT NULL,
    created_at    TIMESTAMPTZ NOT NULL,
    last_used_at  TIMESTAMPTZ NOT NULL
);
CREATE INDEX passkeys_of_account ON passkeys (account_id);

-- Ten at a time; code_hash is a PHC string, with one salt for the ten.
CREATE TABLE recovery_codes (
    id         UUID PRIMARY KEY,
    account_id UUID NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    code_hash  TEXT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    used_at    TIMESTAMPTZ
);
CREATE INDEX recovery_codes_of_account ON recovery_codes (account_id);

-- Sessions are new: they know from where they were opened, when their person last proved to be
-- there, and whether the computer is somebody else's. Everybody logs in once after this.
DROP TABLE sessions;
-- enrolling: the password was right, the first authenticator is being set up (sealed_secret).
-- enrolled: it works; the code that proved it (granted_step) opens one login here.
-- password-proved: the password was right, the second factor is awaited; a code that proved an
-- enrolment in the same browser (granted_step) is one.
-- authenticated: logged in; sealed_secret: another authenticator is being set up.
CREATE TABLE sessions (
    id            UUID PRIMARY KEY,
    token_hash    BYTEA NOT NULL UNIQUE,
    account_id    UUID NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    stage         TEXT NOT NULL
        CHECK (stage IN ('enrolling', 'enrolled', 'password-proved', 'authenticated')),
    sealed_secret BYTEA,
    granted_step  BIGINT,
    public_device BOOLEAN NOT NULL,
    address       TEXT NOT NULL,
    user_agent    TEXT NOT NULL,
    created_at    TIMESTAMPTZ NOT NULL,
    proved_at     TIMESTAMPTZ NOT NULL,
    last_seen_at  TIMESTAMPTZ NOT NULL,
    expires_at    TIMESTAMPTZ NOT NULL,
    CHECK (stage <> 'enrolling' OR sealed_secret IS NOT NULL),
    CHECK (stage <> 'enrolled' OR granted_step IS NOT NULL)
);
CREATE INDEX sessions_of_account ON sessions (account_id);
CREATE INDEX sessions_by_expiry ON sessions (expires_at);

-- WebAuthn ceremonies that were finished: their state travels sealed in a cookie, so that strangers
-- write nothing here, and finishes one ceremony only.
CREATE TABLE finished_ceremonies (
    id         UUID PRIMARY KEY,
    expires_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX finished_ceremonies_by_expiry ON finished_ceremonies (expires_at);

-- Links and codes sent to a mailbox; each is taken once.
CREATE TABLE mailed_tokens (
    token_hash BYTEA PRIMARY KEY,
    account_id UUID NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    purpose    TEXT NOT NULL CHECK (purpose IN ('password', 'reset')),
    expires_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX mailed_tokens_of_account ON mailed_tokens (account_id);
CREATE INDEX mailed_tokens_by_expiry ON mailed_tokens (expires_at);

-- Resets of all authenticators of an account; see domain::reset for the states.
CREATE TABLE resets (
    id                UUID PRIMARY KEY,
    account_id        UUID NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    state             TEXT NOT NULL
        CHECK (state IN ('waiting', 'requested', 'done', 'cancelled', 'refused')),
    -- Of an assisted reset only.
    agency            TEXT,
    reason            TEXT,
    requested_by      UUID REFERENCES accounts (id),
    decided_by        UUID REFERENCES accounts (id),
    -- Of a self-service reset only.
    effective_at      TIMESTAMPTZ,
    cancel_token_hash BYTEA NOT NULL UNIQUE,
    created_at        TIMESTAMPTZ NOT NULL,
    decided_at        TIMESTAMPTZ,
    CHECK (state <> 'waiting' OR effective_at IS NOT NULL),
    CHECK ((requested_by IS NULL) = (reason IS NULL) AND (reason IS NULL) = (agency IS NULL))
);
CREATE UNIQUE INDEX resets_one_open ON resets (account_id) WHERE state IN ('waiting', 'requested');
CREATE INDEX resets_due ON resets (effective_at) WHERE state = 'waiting';
CREATE INDEX resets_of_agency ON resets (agency, created_at) WHERE agency IS NOT NULL;

-- Mail to be sent. Written in the same unit of work as what it tells of; what is sent goes away.
CREATE TABLE outbox (
    id             UUID PRIMARY KEY,
    recipient      TEXT NOT NULL,
    -- Subject and text: links in it are secrets until they are used.
    sealed_message BYTEA NOT NULL,
    attempts       BIGINT NOT NULL,
    created_at     TIMESTAMPTZ NOT NULL,
    next_attempt_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX outbox_by_time ON outbox (next_attempt_at);

-- The audit record is 16 chains: each row carries the code that authenticates it together with
-- the row before it, so that a row cannot be altered or removed unnoticed. One chain would make
-- every login of every node wait for every other.
ALTER TABLE audit_events ADD COLUMN chain BIGINT;
ALTER TABLE audit_events ADD COLUMN position BIGINT;
ALTER TABLE audit_events ADD COLUMN mac BYTEA;
CREATE UNIQUE INDEX audit_events_by_position ON audit_events (chain, position);
CREATE TABLE audit_chains (
    chain  BIGINT PRIMARY KEY,
    length BIGINT NOT NULL,
    mac    BYTEA NOT NULL
);
INSERT INTO audit_chains (chain, length, mac) VALUES
    (0, 0, ''), (1, 0, ''), (2, 0, ''), (3, 0, ''), (4, 0, ''), (5, 0, ''), (6, 0, ''), (7, 0, ''),
    (8, 0, ''), (9, 0, ''), (10, 0, ''), (11, 0, ''), (12, 0, ''), (13, 0, ''), (14, 0, ''), (15, 0, '');
