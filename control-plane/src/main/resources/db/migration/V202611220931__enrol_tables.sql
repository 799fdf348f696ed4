-- One row a burned bootstrap. The chain is stored once: the first certificate issued is the one.
CREATE TABLE enrolment (
    sandbox   uuid        PRIMARY KEY,
    bootstrap bytea       NOT NULL UNIQUE,
    org       bytea       NOT NULL,
    spec      uuid        NOT NULL,
    spki      bytea       NOT NULL CHECK (octet_length(spki) = 32),
    leaf_id   uuid        NOT NULL UNIQUE,
    burned_at timestamptz NOT NULL,
    chain     text
);
