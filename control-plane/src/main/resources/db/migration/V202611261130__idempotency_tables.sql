-- Requests that named an idempotency key, and what they were answered with.
CREATE TABLE idempotent_request (
    org           bytea       NOT NULL CHECK (octet_length(org) = 16),
    caller        text        NOT NULL,
    key           text        NOT NULL,
    request       bytea       NOT NULL CHECK (octet_length(request) = 32),
    act_id        uuid        NOT NULL,
    claimed_until timestamptz NOT NULL,
    expires_at    timestamptz NOT NULL,
    status        integer,
    headers       text,
    body          bytea,
    seal          bytea,
    PRIMARY KEY (org, caller, key)
);
CREATE INDEX idempotent_request_expiry ON idempotent_request (expires_at);
