CREATE TABLE host (
    sandbox             uuid        PRIMARY KEY,
    org                 bytea       NOT NULL CHECK (octet_length(org) = 16),
    spec                uuid        NOT NULL,
    spec_name           text        NOT NULL,
    bootstrap           bytea       NOT NULL,
    enrolment_leaf      uuid        NOT NULL UNIQUE,
    enrolled_at         timestamptz NOT NULL,
    certificate_expires timestamptz,
    activation_leaf     uuid,
    last_seen_at        timestamptz,
    policy_version      bigint,
    agent               text,
    quarantined_at      timestamptz,
    revoked_at          timestamptz,
    revoked_by          text,
    revocation_salt     bytea,
    revocation_document bytea,
    revocation_leaf     uuid
);
CREATE INDEX host_org ON host (org, sandbox);

-- Every key a host was certified for.
CREATE TABLE host_key (
    spki    bytea NOT NULL CHECK (octet_length(spki) = 32),
    sandbox uuid  NOT NULL,
    PRIMARY KEY (spki, sandbox)
);
CREATE INDEX host_key_sandbox ON host_key (sandbox);

-- One row a renewal, whose chain is stored once.
CREATE TABLE host_renewal (
    leaf_id  uuid        PRIMARY KEY,
    sandbox  uuid        NOT NULL,
    previous bytea       NOT NULL CHECK (octet_length(previous) = 32),
    spki     bytea       NOT NULL CHECK (octet_length(spki) = 32),
    nbf      timestamptz NOT NULL,
    exp      timestamptz NOT NULL,
    chain    text,
    UNIQUE (previous, spki, nbf, exp)
);
