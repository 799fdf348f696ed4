package dev.sealwright.protocol.merkle;

import dev.sealwright.protocol.Bytes;
import java.util.ArrayList;
import java.util.List;

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
        return path.stream().allMatch(hash -> hash.size() == TreeHash.SIZE)
                && verify(leafHash, index, size, Bytes.concat(path.toArray(Bytes[]::new)), root);
    }

    /**
     * The same for the hashes of the path one after the other. False, too, if no path for this
     * index and size has this length.
     */
    public static boolean verify(Bytes leafHash, long index, long size, Bytes path, Bytes root) {
        if (index < 0
                || index >= size
                || size > Frontier.MAX_SIZE
                || leafHash.size() != TreeHash.SIZE
                || path.size() % TreeHash.SIZE != 0) {
            return false;
        }
        long node = index;
        long last = size - 1;
        PathHash hash = new PathHash(leafHash, path);
        while (hash.hasNext()) {
            if (last == 0) {
                return false;
            }
            if ((node & 1) == 1 || node == last) {
                hash.joinLeft();
                // A right edge without a sibling on its level moves up until it is a right child.
                int up = Long.numberOfTrailingZeros(node);
                node >>>= up;
                last >>>= up;
            } else {
                hash.joinRight();
            }
            node >>>= 1;
            last >>>= 1;
        }
        return last == 0 && hash.value().equals(root);
    }
}
