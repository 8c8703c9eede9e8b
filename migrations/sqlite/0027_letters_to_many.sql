-- Letters of acts on many people are sent after those that somebody waits for. The same in migrations/postgres.
ALTER TABLE outbox ADD COLUMN is_of_many INTEGER NOT NULL DEFAULT 0;
CREATE INDEX outbox_by_turn ON outbox (is_of_many, next_attempt_at);
