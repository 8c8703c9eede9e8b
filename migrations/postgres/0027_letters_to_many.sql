-- Letters of acts on many people are sent after those that somebody waits for. The same in migrations/sqlite.
ALTER TABLE outbox ADD COLUMN is_of_many BOOLEAN NOT NULL DEFAULT FALSE;
-- In the place of outbox_by_time, which goes when no older program asks by it.
CREATE INDEX outbox_by_turn ON outbox (is_of_many, next_attempt_at);
