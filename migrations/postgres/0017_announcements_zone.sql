-- The zone in which an announcement's times are meant, and shown to everybody. The same as in
-- migrations/sqlite.
ALTER TABLE announcements ADD COLUMN zone TEXT NOT NULL DEFAULT 'WIB'
    CHECK (zone IN ('WIB', 'WITA', 'WIT'));
