-- What the launcher shows: services, announcements, and what each person keeps on it. The same
-- tables as in migrations/postgres. Lists of words are text with spaces between them.

-- The catalogue file, as the portal that started last has read it.
CREATE TABLE services (
    slug          TEXT PRIMARY KEY NOT NULL,
    position      INTEGER NOT NULL,
    name          TEXT NOT NULL,
    name_en       TEXT,
    purpose_id    TEXT NOT NULL,
    purpose_en    TEXT NOT NULL,
    service_group TEXT NOT NULL,
    audience      TEXT NOT NULL,
    suggested_to  TEXT NOT NULL,
    address       TEXT,
    icon          TEXT NOT NULL,
    -- One per line: a synonym may be several words.
    synonyms      TEXT NOT NULL
) STRICT;

-- What an operator decided about a service. It wins over the file, and no newer file touches it.
CREATE TABLE service_settings (
    slug       TEXT PRIMARY KEY NOT NULL,
    -- NULL: as in the file.
    address    TEXT,
    state      TEXT NOT NULL CHECK (state IN ('available', 'maintenance', 'disruption', 'blocked')),
    -- When the state is over by itself.
    until      TEXT,
    note_id    TEXT NOT NULL,
    note_en    TEXT NOT NULL,
    changed_by BLOB NOT NULL REFERENCES accounts (id),
    changed_at TEXT NOT NULL
) STRICT;

-- What a person keeps on the launcher.
CREATE TABLE shelves (
    account_id   BLOB PRIMARY KEY NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    -- Slugs in the person's order; NULL: never chosen, so the role's suggestions are shown.
    favourites   TEXT,
    -- Slugs, the last opened first.
    recents      TEXT NOT NULL DEFAULT '',
    -- Ids of announcements.
    acknowledged TEXT NOT NULL DEFAULT ''
) STRICT;

-- An announcement is a draft until it is published; from then on its text does not change.
CREATE TABLE announcements (
    id           BLOB PRIMARY KEY NOT NULL,
    author_id    BLOB NOT NULL REFERENCES accounts (id),
    -- Who speaks: the author's agency when it was written.
    agency       TEXT NOT NULL,
    severity     TEXT NOT NULL CHECK (severity IN ('information', 'warning', 'important')),
    audience     TEXT NOT NULL CHECK (audience IN ('everyone', 'operators', 'agency')),
    title_id     TEXT NOT NULL,
    title_en     TEXT NOT NULL,
    -- Limited Markdown.
    body_id      TEXT NOT NULL,
    body_en      TEXT NOT NULL,
    starts_at    TEXT,
    ends_at      TEXT,
    changed_at   TEXT NOT NULL,
    published_at TEXT
) STRICT;
CREATE INDEX announcements_by_end ON announcements (ends_at);

-- What an event was about, beyond whose it is: a service, an announcement.
ALTER TABLE audit_events ADD COLUMN object TEXT;
