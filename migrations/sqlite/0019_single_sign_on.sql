-- Single sign-on: the portal as an OpenID Provider. The same tables as in migrations/postgres.

-- How the person of a session proved who they are: password and one-time code, or a passkey.
ALTER TABLE sessions ADD COLUMN methods TEXT NOT NULL DEFAULT 'pwd otp';

-- What signs tokens. id: the key's thumbprint (RFC 7638). A key is published from its first day and signs
-- from a later one, until the next of its algorithm does.
CREATE TABLE signing_keys (
    id         TEXT PRIMARY KEY NOT NULL,
    algorithm  TEXT NOT NULL,
    -- PKCS #8.
    sealed_key BLOB NOT NULL,
    public_jwk TEXT NOT NULL,
    created_at TEXT NOT NULL,
    signs_from TEXT NOT NULL
) STRICT;
CREATE INDEX signing_keys_by_turn ON signing_keys (algorithm, signs_from);

-- Services that people sign in to. filed: as in the file that the portal read when it started last; decided:
-- by an administrator, which wins. Both are JSON with the names of RFC 7591.
CREATE TABLE clients (
    id          TEXT PRIMARY KEY NOT NULL,
    filed       TEXT,
    decided     TEXT,
    -- Of what counts of the two: where to say that somebody has left.
    logout_uri  TEXT,
    -- And in which issuer's name, signed how.
    logout_as   TEXT NOT NULL,
    disabled_at TEXT,
    changed_by  BLOB REFERENCES accounts (id),
    changed_at  TEXT NOT NULL
) STRICT;

CREATE TABLE client_secrets (
    id          BLOB PRIMARY KEY NOT NULL,
    client_id   TEXT NOT NULL REFERENCES clients (id) ON DELETE CASCADE,
    secret_hash BLOB NOT NULL,
    created_at  TEXT NOT NULL,
    expires_at  TEXT
) STRICT;
CREATE INDEX client_secrets_of_client ON client_secrets (client_id);

-- What one sign-in to one service gave (RFC 6749 section 1.3). id: that of the code it was exchanged for, so
-- that a code is used once. No references: it is ended with its session, account or client, and told of.
CREATE TABLE grants (
    id         BLOB PRIMARY KEY NOT NULL,
    client_id  TEXT NOT NULL,
    account_id BLOB NOT NULL,
    session_id BLOB NOT NULL,
    subject    TEXT NOT NULL,
    -- What the session is called at the client, until somebody told the client that it is over.
    sid        TEXT NOT NULL,
    scope      TEXT NOT NULL,
    -- When its person had proved who they were, and how.
    proved_at  TEXT NOT NULL,
    methods    TEXT NOT NULL,
    -- What its refresh tokens are derived from, besides the installation's key.
    salt       BLOB NOT NULL,
    -- How many refresh tokens have been used.
    generation INTEGER NOT NULL,
    renewed_at TEXT NOT NULL,
    created_at TEXT NOT NULL,
    expires_at TEXT NOT NULL,
    ended_at   TEXT
) STRICT;
CREATE INDEX grants_of_session ON grants (session_id);
CREATE INDEX grants_of_client ON grants (client_id);
CREATE INDEX grants_by_expiry ON grants (expires_at);

-- That somebody has left, to be told to a service. It outlives session, account and client.
CREATE TABLE logout_deliveries (
    sid        TEXT PRIMARY KEY NOT NULL,
    session_id BLOB NOT NULL,
    client_id  TEXT NOT NULL,
    subject    TEXT NOT NULL,
    address    TEXT NOT NULL,
    issued_as  TEXT NOT NULL,
    state      TEXT NOT NULL CHECK (state IN ('due', 'reached', 'failed')),
    attempts   INTEGER NOT NULL,
    due_at     TEXT NOT NULL,
    created_at TEXT NOT NULL,
    problem    TEXT
) STRICT;
CREATE INDEX logout_deliveries_of_session ON logout_deliveries (session_id);
-- What was tried less often comes first, so that one that does not answer holds up no other.
CREATE INDEX logout_deliveries_by_turn ON logout_deliveries (state, attempts, due_at);
CREATE INDEX logout_deliveries_by_age ON logout_deliveries (created_at);
-- Of those that were reached in the end nothing is said.
CREATE INDEX logout_deliveries_in_trouble ON logout_deliveries (created_at) WHERE problem IS NOT NULL;

-- What a person allowed a service that is not the portal's own to know.
CREATE TABLE consents (
    account_id BLOB NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    client_id  TEXT NOT NULL REFERENCES clients (id) ON DELETE CASCADE,
    scope      TEXT NOT NULL,
    given_at   TEXT NOT NULL,
    PRIMARY KEY (account_id, client_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX consents_of_client ON consents (client_id);

-- Assertions of clients that were used: each is good once (RFC 7523 section 3).
CREATE TABLE used_assertions (
    client_id  TEXT NOT NULL,
    jti_hash   BLOB NOT NULL,
    expires_at TEXT NOT NULL,
    PRIMARY KEY (client_id, jti_hash)
) STRICT, WITHOUT ROWID;
CREATE INDEX used_assertions_by_expiry ON used_assertions (expires_at);
