-- Mailboxes that an operator corrects. The same in migrations/sqlite.

-- The one that its person has yet to confirm.
ALTER TABLE accounts ADD COLUMN new_email TEXT;
-- Until then a mailbox that was corrected resets nothing.
ALTER TABLE accounts ADD COLUMN mailbox_rests_until TIMESTAMPTZ;

-- A link to the mailbox that is to be confirmed is one more thing that is mailed.
ALTER TABLE mailed_tokens DROP CONSTRAINT mailed_tokens_purpose_check;
ALTER TABLE mailed_tokens ADD CONSTRAINT mailed_tokens_purpose_check
    CHECK (purpose IN ('password', 'reset', 'mailbox'));
