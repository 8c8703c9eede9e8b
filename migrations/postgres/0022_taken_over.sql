-- People who come from Keycloak, with what they prove themselves with. The same in migrations/sqlite.

-- How an authenticator makes its codes; those that are activated here are all of one kind.
ALTER TABLE authenticators ADD COLUMN algorithm TEXT NOT NULL DEFAULT 'SHA1';
ALTER TABLE authenticators ADD COLUMN digits BIGINT NOT NULL DEFAULT 6;
-- Seconds.
ALTER TABLE authenticators ADD COLUMN period BIGINT NOT NULL DEFAULT 30;

-- When somebody was taken over. That happens once: what they changed here since is not taken back.
ALTER TABLE accounts ADD COLUMN taken_over_at TIMESTAMPTZ;

-- What services of the old provider know a person by, where it is not the account's id.
CREATE TABLE former_subjects (
    account_id UUID PRIMARY KEY REFERENCES accounts (id) ON DELETE CASCADE,
    subject    TEXT NOT NULL UNIQUE
);
