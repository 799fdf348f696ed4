package dev.sealwright.keyservice.log;

import dev.sealwright.keyservice.api.KeyServiceRefusedException;
import dev.sealwright.keyservice.api.RefusalCode;
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
import dev.sealwright.protocol.note.NoteSignature;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Signs the head of the log, and nothing else but that it is the last, with the log key; and by
 * ML-DSA-65 where the anchors name a key for that, too. Nothing leaves that lacks one of both.
 */
public final class CheckpointSigner {
    private final KeyBackend backend;
    private final KeyHandle logKey;
    private final NoteKey noteKey;
    private final Optional<PostQuantum> postQuantum;

    private record PostQuantum(KeyHandle handle, NoteKey noteKey) {}

    public CheckpointSigner(KeyBackend backend, KeyHandle logKey, String origin, Bytes rawKey) {
        this(backend, logKey, new NoteKey(origin, NoteAlgorithm.ED25519, rawKey), Optional.empty());
    }

    private CheckpointSigner(
            KeyBackend backend,
            KeyHandle logKey,
            NoteKey noteKey,
            Optional<PostQuantum> postQuantum) {
        this.backend = backend;
        this.logKey = logKey;
        this.noteKey = noteKey;
        this.postQuantum = postQuantum;
    }

    /**
     * The same with a second key.
     *
     * @param rawKey its raw ML-DSA-65 public key
     */
    public CheckpointSigner with(KeyHandle postQuantumKey, Bytes rawKey) {
        NoteKey second = new NoteKey(origin(), NoteAlgorithm.ML_DSA_65, rawKey);
        return new CheckpointSigner(
                backend, logKey, noteKey, Optional.of(new PostQuantum(postQuantumKey, second)));
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
        return signed(closing.text(), postQuantum);
    }

    /**
     * Signs with all keys that the anchors of this size give the voter.
     *
     * @param named its raw ML-DSA-65 public key, if they name one
     * @throws KeyServiceRefusedException {@link RefusalCode#NO_VOTER} if that is another than this
     *     signer has
     */
    SignedCheckpoint sign(Frontier head, Optional<Bytes> named) {
        Optional<PostQuantum> second = named.map(this::postQuantum);
        Checkpoint checkpoint = new Checkpoint(origin(), head.size(), head.root());
        return new SignedCheckpoint(
                head.size(), checkpoint.root(), signed(checkpoint.text(), second).encode());
    }

    private PostQuantum postQuantum(Bytes named) {
        return postQuantum
                .filter(second -> second.noteKey().key().equals(named))
                .orElseThrow(
                        () ->
                                new KeyServiceRefusedException(
                                        RefusalCode.NO_VOTER,
                                        "the anchors give this member a post-quantum key that it"
                                                + " was not started with"));
    }

    private Note signed(String text, Optional<PostQuantum> second) {
        List<NoteSignature> lines = new ArrayList<>();
        lines.add(line(logKey, noteKey, text));
        second.ifPresent(each -> lines.add(line(each.handle(), each.noteKey(), text)));
        return new Note(text, lines);
    }

    private NoteSignature line(KeyHandle key, NoteKey publicKey, String text) {
        Bytes signature =
                backend.signVerified(
                        key,
                        Bytes.utf8(text),
                        made -> publicKey.verifies(text, publicKey.signed(made)));
        return publicKey.signed(signature);
    }
}
