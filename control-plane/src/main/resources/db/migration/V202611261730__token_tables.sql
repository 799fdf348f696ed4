-- Capability tokens that were issued. The leaf holds SHA-256(salt ‖ claims); proofs are made anew whenever a token is
-- read. act names the request, so that an attempt which died before its answer is found and not repeated.
CREATE TABLE capability_token (
    leaf_id   uuid        PRIMARY KEY,
    act       uuid        NOT NULL UNIQUE,
    org       bytea       NOT NULL CHECK (octet_length(org) = 16),
    sandbox   uuid,
    claims    bytea       NOT NULL,
    salt      bytea       NOT NULL CHECK (octet_length(salt) = 16),
    nbf       timestamptz NOT NULL,
    exp       timestamptz NOT NULL,
    issued_by text        NOT NULL
);
CREATE INDEX capability_token_org ON capability_token (org, leaf_id);

-- Lists of revocations as they were handed out. The leaf holds SHA-256(list).
CREATE TABLE token_revocation_list (
    leaf_id uuid        PRIMARY KEY,
    org     bytea       NOT NULL CHECK (octet_length(org) = 16),
    list    bytea       NOT NULL,
    made_at timestamptz NOT NULL
);
CREATE INDEX token_revocation_list_org ON token_revocation_list (org, leaf_id);
