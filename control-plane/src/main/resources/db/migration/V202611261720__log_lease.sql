-- Which replica sequences the log, by this database's clock. It keeps replicas from doing the same work twice; what keeps
-- the log whole is the compare-and-swap on log_head.
CREATE TABLE log_lease (
    singleton boolean     PRIMARY KEY CHECK (singleton),
    term      bigint      NOT NULL CHECK (term >= 0),
    holder    uuid,
    name      text,
    expires   timestamptz NOT NULL,
    CHECK ((holder IS NULL) = (name IS NULL))
);
INSERT INTO log_lease (singleton, term, expires) VALUES (true, 0, TIMESTAMPTZ '2000-01-01 00:00:00Z');
