-- Messages for the next page that are too long for a cookie: one for each session, for five minutes.
CREATE TABLE flashes (
    session_id BLOB PRIMARY KEY NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    sealed     BLOB NOT NULL,
    expires_at TEXT NOT NULL
) STRICT;
CREATE INDEX flashes_by_end ON flashes (expires_at);
