package dev.sealwright.operator.verify;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.anchors.AnchorsChain;
import dev.sealwright.protocol.leaf.Leaf;
import dev.sealwright.protocol.leaf.LeafCodec;
import dev.sealwright.protocol.merkle.Frontier;
import dev.sealwright.protocol.merkle.TreeHash;
import java.util.List;

/**
 * A log read from its first entry on, a bundle at a time: every entry is a leaf, the rules between
 * leaves are watched, and the root of what was read is known.
 */
public final class LogWalk {
    private final LogRules rules;
    private Frontier frontier = Frontier.EMPTY;

    public LogWalk(AnchorsChain anchors) {
        rules = new LogRules(anchors);
    }

    /** Sees every leaf in passing. */
    @FunctionalInterface
    public interface LeafReader {
        void read(long index, Bytes entry, Leaf leaf);
    }

    /** The entries that follow. */
    public void read(List<Bytes> entries, LeafReader also) {
        long index = frontier.size();
        for (Bytes entry : entries) {
            Leaf leaf = decode(entry, index);
            rules.read(leaf);
            also.read(index, entry, leaf);
            index++;
        }
        frontier = frontier.appendAll(entries.stream().map(TreeHash::leaf).toList());
    }

    /** What was read, as a tree. */
    public Frontier frontier() {
        return frontier;
    }

    /** What should not be there, of what was read so far. */
    public List<Finding> findings() {
        return rules.findings();
    }

    /** The same, once everything was read. */
    List<Finding> end() {
        return rules.end();
    }

    private static Leaf decode(Bytes entry, long index) {
        try {
            return LeafCodec.decode(entry);
        } catch (MalformedException e) {
            throw new MalformedException("entry " + index + ": " + e.getMessage(), e);
        }
    }
}
