-- Versions of client keys that were asked for. One exists once its key-version leaf is in the signed log; a row keeps two
-- requests from making the same one, and lets a repeated request find its own.
CREATE TABLE key_version (
    leaf_id  uuid   PRIMARY KEY,
    key_id   uuid   NOT NULL,
    version  bigint NOT NULL CHECK (version >= 1),
    UNIQUE (key_id, version)
);
