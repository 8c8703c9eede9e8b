-- For people whom a service is not open to, and for services without an address: whom to ask, and what
-- is usually needed. Empty where there is nothing to say.
ALTER TABLE services ADD COLUMN ask_id TEXT NOT NULL DEFAULT '';
ALTER TABLE services ADD COLUMN ask_en TEXT NOT NULL DEFAULT '';
ALTER TABLE services ADD COLUMN bring_id TEXT NOT NULL DEFAULT '';
ALTER TABLE services ADD COLUMN bring_en TEXT NOT NULL DEFAULT '';
