package dev.sealwright.operator.witness;

import dev.sealwright.protocol.note.NoteSignature;

/** What a witness answers to a well-formed request (c2sp.org/tlog-witness, add-checkpoint). */
sealed interface Verdict {
    /** The checkpoint continues the last one, and is the last one from now on. */
    record Cosigned(NoteSignature line) implements Verdict {}

    /** No log of that origin is watched here. */
    record UnknownLog() implements Verdict {}

    /** None of the log's keys signed it. */
    record NotSigned() implements Verdict {}

    /**
     * The request starts from another checkpoint than the last one cosigned.
     *
     * @param size of the last one
     */
    record OtherSize(long size) implements Verdict {}

    /**
     * Signed by the log, of the size that was cosigned, with another root: a fork.
     *
     * @param size of both
     */
    record OtherRoot(long size) implements Verdict {}

    /** Signed by the log, and not shown to continue what was cosigned. */
    record Inconsistent() implements Verdict {}
}
