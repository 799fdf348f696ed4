-- The last vote of each voter of a log that has several: a checkpoint with this voter's signature alone. A voter is named
-- as in its lines: name and key id in hexadecimal. Lost is one that did not remember what it signed; it never signs again.
CREATE TABLE voter_vote (
    voter text    PRIMARY KEY,
    size  bigint  NOT NULL,
    note  text    NOT NULL,
    lost  boolean NOT NULL DEFAULT false
);
