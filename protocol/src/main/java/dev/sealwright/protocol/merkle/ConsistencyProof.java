package dev.sealwright.protocol.merkle;

import dev.sealwright.protocol.Bytes;
import java.util.ArrayList;
import java.util.List;

/** Proof that a tree begins with another (RFC 9162 section 2.1.4). */
public final class ConsistencyProof {
    private ConsistencyProof() {}

    /**
     * The proof from the first {@code older} leaves to the first {@code newer}; empty if they are
     * the same tree or the older is empty.
     */
    public static List<Bytes> compute(long older, long newer, HashSource source) {
        if (older < 0 || older > newer || newer > Frontier.MAX_SIZE) {
            throw new IllegalArgumentException("no tree of " + older + " in a tree of " + newer);
        }
        List<Bytes> proof = new ArrayList<>();
        if (older == 0 || older == newer) {
            return proof;
        }
        long from = 0;
        long to = newer;
        while (older != to) {
            long middle = from + Long.highestOneBit(to - from - 1);
            if (older <= middle) {
                proof.add(source.range(middle, to));
                to = middle;
            } else {
                proof.add(source.range(from, middle));
                from = middle;
            }
        }
        if (from != 0) {
            proof.add(source.range(from, to));
        }
        return List.copyOf(proof.reversed());
    }

    public static boolean verify(
            long older, Bytes olderRoot, long newer, Bytes newerRoot, List<Bytes> proof) {
        if (older < 0 || older > newer || newer > Frontier.MAX_SIZE) {
            return false;
        }
        if (older == 0) {
            return proof.isEmpty()
                    && olderRoot.equals(TreeHash.EMPTY_ROOT)
                    && (newer != 0 || newerRoot.equals(TreeHash.EMPTY_ROOT));
        }
        if (older == newer) {
            return proof.isEmpty() && olderRoot.equals(newerRoot);
        }
        if (proof.stream().anyMatch(hash -> hash.size() != TreeHash.SIZE)) {
            return false;
        }
        return walk(older, olderRoot, newer, newerRoot, proof);
    }

    private static boolean walk(
            long older, Bytes olderRoot, long newer, Bytes newerRoot, List<Bytes> proof) {
        int up = Long.numberOfTrailingZeros(older);
        long node = (older - 1) >>> up;
        long last = (newer - 1) >>> up;
        // A complete older tree is itself the first hash, and is not repeated in the proof.
        boolean complete = Long.bitCount(older) == 1;
        if (!complete && proof.isEmpty()) {
            return false;
        }
        Bytes oldHash = complete ? olderRoot : proof.getFirst();
        Bytes newHash = oldHash;
        for (Bytes sibling : complete ? proof : proof.subList(1, proof.size())) {
            if (last == 0) {
                return false;
            }
            if ((node & 1) == 1 || node == last) {
                oldHash = TreeHash.node(sibling, oldHash);
                newHash = TreeHash.node(sibling, newHash);
                int zeros = Long.numberOfTrailingZeros(node);
                node >>>= zeros;
                last >>>= zeros;
            } else {
                newHash = TreeHash.node(newHash, sibling);
            }
            node >>>= 1;
            last >>>= 1;
        }
        return last == 0 && oldHash.equals(olderRoot) && newHash.equals(newerRoot);
    }
}
