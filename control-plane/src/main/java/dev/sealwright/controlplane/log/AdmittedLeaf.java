package dev.sealwright.controlplane.log;

import dev.sealwright.controlplane.log.Pending.PendingLeaf;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.leaf.Leaf;
import dev.sealwright.protocol.leaf.LeafCodec;
import dev.sealwright.protocol.merkle.TreeHash;
import java.util.UUID;

/**
 * A leaf that the key service admitted, with what of its entry follows from it alone: found before
 * its turn comes to be stored, while others are.
 */
record AdmittedLeaf(PendingLeaf pending, Leaf decoded, Bytes hash) {
    static AdmittedLeaf of(PendingLeaf pending) {
        return new AdmittedLeaf(
                pending, LeafCodec.decode(pending.leaf()), TreeHash.leaf(pending.leaf()));
    }

    UUID id() {
        return pending.id();
    }

    Bytes org() {
        return decoded.org();
    }
}
