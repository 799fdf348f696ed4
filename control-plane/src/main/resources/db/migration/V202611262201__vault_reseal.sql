-- Under which version of the organisation's key a blob is, by its CKA_ID; rows from before learn it when they are looked at.
-- A blob that was sealed anew waits in secret_reseal until its reseal leaf is in the signed log, and takes the other's place then.
ALTER TABLE secret_version ADD COLUMN kek bytea CHECK (octet_length(kek) = 16);
ALTER TABLE secret_version ADD COLUMN damaged_at timestamptz;
CREATE INDEX secret_version_kek ON secret_version (org, leaf_id) WHERE blob IS NOT NULL AND shred_leaf IS NULL;

CREATE TABLE secret_reseal (
    leaf_id      uuid        PRIMARY KEY,
    version_leaf uuid        NOT NULL UNIQUE REFERENCES secret_version (leaf_id) ON DELETE CASCADE,
    kek          bytea       NOT NULL CHECK (octet_length(kek) = 16),
    blob         bytea       NOT NULL CHECK (octet_length(blob) <= 16384),
    made_at      timestamptz NOT NULL
);
