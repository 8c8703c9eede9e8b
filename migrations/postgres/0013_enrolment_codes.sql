-- What the owner of an account has to bring to the enrolment after a reset: one code at a time.
-- See domain::enrolment_code. The same table as in migrations/sqlite.
CREATE TABLE enrolment_codes (
    account_id UUID PRIMARY KEY NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    -- After which reset.
    reset_id   UUID NOT NULL REFERENCES resets (id) ON DELETE CASCADE,
    -- A PHC string.
    code_hash  TEXT NOT NULL,
    expires_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX enrolment_codes_by_expiry ON enrolment_codes (expires_at);
-- After which reset somebody has yet to enrol.
CREATE INDEX IF NOT EXISTS resets_done ON resets (account_id, decided_at) WHERE state = 'done';
-- What a job looks for: assisted resets that nobody decides on.
CREATE INDEX IF NOT EXISTS resets_requested ON resets (created_at) WHERE state = 'requested';
