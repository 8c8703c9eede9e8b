-- Mailboxes that an operator corrects. The same in migrations/sqlite.

-- Until then a mailbox that was corrected resets nothing.
ALTER TABLE accounts ADD COLUMN mailbox_rests_until TIMESTAMPTZ;

-- Links by which whoever reads another mailbox confirms that it is an account's, as hashes.
CREATE TABLE mailbox_links (
    token_hash BYTEA PRIMARY KEY NOT NULL,
    account_id UUID NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    mailbox    TEXT NOT NULL,
    expires_at TIMESTAMPTZ NOT NULL
);
CREATE UNIQUE INDEX mailbox_links_of_account ON mailbox_links (account_id);
CREATE INDEX mailbox_links_by_expiry ON mailbox_links (expires_at);
