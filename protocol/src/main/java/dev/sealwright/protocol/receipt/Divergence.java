package dev.sealwright.protocol.receipt;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.VerificationException;
import dev.sealwright.protocol.VerificationException.Reason;
import dev.sealwright.protocol.merkle.ConsistencyProof;
import dev.sealwright.protocol.merkle.Tile;
import dev.sealwright.protocol.merkle.TileHashes;
import dev.sealwright.protocol.merkle.TreeHash;
import dev.sealwright.protocol.note.Checkpoint;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What shows that of two checkpoints the longer log does not begin with the shorter one.
 *
 * @param root of the longer log's first leaves, as many as the shorter one has: another root than
 *     the shorter one's
 * @param proof from that root to the longer log's (RFC 9162 section 2.1.4); empty if both are of
 *     one size
 */
public record Divergence(Bytes root, List<Bytes> proof) {
    /** The longest proof between trees of 2^62 leaves. */
    static final int MAX_PROOF = 64;

    public Divergence {
        proof = List.copyOf(proof);
        root.requireSize(TreeHash.SIZE, "the root of a divergence");
        if (proof.size() > MAX_PROOF) {
            throw new MalformedException("a proof of more than " + MAX_PROOF + " hashes");
        }
        proof.forEach(hash -> hash.requireSize(TreeHash.SIZE, "a hash of a divergence"));
    }

    /**
     * Empty if one log continues the other.
     *
     * @param tiles of the longer one, unverified
     * @throws VerificationException when the tiles are not those of the longer one, so that nothing
     *     is shown
     */
    public static Optional<Divergence> between(
            Checkpoint one, Checkpoint other, Function<Tile, Bytes> tiles) {
        Checkpoint shorter = one.size() <= other.size() ? one : other;
        Checkpoint longer = one.size() <= other.size() ? other : one;
        Divergence found = measured(shorter.size(), longer, tiles);
        if (!found.leadsTo(shorter.size(), longer)) {
            throw new VerificationException(
                    Reason.CONSISTENCY, "tiles that do not give the checkpoint's root");
        }
        return found.root().equals(shorter.root()) ? Optional.empty() : Optional.of(found);
    }

    private static Divergence measured(long size, Checkpoint longer, Function<Tile, Bytes> tiles) {
        if (size == longer.size()) {
            return new Divergence(longer.root(), List.of());
        }
        var hashes = new TileHashes(longer.size(), tiles);
        return new Divergence(
                hashes.root(size), ConsistencyProof.compute(size, longer.size(), hashes));
    }

    private boolean leadsTo(long size, Checkpoint longer) {
        return ConsistencyProof.verify(size, root, longer.size(), longer.root(), proof);
    }

    /** Whether it shows that of these two. */
    boolean shows(Checkpoint one, Checkpoint other) {
        Checkpoint shorter = one.size() <= other.size() ? one : other;
        Checkpoint longer = one.size() <= other.size() ? other : one;
        return !root.equals(shorter.root()) && leadsTo(shorter.size(), longer);
    }
}
