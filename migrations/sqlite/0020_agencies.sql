-- Agencies as a tree, roles over a part of it, numbers that people had, what waits for a second person, and who
-- looked at whom. Accounts keep the text that a source wrote of their agency; `agency_texts` says which
-- agency that is. A text that nobody has decided on stands for itself.

CREATE TABLE agencies (
    id         BLOB PRIMARY KEY NOT NULL,
    -- No foreign key: rows may be moved to another database in any order. None is ever removed.
    parent_id  BLOB,
    -- By which other systems know it.
    code       TEXT UNIQUE,
    name       TEXT NOT NULL,
    -- What stands with its people from now on: the name, and of a unit what it is part of.
    text       TEXT NOT NULL UNIQUE,
    kind       TEXT NOT NULL,
    zone       TEXT NOT NULL CHECK (zone IN ('WIB', 'WITA', 'WIT')),
    changed_at TEXT NOT NULL
) STRICT;
CREATE INDEX agencies_of_parent ON agencies (parent_id);

CREATE TABLE agency_texts (
    text      TEXT PRIMARY KEY NOT NULL,
    agency_id BLOB NOT NULL REFERENCES agencies (id)
) STRICT, WITHOUT ROWID;
CREATE INDEX agency_texts_of_agency ON agency_texts (agency_id);

-- How many roles an account holds by role_grants: nearly nobody has one.
ALTER TABLE accounts ADD COLUMN role_grant_count INTEGER NOT NULL DEFAULT 0;

CREATE TABLE role_grants (
    id         BLOB PRIMARY KEY NOT NULL,
    account_id BLOB NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    role       TEXT NOT NULL,
    -- Over whose people: of this agency and all below it; NULL: everybody.
    agency_id  BLOB REFERENCES agencies (id),
    -- The number of the decree of an acting post (Plt, Plh).
    decree     TEXT,
    starts_at  TEXT NOT NULL,
    ends_at    TEXT,
    granted_by BLOB REFERENCES accounts (id),
    granted_at TEXT NOT NULL
) STRICT;
CREATE INDEX role_grants_of_account ON role_grants (account_id);
CREATE INDEX role_grants_over_agency ON role_grants (agency_id);
CREATE INDEX role_grants_by_granter ON role_grants (granted_by);
CREATE INDEX role_grants_by_end ON role_grants (ends_at) WHERE ends_at IS NOT NULL;

CREATE TABLE former_numbers (
    nip        TEXT PRIMARY KEY NOT NULL,
    account_id BLOB NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    changed_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX former_numbers_of_account ON former_numbers (account_id);

CREATE TABLE approvals (
    id           BLOB PRIMARY KEY NOT NULL,
    kind         TEXT NOT NULL,
    -- Whose people it is about; NULL: the portal as a whole.
    agency       TEXT,
    account_id   BLOB REFERENCES accounts (id) ON DELETE CASCADE,
    -- What of the portal it is about: a client, a service.
    object       TEXT,
    -- What is to be done, as JSON.
    proposal     TEXT NOT NULL,
    reason       TEXT NOT NULL,
    state        TEXT NOT NULL CHECK (state IN ('open', 'approved', 'refused', 'withdrawn')),
    requested_by BLOB REFERENCES accounts (id),
    requested_at TEXT NOT NULL,
    expires_at   TEXT NOT NULL,
    decided_by   BLOB REFERENCES accounts (id),
    decided_at   TEXT
) STRICT;
CREATE INDEX approvals_of_account ON approvals (account_id);
CREATE INDEX approvals_of_object ON approvals (object);
CREATE INDEX approvals_by_requester ON approvals (requested_by);
CREATE INDEX approvals_by_decider ON approvals (decided_by);
CREATE INDEX approvals_by_state ON approvals (state, requested_at, id);

CREATE TABLE accesses (
    id            BLOB PRIMARY KEY NOT NULL,
    account_id    BLOB NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    operator_id   BLOB NOT NULL,
    operator_name TEXT NOT NULL,
    -- For which agency the operator acted.
    agency        TEXT NOT NULL,
    act           TEXT NOT NULL,
    reason        TEXT NOT NULL,
    at            TEXT NOT NULL
) STRICT;
CREATE INDEX accesses_of_account ON accesses (account_id, at, id);
