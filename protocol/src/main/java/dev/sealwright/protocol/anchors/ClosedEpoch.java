package dev.sealwright.protocol.anchors;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.crypto.Sha256;
import dev.sealwright.protocol.merkle.TreeHash;

/**
 * An epoch of the log that is over, and what the next one took over of it: its first leaves, up to
 * the restored size. Those beyond it are lost to the service, not to whoever kept them.
 *
 * @param anchors SHA-256 of the anchors document the epoch ended under
 * @param size where its voters stood when it was closed
 * @param root of that size
 * @param restoredSize leaves the next epoch begins with; at least the two of genesis
 * @param restoredRoot of that size
 */
public record ClosedEpoch(
        String origin,
        Bytes anchors,
        long size,
        Bytes root,
        long restoredSize,
        Bytes restoredRoot) {
    private static final long GENESIS = 2;

    public ClosedEpoch {
        anchors.requireSize(Sha256.SIZE, "the anchors of a closed epoch");
        root.requireSize(TreeHash.SIZE, "the root of a closed epoch");
        restoredRoot.requireSize(TreeHash.SIZE, "the restored root of a closed epoch");
        boolean ordered = restoredSize >= GENESIS && restoredSize <= size;
        boolean sameRoot = restoredSize < size || restoredRoot.equals(root);
        if (!Anchors.isOrigin(origin) || !ordered || !sameRoot) {
            throw new MalformedException("a closed epoch that contradicts itself");
        }
    }

    /** How many signed leaves the next epoch does not have. */
    public long lost() {
        return size - restoredSize;
    }
}
