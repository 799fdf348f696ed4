package dev.sealwright.protocol.receipt;

import dev.sealwright.protocol.anchors.AnchorsChain;
import dev.sealwright.protocol.anchors.VerifiedAnchors;
import dev.sealwright.protocol.anchors.Voter;
import dev.sealwright.protocol.note.Checkpoint;
import dev.sealwright.protocol.note.Note;
import dev.sealwright.protocol.receipt.Quorum.Demand;
import java.util.List;

/** A checkpoint that a quorum of the anchors' voters signed. Obtained from {@link #verify} only. */
public final class VerifiedCheckpoint {
    private final Quorum quorum;

    private VerifiedCheckpoint(Quorum quorum) {
        this.quorum = quorum;
    }

    /**
     * Throws a VerificationException unless origin and quorum are right, and each of those voters
     * that the anchors give a post-quantum key signed by that, too.
     */
    public static VerifiedCheckpoint verify(Note note, VerifiedAnchors anchors) {
        return new VerifiedCheckpoint(Quorum.check(note, anchors, Demand.WHOLE));
    }

    /** The same for a checkpoint of a closed epoch or the present one. */
    public static VerifiedCheckpoint verify(Note note, AnchorsChain chain) {
        return new VerifiedCheckpoint(Quorum.check(note, chain, Demand.WHOLE));
    }

    /**
     * The same for the checkpoint of a receipt, from which post-quantum signatures may be left out.
     */
    public static VerifiedCheckpoint ofReceipt(Note note, VerifiedAnchors anchors) {
        return new VerifiedCheckpoint(Quorum.check(note, anchors, Demand.CLASSICAL));
    }

    /** The same for one of a closed epoch or the present one. */
    public static VerifiedCheckpoint ofReceipt(Note note, AnchorsChain chain) {
        return new VerifiedCheckpoint(Quorum.check(note, chain, Demand.CLASSICAL));
    }

    public Checkpoint checkpoint() {
        return quorum.checkpoint();
    }

    /** Those that it was held against. */
    public VerifiedAnchors anchors() {
        return quorum.anchors();
    }

    /** How many voters signed it. */
    public int voters() {
        return quorum.voters().size();
    }

    /** Names of those whose post-quantum signature it carries. */
    public List<String> postQuantum() {
        return quorum.postQuantum().stream().map(Voter::name).toList();
    }

    /** Whether it carries one of each of its voters that the anchors give such a key. */
    public boolean isWhole() {
        return quorum.whole();
    }
}
