-- Versions of organisations' keys that were asked for. One exists once its org-key-version leaf is in the signed log; a row
-- keeps two requests from making the same one, and lets a repeated request find its own.
CREATE TABLE org_key_version (
    leaf_id  uuid   PRIMARY KEY,
    org      bytea  NOT NULL CHECK (octet_length(org) = 16),
    version  bigint NOT NULL CHECK (version >= 2),
    UNIQUE (org, version)
);
