-- Reports that were made. The leaf holds SHA-256(body); proofs are made anew whenever a report is read. org is the org
-- tag, or 16 zero bytes for reports about the whole service.
CREATE TABLE report (
    leaf_id uuid        PRIMARY KEY,
    org     bytea       NOT NULL CHECK (octet_length(org) = 16),
    body    bytea       NOT NULL,
    made_by text        NOT NULL,
    made_at timestamptz NOT NULL
);
CREATE INDEX report_org ON report (org, leaf_id);
