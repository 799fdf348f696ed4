-- Leaves that a committed change proposed and that have no index yet. Refused ones stay, to say why.
CREATE TABLE log_pending (
    id             uuid        PRIMARY KEY,
    position       bigint      GENERATED ALWAYS AS IDENTITY UNIQUE,
    org            bytea       NOT NULL CHECK (octet_length(org) = 16),
    leaf           bytea       NOT NULL CHECK (octet_length(leaf) BETWEEN 1 AND 65535),
    state          text        NOT NULL CHECK (state IN ('waiting', 'admitted', 'refused')),
    refusal_code   text,
    refusal_detail text,
    proposed_at    timestamptz NOT NULL,
    CHECK ((state = 'refused') = (refusal_code IS NOT NULL))
);
CREATE INDEX log_pending_state ON log_pending (state, position);

-- The leaves of the log, by index. The other columns follow from the leaf; org_prev_hash is the head of the organisation's
-- own chain before this leaf: 32 zero bytes, then SHA-256(org_prev_hash || leaf) of the one before.
CREATE TABLE log_entry (
    index         bigint      PRIMARY KEY CHECK (index >= 0),
    id            uuid        NOT NULL UNIQUE,
    leaf          bytea       NOT NULL,
    leaf_hash     bytea       NOT NULL CHECK (octet_length(leaf_hash) = 32),
    type          text        NOT NULL,
    time          timestamptz NOT NULL,
    org           bytea       NOT NULL CHECK (octet_length(org) = 16),
    org_seq       bigint      NOT NULL CHECK (org_seq >= 0),
    org_prev_hash bytea       NOT NULL CHECK (octet_length(org_prev_hash) = 32),
    UNIQUE (org, org_seq)
);
CREATE INDEX log_entry_type ON log_entry (type, index);

-- What an event leaf only holds the salted hash of.
CREATE TABLE log_event_detail (
    leaf_id uuid  PRIMARY KEY,
    salt    bytea NOT NULL CHECK (octet_length(salt) = 16),
    detail  bytea NOT NULL
);

-- C2SP hash tiles, as wide as the tree has grown.
CREATE TABLE log_tile (
    level  smallint NOT NULL CHECK (level BETWEEN 0 AND 7),
    tile   bigint   NOT NULL CHECK (tile >= 0),
    hashes bytea    NOT NULL CHECK (octet_length(hashes) BETWEEN 32 AND 8192 AND octet_length(hashes) % 32 = 0),
    PRIMARY KEY (level, tile)
);

-- Where the log stands. Leaves from signed_size up to size are committed and await their signature.
CREATE TABLE log_head (
    singleton   boolean PRIMARY KEY CHECK (singleton),
    origin      text    NOT NULL,
    size        bigint  NOT NULL CHECK (size >= 0),
    frontier    bytea   NOT NULL,
    root        bytea   NOT NULL CHECK (octet_length(root) = 32),
    signed_size bigint  NOT NULL CHECK (signed_size BETWEEN 0 AND size)
);

CREATE TABLE log_checkpoint (
    size bigint PRIMARY KEY CHECK (size > 0),
    root bytea  NOT NULL CHECK (octet_length(root) = 32),
    note text   NOT NULL
);

-- The leaves that count: a row of any room is effective iff its leaf stands here.
CREATE VIEW log_released AS
    SELECT entry.id, entry.index
    FROM log_entry entry
    JOIN log_head head ON entry.index < head.signed_size;
