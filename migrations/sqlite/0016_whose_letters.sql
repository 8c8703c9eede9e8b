-- Whom a letter is for, so that it can be written down when their mailbox refuses it.
-- The same change as in migrations/postgres.
ALTER TABLE outbox ADD COLUMN account_id BLOB;
-- Since when the mail server refuses letters to an account's mailbox for good.
ALTER TABLE accounts ADD COLUMN mailbox_refused_at TEXT;
CREATE INDEX accounts_unreachable ON accounts (mailbox_refused_at) WHERE mailbox_refused_at IS NOT NULL;
