package dev.sealwright.protocol.history;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.crypto.Sha256;
import dev.sealwright.protocol.leaf.Leaf;
import dev.sealwright.protocol.leaf.PruningBody;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The chain of the leaves that last, along a log of which others may be known by their hashes
 * alone: from 32 zero bytes, with each lasting leaf SHA-256(head ‖ index as uint64 ‖ leaf hash). A
 * hash counts as that of a leaf that does not last until a {@link PruningBody} behind it says the
 * same; until then the log is not {@link #accounted} for. For one thread.
 */
public final class LastingLeaves {
    /** So many lasting leaves back a pruning leaf may look. */
    private static final int REMEMBERED = 4096;

    /** By the size of the log from which on the head was this one. */
    private final NavigableMap<Long, Bytes> heads = new TreeMap<>();

    private long size;
    private long unaccounted;

    /**
     * Where a log stands.
     *
     * @param head of the chain
     * @param unaccounted index after the last hash that no pruning leaf accounts for yet, or 0
     */
    public record At(long size, Bytes head, long unaccounted) {
        public static final At BEGINNING = new At(0, Bytes.zeros(Sha256.SIZE), 0);
    }

    public LastingLeaves() {
        this(At.BEGINNING);
    }

    /** Goes on from there; a pruning leaf that looks further back is not known to be right. */
    public LastingLeaves(At at) {
        size = at.size();
        unaccounted = at.unaccounted();
        heads.put(at.size(), at.head());
    }

    /** Takes the next leaf; what is wrong with it if it is a pruning leaf that does not fit. */
    public Optional<String> add(Leaf leaf, Bytes hash) {
        Optional<String> objection =
                leaf.body() instanceof PruningBody body ? account(body) : Optional.empty();
        add(leaf.body().lasting(), hash);
        return objection;
    }

    /** The same of a leaf that is no pruning leaf, of which no more than this is known. */
    public void add(boolean lasting, Bytes hash) {
        if (lasting) {
            heads.put(size + 1, Sha256.of(heads.lastEntry().getValue(), Bytes.uint64(size), hash));
            if (heads.size() > REMEMBERED) {
                heads.pollFirstEntry();
            }
        }
        size++;
    }

    /** Takes the place of a leaf of which the hash alone is there. */
    public void gone() {
        size++;
        unaccounted = size;
    }

    private Optional<String> account(PruningBody body) {
        Optional<String> objection = objection(body);
        if (objection.isEmpty() && body.minimum() >= unaccounted) {
            unaccounted = 0;
        }
        return objection;
    }

    /** Why a pruning leaf does not fit what was seen, if so. */
    public Optional<String> objection(PruningBody body) {
        if (body.size() > size) {
            return Optional.of("a pruning leaf that looks ahead of itself");
        }
        var at = heads.floorEntry(body.size());
        if (at == null) {
            return Optional.of("a pruning leaf that looks further back than is remembered");
        }
        return at.getValue().equals(body.lastingHead())
                ? Optional.empty()
                : Optional.of("a pruning leaf that does not know of the same lasting leaves");
    }

    /** Whether every hash that took the place of a leaf is one of those that need not last. */
    public boolean accounted() {
        return unaccounted == 0;
    }

    public At at() {
        return new At(size, heads.lastEntry().getValue(), unaccounted);
    }
}
