-- Leaves that do not last may lose their bytes: leaf is empty then, and leaf_hash stays. What lasts follows from the leaf:
-- all but openings of secrets, signatures, tokens, and events that tell of anything but retention.
ALTER TABLE log_entry ADD COLUMN lasting boolean;
UPDATE log_entry SET lasting =
    type NOT IN ('unseal', 'sign', 'attestation-result', 'capability-token')
    AND (type <> 'event' OR position('\x646b696e64'::bytea || '\x70'::bytea || convert_to('retention.pruned', 'UTF8') IN leaf) > 0);
ALTER TABLE log_entry ALTER COLUMN lasting SET NOT NULL;
ALTER TABLE log_entry ADD CHECK (octet_length(leaf) > 0 OR NOT lasting);

-- What a pruning leaf tells, in effect once it is in the signed log; done when no bytes are left to go.
CREATE TABLE log_leaf_pruning (
    leaf_id  uuid    PRIMARY KEY,
    minimum  bigint  NOT NULL CHECK (minimum > 0 AND minimum % 256 = 0),
    size     bigint  NOT NULL CHECK (size >= minimum),
    lasting  bytea   NOT NULL CHECK (octet_length(lasting) = 32),
    done     boolean NOT NULL
);
