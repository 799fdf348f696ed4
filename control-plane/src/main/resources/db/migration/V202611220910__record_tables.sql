-- One row for each name that was ever given to a declarative resource; it outlives removal, so that a version
-- number is never used twice. scope is the org tag, or 16 zero bytes for organisations themselves.
CREATE TABLE record_row (
    id    uuid  PRIMARY KEY,
    kind  text  NOT NULL,
    scope bytea NOT NULL CHECK (octet_length(scope) = 16),
    name  text  NOT NULL CHECK (length(name) BETWEEN 1 AND 63),
    UNIQUE (kind, scope, name)
);

-- Every version of every resource. It counts once its leaf is in the signed log, and until a later one does.
-- The leaf holds SHA-256(salt || document).
CREATE TABLE record (
    leaf_id    uuid        PRIMARY KEY,
    row_id     uuid        NOT NULL REFERENCES record_row (id),
    version    bigint      NOT NULL CHECK (version >= 1),
    org        bytea       NOT NULL CHECK (octet_length(org) = 16),
    state      text        NOT NULL CHECK (state IN ('set', 'removed')),
    document   bytea       NOT NULL,
    salt       bytea       NOT NULL CHECK (octet_length(salt) = 16),
    lookup     bytea,
    created_at timestamptz NOT NULL,
    UNIQUE (row_id, version)
);
CREATE INDEX record_lookup ON record (lookup) WHERE lookup IS NOT NULL;

-- Which rows a version refers to: what a deletion asks, and where the bindings of a user are found.
CREATE TABLE record_reference (
    leaf_id uuid NOT NULL REFERENCES record (leaf_id) ON DELETE CASCADE,
    target  uuid NOT NULL REFERENCES record_row (id),
    PRIMARY KEY (target, leaf_id)
);
