-- Services are told of one person's logout before those of acts on many people. The same in migrations/postgres.
ALTER TABLE logout_deliveries ADD COLUMN is_of_many INTEGER NOT NULL DEFAULT 0;
-- In the place of logout_deliveries_by_turn, which goes when no older program asks by it.
CREATE INDEX logout_deliveries_whose ON logout_deliveries (state, is_of_many, attempts, due_at);
