package dev.sealwright.controlplane.witness;

import dev.sealwright.protocol.note.NoteSignature;

/** What came of showing a witness a checkpoint. */
sealed interface WitnessAnswer {
    /** A line by the witness's key that verifies. */
    record Cosigned(NoteSignature line) implements WitnessAnswer {}

    /** It has cosigned another size last. */
    record OtherSize(long size) implements WitnessAnswer {}

    /** Signed by this log, and not what it has seen before. */
    record Inconsistent() implements WitnessAnswer {}

    /** Neither; a later time may do better. */
    record Failed(String why) implements WitnessAnswer {}
}
