package dev.sealwright.protocol.merkle;

import dev.sealwright.protocol.Bytes;

/** Where the hashes of complete subtrees come from: tiles, a database, memory. */
@FunctionalInterface
public interface HashSource {
    /**
     * The hash of the complete subtree over the leaves {@code [index · 2^height, (index + 1) ·
     * 2^height)}. It is only asked for leaves that the tree has.
     */
    Bytes hash(int height, long index);

    /**
     * The hash of the tree over the leaves {@code [from, to)}, where {@code from} is a multiple of
     * its left subtree.
     */
    default Bytes range(long from, long to) {
        long size = to - from;
        if (Long.bitCount(size) == 1) {
            int height = Long.numberOfTrailingZeros(size);
            return hash(height, from >>> height);
        }
        long middle = from + Long.highestOneBit(size);
        return TreeHash.node(range(from, middle), range(middle, to));
    }

    /** The root of the tree of the first {@code size} leaves. */
    default Bytes root(long size) {
        return size == 0 ? TreeHash.EMPTY_ROOT : range(0, size);
    }
}
