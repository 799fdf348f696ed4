package dev.sealwright.protocol.anchors;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.note.NoteAlgorithm;
import dev.sealwright.protocol.note.NoteKey;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Someone whose signature counts for a checkpoint.
 *
 * @param name of the witness as it signs; of a member, only to tell members apart
 * @param key raw Ed25519 public key
 * @param postQuantumKey raw ML-DSA-65 public key of a member that signs each checkpoint with it,
 *     too
 */
public record Voter(String name, VoterKind kind, Bytes key, Optional<Bytes> postQuantumKey) {
    public Voter {
        // A note key has the same rules for name and key.
        new NoteKey(name, kind.algorithm(), key);
        postQuantumKey.ifPresent(raw -> new NoteKey(name, NoteAlgorithm.ML_DSA_65, raw));
        if (kind == VoterKind.WITNESS && postQuantumKey.isPresent()) {
            throw new MalformedException("a witness with a post-quantum key");
        }
    }

    /** One that signs by Ed25519 alone. */
    public Voter(String name, VoterKind kind, Bytes key) {
        this(name, kind, key, Optional.empty());
    }

    /** The key as it stands in notes: a member signs under the origin, a witness under its name. */
    public NoteKey noteKey(String origin) {
        return new NoteKey(kind == VoterKind.MEMBER ? origin : name, kind.algorithm(), key);
    }

    /** The other key as it stands in notes, if there is one. */
    public Optional<NoteKey> postQuantumNoteKey(String origin) {
        return postQuantumKey.map(raw -> new NoteKey(origin, NoteAlgorithm.ML_DSA_65, raw));
    }

    /** All keys that it signs with: it has signed once each of them did. */
    public List<NoteKey> noteKeys(String origin) {
        return Stream.concat(Stream.of(noteKey(origin)), postQuantumNoteKey(origin).stream())
                .toList();
    }
}
