package dev.sealwright.operator.mirror;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.merkle.TreeHash;

/**
 * What a copy of a log has in the place of a leaf. Neither is believed before the log's root is.
 */
public sealed interface MirroredEntry {
    /** What counts for the root. */
    Bytes hash();

    /** The leaf itself. */
    record Kept(Bytes bytes) implements MirroredEntry {
        @Override
        public Bytes hash() {
            return TreeHash.leaf(bytes);
        }
    }

    /** Its hash alone: the service had let the bytes go when it was copied. */
    record Gone(Bytes hash) implements MirroredEntry {}
}
