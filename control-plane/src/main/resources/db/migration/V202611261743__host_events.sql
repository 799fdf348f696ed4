-- How far each host's own events are in the log: the number of the last one, of the last one before its newest report,
-- and the leaf of that report. Should the leaf be refused, the report counts for nothing.
CREATE TABLE host_events (
    sandbox      uuid   PRIMARY KEY,
    acknowledged bigint NOT NULL CHECK (acknowledged >= before),
    before       bigint NOT NULL CHECK (before >= 0),
    leaf_id      uuid
);
