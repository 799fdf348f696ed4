package dev.sealwright.keyservice.log;

import dev.sealwright.keyservice.api.SignedCheckpoint;
import dev.sealwright.keyservice.backend.KeyBackend;
import dev.sealwright.keyservice.backend.KeyHandle;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.epoch.Closing;
import dev.sealwright.protocol.merkle.Frontier;
import dev.sealwright.protocol.note.Checkpoint;
import dev.sealwright.protocol.note.Note;
import dev.sealwright.protocol.note.NoteAlgorithm;
import dev.sealwright.protocol.note.NoteKey;
import java.util.List;

/**
 * Signs the head of the log, and nothing else but that it is the last, with the log key. Ed25519
 * being deterministic, one head has one note.
 */
public final class CheckpointSigner {
    private final KeyBackend backend;
    private final KeyHandle logKey;
    private final NoteKey noteKey;

    public CheckpointSigner(KeyBackend backend, KeyHandle logKey, String origin, Bytes rawKey) {
        this.backend = backend;
        this.logKey = logKey;
        this.noteKey = new NoteKey(origin, NoteAlgorithm.ED25519, rawKey);
    }

    String origin() {
        return noteKey.name();
    }

    NoteKey noteKey() {
        return noteKey;
    }

    /** The last word of this voter in its epoch. */
    Note close(Frontier head) {
        Closing closing = new Closing(new Checkpoint(origin(), head.size(), head.root()));
        return signed(closing.text());
    }

    SignedCheckpoint sign(Frontier head) {
        Checkpoint checkpoint = new Checkpoint(origin(), head.size(), head.root());
        return new SignedCheckpoint(
                head.size(), checkpoint.root(), signed(checkpoint.text()).encode());
    }

    private Note signed(String text) {
        Bytes signature =
                backend.signVerified(
                        logKey,
                        Bytes.utf8(text),
                        made -> noteKey.verifies(text, noteKey.signed(made)));
        return new Note(text, List.of(noteKey.signed(signature)));
    }
}
