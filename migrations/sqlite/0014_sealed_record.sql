-- The record: every new row stands in a chain, what strangers try is gathered, and segments that were
-- archived may be removed. See domain::audit. The same tables as in migrations/postgres.

-- Attempts with numbers that nobody has, until they are written down: one row for each network and hour.
CREATE TABLE refused_strangers (
    hour     TEXT NOT NULL,
    network  TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    PRIMARY KEY (hour, network)
) STRICT, WITHOUT ROWID;

-- Which rows of each chain are in an archive, and the codes that they begin after and end with. The rows
-- that stood in no chain, since there were none, are chain -1.
CREATE TABLE audit_seals (
    chain          INTEGER NOT NULL,
    last_position  INTEGER NOT NULL,
    first_position INTEGER NOT NULL,
    -- Seals that were made together, and how many they are.
    segment        INTEGER NOT NULL,
    parts          INTEGER NOT NULL,
    mac_before     BLOB NOT NULL,
    mac            BLOB NOT NULL,
    sealed_at      TEXT NOT NULL,
    -- A code of the installation's key over all of this.
    seal           BLOB NOT NULL,
    PRIMARY KEY (chain, last_position)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER audit_seals_are_not_changed BEFORE UPDATE ON audit_seals
BEGIN SELECT RAISE(ABORT, 'audit_seals is append-only'); END;
CREATE TRIGGER audit_seals_are_not_removed BEFORE DELETE ON audit_seals
BEGIN SELECT RAISE(ABORT, 'audit_seals is append-only'); END;

DROP TRIGGER audit_events_are_not_removed;
CREATE TRIGGER audit_events_are_not_removed BEFORE DELETE ON audit_events
WHEN NOT EXISTS (
    SELECT 1 FROM audit_seals s WHERE s.chain = COALESCE(OLD.chain, -1)
        AND s.last_position >= COALESCE(OLD.position, 0))
BEGIN SELECT RAISE(ABORT, 'audit_events is append-only'); END;
-- INSERT OR REPLACE would remove a row without the trigger above.
CREATE TRIGGER audit_events_stand_in_a_chain BEFORE INSERT ON audit_events
WHEN NEW.chain IS NULL OR NEW.chain NOT BETWEEN 0 AND 15
    OR NEW.position IS NULL OR NEW.position < 1 OR NEW.mac IS NULL
    OR EXISTS (SELECT 1 FROM audit_events e WHERE e.id = NEW.id)
    OR EXISTS (SELECT 1 FROM audit_events e WHERE e.chain = NEW.chain AND e.position = NEW.position)
BEGIN SELECT RAISE(ABORT, 'a row of audit_events stands at a place of its own in a chain'); END;
