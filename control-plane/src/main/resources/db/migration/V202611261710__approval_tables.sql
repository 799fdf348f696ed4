-- Leaves that an authority key of their organisation has to approve before they may be proposed. What counts is the log:
-- a row grants nothing, whatever is written into it.
CREATE TABLE approval (
    id           uuid        PRIMARY KEY,
    org          bytea       NOT NULL CHECK (octet_length(org) = 16),
    leaf_id      uuid        NOT NULL UNIQUE,
    type         text        NOT NULL,
    body         bytea       NOT NULL,
    about        text        NOT NULL,
    policy       bytea,
    salt         bytea       CHECK (octet_length(salt) = 16),
    requested_by text        NOT NULL,
    requested_at timestamptz NOT NULL,
    expires_at   timestamptz NOT NULL,
    signature    uuid        UNIQUE,
    ended        text        CHECK (ended IN ('rejected', 'superseded', 'expired'))
);
CREATE INDEX approval_org ON approval (org, id);
CREATE INDEX approval_open ON approval (expires_at) WHERE ended IS NULL;

-- How an organisation calls its authority keys. The row's id is made from salt and name, so a name cannot be given to
-- another key; everything else about a key stands in the log.
CREATE TABLE authority_key_name (
    row_id bytea PRIMARY KEY CHECK (octet_length(row_id) = 16),
    org    bytea NOT NULL CHECK (octet_length(org) = 16),
    name   text  NOT NULL,
    salt   bytea NOT NULL CHECK (octet_length(salt) = 16),
    UNIQUE (org, name)
);
