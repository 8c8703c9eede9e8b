-- Searching people by any word of their names, and listing them agency by agency. The same as in
-- migrations/sqlite.

-- A row for each word of a name, normalised (domain::values::name_words): the name turned so that it begins with
-- that word. Whoever knows one word walks along the key; the other words stand in the same row. No foreign key, so
-- that no second index is needed: no account is ever removed, and who changes a name knows the old one.
CREATE TABLE name_words (
    rotation   TEXT COLLATE "C" NOT NULL,
    account_id UUID NOT NULL,
    PRIMARY KEY (rotation, account_id)
);

CREATE INDEX accounts_by_agency ON accounts (agency, name, id, nip);
-- Few among many.
CREATE INDEX accounts_disabled ON accounts (name, id) WHERE disabled_at IS NOT NULL;
CREATE INDEX accounts_privileged ON accounts (name, id) WHERE roles <> 'employee' OR role_grant_count > 0;
