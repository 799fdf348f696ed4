package dev.sealwright.protocol.merkle;

import dev.sealwright.protocol.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Proof that a leaf stands at an index of a tree (RFC 9162 section 2.1.3). */
public final class InclusionProof {
    /** No tree of at most 2^62 leaves needs more hashes. */
    public static final int MAX_LENGTH = 62;

    private InclusionProof() {}

    /** The path from the leaf's sibling up. */
    public static List<Bytes> compute(long index, long size, HashSource source) {
        if (index < 0 || index >= size || size > Frontier.MAX_SIZE) {
            throw new IllegalArgumentException("no leaf " + index + " in a tree of " + size);
        }
        List<Bytes> path = new ArrayList<>();
        long from = 0;
        long to = size;
        while (to - from > 1) {
            long middle = from + Long.highestOneBit(to - from - 1);
            if (index < middle) {
                path.add(source.range(middle, to));
                to = middle;
            } else {
                path.add(source.range(from, middle));
                from = middle;
            }
        }
        return List.copyOf(path.reversed());
    }

    public static boolean verify(
            Bytes leafHash, long index, long size, List<Bytes> path, Bytes root) {
        return root(leafHash, index, size, path).filter(root::equals).isPresent();
    }

    /**
     * The root that the path leads to, or empty if no path for this index and size has this length.
     */
    static Optional<Bytes> root(Bytes leafHash, long index, long size, List<Bytes> path) {
        if (index < 0
                || index >= size
                || size > Frontier.MAX_SIZE
                || leafHash.size() != TreeHash.SIZE) {
            return Optional.empty();
        }
        long node = index;
        long last = size - 1;
        Bytes hash = leafHash;
        for (Bytes sibling : path) {
            if (last == 0 || sibling.size() != TreeHash.SIZE) {
                return Optional.empty();
            }
            if ((node & 1) == 1 || node == last) {
                hash = TreeHash.node(sibling, hash);
                // A right edge without a sibling on its level moves up until it is a right child.
                int up = Long.numberOfTrailingZeros(node);
                node >>>= up;
                last >>>= up;
            } else {
                hash = TreeHash.node(hash, sibling);
            }
            node >>>= 1;
            last >>>= 1;
        }
        return last == 0 ? Optional.of(hash) : Optional.empty();
    }
}
