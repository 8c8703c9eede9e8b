-- Every page asks how many recovery codes its person has left: told by the index alone.
CREATE INDEX IF NOT EXISTS recovery_codes_unused ON recovery_codes (account_id) WHERE used_at IS NULL;
