-- What retention took away: the details and actors of an organisation's entries in a range. It is in effect once the
-- event that says so is in the signed log; the event's detail repeats the other columns.
CREATE TABLE log_pruning (
    leaf_id    uuid    PRIMARY KEY,
    org        bytea   NOT NULL CHECK (octet_length(org) = 16),
    from_index bigint  NOT NULL CHECK (from_index >= 0),
    to_index   bigint  NOT NULL CHECK (to_index > from_index),
    days       integer NOT NULL CHECK (days >= 1),
    done       boolean NOT NULL
);
CREATE INDEX log_pruning_org ON log_pruning (org, from_index);
