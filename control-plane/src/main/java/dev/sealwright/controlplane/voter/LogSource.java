package dev.sealwright.controlplane.voter;

import dev.sealwright.controlplane.log.AnchorsInForce;
import dev.sealwright.controlplane.log.Cosignatures;
import dev.sealwright.controlplane.log.SignedHead;
import dev.sealwright.controlplane.log.SignedLog;
import dev.sealwright.controlplane.log.StoredLeaf;
import dev.sealwright.protocol.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a late voter is shown of the log. */
record LogSource(SignedLog log, Cosignatures checkpoints, AnchorsInForce anchors) {
    private static final int LEAVES = 256;
    private static final long BYTES = 4L * 1024 * 1024;

    Optional<SignedHead> newest() {
        return checkpoints.newest();
    }

    /**
     * The checkpoint that a voter at this size is brought towards, if there is one beyond: where
     * anchors were replaced, that comes first, since who voted before vouches for it alone.
     */
    Optional<SignedHead> goal(long at) {
        return anchors.nextChange(at)
                .flatMap(checkpoints::of)
                .or(this::newest)
                .filter(head -> head.size() > at);
    }

    /** The checkpoints that end with a change of anchors. */
    List<SignedHead> changes() {
        return anchors.changes().stream().flatMap(size -> checkpoints.of(size).stream()).toList();
    }

    /** The leaves from one index on: at least one, and no more than a call carries. */
    List<StoredLeaf> leaves(long from, long to) {
        List<StoredLeaf> some = new ArrayList<>();
        long bytes = 0;
        for (StoredLeaf leaf : log.leaves(from, Math.min(to, from + LEAVES))) {
            bytes += leaf.bytes().size();
            if (!some.isEmpty() && bytes > BYTES) {
                break;
            }
            some.add(leaf);
        }
        return List.copyOf(some);
    }

    List<Bytes> consistency(long older, long newer) {
        return checkpoints.consistency(older, newer);
    }

    /** Of so many leaves as they are stored; empty if there are fewer. */
    Optional<Bytes> root(long size) {
        return checkpoints.root(size);
    }
}
