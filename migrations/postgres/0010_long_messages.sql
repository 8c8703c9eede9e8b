-- Messages for the next page that are too long for a cookie: one for each session, for five minutes.
CREATE TABLE flashes (
    session_id UUID PRIMARY KEY REFERENCES sessions (id) ON DELETE CASCADE,
    sealed     BYTEA NOT NULL,
    expires_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX flashes_by_end ON flashes (expires_at);
