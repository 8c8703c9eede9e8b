-- What an administrator's list of resets walks along.
CREATE INDEX IF NOT EXISTS resets_assisted ON resets (created_at, id) WHERE agency IS NOT NULL;
