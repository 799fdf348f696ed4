-- What witnesses answered to our checkpoints (c2sp.org/tlog-cosignature): lines of the note, each verified before it is
-- stored. A witness is named as in its lines: name and key id in hexadecimal.
CREATE TABLE log_cosignature (
    size    bigint NOT NULL REFERENCES log_checkpoint (size) ON DELETE CASCADE,
    witness text   NOT NULL,
    line    text   NOT NULL,
    PRIMARY KEY (size, witness)
);
CREATE INDEX log_cosignature_witness ON log_cosignature (witness, size);

-- Witnesses that say, or said, that this log is not the one they have seen; told is when the log was last told.
CREATE TABLE log_witness_claim (
    witness text        PRIMARY KEY,
    claim   text,
    told    timestamptz NOT NULL
);
