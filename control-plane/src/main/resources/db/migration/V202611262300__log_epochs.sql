-- Epochs of the log that were closed, and what the next one took over of each. The documents are the root-signed anchors
-- they ended under; the present anchors name their digests, so rows that are missing or edited prove nothing false.
CREATE TABLE log_epoch (
    origin        text   PRIMARY KEY,
    version       bigint NOT NULL UNIQUE CHECK (version >= 1),
    restored_size bigint NOT NULL CHECK (restored_size > 0),
    document      bytea  NOT NULL,
    leaf_id       uuid   NOT NULL
);
