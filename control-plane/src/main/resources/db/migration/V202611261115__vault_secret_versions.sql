-- Versions of secrets. One exists once its seal leaf is in the signed log, and only with the blob whose digest that leaf
-- holds; it ends with its shred leaf. A row without sealed_at is a number that was taken and not used yet.
CREATE TABLE secret_version (
    leaf_id     uuid        PRIMARY KEY,
    secret      uuid        NOT NULL REFERENCES record_row (id),
    org         bytea       NOT NULL CHECK (octet_length(org) = 16),
    version     bigint      NOT NULL CHECK (version >= 1),
    taken_at    timestamptz NOT NULL,
    sealed_at   timestamptz,
    blob        bytea       CHECK (octet_length(blob) <= 16384),
    shred_leaf  uuid        UNIQUE,
    UNIQUE (secret, version),
    CHECK (blob IS NULL OR sealed_at IS NOT NULL)
);
CREATE INDEX secret_version_unused ON secret_version (taken_at) WHERE sealed_at IS NULL;
CREATE INDEX secret_version_shredded ON secret_version (shred_leaf) WHERE blob IS NOT NULL;

-- The encrypted chunks of large values.
CREATE TABLE secret_chunk (
    leaf_id uuid    NOT NULL REFERENCES secret_version (leaf_id) ON DELETE CASCADE,
    number  integer NOT NULL CHECK (number >= 0),
    data    bytea   NOT NULL CHECK (octet_length(data) BETWEEN 17 AND 65552),
    PRIMARY KEY (leaf_id, number)
);
