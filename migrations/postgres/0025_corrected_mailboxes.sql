-- Mailboxes that an operator corrects. The same in migrations/sqlite.

-- The one that its person has yet to confirm.
ALTER TABLE accounts ADD COLUMN new_email TEXT;
-- Until then a mailbox that was corrected resets nothing.
ALTER TABLE accounts ADD COLUMN mailbox_rests_until TIMESTAMPTZ;
