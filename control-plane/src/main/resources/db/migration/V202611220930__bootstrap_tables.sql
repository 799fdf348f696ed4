CREATE TABLE bootstrap (
    id           bytea       PRIMARY KEY CHECK (octet_length(id) = 16),
    row_id       uuid        NOT NULL UNIQUE,
    org          bytea       NOT NULL CHECK (octet_length(org) = 16),
    spec         uuid        NOT NULL,
    spec_name    text        NOT NULL,
    public_key   bytea       NOT NULL CHECK (octet_length(public_key) = 32),
    nbf          timestamptz NOT NULL,
    exp          timestamptz NOT NULL,
    leaf_id      uuid        NOT NULL UNIQUE,
    minted_by    text        NOT NULL,
    burned_at    timestamptz,
    contested_at timestamptz,
    refused_at   timestamptz
);
CREATE INDEX bootstrap_org ON bootstrap (org, row_id);
