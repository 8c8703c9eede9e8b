-- Mailboxes that an operator corrects. The same in migrations/postgres.

-- The one that its person has yet to confirm.
ALTER TABLE accounts ADD COLUMN new_email TEXT;
-- Until then a mailbox that was corrected resets nothing.
ALTER TABLE accounts ADD COLUMN mailbox_rests_until TEXT;

-- A link to the mailbox that is to be confirmed is one more thing that is mailed.
CREATE TABLE mailed_tokens_of_three (
    token_hash BLOB PRIMARY KEY NOT NULL,
    account_id BLOB NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    purpose    TEXT NOT NULL CHECK (purpose IN ('password', 'reset', 'mailbox')),
    expires_at TEXT NOT NULL
) STRICT;
INSERT INTO mailed_tokens_of_three SELECT token_hash, account_id, purpose, expires_at FROM mailed_tokens;
DROP TABLE mailed_tokens;
ALTER TABLE mailed_tokens_of_three RENAME TO mailed_tokens;
CREATE INDEX mailed_tokens_of_account ON mailed_tokens (account_id);
CREATE INDEX mailed_tokens_by_expiry ON mailed_tokens (expires_at);
