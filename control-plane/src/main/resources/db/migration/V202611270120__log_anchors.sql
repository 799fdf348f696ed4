-- Anchors that took the place of others within their epoch, or are to once their leaf is signed. Both documents are
-- root-signed and the newer names the older by digest, so rows that are missing or edited prove nothing false.
CREATE TABLE log_anchors (
    origin   text   NOT NULL,
    version  bigint NOT NULL CHECK (version > 1),
    document bytea  NOT NULL,
    replaced bytea  NOT NULL,
    leaf_id  uuid   NOT NULL,
    PRIMARY KEY (origin, version)
);
