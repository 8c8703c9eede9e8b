-- The record: every new row stands in a chain, what strangers try is gathered, and segments that were
-- archived may be removed. See domain::audit. The same tables as in migrations/sqlite.

-- Attempts with numbers that nobody has, until they are written down: one row for each network and hour.
CREATE TABLE refused_strangers (
    hour     TIMESTAMPTZ NOT NULL,
    network  TEXT NOT NULL,
    attempts BIGINT NOT NULL,
    PRIMARY KEY (hour, network)
);

-- Which rows of each chain are in an archive, and the codes that they begin after and end with. The rows
-- that stood in no chain, since there were none, are chain -1.
CREATE TABLE audit_seals (
    chain          BIGINT NOT NULL,
    last_position  BIGINT NOT NULL,
    first_position BIGINT NOT NULL,
    -- Seals that were made together, and how many they are.
    segment        BIGINT NOT NULL,
    parts          BIGINT NOT NULL,
    mac_before     BYTEA NOT NULL,
    mac            BYTEA NOT NULL,
    sealed_at      TIMESTAMPTZ NOT NULL,
    -- A code of the installation's key over all of this.
    seal           BYTEA NOT NULL,
    PRIMARY KEY (chain, last_position)
);
CREATE FUNCTION audit_seals_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'audit_seals is append-only';
END $$;
CREATE TRIGGER audit_seals_are_not_changed BEFORE UPDATE OR DELETE ON audit_seals
    FOR EACH ROW EXECUTE FUNCTION audit_seals_is_append_only();
CREATE TRIGGER audit_seals_are_not_emptied BEFORE TRUNCATE ON audit_seals
    FOR EACH STATEMENT EXECUTE FUNCTION audit_seals_is_append_only();

DROP TRIGGER audit_events_are_not_changed ON audit_events;
CREATE TRIGGER audit_events_are_not_changed BEFORE UPDATE ON audit_events
    FOR EACH ROW EXECUTE FUNCTION audit_events_is_append_only();
CREATE FUNCTION audit_events_keeps_what_is_not_archived() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM audit_seals s WHERE s.chain = COALESCE(OLD.chain, -1)
        AND s.last_position >= COALESCE(OLD.position, 0)) THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'audit_events is append-only';
END $$;
CREATE TRIGGER audit_events_are_not_removed BEFORE DELETE ON audit_events
    FOR EACH ROW EXECUTE FUNCTION audit_events_keeps_what_is_not_archived();
CREATE FUNCTION audit_events_stand_in_a_chain() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- `migrate` brings what stood in no chain before there were any.
    IF NEW.chain IS NULL AND NEW.position IS NULL AND NEW.mac IS NULL
        AND to_regclass('unfinished_copy') IS NOT NULL THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'a row of audit_events stands at a place of its own in a chain';
END $$;
CREATE TRIGGER audit_events_stand_in_a_chain BEFORE INSERT ON audit_events
    FOR EACH ROW WHEN (NEW.chain IS NULL OR NEW.chain NOT BETWEEN 0 AND 15
        OR NEW.position IS NULL OR NEW.position < 1 OR NEW.mac IS NULL)
    EXECUTE FUNCTION audit_events_stand_in_a_chain();
