-- Acts on many people at once, as jobs that any node goes on with.

CREATE TABLE bulk_jobs (
    id          UUID PRIMARY KEY,
    act         TEXT NOT NULL,
    state       TEXT NOT NULL,
    -- Of whom, and whereto, as JSON.
    terms       TEXT NOT NULL,
    reason      TEXT NOT NULL,
    ordered_by  UUID NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    ordered_at  TIMESTAMPTZ NOT NULL,
    -- From where it was ordered, for the record of whom it changes.
    address     TEXT NOT NULL,
    user_agent  TEXT NOT NULL,
    -- How far the selection has come, as JSON; NULL: at its beginning, or complete.
    place       TEXT,
    selected    BIGINT NOT NULL DEFAULT 0,
    refused     BIGINT NOT NULL DEFAULT 0,
    done        BIGINT NOT NULL DEFAULT 0,
    failed      BIGINT NOT NULL DEFAULT 0,
    -- What a second person decides on. No foreign key: rows may be moved to another database in any order.
    approval_id UUID,
    ended_at    TIMESTAMPTZ
);
CREATE INDEX bulk_jobs_by_age ON bulk_jobs (ordered_at, id);
CREATE INDEX bulk_jobs_by_orderer ON bulk_jobs (ordered_by, ordered_at, id);
CREATE INDEX bulk_jobs_uploading ON bulk_jobs (ordered_at) WHERE state = 'uploading';
CREATE INDEX bulk_jobs_by_state ON bulk_jobs (state, ordered_at, id);

-- Whom they are about, as each was when the selection was made.
CREATE TABLE bulk_people (
    job_id      UUID NOT NULL REFERENCES bulk_jobs (id) ON DELETE CASCADE,
    position    BIGINT NOT NULL,
    -- NULL: nobody whom the operator reaches has the number.
    account_id  UUID REFERENCES accounts (id) ON DELETE CASCADE,
    nip         TEXT NOT NULL,
    agency      TEXT NOT NULL,
    is_disabled BOOLEAN NOT NULL,
    -- Of a move: the text of the agency that they come to.
    target      TEXT,
    state       TEXT NOT NULL,
    refusal     TEXT,
    -- Of a file: what is wrong with the line at this position.
    note        TEXT,
    settled_at  TIMESTAMPTZ,
    PRIMARY KEY (job_id, position)
);
CREATE UNIQUE INDEX bulk_people_once ON bulk_people (account_id, job_id);
CREATE INDEX bulk_people_by_state ON bulk_people (job_id, state, position);

-- A clerk's file that a job brings in, in pieces, until the job is over: whichever node carries it on has it.
CREATE TABLE bulk_files (
    job_id   UUID NOT NULL REFERENCES bulk_jobs (id) ON DELETE CASCADE,
    position BIGINT NOT NULL,
    bytes    BYTEA NOT NULL,
    PRIMARY KEY (job_id, position)
);
