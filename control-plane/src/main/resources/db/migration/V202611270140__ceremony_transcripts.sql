-- Ceremonies that were held by a script: the four texts that whoever verifies one needs. The leaf holds the digests of
-- script and transcript and the operators' signatures. A leaf that the key service refused leaves a row that nobody sees.
CREATE TABLE ceremony_transcript (
    leaf_id               uuid        PRIMARY KEY,
    transcript_digest     bytea       NOT NULL CHECK (octet_length(transcript_digest) = 32),
    script                bytea       NOT NULL,
    script_signatures     bytea       NOT NULL,
    transcript            bytea       NOT NULL,
    transcript_signatures bytea       NOT NULL,
    submitted_by          text        NOT NULL,
    submitted_at          timestamptz NOT NULL
);
CREATE INDEX ceremony_transcript_digest ON ceremony_transcript (transcript_digest);
