-- Browsers that nobody has logged in from for long are forgotten.
CREATE INDEX known_devices_by_age ON known_devices (last_seen_at);
