-- Secrets that several members share: the blob, which the seal leaf names, is the same for all, and each member has a
-- sealing of its own, which it alone opens. A member is named by the first bytes of SHA-256 of its log key, its key of the
-- organisation by CKA_ID.
ALTER TABLE secret_version ADD COLUMN shared boolean NOT NULL DEFAULT false;
CREATE INDEX secret_version_shared ON secret_version (leaf_id) WHERE shared AND blob IS NOT NULL AND shred_leaf IS NULL;

CREATE TABLE secret_sealing (
    version_leaf uuid  NOT NULL REFERENCES secret_version (leaf_id) ON DELETE CASCADE,
    member       bytea NOT NULL CHECK (octet_length(member) = 16),
    kek          bytea NOT NULL CHECK (octet_length(kek) = 16),
    sealing      bytea NOT NULL CHECK (octet_length(sealing) <= 8192),
    PRIMARY KEY (version_leaf, member)
);
