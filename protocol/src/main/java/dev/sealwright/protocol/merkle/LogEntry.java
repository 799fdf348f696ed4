package dev.sealwright.protocol.merkle;

import dev.sealwright.protocol.Bytes;

/**
 * What a copy of a log has in the place of a leaf. Neither is believed before the log's root is.
 */
public sealed interface LogEntry {
    /** What counts for the root: 32 bytes. */
    Bytes hash();

    /** The leaf itself. */
    record Kept(Bytes bytes) implements LogEntry {
        @Override
        public Bytes hash() {
            return TreeHash.leaf(bytes);
        }
    }

    /** Its hash alone: the bytes had been let go when it was copied. */
    record Gone(Bytes hash) implements LogEntry {}
}
