-- Which agency a service is of: whoever owns services there looks after it. The same in migrations/postgres.
ALTER TABLE services ADD COLUMN owner TEXT NOT NULL DEFAULT '';
