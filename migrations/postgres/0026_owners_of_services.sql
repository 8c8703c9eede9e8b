-- Which agency a service is of: whoever owns services there looks after it. The same in migrations/sqlite.
ALTER TABLE services ADD COLUMN owner TEXT NOT NULL DEFAULT '';
