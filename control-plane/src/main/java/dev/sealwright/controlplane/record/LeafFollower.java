package dev.sealwright.controlplane.record;

import dev.sealwright.protocol.leaf.Leaf;
import dev.sealwright.protocol.leaf.LeafBody;

/**
 * Remembers what the log says of something, as {@link Ledger} reads it: in order, each leaf once,
 * and only what a signed root covers. Ask the ledger first; then whatever the newest checkpoint
 * covers has been taken.
 */
public interface LeafFollower {
    boolean concerns(LeafBody body);

    void take(long index, Leaf leaf);
}
