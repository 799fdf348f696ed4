package dev.sealwright.operator.verify;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.anchors.AnchorsChain;
import dev.sealwright.protocol.leaf.Leaf;
import dev.sealwright.protocol.leaf.LeafCodec;
import dev.sealwright.protocol.merkle.Frontier;
import dev.sealwright.protocol.merkle.LogEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A log read from its first entry on, a bundle at a time: every entry is a leaf or the hash of one
 * that went, the rules between leaves are watched, and the root of what was read is known.
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

        /** Hears of one of which the hash alone is there. */
        default void gone(long index) {}
    }

    /** The entries that follow. */
    public void read(List<LogEntry> entries, LeafReader also) {
        long index = frontier.size();
        List<Bytes> hashes = new ArrayList<>(entries.size());
        for (LogEntry entry : entries) {
            Bytes hash = entry.hash();
            hashes.add(hash);
            switch (entry) {
                case LogEntry.Kept(Bytes bytes) -> {
                    Leaf leaf = decode(bytes, index);
                    rules.read(leaf, hash);
                    also.read(index, bytes, leaf);
                }
                case LogEntry.Gone _ -> {
                    rules.gone();
                    also.gone(index);
                }
            }
            index++;
        }
        frontier = frontier.appendAll(hashes);
    }

    /** What was read, as a tree. */
    public Frontier frontier() {
        return frontier;
    }

    /** What should not be there, of what was read so far. */
    public List<Finding> findings() {
        return rules.findings();
    }

    /**
     * Entries that went, as far as nothing that was read so far accounts for them. A leaf does that
     * which follows them, so it is a finding at the head of a log alone.
     */
    public Optional<Finding> unaccounted() {
        return rules.unaccounted();
    }

    /** How much of it went before it was read. */
    public Pruned pruned() {
        return rules.pruned();
    }

    /** The same as the findings, once everything was read. */
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
