package dev.sealwright.operator.verify;

import dev.sealwright.operator.mirror.MirrorFolder;
import dev.sealwright.operator.mirror.Mirroring;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.VerificationException;
import dev.sealwright.protocol.VerificationException.Reason;
import dev.sealwright.protocol.anchors.AnchorsChain;
import dev.sealwright.protocol.anchors.VerifiedAnchors;
import dev.sealwright.protocol.leaf.Leaf;
import dev.sealwright.protocol.merkle.Tile;
import dev.sealwright.protocol.merkle.TileHashes;
import dev.sealwright.protocol.note.Checkpoint;
import dev.sealwright.protocol.receipt.VerifiedCheckpoint;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A whole log, checked from nothing but its files and the anchors: the checkpoint has its quorum,
 * the entries and the tiles give its root, every entry is a leaf, and the rules between leaves
 * hold. Entries that went count for the root by their hashes, and the log has to account for them.
 */
public final class LogVerification {
    private final MirrorFolder log;
    private final AnchorsChain anchors;

    public LogVerification(MirrorFolder log, VerifiedAnchors anchors) {
        this.log = log;
        this.anchors = log.chain(anchors);
    }

    /**
     * What was read and what was found in it.
     *
     * @param postQuantum of a log whose anchors name such keys
     * @param types how many leaves of each were read
     */
    public record Outcome(
            Checkpoint head,
            Optional<PostQuantum> postQuantum,
            SortedMap<String, Long> types,
            Pruned pruned,
            List<Finding> findings) {}

    public Outcome run(LogWalk.LeafReader also, Mirroring.Steps progress) {
        VerifiedCheckpoint verified = VerifiedCheckpoint.verify(log.checkpoint(), anchors);
        Checkpoint head = verified.checkpoint();
        var walk = new LogWalk(anchors);
        var types = new TreeMap<String, Long>();
        for (long bundle = 0; bundle * Tile.FULL < head.size(); bundle++) {
            walk.read(
                    log.entries(Tile.inTree(Tile.ENTRIES, bundle, head.size())),
                    counted(types, also));
            progress.at(walk.frontier().size(), head.size());
        }
        checkRoot(head, walk.frontier().root(), "entries");
        checkRoot(head, new TileHashes(head.size(), log::hashes).root(head.size()), "tiles");
        return new Outcome(head, PostQuantum.of(verified), types, walk.pruned(), walk.end());
    }

    private static LogWalk.LeafReader counted(
            SortedMap<String, Long> types, LogWalk.LeafReader also) {
        return new LogWalk.LeafReader() {
            @Override
            public void read(long index, Bytes entry, Leaf leaf) {
                also.read(index, entry, leaf);
                types.merge(leaf.type(), 1L, Long::sum);
            }

            @Override
            public void gone(long index) {
                also.gone(index);
            }
        };
    }

    private static void checkRoot(Checkpoint head, Bytes root, String what) {
        if (!root.equals(head.root())) {
            throw new VerificationException(
                    Reason.INCLUSION, "the " + what + " do not give the checkpoint's root");
        }
    }
}
