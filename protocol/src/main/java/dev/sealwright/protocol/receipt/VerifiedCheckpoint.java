package dev.sealwright.protocol.receipt;

import dev.sealwright.protocol.anchors.AnchorsChain;
import dev.sealwright.protocol.anchors.VerifiedAnchors;
import dev.sealwright.protocol.note.Checkpoint;
import dev.sealwright.protocol.note.Note;

/** A checkpoint that a quorum of the anchors' voters signed. Obtained from {@link #verify} only. */
public final class VerifiedCheckpoint {
    private final Checkpoint checkpoint;

    private VerifiedCheckpoint(Checkpoint checkpoint) {
        this.checkpoint = checkpoint;
    }

    /** Throws a VerificationException unless origin and quorum are right. */
    public static VerifiedCheckpoint verify(Note note, VerifiedAnchors anchors) {
        return new VerifiedCheckpoint(Quorum.check(note, anchors));
    }

    /** The same for a checkpoint of a closed epoch or the present one. */
    public static VerifiedCheckpoint verify(Note note, AnchorsChain chain) {
        return new VerifiedCheckpoint(Quorum.check(note, chain));
    }

    public Checkpoint checkpoint() {
        return checkpoint;
    }
}
