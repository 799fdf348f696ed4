-- How far each sink has taken the log. The range [next_index, claimed_to) was begun: it is sent again as it was,
-- so that a sink that has it already knows it by its name. One holder at a time sends, by lease.
CREATE TABLE stream_position (
    sink        text        PRIMARY KEY,
    next_index  bigint      NOT NULL CHECK (next_index >= 0),
    claimed_to  bigint      NOT NULL CHECK (claimed_to >= next_index),
    holder      uuid,
    lease_until timestamptz
);
