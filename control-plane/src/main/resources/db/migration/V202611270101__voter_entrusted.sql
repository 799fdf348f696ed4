-- Secrets that the first member's HSM derives, sealed by each member that issues under its own token, so that the service
-- starts without the first one. A member is named by the first bytes of SHA-256 of its log key.
CREATE TABLE entrusted_secret (
    purpose text  NOT NULL,
    member  bytea NOT NULL CHECK (octet_length(member) = 16),
    sealed  bytea NOT NULL CHECK (octet_length(sealed) = 60),
    PRIMARY KEY (purpose, member)
);
