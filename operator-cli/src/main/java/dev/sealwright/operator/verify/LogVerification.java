package dev.sealwright.operator.verify;

import dev.sealwright.operator.mirror.MirrorFolder;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.VerificationException;
import dev.sealwright.protocol.VerificationException.Reason;
import dev.sealwright.protocol.anchors.VerifiedAnchors;
import dev.sealwright.protocol.leaf.Leaf;
import dev.sealwright.protocol.leaf.LeafCodec;
import dev.sealwright.protocol.merkle.Frontier;
import dev.sealwright.protocol.merkle.Tile;
import dev.sealwright.protocol.merkle.TileHashes;
import dev.sealwright.protocol.merkle.TreeHash;
import dev.sealwright.protocol.note.Checkpoint;
import dev.sealwright.protocol.receipt.VerifiedCheckpoint;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * A whole log, checked from nothing but its files and the anchors: the checkpoint has its quorum,
 * the entries and the tiles give its root, every entry is a leaf, and the rules between leaves
 * hold.
 */
final class LogVerification {
    private final MirrorFolder log;
    private final VerifiedAnchors anchors;

    LogVerification(MirrorFolder log, VerifiedAnchors anchors) {
        this.log = log;
        this.anchors = anchors;
    }

    /** What was read and what was found in it. */
    record Outcome(Checkpoint head, SortedMap<String, Long> types, List<Finding> findings) {}

    Outcome run(LeafReader also, Consumer<String> progress) {
        Checkpoint head = VerifiedCheckpoint.verify(log.checkpoint(), anchors).checkpoint();
        var rules = new LogRules(anchors);
        var types = new TreeMap<String, Long>();
        Frontier frontier = Frontier.EMPTY;
        for (long bundle = 0; bundle * Tile.FULL < head.size(); bundle++) {
            var tile = Tile.inTree(Tile.ENTRIES, bundle, head.size());
            List<Bytes> hashes = new ArrayList<>();
            for (Bytes entry : log.entries(tile)) {
                long index = bundle * Tile.FULL + hashes.size();
                Leaf leaf = decode(entry, index);
                rules.read(leaf);
                also.read(index, entry, leaf);
                types.merge(leaf.type(), 1L, Long::sum);
                hashes.add(TreeHash.leaf(entry));
            }
            frontier = frontier.appendAll(hashes);
            progress.accept(frontier.size() + " of " + head.size() + " entries");
        }
        checkRoot(head, frontier.root(), "entries");
        checkRoot(head, new TileHashes(head.size(), log::hashes).root(head.size()), "tiles");
        return new Outcome(head, types, rules.end());
    }

    /** Sees every leaf in passing. */
    @FunctionalInterface
    interface LeafReader {
        void read(long index, Bytes entry, Leaf leaf);
    }

    private static Leaf decode(Bytes entry, long index) {
        try {
            return LeafCodec.decode(entry);
        } catch (MalformedException e) {
            throw new MalformedException("entry " + index + ": " + e.getMessage(), e);
        }
    }

    private static void checkRoot(Checkpoint head, Bytes root, String what) {
        if (!root.equals(head.root())) {
            throw new VerificationException(
                    Reason.INCLUSION, "the " + what + " do not give the checkpoint's root");
        }
    }
}
