package dev.sealwright.protocol.anchors;

import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.note.NoteAlgorithm;

/** How a voter signs checkpoints. */
public enum VoterKind {
    /** Holds a key of the log; signs the note under the log's origin. */
    MEMBER("member", NoteAlgorithm.ED25519),
    /** Watches the log; cosigns with a time under its own name. */
    WITNESS("witness", NoteAlgorithm.COSIGNATURE_V1);

    private final String text;
    private final NoteAlgorithm algorithm;

    VoterKind(String text, NoteAlgorithm algorithm) {
        this.text = text;
        this.algorithm = algorithm;
    }

    public String text() {
        return text;
    }

    public NoteAlgorithm algorithm() {
        return algorithm;
    }

    static VoterKind of(String text) {
        for (VoterKind kind : values()) {
            if (kind.text.equals(text)) {
                return kind;
            }
        }
        throw new MalformedException("a voter of an unknown kind");
    }
}
