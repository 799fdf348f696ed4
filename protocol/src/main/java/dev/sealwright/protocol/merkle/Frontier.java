package dev.sealwright.protocol.merkle;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * What is enough of a tree to append to it and to know its root: its size and the hashes of its
 * complete subtrees, the largest first, one for each bit set in the size. Persisted as uint64
 * big-endian size, then the hashes.
 *
 * @param size number of leaves, at most 2^62
 */
public record Frontier(long size, List<Bytes> hashes) {
    public static final Frontier EMPTY = new Frontier(0, List.of());

    static final long MAX_SIZE = 1L << 62;

    public Frontier {
        hashes = List.copyOf(hashes);
        if (size < 0 || size > MAX_SIZE) {
            throw new MalformedException("a tree size out of range");
        }
        if (hashes.size() != Long.bitCount(size)) {
            throw new MalformedException("a frontier whose hashes do not fit its size");
        }
        hashes.forEach(hash -> hash.requireSize(TreeHash.SIZE, "a hash of a frontier"));
    }

    /** The frontier after one more leaf. */
    public Frontier append(Bytes leafHash) {
        return appendAll(List.of(leafHash));
    }

    /** The frontier after these leaves, in order. */
    public Frontier appendAll(List<Bytes> leafHashes) {
        List<Bytes> next = new ArrayList<>(hashes);
        long count = size;
        for (Bytes leafHash : leafHashes) {
            Bytes hash = leafHash;
            for (long bits = count; (bits & 1) == 1; bits >>>= 1) {
                hash = TreeHash.node(next.removeLast(), hash);
            }
            next.add(hash);
            count++;
        }
        return new Frontier(count, next);
    }

    public Bytes root() {
        if (hashes.isEmpty()) {
            return TreeHash.EMPTY_ROOT;
        }
        Bytes root = hashes.getLast();
        for (int i = hashes.size() - 2; i >= 0; i--) {
            root = TreeHash.node(hashes.get(i), root);
        }
        return root;
    }

    public Bytes encode() {
        List<Bytes> parts = new ArrayList<>();
        parts.add(Bytes.uint64(size));
        parts.addAll(hashes);
        return Bytes.concat(parts.toArray(Bytes[]::new));
    }

    public static Frontier decode(Bytes encoded) {
        if (encoded.size() < Long.BYTES || encoded.size() % TreeHash.SIZE != Long.BYTES) {
            throw new MalformedException("not a frontier");
        }
        List<Bytes> hashes = new ArrayList<>();
        for (int at = Long.BYTES; at < encoded.size(); at += TreeHash.SIZE) {
            hashes.add(encoded.slice(at, at + TreeHash.SIZE));
        }
        return new Frontier(ByteBuffer.wrap(encoded.toArray()).getLong(), hashes);
    }
}
