-- The zone in which an announcement's times are meant, and shown to everybody. The same as in
-- migrations/postgres.
ALTER TABLE announcements ADD COLUMN zone TEXT NOT NULL DEFAULT 'WIB'
    CHECK (zone IN ('WIB', 'WITA', 'WIT'));

-- Forms once let a NUL through, which SQLite keeps and PostgreSQL does not: `migrate` stopped at it. In its
-- place there is U+FFFD now. No function for text sees past a NUL: this looks at bytes, one NUL after the
-- other.
UPDATE announcements SET title_id = (
    WITH RECURSIVE mended (bytes) AS (
        SELECT CAST(title_id AS BLOB)
        UNION ALL
        SELECT CAST(substr(bytes, 1, instr(bytes, x'00') - 1) || x'EFBFBD'
            || substr(bytes, instr(bytes, x'00') + 1) AS BLOB)
        FROM mended WHERE instr(bytes, x'00') > 0
    )
    SELECT CAST(bytes AS TEXT) FROM mended WHERE instr(bytes, x'00') = 0
) WHERE instr(CAST(title_id AS BLOB), x'00') > 0;
UPDATE announcements SET title_en = (
    WITH RECURSIVE mended (bytes) AS (
        SELECT CAST(title_en AS BLOB)
        UNION ALL
        SELECT CAST(substr(bytes, 1, instr(bytes, x'00') - 1) || x'EFBFBD'
            || substr(bytes, instr(bytes, x'00') + 1) AS BLOB)
        FROM mended WHERE instr(bytes, x'00') > 0
    )
    SELECT CAST(bytes AS TEXT) FROM mended WHERE instr(bytes, x'00') = 0
) WHERE instr(CAST(title_en AS BLOB), x'00') > 0;
UPDATE announcements SET body_id = (
    WITH RECURSIVE mended (bytes) AS (
        SELECT CAST(body_id AS BLOB)
        UNION ALL
        SELECT CAST(substr(bytes, 1, instr(bytes, x'00') - 1) || x'EFBFBD'
            || substr(bytes, instr(bytes, x'00') + 1) AS BLOB)
        FROM mended WHERE instr(bytes, x'00') > 0
    )
    SELECT CAST(bytes AS TEXT) FROM mended WHERE instr(bytes, x'00') = 0
) WHERE instr(CAST(body_id AS BLOB), x'00') > 0;
UPDATE announcements SET body_en = (
    WITH RECURSIVE mended (bytes) AS (
        SELECT CAST(body_en AS BLOB)
        UNION ALL
        SELECT CAST(substr(bytes, 1, instr(bytes, x'00') - 1) || x'EFBFBD'
            || substr(bytes, instr(bytes, x'00') + 1) AS BLOB)
        FROM mended WHERE instr(bytes, x'00') > 0
    )
    SELECT CAST(bytes AS TEXT) FROM mended WHERE instr(bytes, x'00') = 0
) WHERE instr(CAST(body_en AS BLOB), x'00') > 0;
UPDATE service_settings SET note_id = (
    WITH RECURSIVE mended (bytes) AS (
        SELECT CAST(note_id AS BLOB)
        UNION ALL
        SELECT CAST(substr(bytes, 1, instr(bytes, x'00') - 1) || x'EFBFBD'
            || substr(bytes, instr(bytes, x'00') + 1) AS BLOB)
        FROM mended WHERE instr(bytes, x'00') > 0
    )
    SELECT CAST(bytes AS TEXT) FROM mended WHERE instr(bytes, x'00') = 0
) WHERE instr(CAST(note_id AS BLOB), x'00') > 0;
UPDATE service_settings SET note_en = (
    WITH RECURSIVE mended (bytes) AS (
        SELECT CAST(note_en AS BLOB)
        UNION ALL
        SELECT CAST(substr(bytes, 1, instr(bytes, x'00') - 1) || x'EFBFBD'
            || substr(bytes, instr(bytes, x'00') + 1) AS BLOB)
        FROM mended WHERE instr(bytes, x'00') > 0
    )
    SELECT CAST(bytes AS TEXT) FROM mended WHERE instr(bytes, x'00') = 0
) WHERE instr(CAST(note_en AS BLOB), x'00') > 0;
UPDATE resets SET reason = (
    WITH RECURSIVE mended (bytes) AS (
        SELECT CAST(reason AS BLOB)
        UNION ALL
        SELECT CAST(substr(bytes, 1, instr(bytes, x'00') - 1) || x'EFBFBD'
            || substr(bytes, instr(bytes, x'00') + 1) AS BLOB)
        FROM mended WHERE instr(bytes, x'00') > 0
    )
    SELECT CAST(bytes AS TEXT) FROM mended WHERE instr(bytes, x'00') = 0
) WHERE instr(CAST(reason AS BLOB), x'00') > 0;
