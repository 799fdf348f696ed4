-- The last version number given to a sandbox spec's compiled policies; its lock orders the compilations.
CREATE TABLE policy_head (
    spec    uuid   PRIMARY KEY,
    version bigint NOT NULL CHECK (version >= 0)
);

-- Compiled policies. One may be delivered once its leaf is in the signed log; hosts check that themselves.
CREATE TABLE policy_version (
    leaf_id    uuid        PRIMARY KEY,
    spec       uuid        NOT NULL,
    version    bigint      NOT NULL CHECK (version >= 1),
    source     bytea       NOT NULL CHECK (octet_length(source) = 32),
    policy     bytea       NOT NULL,
    salt       bytea       NOT NULL CHECK (octet_length(salt) = 16),
    issued_at  timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    UNIQUE (spec, version)
);
