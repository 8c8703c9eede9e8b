-- What the launcher shows: services, announcements, and what each person keeps on it. The same
-- tables as in migrations/sqlite. Lists of words are text with spaces between them.

-- The catalogue file, as the portal that started last has read it.
CREATE TABLE services (
    slug          TEXT PRIMARY KEY,
    position      BIGINT NOT NULL,
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
);

-- What an operator decided about a service. It wins over the file, and no newer file touches it.
CREATE TABLE service_settings (
    slug       TEXT PRIMARY KEY,
    -- NULL: as in the file.
    address    TEXT,
    state      TEXT NOT NULL CHECK (state IN ('available', 'maintenance', 'disruption', 'blocked')),
    -- When the state is over by itself.
    until      TIMESTAMPTZ,
    note_id    TEXT NOT NULL,
    note_en    TEXT NOT NULL,
    changed_by UUID NOT NULL REFERENCES accounts (id),
    changed_at TIMESTAMPTZ NOT NULL
);

-- What a person keeps on the launcher.
CREATE TABLE shelves (
    account_id   UUID PRIMARY KEY REFERENCES accounts (id) ON DELETE CASCADE,
    -- Slugs in the person's order; NULL: never chosen, so the role's suggestions are shown.
    favourites   TEXT,
    -- Slugs, the last opened first.
    recents      TEXT NOT NULL DEFAULT '',
    -- Ids of announcements.
    acknowledged TEXT NOT NULL DEFAULT ''
);

-- An announcement is a draft until it is published; from then on its text does not change.
CREATE TABLE announcements (
    id           UUID PRIMARY KEY,
    author_id    UUID NOT NULL REFERENCES accounts (id),
    -- Who speaks: the author's agency when it was written.
    agency       TEXT NOT NULL,
    severity     TEXT NOT NULL CHECK (severity IN ('information', 'warning', 'important')),
    audience     TEXT NOT NULL CHECK (audience IN ('everyone', 'operators', 'agency')),
    title_id     TEXT NOT NULL,
    title_en     TEXT NOT NULL,
    -- Limited Markdown.
    body_id      TEXT NOT NULL,
    body_en      TEXT NOT NULL,
    starts_at    TIMESTAMPTZ,
    ends_at      TIMESTAMPTZ,
    changed_at   TIMESTAMPTZ NOT NULL,
    published_at TIMESTAMPTZ
);
CREATE INDEX announcements_by_end ON announcements (ends_at);

-- What an event was about, beyond whose it is: a service, an announcement.
ALTER TABLE audit_events ADD COLUMN object TEXT;
